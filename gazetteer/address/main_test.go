package address_test

import (
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func day(y int, m time.Month, d int) version.Date { return version.Day(y, m, d) }

// today is the day on which the tests are made.
var today = day(2026, 11, 26)

// A register is a small one: a county of two towns with villages, and a place
// of each kind that addresses name.
type register struct {
	t                            testing.TB
	pool                         *pgxpool.Pool
	places                       *gazetteer.Store
	s                            *address.Store
	division                     map[string]uuid.UUID // by code
	street, lane, hamlet, estate uuid.UUID
}

const town, village, other = "330881001", "330881001201", "330881002201"

func emptyRegister(t testing.TB) *register {
	t.Helper()
	pool := pgtest.New(t)
	return &register{t: t, pool: pool, places: &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, s: &address.Store{DB: pool}, division: map[string]uuid.UUID{}}
}

func newRegister(t testing.TB) *register {
	t.Helper()
	r := emptyRegister(t)
	rows := []gazetteer.DivisionRow{{Code: "33", Name: "浙江省"}, {Code: "3308", Name: "衢州市"}, {Code: "330881", Name: "江山市"}, {Code: "330822", Name: "常山县"}, {Code: "330822100", Name: "天马街道"},
		{Code: town, Name: "双塔街道办事处"}, {Code: village, Name: "文苑社区居委会"}, {Code: "330881002", Name: "虎山街道办事处"}, {Code: other, Name: "孝子村委会"}}
	for i := range rows {
		rows[i].Number, rows[i].Valid.From = i+1, day(2000, 1, 1)
	}
	if _, err := r.places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public"}, rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		r.division[row.Code] = r.byCode(row.Code, day(2010, 1, 1)).ID
	}
	r.street = r.place("江城北路", "23514", town, "public")
	r.lane = r.place("示例巷", "23514", town, "public")
	r.hamlet = r.place("上坞", "22200", other, "public")
	r.estate = r.place("示例小区", "22100", town, "public")
	return r
}

func (r *register) byCode(code string, on version.Date) boundaries.Division {
	r.t.Helper()
	d, err := r.places.Boundaries.ByCode(r.t.Context(), boundaries.Reader{AsOf: version.AsOf{Valid: on}, Internal: true}, code)
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

func (r *register) place(name, class, division, visibility string) uuid.UUID {
	r.t.Helper()
	id, _, err := r.places.Add(r.t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: class, Division: division,
		Visibility: visibility, Source: "测试", Valid: version.Span{From: day(2001, 1, 1)}}, "测试")
	if err != nil {
		r.t.Fatal(err)
	}
	return id
}

// door is an address in the street.
func (r *register) door(number string) address.Draft {
	return address.Draft{Components: address.Components{Division: r.division[village], Way: r.street, Number: number},
		Visibility: "public", Source: "测试", Valid: version.Span{From: day(2010, 1, 1)}}
}

func (r *register) add(d address.Draft) uuid.UUID {
	r.t.Helper()
	id, _, err := r.s.Add(r.t.Context(), ledger.Console, d, "编号", today)
	if err != nil {
		r.t.Fatal(err)
	}
	return id
}

func (r *register) on(id uuid.UUID, on version.Date) address.Address {
	r.t.Helper()
	a, err := r.s.ByID(r.t.Context(), inside(on), id)
	if err != nil {
		r.t.Fatal(err)
	}
	return a
}

// clock gives the database's time.
func (r *register) clock() time.Time {
	r.t.Helper()
	var now time.Time
	if err := r.pool.QueryRow(r.t.Context(), `SELECT clock_timestamp()`).Scan(&now); err != nil {
		r.t.Fatal(err)
	}
	return now
}

func inside(on version.Date) address.Reader {
	return address.Reader{AsOf: version.AsOf{Valid: on}, Internal: true}
}

func outside(on version.Date) address.Reader {
	return address.Reader{AsOf: version.AsOf{Valid: on}}
}
