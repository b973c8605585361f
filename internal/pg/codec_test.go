package pg_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"diming/internal/pg"
	"diming/internal/pg/pgtest"
)

var (
	hill   = orb.Point{118.6262, 28.7374}
	street = orb.LineString{{118.62, 28.73}, {118.63, 28.74}}
	area   = orb.Polygon{{{118, 28}, {119, 28}, {119, 29}, {118, 28}}}
)

func begin(t *testing.T) pgx.Tx {
	t.Helper()
	tx := pgtest.Tx(t)
	_, err := tx.Exec(t.Context(), `CREATE TEMPORARY TABLE shape (
		point geometry(Point, 4490), line geometry(LineString, 4490), polygon geometry(Polygon, 4490), anything geometry(Geometry, 4490))`)
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

func TestColumnsGiveBackWhatWentIn(t *testing.T) {
	tx := begin(t)
	whole := orb.Collection{hill, street, area, orb.MultiPoint{hill}, orb.MultiLineString{street}, orb.MultiPolygon{area}}
	_, err := tx.Exec(t.Context(), "INSERT INTO shape VALUES ($1, $2, $3, $4)", hill, &street, area, orb.Geometry(whole))
	if err != nil {
		t.Fatal(err)
	}
	var point orb.Point
	var line *orb.LineString
	var polygon orb.Polygon
	var anything orb.Geometry
	var text string
	err = tx.QueryRow(t.Context(), "SELECT point, line, polygon, anything, ST_AsEWKT(point) FROM shape").Scan(&point, &line, &polygon, &anything, &text)
	if err != nil {
		t.Fatal(err)
	}
	got := []any{point, *line, polygon, anything, text}
	if diff := cmp.Diff([]any{hill, street, area, whole, "SRID=4490;POINT(118.6262 28.7374)"}, got); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
}

func TestNullIsANilPointerInterfaceOrSlice(t *testing.T) {
	tx := begin(t)
	_, err := tx.Exec(t.Context(), "INSERT INTO shape VALUES ($1, $2, $3, $4)",
		(*orb.Point)(nil), orb.LineString(nil), (*geom.Polygon)(nil), nil)
	if err != nil {
		t.Fatal(err)
	}
	point, line, polygon, anything := &hill, street, geom.T(geom.NewPoint(geom.XY)), orb.Geometry(hill)
	if err := tx.QueryRow(t.Context(), "SELECT * FROM shape").Scan(&point, &line, &polygon, &anything); err != nil {
		t.Fatal(err)
	}
	if point != nil || line != nil || polygon != nil || anything != nil {
		t.Errorf("NULLs read as %v, %v, %v, %v, want nil", point, line, polygon, anything)
	}
	var bare orb.Point
	if err := tx.QueryRow(t.Context(), "SELECT point FROM shape").Scan(&bare); !errors.Is(err, pg.ErrGeometry) {
		t.Errorf("NULL into orb.Point = %v, want ErrGeometry", err)
	}
}

func TestAnEmptySliceIsAnEmptyGeometry(t *testing.T) {
	tx := begin(t)
	if _, err := tx.Exec(t.Context(), "INSERT INTO shape (line, polygon) VALUES ($1, $2)", orb.LineString{}, orb.Polygon{}); err != nil {
		t.Fatal(err)
	}
	var line orb.LineString
	var empty bool
	if err := tx.QueryRow(t.Context(), "SELECT line, ST_IsEmpty(polygon) FROM shape").Scan(&line, &empty); err != nil {
		t.Fatal(err)
	}
	if line == nil || len(line) != 0 || !empty {
		t.Errorf("empty line read as %#v, polygon empty %v, want a non-nil empty slice and true", line, empty)
	}
}

func TestWhatDoesNotFitIsRefused(t *testing.T) {
	for _, test := range []struct {
		name, sql string
		target    any
	}{
		{"Z", "SELECT ST_GeomFromEWKT('SRID=4490;POINT Z (1 2 3)')", new(orb.Geometry)},
		{"another SRID", "SELECT ST_GeomFromEWKT('SRID=4326;POINT(1 2)')", new(orb.Point)},
		{"no SRID", "SELECT ST_MakePoint(1, 2)", new(orb.Point)},
		{"an empty point", "SELECT ST_GeomFromEWKT('SRID=4490;POINT EMPTY')", new(orb.Geometry)},
		{"a curve", "SELECT ST_GeomFromEWKT('SRID=4490;CIRCULARSTRING(0 0, 1 1, 2 0)')", new(orb.Geometry)},
		{"a line into a point", "SELECT ST_GeomFromEWKT('SRID=4490;LINESTRING(0 0, 1 1)')", new(orb.Point)},
		{"a line into go-geom's point", "SELECT ST_GeomFromEWKT('SRID=4490;LINESTRING(0 0, 1 1)')", new(geom.Point)},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := pgtest.Tx(t).QueryRow(t.Context(), test.sql).Scan(test.target); !errors.Is(err, pg.ErrGeometry) {
				t.Errorf("%s = %v, want ErrGeometry", test.sql, err)
			}
		})
	}
}

