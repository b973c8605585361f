package tiles

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/internal/pg"
	"diming/internal/pg/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A register writes what the tests want published straight into the tables.
type register struct {
	t     testing.TB
	db    pg.DB
	entry int64
}

func newRegister(t testing.TB) (*register, *pgxpool.Pool) {
	t.Helper()
	pool := pgtest.New(t)
	r := &register{t: t, db: pool}
	r.row(&r.entry, `INSERT INTO ledger_entry (at, actor, action, object_kind, body)
		VALUES (clock_timestamp(), $1, 'test.load', 'test', '{}') RETURNING id`, testID(9))
	r.exec(`INSERT INTO place_class (code, name, rank, verified, basis) VALUES
		('21400', '县级行政区', 3, true, 'test'), ('21500', '乡级行政区', 5, true, 'test'), ('21610', '行政村', 7, true, 'test'),
		('22200', '农村居民点', 6, true, 'test'), ('12100', '河流', 4, true, 'test'), ('23213', '县道', 6, true, 'test')
		ON CONFLICT (code) DO UPDATE SET rank = EXCLUDED.rank`)
	return r, pool
}

func (r *register) exec(sql string, args ...any) {
	r.t.Helper()
	if _, err := r.db.Exec(context.Background(), sql, args...); err != nil {
		r.t.Fatalf("%s: %v", sql, err)
	}
}

func (r *register) row(to any, sql string, args ...any) {
	r.t.Helper()
	if err := r.db.QueryRow(context.Background(), sql, args...).Scan(to); err != nil {
		r.t.Fatalf("%s: %v", sql, err)
	}
}

func (r *register) division(id uuid.UUID) {
	r.t.Helper()
	r.exec(`INSERT INTO division (id) VALUES ($1) ON CONFLICT DO NOTHING`, id)
}

// version publishes a version of a division; area is in degrees.
func (r *register) version(id uuid.UUID, code, name string, level int, area orb.MultiPolygon, valid string) {
	r.t.Helper()
	r.division(id)
	r.exec(`INSERT INTO division_version (division, code_system, code, name, level, area, area_source, visibility, source, valid, entry)
		VALUES ($1, 'tw', $2, $3, $4, $5, 'imported', 'public', 'test', $6::text::daterange, $7)`, id, code, name, level, area, valid, r.entry)
}

// close ends the recorded time of what is held of a division.
func (r *register) close(id uuid.UUID) {
	r.t.Helper()
	r.exec(`UPDATE division_version SET recorded = tstzrange(lower(recorded), clock_timestamp()), closed_by = $2
		WHERE division = $1 AND upper_inf(recorded)`, id, r.entry)
}

// place publishes a place with its name; where is a geometry in WKT.
func (r *register) place(id uuid.UUID, class, name, pinyin, where, valid string) {
	r.t.Helper()
	r.exec(`INSERT INTO place (id, division) VALUES ($1, (SELECT id FROM division WHERE id = $1))`, id)
	r.exec(`INSERT INTO place_version (place, class, location, extent, visibility, source, valid, entry)
		SELECT $1, $2, ST_PointOnSurface(g), CASE WHEN ST_Dimension(g) > 0 THEN g END, 'public', 'test', $4::text::daterange, $5
		FROM ST_GeomFromText($3, 4490) g`, id, class, where, valid, r.entry)
	r.name(id, id, name, pinyin, valid)
}

func (r *register) name(id, place uuid.UUID, name, pinyin, valid string) {
	r.t.Helper()
	r.exec(`INSERT INTO name (id, place) VALUES ($1, $2)`, id, place)
	r.exec(`INSERT INTO name_version (name, place, kind, text, reading, visibility, source, valid, entry)
		VALUES ($1, $2, 'standard', $3, $4, 'public', 'test', $5::text::daterange, $6)`, id, place, name, pinyin, valid, r.entry)
}

// hualien publishes the county, its towns and its villages; the ids of towns
// and villages are those of hualien in memory.
func (r *register) hualien() {
	r.t.Helper()
	county := testID(999)
	for i, f := range readFeatures(r.t, "../testdata/hualien_towns.geojson") {
		r.version(testID(1000+i), f.Properties["TOWNCODE"].(string), f.Properties["TOWNNAME"].(string), 4, multi(f.Geometry), "[2010-01-01,)")
	}
	for i, f := range readFeatures(r.t, "../testdata/hualien_villages.geojson") {
		name, _ := f.Properties["VILLNAME"].(string)
		if name == "" {
			name = "(無名)"
		}
		r.version(testID(2000+i), f.Properties["VILLCODE"].(string), name, 5, multi(f.Geometry), "[2010-01-01,)")
	}
	r.division(county)
	r.exec(`INSERT INTO division_version (division, code_system, code, name, level, area, area_source, visibility, source, valid, entry)
		SELECT $1, 'tw', '10015', '花蓮縣', 3, ST_Multi(ST_Union(area)), 'imported', 'public', 'test', '[2010-01-01,)', $2
		FROM division_version WHERE level = 4`, county, r.entry)
	r.exec(`ANALYZE division_version`)
}

// testNow is the day of all tests: they never depend on the clock.
func testNow() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

func newStore(t testing.TB, db pg.DB) *Store {
	t.Helper()
	s := New(db, 64<<20)
	s.Now = testNow
	return s
}

// built gives a store over the county with a few places beside its divisions.
func built(t testing.TB) (*register, *Store) {
	t.Helper()
	r, pool := newRegister(t)
	r.hualien()
	r.place(testID(999), "21400", "花蓮縣", "Huālián Xiàn", "POINT(121.35 23.78)", "[2010-01-01,)")
	r.place(testID(51), "22200", "吉安", "Jí'ān", "POINT(121.56 23.96)", "[2012-01-01,)")
	r.place(testID(52), "12100", "木瓜溪", "Mùguā Xī", "LINESTRING(121.50 23.95,121.52 23.951,121.54 23.94,121.56 23.935)", "[2010-01-01,)")
	r.place(testID(53), "23213", "县道193", "", "MULTILINESTRING((121.60 23.97,121.58 23.93),(121.57 23.92,121.56 23.90))", "[2010-01-01,)")
	s := newStore(t, pool)
	if err := s.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	return r, s
}

// tileAt is the tile of a zoom that holds a point in degrees.
func tileAt(zoom int, lon, lat float64) Coord { return WebMercatorQuad.at(zoom, orb.Point{lon, lat}) }

func (g Grid) at(zoom int, p orb.Point) Coord {
	plane := planes[g]
	side := plane.side / float64(int(1)<<zoom)
	p = g.place(mercator(p))
	return Coord{zoom, int((p[0] - plane.west) / side), int((plane.north - p[1]) / side)}
}
