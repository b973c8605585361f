package marker_test

import (
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/boundaries/marker"
	"diming/boundaries/marker/relocation"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var units = []struct{ code, name string }{{"33", "浙江省"}, {"3308", "衢州市"}, {"330881", "江山市"}, {"330822", "常山县"}, {"36", "江西省"}, {"3611", "上饶市"}, {"361123", "玉山县"}}

func day(y int, m time.Month, d int) version.Date { return version.Day(y, m, d) }

// now is the day on which the tests of steps are made.
var now = day(2026, 11, 26)

// register is a register of two counties of a province and one beyond it, with
// a line within the province and one of provinces.
func register(t *testing.T) (pool *pgxpool.Pool, inner, outer uuid.UUID, ids map[string]uuid.UUID) {
	t.Helper()
	pool = pgtest.New(t)
	ids = divisions(t, pool)
	lines := &line.Store{DB: pool}
	add := func(name, number, a, b string, path orb.LineString) uuid.UUID {
		id, _, err := lines.Add(t.Context(), ledger.Console, line.Line{Name: name, Number: number, A: line.DivisionOwner(ids[a]), B: line.DivisionOwner(ids[b]),
			Geometry: orb.MultiLineString{path}, Visibility: "internal", Source: "示例数据", Valid: version.Span{From: day(2000, 1, 1)}}, "测试")
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	inner = add("江常线", "", "330822", "330881", orb.LineString{{118.5, 28.7}, {118.6, 28.8}})
	outer = add("浙赣线", "3336", "330881", "361123", orb.LineString{{118.3, 28.6}, {118.5, 28.7}})
	return pool, inner, outer, ids
}

func divisions(t *testing.T, pool *pgxpool.Pool) map[string]uuid.UUID {
	t.Helper()
	var listings []boundaries.Listing
	for i, u := range units {
		level, err := boundaries.LevelOf(boundaries.NBS, u.code)
		if err != nil {
			t.Fatal(err)
		}
		listings = append(listings, boundaries.Listing{Number: i + 1, System: boundaries.NBS, Code: u.code, Name: u.name, Level: level, Valid: version.Span{From: day(2000, 1, 1)}})
	}
	ids := map[string]uuid.UUID{}
	err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"})
		if err != nil {
			return err
		}
		plan, err := boundaries.PlanLoad(t.Context(), tx, boundaries.NBS, "public", listings)
		if err != nil {
			return err
		}
		for _, l := range append(plan.Insert, plan.Update...) {
			ids[l.Code] = l.ID
		}
		return plan.Apply(t.Context(), tx, entry, "public", "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

var spot = orb.Point{118.55, 28.75}

func planned(line uuid.UUID, number string) marker.Marker {
	return marker.Marker{Line: line, Number: number, Kind: marker.Single, Faces: 2, Material: "花岗岩", Point: spot, Keeper: boundaries.SideA, ElevationM: "312.45",
		Original: "X 3181234.56 Y 40456789.01", CRS: "1980西安坐标系 3度带40带", PlaceA: "常山县示例乡示例村", PlaceB: "江山市示例镇示例村", Source: "示例数据",
		Valid: version.Span{From: day(2003, 5, 1)}, References: references()}
}

func references() []marker.Reference {
	at := orb.Point{118.5505, 28.7502}
	return []marker.Reference{
		{Name: "老樟树", Kind: "独立树", AzimuthDeg: "65.5", North: relocation.Grid, DistanceM: "53.2", Point: &at, PositionSDM: "0.5"},
		{Name: "巨石", AzimuthDeg: "182.25", North: relocation.Grid, DistanceM: "21"},
		{Name: "桥头", AzimuthDeg: "300", North: relocation.Magnetic, DistanceM: "88.75"},
	}
}
