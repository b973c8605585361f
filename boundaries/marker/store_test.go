package marker_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/boundaries/marker/relocation"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/version"
)

func TestAMarkerIsCorrectedInTwoTimes(t *testing.T) {
	pool, inner, _, _ := register(t)
	s := &marker.Store{DB: pool}
	id, tag, err := s.Add(t.Context(), ledger.Console, planned(inner, "江常1号"), "测试")
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.ByID(t.Context(), version.AsOf{Valid: day(2010, 1, 1)}, id)
	if err != nil {
		t.Fatal(err)
	}
	if m.LineName != "江常线" || m.NameA != "常山县" || m.NameB != "江山市" || m.County != "330822" || m.Original != "X 3181234.56 Y 40456789.01" {
		t.Errorf("as entered: %+v", m)
	}
	if len(m.References) != 3 || m.References[0].Point == nil || m.References[0].AzimuthDeg != "65.5" || m.References[2].North != relocation.Magnetic {
		t.Errorf("references as entered: %+v", m.References)
	}
	kept := m.References[1].ID
	m.Material, m.References = "钢筋混凝土", []marker.Reference{m.References[1], m.References[0], {Name: "电杆", AzimuthDeg: "12", North: relocation.True, DistanceM: "7.5"}}
	entry, err := s.Correct(t.Context(), ledger.Console, m, tag, day(2020, 1, 1), false, "复查")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Correct(t.Context(), ledger.Console, m, tag, version.Date{}, false, "复查"); !errors.Is(err, marker.ErrChanged) {
		t.Errorf("a second correction of what was read before: %v, want ErrChanged", err)
	}
	for _, test := range []struct {
		on       version.Date
		material string
		last     string
	}{{day(2019, 12, 31), "花岗岩", "桥头"}, {day(2020, 1, 1), "钢筋混凝土", "电杆"}} {
		got, err := s.ByID(t.Context(), version.AsOf{Valid: test.on}, id)
		if err != nil || got.Material != test.material || len(got.References) != 3 || got.References[2].Name != test.last {
			t.Errorf("on %s: %s, %+v, %v; want %s and %s last", test.on, got.Material, got.References, err, test.material, test.last)
		}
	}
	now, err := s.ByID(t.Context(), version.AsOf{Valid: day(2021, 1, 1)}, id)
	if err != nil || now.References[0].ID != kept || now.Tag != entry {
		t.Errorf("the object that stayed has the id %v, %v, want %v", now.References, err, kept)
	}
	if _, err := s.ByID(t.Context(), version.AsOf{Valid: day(2000, 1, 1)}, id); !errors.Is(err, marker.ErrNotFound) {
		t.Errorf("before it was planned: %v, want ErrNotFound", err)
	}
}

func TestAMarkerThatStandsIsNotMovedByACorrection(t *testing.T) {
	pool, inner, _, _ := register(t)
	s := &marker.Store{DB: pool}
	id, tag, err := s.Add(t.Context(), ledger.Console, planned(inner, "1"), "测试")
	if err != nil {
		t.Fatal(err)
	}
	tag, err = s.Take(t.Context(), ledger.Console, id, tag, marker.Act{Step: marker.StepSet, On: now, Side: boundaries.SideA, PresentA: "甲", PresentB: "乙"}, now)
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.ByID(t.Context(), version.AsOf{Valid: now}, id)
	if err != nil {
		t.Fatal(err)
	}
	m.Point = orb.Point{118.56, 28.75}
	if _, err := s.Correct(t.Context(), ledger.Console, m, tag, version.Date{}, false, "改坐标"); !errors.Is(err, marker.ErrMoved) {
		t.Errorf("a move by correction: %v, want ErrMoved", err)
	}
	if _, err := s.Correct(t.Context(), ledger.Console, m, tag, version.Date{}, true, "录入错误"); err != nil {
		t.Errorf("what was mistyped: %v", err)
	}
}

