package streetnumbers_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/gazetteer/numbering"
	"diming/gazetteer/streetnumbers"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var today = version.Day(2026, 11, 27)

type register struct {
	*streetnumbers.Store
	town, other uuid.UUID
}

func newRegister(t *testing.T) register {
	t.Helper()
	pool := pgtest.New(t)
	b := &boundaries.Store{DB: pool}
	places := &gazetteer.Store{DB: pool, Boundaries: b}
	rows := []gazetteer.DivisionRow{{Number: 1, Code: "33", Name: "浙江省"}, {Number: 2, Code: "3308", Name: "衢州市"}, {Number: 3, Code: "330881", Name: "江山市"}, {Number: 4, Code: "330881003", Name: "清湖街道"}, {Number: 5, Code: "330881004", Name: "石门镇"}}
	if _, err := places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public", Note: "测试"}, rows); err != nil {
		t.Fatal(err)
	}
	r := register{Store: streetnumbers.New(places, b, &address.Store{DB: pool}, &numbering.Store{DB: pool})}
	for code, to := range map[string]*uuid.UUID{"330881003": &r.town, "330881004": &r.other} {
		d, err := b.ByCode(t.Context(), boundaries.Reader{Internal: true}, code)
		if err != nil {
			t.Fatal(err)
		}
		*to = d.ID
	}
	if _, err := r.Schemes.Set(t.Context(), ledger.Console, r.town, numbering.Known()[0], version.Day(2020, 1, 1), "测试", 0); err != nil {
		t.Fatal(err)
	}
	return r
}

// street enters one from east to west; with no line it cannot be checked.
func (r register) street(t *testing.T, name string, drawn bool) uuid.UUID {
	t.Helper()
	d := gazetteer.Draft{Class: "23514", Division: "330881003", Names: []gazetteer.RowName{{Text: name}}, Location: &orb.Point{118.605, 28.6}, Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(1990, 1, 1)}}
	if drawn {
		d.Extent = orb.LineString{{118.61, 28.6}, {118.6, 28.6}}
	}
	id, _, err := r.Places.Add(t.Context(), ledger.Console, d, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// doors enters numbers 20 m from one another on the odd side; 0 is an address
// without a number.
func (r register) doors(t *testing.T, street, division uuid.UUID, numbers ...int) {
	t.Helper()
	var drafts []address.Draft
	for i, n := range numbers {
		d := address.Draft{Components: address.Components{Division: division, Way: street, Number: fmt.Sprint(n)}, Entrance: &orb.Point{118.6098 - float64(i)*0.0002, 28.6001}, Source: "测试", Valid: version.Span{From: version.Day(2000, 1, 1)}}
		if n == 0 {
			d.Number, d.Building = "", fmt.Sprint(i+1)
		}
		drafts = append(drafts, d)
	}
	if _, _, err := r.Addresses.AddBatch(t.Context(), ledger.Console, drafts, "测试", today); err != nil {
		t.Fatal(err)
	}
}

// shown writes a list in one line.
func shown(all []streetnumbers.Work) string {
	var text []string
	for _, w := range all {
		text = append(text, fmt.Sprintf("%s %d:%d/%d", w.Name, w.Doors, w.Gates(), w.NoNumber))
	}
	return strings.Join(text, ", ")
}

func TestStreetsThatNeedWorkAreListedWorstFirst(t *testing.T) {
	r := newRegister(t)
	r.doors(t, r.street(t, "好街", true), r.town, 1, 3, 5, 7)
	r.doors(t, r.street(t, "坏街", true), r.town, 1, 4, 5, 99, 7)
	r.doors(t, r.street(t, "跳街", true), r.town, 1, 3, 11)
	r.doors(t, r.street(t, "缺街", true), r.town, 1, 0, 3)
	r.doors(t, r.street(t, "无线街", false), r.town, 1, 3)
	shared := r.street(t, "两镇街", true)
	r.doors(t, shared, r.town, 1, 3)
	r.doors(t, shared, r.other, 40, 42) // theirs, on the wrong side
	todo := func(of uuid.UUID, after streetnumbers.WorkCursor, limit int) []streetnumbers.Work {
		t.Helper()
		all, err := r.ToDo(t.Context(), []uuid.UUID{of}, false, today, after, limit)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	all := todo(r.town, streetnumbers.WorkCursor{}, 10)
	if got := shown(all); got != "坏街 5:2/0, 跳街 3:1/0, 无线街 2:0/0, 缺街 2:0/1" {
		t.Fatal(got)
	}
	if w := all[0].Wrong; w["parity"] != 1 || w["order"] != 1 || all[2].Unchecked == nil || all[0].DivisionName != "清湖街道" {
		t.Errorf("%+v", all)
	}
	if got := shown(todo(r.other, streetnumbers.WorkCursor{}, 10)); got != "两镇街 2:2/0" {
		t.Errorf("of the other town: %s", got)
	}
	if all, err := r.ToDo(t.Context(), nil, false, today, streetnumbers.WorkCursor{}, 10); err != nil || len(all) > 0 {
		t.Errorf("of nowhere: %v, %v", all, err)
	}
	if all, err := r.ToDo(t.Context(), nil, true, today, streetnumbers.WorkCursor{}, 10); err != nil || len(all) != 5 {
		t.Errorf("of everywhere: %s, %v", shown(all), err)
	}
	var walked []streetnumbers.Work
	var after streetnumbers.WorkCursor
	for page := todo(r.town, after, 1); len(page) > 0; page = todo(r.town, after, 1) {
		walked = append(walked, page...)
		after = page[0].Cursor()
	}
	if shown(walked) != shown(all) {
		t.Errorf("page by page: %s", shown(walked))
	}
}
