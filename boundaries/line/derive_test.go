package line_test

import (
	"encoding/json"
	"errors"
	"os"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/cover"
	"diming/boundaries/line"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

// county is one with two towns of two villages each, side by side:
//
//	甲一 | 甲二 | 乙一 | 乙二
func county(t *testing.T) (*pgxpool.Pool, *line.Store, map[string]uuid.UUID) {
	t.Helper()
	pool, s, ids := register(t, unit{"330881", "江山市", nil}, unit{"330881001", "甲镇", nil}, unit{"330881002", "乙镇", nil},
		unit{"330881001201", "甲一村", square(0, 0, 10, 10)}, unit{"330881001202", "甲二村", square(10, 0, 10, 10)},
		unit{"330881002201", "乙一村", square(20, 0, 10, 10)}, unit{"330881002202", "乙二村", square(30, 0, 10, 10)})
	if _, err := s.Derive(t.Context(), ledger.Console, derivation(ids["330881"])); err != nil {
		t.Fatal(err)
	}
	return pool, s, ids
}

func derivation(under uuid.UUID) line.Derivation {
	return line.Derivation{Under: under, Visibility: "public", Source: "测试", Reason: "测试"}
}

func named(t *testing.T, s *line.Store, name string) line.Line {
	t.Helper()
	all, err := s.List(t.Context(), on(2021), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		if l.Name == name {
			return l
		}
	}
	t.Fatalf("no line %s in %d", name, len(all))
	return line.Line{}
}

func areaOf(t *testing.T, pool *pgxpool.Pool, r boundaries.Reader, id uuid.UUID) orb.MultiPolygon {
	t.Helper()
	a, err := (&boundaries.Store{DB: pool}).Area(t.Context(), r, id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestLinesAreDerivedAtTheirHighestLevel(t *testing.T) {
	pool, s, ids := county(t)
	all, err := s.List(t.Context(), on(2021), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]boundaries.Level{"江山市外界（另一侧未掌握）": boundaries.County, "甲镇—乙镇线": boundaries.Township, "甲一村—甲二村线": boundaries.Village, "乙一村—乙二村线": boundaries.Village}
	for _, l := range all {
		if want[l.Name] != l.Level || !l.AOnLeft {
			t.Errorf("%s of level %d", l.Name, l.Level)
		}
	}
	if len(all) != len(want) {
		t.Errorf("%d lines, want %d", len(all), len(want))
	}
	outer := named(t, s, "江山市外界（另一侧未掌握）")
	if len(outer.Geometry) != 6 {
		t.Errorf("the outer line has %d parts, want one between each two of 6 junctions", len(outer.Geometry))
	}
	joined, err := s.Junctions(t.Context(), on(2021), outer.ID)
	if err != nil || len(joined) != 6 {
		t.Errorf("junctions = %v, %v, want 6", joined, err)
	}
	for code, area := range map[string]orb.MultiPolygon{"330881": square(0, 0, 40, 10), "330881001": square(0, 0, 20, 10), "330881002202": square(30, 0, 10, 10)} {
		d, err := (&boundaries.Store{DB: pool}).ByID(t.Context(), on(2021), ids[code])
		if err != nil || d.AreaSource != boundaries.FromLines {
			t.Errorf("%s: area of %s, %v", code, d.AreaSource, err)
		}
		var same bool
		if err := pool.QueryRow(t.Context(), `SELECT ST_Equals($1::geometry, $2::geometry)`, areaOf(t, pool, on(2021), ids[code]), area).Scan(&same); err != nil || !same {
			t.Errorf("%s: %v, %v", code, areaOf(t, pool, on(2021), ids[code]), err)
		}
	}
	if _, err := s.Derive(t.Context(), ledger.Console, derivation(ids["330881001"])); !errors.Is(err, line.ErrHeld) {
		t.Errorf("again: %v, want ErrHeld", err)
	}
}

func TestAreasThatGapGiveNoLines(t *testing.T) {
	_, s, ids := register(t, unit{"330881", "江山市", nil}, unit{"330881001", "甲镇", square(0, 0, 10, 10)}, unit{"330881002", "乙镇", square(9, 0, 10, 10)})
	_, err := s.Derive(t.Context(), ledger.Console, derivation(ids["330881"]))
	var bad *line.CoverError
	if !errors.As(err, &bad) || len(bad.Result.Faults) != 1 {
		t.Errorf("Derive = %v, want one overlap", err)
	}
	if all, err := s.List(t.Context(), on(2021), nil); err != nil || len(all) != 0 {
		t.Errorf("lines = %v, %v, want none", all, err)
	}
}

func TestBothNeighboursChangeWithTheirLine(t *testing.T) {
	pool, s, ids := county(t)
	before := map[string]orb.MultiPolygon{}
	for code, id := range ids {
		before[code] = areaOf(t, pool, on(2023), id)
	}
	l := named(t, s, "甲镇—乙镇线")
	bent := orb.MultiLineString{append(orb.LineString{}, l.Geometry[0]...)}
	bent[0] = orb.LineString{bent[0][0], {118.21, 28.05}, bent[0][1]}
	number := "0012"
	if _, err := s.Change(t.Context(), ledger.Console, l.ID, l.Version, line.Change{Geometry: bent, Number: &number, From: day(2022), Source: "江民〔2022〕1号", Reason: "勘界"}); err != nil {
		t.Fatal(err)
	}
	changed := map[string]bool{"330881001": true, "330881002": true, "330881001202": true, "330881002201": true}
	var faces []cover.Area
	for code, id := range ids {
		now := areaOf(t, pool, on(2023), id)
		if same := cover.Same(before[code], now); same == changed[code] {
			t.Errorf("%s: changed %v, want %v", code, !same, changed[code])
		}
		if then := areaOf(t, pool, on(2021), id); !cover.Same(before[code], then) {
			t.Errorf("%s: the area of 2021 changed too", code)
		}
		if len(code) == 12 {
			faces = append(faces, cover.Area{Name: code, Polygons: now})
		}
	}
	if r, err := cover.Check(t.Context(), faces, 0, nil); err != nil || !r.Clean() {
		t.Errorf("after: %+v, %v", r, err)
	}
	// both axes
	past, err := s.ByID(t.Context(), on(2021), l.ID)
	if err != nil || len(past.Geometry[0]) != 2 || past.Number != "" {
		t.Errorf("in 2021: %+v, %v", past, err)
	}
	believed := boundaries.Reader{AsOf: version.AsOf{Valid: day(2023), Recorded: l.Recorded}, Internal: true}
	if past, err := s.ByID(t.Context(), believed, l.ID); err != nil || len(past.Geometry[0]) != 2 {
		t.Errorf("as believed before: %+v, %v", past, err)
	}
	if now, err := s.ByID(t.Context(), on(2023), l.ID); err != nil || len(now.Geometry[0]) != 3 || now.Number != "0012" {
		t.Errorf("now: %+v, %v", now, err)
	}
	if all, err := s.History(t.Context(), on(2023), l.ID); err != nil || len(all) != 3 {
		t.Errorf("history: %d, %v, want 3 records", len(all), err)
	}
}

func TestAChangeThatMakesNoAreasIsRefused(t *testing.T) {
	_, s, _ := county(t)
	l := named(t, s, "甲镇—乙镇线")
	path := l.Geometry[0]
	outer := named(t, s, "江山市外界（另一侧未掌握）")
	for name, geometry := range map[string]orb.MultiLineString{
		"an end that meets nothing": {{path[0], {118.2, 28.05}}},
		"across another line":       {{path[0], {118.35, 28.05}, path[1]}},
		"across itself":             {{path[0], {118.22, 28.08}, {118.22, 28.02}, {118.18, 28.05}, {118.24, 28.05}, path[1]}},
	} {
		_, err := s.Change(t.Context(), ledger.Console, l.ID, l.Version, line.Change{Geometry: geometry, Reason: "测试"})
		var fault *line.FaultError
		if !errors.As(err, &fault) || fault.At == (orb.Point{}) {
			t.Errorf("%s: %v, want a fault with its place", name, err)
		}
	}
	if _, err := s.Change(t.Context(), ledger.Console, l.ID, l.Version+1, line.Change{Reason: "测试"}); !errors.Is(err, line.ErrChanged) {
		t.Errorf("of another version: %v, want ErrChanged", err)
	}
	// an end that moves takes the lines with it that end there
	moved := func(g orb.MultiLineString, from, to orb.Point) orb.MultiLineString {
		var all orb.MultiLineString
		for _, part := range g {
			part = append(orb.LineString{}, part...)
			for i := range part {
				if part[i] == from {
					part[i] = to
				}
			}
			all = append(all, part)
		}
		return all
	}
	to := orb.Point{path[0][0] + 0.001, path[0][1]}
	if _, err := s.Change(t.Context(), ledger.Console, l.ID, l.Version, line.Change{Geometry: moved(l.Geometry, path[0], to), Reason: "测试",
		Others: []line.Redrawn{{Line: outer.ID, Geometry: moved(outer.Geometry, path[0], to)}}}); err != nil {
		t.Fatal(err)
	}
	joined, err := s.Junctions(t.Context(), on(2021), l.ID)
	if err != nil || len(joined) != 2 || joined[0].Point != to && joined[1].Point != to {
		t.Errorf("junctions = %v, %v, want one moved to %v", joined, err, to)
	}
}

func TestTwoWhoChangeOneLineAtOnce(t *testing.T) {
	_, s, _ := county(t)
	l := named(t, s, "甲镇—乙镇线")
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() {
			bent := orb.MultiLineString{{l.Geometry[0][0], {118.2 + float64(i+1)/1000, 28.05}, l.Geometry[0][1]}}
			_, errs[i] = s.Change(t.Context(), ledger.Console, l.ID, l.Version, line.Change{Geometry: bent, Reason: "测试"})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, line.ErrChanged):
			t.Errorf("%v, want ErrChanged", err)
		}
	}
	if won != 1 {
		t.Errorf("%d won, want 1", won)
	}
}

func TestTheDatabaseRefusesAnAreaThatIsNotOfItsLines(t *testing.T) {
	pool, _, ids := county(t)
	write := func(area orb.MultiPolygon, source string) error {
		return pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
			entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"})
			if err != nil {
				return err
			}
			if _, err := tx.Exec(t.Context(), `UPDATE division_version SET recorded = tstzrange(lower(recorded), clock_timestamp()), closed_by = $2
				WHERE division = $1 AND upper_inf(recorded)`, ids["330881001201"], entry); err != nil {
				return err
			}
			_, err = tx.Exec(t.Context(), `INSERT INTO division_version (division, code, name, level, area, area_source, source, valid, recorded, entry)
				VALUES ($1, '330881001201', '甲一村', 5, $2, $3, '测试', '[2020-01-01,)', tstzrange(clock_timestamp(), NULL), $4)`, ids["330881001201"], area, source, entry)
			return err
		})
	}
	for name, err := range map[string]error{
		"another area, as imported":   write(square(0, 0, 9, 10), "imported"),
		"the same area, as imported":  write(square(0, 0, 10, 10), "imported"),
		"another area, as from lines": write(square(0, 0, 9, 10), "faces"),
		"two villages, as from lines": write(square(0, 0, 20, 10), "faces"),
		"the next one, as from lines": write(square(10, 0, 10, 10), "faces"),
	} {
		var refused *pgconn.PgError
		if !errors.As(err, &refused) || refused.ConstraintName != "division_face" {
			t.Errorf("%s: %v, want refused by division_face", name, err)
		}
	}
	if err := write(square(0, 0, 10, 10), "faces"); err != nil {
		t.Errorf("what its lines enclose: %v", err)
	}
}

