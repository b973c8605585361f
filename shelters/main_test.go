package shelters_test

import (
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/shelters"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

const county, town, village, other = "330881", "330881001", "330881001201", "330881002201"

// keeper is who reports in the tests.
var keeper = uuid.MustParse("00000000-0000-7000-8000-0000000000aa")

func day(y int, m time.Month, d int) version.Date { return version.Day(y, m, d) }

func square(lon, lat, side float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}, {lon, lat}}}}
}

// A register is a county of two towns of one village each.
type register struct {
	t        testing.TB
	pool     *pgxpool.Pool
	s        *shelters.Store
	bound    *boundaries.Store
	division map[string]uuid.UUID // by code
}

func newRegister(t testing.TB) *register {
	t.Helper()
	pool := pgtest.New(t)
	bound := &boundaries.Store{DB: pool}
	places := &gazetteer.Store{DB: pool, Boundaries: bound}
	r := &register{t: t, pool: pool, s: &shelters.Store{DB: pool}, bound: bound, division: map[string]uuid.UUID{}}
	rows := []gazetteer.DivisionRow{{Code: "33", Name: "浙江省"}, {Code: county, Name: "江山市", Area: square(118, 28, 1)},
		{Code: town, Name: "双塔街道办事处", Area: square(118, 28, 0.5)}, {Code: village, Name: "文苑社区居委会", Area: square(118, 28, 0.1)},
		{Code: "330881002", Name: "虎山街道办事处"}, {Code: other, Name: "孝子村委会"}}
	for i := range rows {
		rows[i].Number, rows[i].Valid.From, rows[i].AreaBasis = i+1, day(2000, 1, 1), "测试"
	}
	counts, err := places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public"}, rows)
	if err != nil || len(counts.Rejected) > 0 {
		t.Fatal(err, counts.Rejected)
	}
	for _, row := range rows {
		d, err := bound.ByCode(t.Context(), boundaries.Reader{Internal: true}, row.Code)
		if err != nil {
			t.Fatal(err)
		}
		r.division[row.Code] = d.ID
	}
	return r
}

// school is a shelter in the village.
func (r *register) school() shelters.Facts {
	return shelters.Facts{Division: r.division[village], Name: "文苑小学避灾点", Level: shelters.VillageLevel, Duration: shelters.Short, Space: shelters.Indoor,
		Suits: []shelters.Hazard{shelters.Typhoon, shelters.Flood}, Unfit: []shelters.Hazard{shelters.Earthquake}, Address: "文苑路 1 号", Point: orb.Point{118.05, 28.05},
		Capacity: 100, Keeper: "文苑社区", DutyPhone: "0570-0000000", Visibility: "public", Source: "测试", Valid: version.Span{From: day(2020, 1, 1)}}
}

func (r *register) add(f shelters.Facts) uuid.UUID {
	r.t.Helper()
	id, _, err := r.s.Add(r.t.Context(), ledger.Console, f, "录入")
	if err != nil {
		r.t.Fatal(err)
	}
	return id
}

func (r *register) get(id uuid.UUID) shelters.Shelter {
	r.t.Helper()
	s, err := r.s.ByID(r.t.Context(), shelters.Reader{Internal: true}, id)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

func (r *register) report(id uuid.UUID, say shelters.Report) shelters.Taken {
	r.t.Helper()
	if say.ID == uuid.Nil {
		say.ID = uuid.Must(uuid.NewV7())
	}
	taken, err := r.s.Report(r.t.Context(), keeper, id, say)
	if err != nil {
		r.t.Fatal(err)
	}
	return taken
}

func number(n int) *int { return &n }
