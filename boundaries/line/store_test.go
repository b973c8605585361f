package line_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/internal/ledger"
	"diming/internal/version"
)

var neighbours = []unit{{"33", "浙江省", nil}, {"3308", "衢州市", nil}, {"330881", "江山市", nil}, {"330822", "常山县", nil},
	{"36", "江西省", nil}, {"3611", "上饶市", nil}, {"361123", "玉山县", nil}}

func TestALineHasTwoOwnersInTheOrderOfTheirCodes(t *testing.T) {
	_, s, ids := register(t, neighbours...)
	path := orb.MultiLineString{{{118.3, 28.5}, {118.4, 28.5}}}
	id, _, err := s.Add(t.Context(), ledger.Console, line.Line{Name: "江常线", Number: "3308220881", A: line.DivisionOwner(ids["330881"]), B: line.DivisionOwner(ids["330822"]),
		AOnLeft: true, Geometry: path, Visibility: "internal", Source: "协议书", Valid: version.Span{From: day(2020)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.ByID(t.Context(), on(2021), id)
	if err != nil {
		t.Fatal(err)
	}
	if got.A.Division != ids["330822"] || got.B.Division != ids["330881"] || got.AOnLeft || got.Level != boundaries.County || got.County != "330822" {
		t.Errorf("sides: %+v, want 330822 on side a, to the right, at county level", got)
	}
	if math.Abs(got.LengthM-9789) > 20 { // a tenth of a degree of longitude at 28.5 N
		t.Errorf("length = %v m", got.LengthM)
	}
	if _, err := s.ByID(t.Context(), on(2019), id); !errors.Is(err, line.ErrNotFound) {
		t.Errorf("before it stood: %v, want ErrNotFound", err)
	}
	if _, err := s.ByID(t.Context(), boundaries.Reader{AsOf: version.AsOf{Valid: day(2021)}}, id); !errors.Is(err, line.ErrNotFound) {
		t.Errorf("without a log-in: %v, want ErrNotFound", err)
	}
	across, _, err := s.Add(t.Context(), ledger.Console, line.Line{Name: "浙赣线江山玉山段", A: line.DivisionOwner(ids["330881"]), B: line.DivisionOwner(ids["361123"]),
		Geometry: path, Visibility: "internal", Source: "协议书", Valid: version.Span{From: day(2020)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := s.ByID(t.Context(), on(2021), across); err != nil || got.Level != boundaries.Province {
		t.Errorf("across a province's border: %+v, %v, want level 1", got, err)
	}
	under, err := s.List(t.Context(), on(2021), []uuid.UUID{ids["36"]})
	if err != nil || len(under) != 1 || under[0].ID != across {
		t.Errorf("lines under 江西省 = %+v, %v, want the one", under, err)
	}
}

func TestWhatIsNoLineIsRefused(t *testing.T) {
	pool, s, ids := register(t, neighbours...)
	good := func() line.Line {
		return line.Line{Name: "江常线", A: line.DivisionOwner(ids["330881"]), B: line.DivisionOwner(ids["330822"]), Geometry: orb.MultiLineString{{{118.3, 28.5}, {118.4, 28.5}}},
			Visibility: "internal", Source: "协议书", Valid: version.Span{From: day(2020)}}
	}
	if _, err := pool.Exec(t.Context(), `SELECT 1`); err != nil {
		t.Fatal(err)
	}
	if _, err := (&boundaries.Store{DB: pool}).ChangeSetting(t.Context(), ledger.Console, boundaries.SettingChange{Division: ids["33"],
		Key: boundaries.SettingLineNumber, Value: `\d{10}`, Basis: "省规定", Reason: "测试"}); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		change func(*line.Line)
		want   error
	}{
		"no name":              {func(l *line.Line) { l.Name = " " }, line.ErrText},
		"one owner twice":      {func(l *line.Line) { l.B = l.A }, line.ErrOwners},
		"a division within":    {func(l *line.Line) { l.B = line.DivisionOwner(ids["33"]) }, line.ErrOwners},
		"sea on both sides":    {func(l *line.Line) { l.A, l.B = line.Owner{Kind: line.Sea}, line.Owner{Kind: line.Sea} }, line.ErrOwners},
		"one point":            {func(l *line.Line) { l.Geometry = orb.MultiLineString{{{118, 28}}} }, line.ErrGeometry},
		"no place on earth":    {func(l *line.Line) { l.Geometry = orb.MultiLineString{{{118, 28}, {118, math.NaN()}}} }, line.ErrGeometry},
		"not the form set":     {func(l *line.Line) { l.Number = "浙12" }, line.ErrNumber},
		"a division not there": {func(l *line.Line) { l.B = line.DivisionOwner(uuid.New()) }, boundaries.ErrNotFound},
	} {
		l := good()
		test.change(&l)
		if _, _, err := s.Add(t.Context(), ledger.Console, l, "测试"); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
	first, second := good(), good()
	first.Number, second.Number = "3308220881", "3308220881"
	if _, _, err := s.Add(t.Context(), ledger.Console, first, "测试"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Add(t.Context(), ledger.Console, second, "测试"); !errors.Is(err, line.ErrNumber) {
		t.Errorf("a number that is taken: %v, want ErrNumber", err)
	}
}