func TestAnImportDoesNotOverwriteWhatLinesEnclose(t *testing.T) {
	pool, _, ids := county(t)
	var plan *boundaries.Plan
	again := func(area orb.MultiPolygon, name string) {
		t.Helper()
		listing := boundaries.Listing{Number: 1, System: boundaries.NBS, Code: "330881001201", Name: name, Level: boundaries.Village, Area: area, Valid: version.Span{From: day(2020)}}
		err := pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
			entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"})
			if err != nil {
				return err
			}
			if plan, err = boundaries.PlanLoad(t.Context(), tx, boundaries.NBS, "public", []boundaries.Listing{listing}); err != nil {
				return err
			}
			return plan.Apply(t.Context(), tx, entry, "public", "test")
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	again(square(0, 0, 10, 10), "甲一村")
	if plan.Unchanged != 1 {
		t.Errorf("the same area again: %+v, want unchanged", plan)
	}
	again(square(0, 0, 9, 10), "甲一村")
	if len(plan.Refused) != 1 || plan.Refused[0].Column != "area" {
		t.Errorf("another area: %+v, want refused", plan)
	}
	again(nil, "新甲村")
	d, err := (&boundaries.Store{DB: pool}).ByID(t.Context(), on(2021), ids["330881001201"])
	if err != nil || d.Name != "新甲村" || d.AreaSource != boundaries.FromLines {
		t.Errorf("another name: %+v, %v, want it with the area of its lines", d, err)
	}
}

func TestRealVillagesGiveTheirLines(t *testing.T) {
	pool := pgtest.New(t)
	s := &line.Store{DB: pool}
	ids := loadHualien(t, pool)
	done, err := s.Derive(t.Context(), ledger.Console, derivation(ids["10015"]))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d lines, %d junctions, %d areas", done.Lines, done.Junctions, done.Faces)
	if done.Faces != len(ids) {
		t.Errorf("%d areas from lines, want %d", done.Faces, len(ids))
	}
	l := named(t, s, "吉安鄉—壽豐鄉线")
	if l.Level != boundaries.Township {
		t.Errorf("level %d", l.Level)
	}
	if found, err := s.Check(t.Context(), on(2021), nil); err != nil || len(found) > 0 {
		t.Errorf("check after: %+v, %v", found, err)
	}
	// move a point of it by 5 m: both towns and their villages follow, nothing else
	bent := l.Geometry.Clone()
	bent[0][len(bent[0])/2][1] += 5.0 / 110800
	if _, err := s.Change(t.Context(), ledger.Console, l.ID, l.Version, line.Change{Geometry: bent, Reason: "测试"}); err != nil {
		t.Fatal(err)
	}
	var changed int
	if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM division_version WHERE entry = (SELECT max(entry) FROM boundary_line_version) AND upper_inf(recorded)`).Scan(&changed); err != nil || changed != 4 {
		t.Errorf("%d areas changed, %v, want two towns and two villages", changed, err)
	}
	if found, err := s.Check(t.Context(), on(2021), nil); err != nil || len(found) > 0 {
		t.Errorf("check after the change: %+v, %v", found, err)
	}
}

func loadHualien(t testing.TB, pool *pgxpool.Pool) map[string]uuid.UUID {
	t.Helper()
	data, err := os.ReadFile("../../testdata/hualien_villages.geojson")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Features []struct {
			Properties map[string]any
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	listings, at := []boundaries.Listing{{System: boundaries.Taiwan, Code: "10015", Name: "花蓮縣"}}, map[string]int{}
	add := func(code, name string, area orb.MultiPolygon) {
		if i, known := at[code]; known {
			listings[i].Area = append(listings[i].Area, area...)
			return
		}
		at[code] = len(listings)
		listings = append(listings, boundaries.Listing{System: boundaries.Taiwan, Code: code, Name: name, Area: area})
	}
	for _, f := range file.Features {
		var area orb.MultiPolygon
		if f.Geometry.Type == "Polygon" {
			var p orb.Polygon
			err = json.Unmarshal(f.Geometry.Coordinates, &p)
			area = orb.MultiPolygon{p}
		} else {
			err = json.Unmarshal(f.Geometry.Coordinates, &area)
		}
		if err != nil {
			t.Fatal(err)
		}
		add(f.Properties["TOWNCODE"].(string), f.Properties["TOWNNAME"].(string), nil)
		add(f.Properties["VILLCODE"].(string), f.Properties["VILLNAME"].(string), area)
	}
	ids := map[string]uuid.UUID{}
	err = pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		for i := range listings {
			listings[i].Number = i + 1
		}
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "test.change", Kind: "batch"})
		if err != nil {
			return err
		}
		plan, err := boundaries.PlanLoad(t.Context(), tx, boundaries.Taiwan, "public", listings)
		if err != nil {
			return err
		}
		for _, l := range plan.Insert {
			ids[l.Code] = l.ID
		}
		return plan.Apply(t.Context(), tx, entry, "public", "test")
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}
