package wallreport_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/plate"
	"diming/signs/wallreport"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

const village = "330881001201"

var (
	today  = version.Day(2026, 11, 27)
	limits = wallreport.Limits{Days: 7, FarM: 200}
)

// A wall is a plate that hangs in a village.
type wall struct {
	*testing.T
	pool    *pgxpool.Pool
	store   *wallreport.Store
	plates  *plate.Store
	village uuid.UUID
	plate   uuid.UUID
}

func newWall(t *testing.T) wall {
	t.Helper()
	pool := pgtest.New(t)
	places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	rows := []gazetteer.DivisionRow{{Code: "33", Name: "浙江省"}, {Code: "3308", Name: "衢州市"}, {Code: "330881", Name: "江山市"}, {Code: "330881001", Name: "双塔街道办事处"}, {Code: village, Name: "文苑社区居委会"}}
	for i := range rows {
		rows[i].Number, rows[i].Valid.From = i+1, version.Day(2000, 1, 1)
	}
	if _, err := places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public"}, rows); err != nil {
		t.Fatal(err)
	}
	in, err := places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, village)
	if err != nil {
		t.Fatal(err)
	}
	way, _, err := places.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: "江城北路"}}, Class: "23514", Division: village, Visibility: "public", Source: "测试",
		Valid: version.Span{From: version.Day(2001, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	door, _, err := (&address.Store{DB: pool}).Add(t.Context(), ledger.Console, address.Draft{Components: address.Components{Division: in.ID, Way: way, Number: "1"}, Source: "测试", Valid: version.Span{From: version.Day(2010, 1, 1)}}, "测试", today)
	if err != nil {
		t.Fatal(err)
	}
	plates := &plate.Store{DB: pool}
	ids, err := plates.EnterFound(t.Context(), ledger.Console, []plate.Found{{Kind: artwork.DoorSmall, Target: plate.Target{Address: door}, Says: plate.Words{Name: "江城北路", Number: "1号"}, Point: &orb.Point{118.6, 28.7}, Seen: version.Day(2020, 1, 1)}}, "普查", today)
	if err != nil {
		t.Fatal(err)
	}
	return wall{t, pool, &wallreport.Store{DB: pool}, plates, in.ID, ids[0]}
}

func (w wall) hanging() plate.Plate {
	w.Helper()
	p, err := w.plates.ByID(w.Context(), w.plate)
	if err != nil {
		w.Fatal(err)
	}
	return p
}

func (w wall) receive(d wallreport.Draft) wallreport.Report {
	w.Helper()
	p := w.hanging()
	d.Token = p.Token
	r, err := w.store.Receive(w.Context(), d, wallreport.Sign{Plate: &p, Name: "江城北路1号", Division: w.village, County: "330881"}, limits, today)
	if err != nil {
		w.Fatal(err)
	}
	return r
}

func (w wall) read(id uuid.UUID) wallreport.Report {
	w.Helper()
	r, err := w.store.ByID(w.Context(), id)
	if err != nil {
		w.Fatal(err)
	}
	return r
}

func TestAReportThatIsTakenUpOpensTheFaultOfItsPlate(t *testing.T) {
	w := newWall(t)
	r := w.receive(wallreport.Draft{Kind: wallreport.Damaged, Text: "被车撞弯了"})
	if found, err := w.store.ByNumber(t.Context(), r.Number); err != nil || found.ID != r.ID || found.Due != version.Day(2026, 12, 4) || found.Within != "文苑社区居委会" || found.State != wallreport.Received {
		t.Errorf("by its number: %+v, %v", found, err)
	}
	opened, err := w.store.Take(t.Context(), ledger.Console, r.ID, r.Tag, wallreport.Act{Step: wallreport.StepAccept}, today)
	if err != nil || !opened {
		t.Fatalf("taken up: %v, %v", opened, err)
	}
	if p := w.hanging(); p.State != plate.Faulty || p.Due.IsZero() {
		t.Errorf("its plate is %s, to be mended by %s", p.State, p.Due)
	}
	second := w.receive(wallreport.Draft{Kind: wallreport.Wrong})
	if opened, err = w.store.Take(t.Context(), ledger.Console, second.ID, second.Tag, wallreport.Act{Step: wallreport.StepAccept}, today); err != nil || opened {
		t.Errorf("a second of a plate whose fault is open: %v, %v", opened, err)
	}
	r = w.read(r.ID)
	if _, err := w.store.Take(t.Context(), ledger.Console, r.ID, r.Tag, wallreport.Act{Step: wallreport.StepFinish, Note: "已修好"}, today); err != nil {
		t.Fatal(err)
	}
	steps, err := w.store.Steps(t.Context(), r.ID)
	if err != nil || len(steps) != 2 || steps[1].To != wallreport.Done {
		t.Errorf("steps %+v, %v", steps, err)
	}
	r = w.read(r.ID)
	if _, err := w.store.Take(t.Context(), ledger.Console, r.ID, r.Tag, wallreport.Act{Step: wallreport.StepDecline, Note: "x"}, today); !errors.Is(err, wallreport.ErrStep) {
		t.Errorf("declined after it was done: %v, want ErrStep", err)
	}
}

func TestAReportIsDeclinedWithAReasonAlone(t *testing.T) {
	w := newWall(t)
	r := w.receive(wallreport.Draft{Kind: wallreport.FalseCode})
	var told *wallreport.ContentError
	if _, err := w.store.Take(t.Context(), ledger.Console, r.ID, r.Tag, wallreport.Act{Step: wallreport.StepDecline, Note: "  "}, today); !errors.As(err, &told) || told.Field != "note" {
		t.Errorf("declined without a reason: %v", err)
	}
	if _, err := w.store.Take(t.Context(), ledger.Console, r.ID, r.Tag, wallreport.Act{Step: wallreport.StepDecline, Note: "现场核对，码是真的"}, today); err != nil {
		t.Fatal(err)
	}
	if p := w.hanging(); p.State != plate.InUse || w.read(r.ID).State != wallreport.Declined {
		t.Errorf("the plate is %s, the report %s", p.State, w.read(r.ID).State)
	}
}

func TestOfEightWhoTakeAReportUpAtOnceOneDoes(t *testing.T) {
	w := newWall(t)
	r := w.receive(wallreport.Draft{Kind: wallreport.NotHere})
	done := make(chan error, 8)
	for range 8 {
		go func() {
			_, err := w.store.Take(t.Context(), ledger.Console, r.ID, r.Tag, wallreport.Act{Step: wallreport.StepAccept}, today)
			done <- err
		}()
	}
	won := 0
	for range 8 {
		switch err := <-done; {
		case err == nil:
			won++
		case !errors.Is(err, wallreport.ErrChanged):
			t.Errorf("one who came late: %v, want ErrChanged", err)
		}
	}
	if steps, err := w.store.Steps(t.Context(), r.ID); won != 1 || len(steps) != 1 || err != nil {
		t.Errorf("%d took it up, %d steps, %v", won, len(steps), err)
	}
}

func TestWordsFromTheWallStandInPersonDetailAloneAndCanBeErased(t *testing.T) {
	w := newWall(t)
	const words = "隔壁王小明贴的，电话 13800000000"
	r := w.receive(wallreport.Draft{Kind: wallreport.FalseCode, Text: words})
	for _, sql := range []string{`SELECT count(*) FROM ledger_entry e WHERE e::text LIKE '%王小明%'`, `SELECT count(*) FROM wall_report r WHERE r::text LIKE '%王小明%'`} {
		var n int
		if err := w.pool.QueryRow(t.Context(), sql).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s = %d, %v", sql, n, err)
		}
	}
	if got := w.read(r.ID).Text; got != words {
		t.Errorf("read: %q", got)
	}
	found, err := ledger.FindPersons(t.Context(), w.pool, "王小明", 5)
	if err != nil || len(found) != 1 {
		t.Fatalf("found %d, %v", len(found), err)
	}
	if err := pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) error {
		return ledger.ErasePerson(t.Context(), tx, found[0].ID, ledger.Console, "本人要求")
	}); err != nil {
		t.Fatal(err)
	}
	if got := w.read(r.ID); got.Text != "" || got.Number != r.Number {
		t.Errorf("after it was erased: %+v", got)
	}
}