func TestWhatIsNoMarkerIsRefused(t *testing.T) {
	pool, inner, outer, ids := register(t)
	s := &marker.Store{DB: pool}
	if _, _, err := s.Add(t.Context(), ledger.Console, planned(inner, "一号"), "测试"); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		line   uuid.UUID
		number string
		spoil  func(*marker.Marker)
		want   error
	}{
		"a number that is taken":              {inner, "一号", nil, marker.ErrTaken},
		"no provincial number":                {outer, "浙赣1号", nil, marker.ErrNumber},
		"a provincial number, and its letter": {outer, "3336001Q", nil, nil},
		"a kind that is not the letter's":     {outer, "3336002A", nil, marker.ErrContent},
		"no line":                             {uuid.New(), "2", nil, marker.ErrContent},
		"four faces":                          {inner, "2", func(m *marker.Marker) { m.Faces = 4 }, marker.ErrContent},
		"original coordinates of no system":   {inner, "2", func(m *marker.Marker) { m.CRS = "" }, marker.ErrContent},
		"an azimuth from no north":            {inner, "2", func(m *marker.Marker) { m.References[0].North = "" }, marker.ErrContent},
		"an azimuth of 360":                   {inner, "2", func(m *marker.Marker) { m.References[0].AzimuthDeg = "360" }, marker.ErrContent},
		"a distance in words":                 {inner, "2", func(m *marker.Marker) { m.References[0].DistanceM = "五米" }, marker.ErrContent},
		"an elevation that is none":           {inner, "2", func(m *marker.Marker) { m.ElevationM = "1e3" }, marker.ErrContent},
		"a place off the earth":               {inner, "2", func(m *marker.Marker) { m.Point = orb.Point{200, 28} }, marker.ErrContent},
		"a reference of another marker":       {inner, "2", func(m *marker.Marker) { m.References[0].ID = uuid.New() }, marker.ErrContent},
		"no source":                           {inner, "2", func(m *marker.Marker) { m.Source = " " }, marker.ErrContent},
	} {
		m := planned(test.line, test.number)
		if test.spoil != nil {
			test.spoil(&m)
		}
		if _, _, err := s.Add(t.Context(), ledger.Console, m, "测试"); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
	if _, err := (&boundaries.Store{DB: pool}).ChangeSetting(t.Context(), ledger.Console, boundaries.SettingChange{Division: ids["33"],
		Key: boundaries.SettingMarkerNumber, Value: "江常{serial}号", Basis: "省规定", Reason: "测试"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Add(t.Context(), ledger.Console, planned(inner, "二号"), "测试"); !errors.Is(err, marker.ErrNumber) {
		t.Errorf("a number that is not of the form set: %v, want ErrNumber", err)
	}
	id, _, err := s.Add(t.Context(), ledger.Console, planned(inner, "江常12号"), "测试")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.ByID(t.Context(), version.AsOf{Valid: now}, id); err != nil || got.Serial != 12 {
		t.Errorf("serial = %d, %v, want 12", got.Serial, err)
	}
}

func TestMarkersAreListedByLineBoxStateAndReach(t *testing.T) {
	pool, inner, outer, ids := register(t)
	s := &marker.Store{DB: pool}
	add := func(line uuid.UUID, number string, at orb.Point) uuid.UUID {
		m := planned(line, number)
		m.Point, m.Serial = at, len(number)
		id, _, err := s.Add(t.Context(), ledger.Console, m, "测试")
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	one, two := add(inner, "1", orb.Point{118.52, 28.72}), add(inner, "22", orb.Point{118.58, 28.78})
	third := add(outer, "3336001Q", orb.Point{118.4, 28.65})
	shared := uuid.Must(uuid.NewV7())
	if _, err := pool.Exec(t.Context(), `WITH j AS (INSERT INTO boundary_junction (id) VALUES ($1) RETURNING id)
		INSERT INTO boundary_junction_version (junction, point, source, entry, valid) SELECT id, $2, '测试', (SELECT min(id) FROM ledger_entry), '[2000-01-01,)' FROM j`,
		shared, orb.Point{118.5, 28.7}); err != nil {
		t.Fatal(err)
	}
	m := planned(outer, "3336002C")
	m.Kind, m.Faces, m.Junction, m.Point = marker.Triple, 3, shared, orb.Point{118.5, 28.7}
	corner, _, err := s.Add(t.Context(), ledger.Console, m, "测试")
	if err != nil {
		t.Fatal(err)
	}
	box := orb.Bound{Min: orb.Point{118.51, 28.7}, Max: orb.Point{118.55, 28.75}}
	at := version.AsOf{Valid: now}
	for name, test := range map[string]struct {
		filter marker.Filter
		want   []uuid.UUID
	}{
		"all":                                {marker.Filter{Whole: true}, []uuid.UUID{one, two, third, corner}},
		"of a line, and at its junction":     {marker.Filter{Whole: true, Line: &inner}, []uuid.UUID{one, two, corner}},
		"in a box":                           {marker.Filter{Whole: true, Box: &box}, []uuid.UUID{one}},
		"of another state":                   {marker.Filter{Whole: true, States: []marker.State{marker.Damaged}}, nil},
		"of who holds the county beyond":     {marker.Filter{Within: []uuid.UUID{ids["361123"]}}, []uuid.UUID{third, corner}},
		"of who holds the province":          {marker.Filter{Within: []uuid.UUID{ids["33"]}}, []uuid.UUID{one, two, third, corner}},
		"of who holds the other county only": {marker.Filter{Within: []uuid.UUID{ids["330822"]}}, []uuid.UUID{one, two}},
		"of nobody":                          {marker.Filter{}, nil},
	} {
		test.filter.At, test.filter.Limit = at, 100
		all, err := s.List(t.Context(), test.filter)
		got := map[uuid.UUID]bool{}
		for _, m := range all {
			got[m.ID] = true
		}
		ok := err == nil && len(got) == len(test.want)
		for _, id := range test.want {
			ok = ok && got[id]
		}
		if !ok {
			t.Errorf("%s: %v, %v, want %v", name, got, err, test.want)
		}
	}
	first, err := s.List(t.Context(), marker.Filter{At: at, Whole: true, Limit: 3})
	if err != nil || len(first) != 3 {
		t.Fatalf("first page: %d, %v", len(first), err)
	}
	last := first[2]
	rest, err := s.List(t.Context(), marker.Filter{At: at, Whole: true, Limit: 3, After: marker.Cursor{Line: last.Line, Serial: last.Serial, Marker: last.ID}})
	if err != nil || len(rest) != 1 {
		t.Errorf("second page: %d, %v, want the one that is left", len(rest), err)
	}
	full, err := s.OfLine(t.Context(), at, inner)
	if err != nil || len(full) != 3 || len(full[0].References) != 3 {
		t.Errorf("of the line with references: %d, %v", len(full), err)
	}
	sides, err := s.SideOf(t.Context(), full[0], ids["33"])
	if err != nil || len(sides) != 2 {
		t.Errorf("the province is on sides %v, %v, want both", sides, err)
	}
}

func TestASightingIsKeptOnceAndForEver(t *testing.T) {
	pool, inner, _, _ := register(t)
	s := &marker.Store{DB: pool}
	id, tag, err := s.Add(t.Context(), ledger.Console, planned(inner, "1"), "测试")
	if err != nil {
		t.Fatal(err)
	}
	g := marker.Sighting{ID: uuid.Must(uuid.NewV7()), Marker: id, At: now.Time(), Side: boundaries.SideB, Condition: marker.Damaged, Observer: ledger.Console, Point: &spot, AccuracyM: "12.3"}
	for range 2 {
		if err := s.Sight(t.Context(), ledger.Console, g); err != nil {
			t.Fatal(err)
		}
	}
	seen, err := s.Sightings(t.Context(), id)
	if err != nil || len(seen) != 1 || seen[0].Condition != marker.Damaged || seen[0].AccuracyM != "12.3" {
		t.Errorf("sightings = %+v, %v, want the one", seen, err)
	}
	if m, err := s.ByID(t.Context(), version.AsOf{Valid: now}, id); err != nil || m.State != marker.Planned || m.Tag != tag {
		t.Errorf("a sighting changed the marker: %s, %v", m.State, err)
	}
	if _, err := pool.Exec(t.Context(), `DELETE FROM marker_sighting`); err == nil {
		t.Error("a sighting was deleted")
	}
}

func TestRelocationTakesTheSettingsOfThePlace(t *testing.T) {
	pool, _, _, ids := register(t)
	if _, err := (&boundaries.Store{DB: pool}).ChangeSetting(t.Context(), ledger.Console, boundaries.SettingChange{Division: ids["3308"],
		Key: boundaries.SettingDeclination, Value: "-330", Basis: "地磁图", Reason: "测试"}); err != nil {
		t.Fatal(err)
	}
	got, err := marker.RelocationSettings(t.Context(), pool, ids["330881"], version.AsOf{}.Day())
	if err != nil || got.DeclinationDeg != -5.5 || got.ToleranceM != 5 || got.AzimuthSDDeg != 0.5 {
		t.Errorf("settings = %+v, %v", got, err)
	}
	if _, err := relocation.Relocate(relocation.Input{Phone: relocation.Fix{LonLat: relocation.LonLat{Lon: 118, Lat: 28}, AccuracyM: 5, Percent: 95}, Settings: got}); err != nil {
		t.Errorf("with these settings: %v", err)
	}
}

func TestManyMarkersAreLoadedWithTheirPast(t *testing.T) {
	pool, inner, _, _ := register(t)
	s := &marker.Store{DB: pool}
	set := marker.Act{Step: marker.StepSet, On: day(2004, 6, 1), Side: boundaries.SideA, PresentA: "甲示例", PresentB: "乙示例"}
	accept := marker.Act{Step: marker.StepAccept, On: day(2004, 7, 1), Side: boundaries.SideA}
	faded := marker.Act{Step: marker.StepReport, To: marker.TextFaded, On: day(2020, 7, 1), Side: boundaries.SideB}
	all := []marker.Loaded{{planned(inner, "一"), []marker.Act{set, accept}}, {planned(inner, "二"), []marker.Act{set, accept, faded}}, {planned(inner, "三"), nil}}
	for i := range all {
		all[i].Serial = i + 1
	}
	if _, err := s.Load(t.Context(), ledger.Console, all, "示例数据", now); err != nil {
		t.Fatal(err)
	}
	got, err := s.OfLine(t.Context(), version.AsOf{Valid: now}, inner)
	if err != nil || len(got) != 3 {
		t.Fatalf("loaded %d, %v", len(got), err)
	}
	for i, want := range []marker.State{marker.Normal, marker.TextFaded, marker.Planned} {
		if got[i].State != want || len(got[i].References) != 3 || (want != marker.Planned) != (got[i].SetOn == day(2004, 6, 1)) {
			t.Errorf("marker %s: %s, set on %s, %d references; want %s", got[i].Number, got[i].State, got[i].SetOn, len(got[i].References), want)
		}
	}
	tag := got[0].Tag
	if _, err := s.Take(t.Context(), ledger.Console, got[0].ID, tag, marker.Act{Step: marker.ApplyMove, On: now, Side: boundaries.SideA, Note: "改线"}, now); err != nil {
		t.Errorf("a step after the load: %v", err)
	}
	set.PresentB = ""
	if _, err := s.Load(t.Context(), ledger.Console, []marker.Loaded{{planned(inner, "四"), []marker.Act{set}}}, "示例数据", now); !errors.Is(err, marker.ErrPresence) {
		t.Errorf("a past that the rule refuses: %v, want ErrPresence", err)
	}
	ledgertest.Settle(t, pool)
	if v, err := ledger.Verify(t.Context(), pool, nil); err != nil || v.Persons != 1 {
		t.Errorf("verify: %+v, %v, want the pair that was present, once, known to the entry of the load", v, err)
	}
}