func TestAColumnRefusesAnotherSystemAndAThirdCoordinate(t *testing.T) {
	for name, g := range map[string]geom.T{
		"another SRID":       geom.NewPointFlat(geom.XY, []float64{118, 28}).SetSRID(4326),
		"a third coordinate": geom.NewPointFlat(geom.XYZ, []float64{118, 28, 95}).SetSRID(pg.SRID),
	} {
		t.Run(name, func(t *testing.T) {
			var answer *pgconn.PgError
			_, err := begin(t).Exec(t.Context(), "INSERT INTO shape (point) VALUES ($1)", g)
			if !errors.As(err, &answer) || answer.Code != "22023" {
				t.Errorf("insert = %v, want 22023 from the server", err)
			}
		})
	}
}

func TestGoGeomKeepsThreeCoordinatesAndItsSRID(t *testing.T) {
	tx := pgtest.Tx(t)
	want := geom.NewLineStringFlat(geom.XYZ, []float64{500000, 3180000, 95.5, 500010, 3180010, 96}).SetSRID(4549)
	var concrete geom.LineString
	var any geom.T
	var z float64
	err := tx.QueryRow(t.Context(), "SELECT g, g, ST_Z(ST_StartPoint(g)) FROM (SELECT $1::geometry AS g) s", want).Scan(&concrete, &any, &z)
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []geom.T{&concrete, any} {
		if got.SRID() != 4549 || got.Layout() != geom.XYZ || !cmp.Equal(got.FlatCoords(), want.FlatCoords()) {
			t.Errorf("read back SRID %d %v %v, want %v", got.SRID(), got.Layout(), got.FlatCoords(), want.FlatCoords())
		}
	}
	if z != 95.5 {
		t.Errorf("height = %v, want 95.5", z)
	}
}

func TestCopyArraysAndTheSimpleProtocol(t *testing.T) {
	tx := begin(t)
	const n = 10_000
	copied, err := tx.CopyFrom(t.Context(), pgx.Identifier{"shape"}, []string{"point", "anything"},
		pgx.CopyFromSlice(n, func(i int) ([]any, error) { return []any{hill, orb.Geometry(area)}, nil }))
	if err != nil || copied != n {
		t.Fatalf("CopyFrom = %d, %v, want %d", copied, err, n)
	}
	points := []orb.Point{hill, {1, 2}}
	var count int
	var back []orb.Point
	err = tx.QueryRow(t.Context(), "SELECT count(*), $1::geometry[] FROM shape WHERE point = ANY($1)", points).Scan(&count, &back)
	if err != nil || count != n || !cmp.Equal(points, back) {
		t.Errorf("array: %d rows, %v, %v, want %d and the same array", count, back, err, n)
	}
	var point orb.Point
	err = tx.QueryRow(t.Context(), "SELECT $1::geometry", pgx.QueryExecModeSimpleProtocol, hill).Scan(&point)
	if err != nil || point != hill {
		t.Errorf("simple protocol = %v, %v, want %v", point, err, hill)
	}
}