func TestAReportFromFarAwaySaysThatThePlateHangsElsewhere(t *testing.T) {
	w := newWall(t)
	for _, test := range []struct {
		at   *orb.Point
		away bool
		far  bool
	}{{nil, false, false}, {&orb.Point{118.601, 28.7}, true, false}, {&orb.Point{118.61, 28.7}, true, true}} {
		r := w.read(w.receive(wallreport.Draft{Kind: wallreport.NotHere, Point: test.at}).ID)
		if (r.AwayM != nil) != test.away || r.Far != test.far || (r.Point != nil) != (test.at != nil) {
			t.Errorf("from %v: %v m, far %v", test.at, r.AwayM, r.Far)
		}
	}
}

func TestAReportThatLacksSomethingIsNotTaken(t *testing.T) {
	w := newWall(t)
	p := w.hanging()
	for name, d := range map[string]wallreport.Draft{
		"kind": {Kind: "x"}, "text": {Kind: wallreport.Other, Text: " "}, "at": {Kind: wallreport.Damaged, Point: &orb.Point{200, 0}},
	} {
		d.Token = p.Token
		var told *wallreport.ContentError
		if _, err := w.store.Receive(t.Context(), d, wallreport.Sign{Plate: &p, Name: "x", Division: w.village}, limits, today); !errors.As(err, &told) || told.Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	long := wallreport.Draft{Token: p.Token, Kind: wallreport.Damaged, Text: strings.Repeat("长", 301)}
	if _, err := w.store.Receive(t.Context(), long, wallreport.Sign{Plate: &p, Name: "x", Division: w.village}, limits, today); !errors.Is(err, wallreport.ErrContent) {
		t.Errorf("301 characters: %v", err)
	}
}

func TestReportsAreListedByWhatIsDueFirstWithinADivision(t *testing.T) {
	w := newWall(t)
	first := w.receive(wallreport.Draft{Kind: wallreport.Damaged})
	second := w.receive(wallreport.Draft{Kind: wallreport.Wrong})
	town := w.townOf()
	all, err := w.store.List(t.Context(), wallreport.Filter{Within: []uuid.UUID{town}, States: []wallreport.State{wallreport.Received}, Limit: 1})
	if err != nil || len(all) != 1 || all[0].ID != first.ID {
		t.Fatalf("the first: %+v, %v", all, err)
	}
	all, err = w.store.List(t.Context(), wallreport.Filter{Within: []uuid.UUID{town}, Limit: 5, After: all[0].Cursor()})
	if err != nil || len(all) != 1 || all[0].ID != second.ID || !all[0].Overdue(version.Day(2026, 12, 5)) || all[0].Overdue(version.Day(2026, 12, 4)) {
		t.Fatalf("the next: %+v, %v", all, err)
	}
	if none, err := w.store.List(t.Context(), wallreport.Filter{Within: []uuid.UUID{uuid.New()}, Limit: 5}); err != nil || len(none) != 0 {
		t.Errorf("elsewhere: %d, %v", len(none), err)
	}
}

func (w wall) townOf() uuid.UUID {
	w.Helper()
	town, err := (&boundaries.Store{DB: w.pool}).ByCode(w.Context(), boundaries.Reader{Internal: true}, village[:9])
	if err != nil {
		w.Fatal(err)
	}
	return town.ID
}

func TestTheDatabaseHoldsAReportToItsSteps(t *testing.T) {
	w := newWall(t)
	r := w.receive(wallreport.Draft{Kind: wallreport.Damaged})
	for name, sql := range map[string]string{
		"a state without a step": `UPDATE wall_report SET state = 'done' WHERE id = $1`,
		"done before taken up":   `INSERT INTO wall_report_step (report, n, step, from_state, to_state, actor, entry) SELECT id, 1, 'finish', 'accepted', 'done', id, tag FROM wall_report WHERE id = $1`,
		"declined for nothing":   `INSERT INTO wall_report_step (report, n, step, from_state, to_state, actor, entry) SELECT id, 1, 'decline', 'received', 'declined', id, tag FROM wall_report WHERE id = $1`,
	} {
		if _, err := w.pool.Exec(t.Context(), sql, r.ID); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
