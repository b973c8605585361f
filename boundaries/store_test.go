package boundaries_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

// square is an area of one degree by one, from a corner in the south-west.
func square(lon, lat float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{lon, lat}, {lon + 1, lat}, {lon + 1, lat + 1}, {lon, lat + 1}, {lon, lat}}}}
}

// withArea gives a listing an area.
func withArea(l boundaries.Listing, area orb.MultiPolygon) boundaries.Listing {
	l.Area, l.AreaBasis = area, "synthetic"
	return l
}

func TestALoadTwiceChangesNothing(t *testing.T) {
	pool := pgtest.New(t)
	listings := under(realListings(t), "330881")
	first := load(t, pool, listings...)
	if len(first.Insert) != len(listings) || len(first.Refused) != 0 {
		t.Errorf("first load: %d in, %d refused, want %d in", len(first.Insert), len(first.Refused), len(listings))
	}
	second := load(t, pool, listings...)
	if second.Unchanged != len(listings) || len(second.New)+len(second.Insert)+len(second.Update)+len(second.Changes) != 0 {
		t.Errorf("second load: %d unchanged, %d new, %d in, %d corrected, %d changes, want all unchanged",
			second.Unchanged, len(second.New), len(second.Insert), len(second.Update), len(second.Changes))
	}
}

func TestEveryListingThatIsNotTakenInIsNamed(t *testing.T) {
	pool := pgtest.New(t)
	wrongLevel := row("330881", "江山市", 0, 0)
	wrongLevel.Level = boundaries.Village
	plan := load(t, pool, numbered(row("33088", "五位", 0, 0), wrongLevel, row("330881003", "清湖街道", 2020, 2019),
		row("330881004", " ", 0, 0), row("330881005", "甲镇", 0, 2020), row("330881005", "乙镇", 2019, 0))...)
	var got []string
	for _, r := range plan.Refused {
		got = append(got, r.Column)
	}
	if want := []string{"code", "level", "valid", "name", "valid"}; !slices.Equal(got, want) || len(plan.Insert) != 1 {
		t.Errorf("refused for %v, %d in, want %v and 1", got, len(plan.Insert), want)
	}
}

func TestALaterEditionCorrectsAndKeepsWhatWasBelieved(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	load(t, pool, numbered(row("33", "浙江省", 0, 0), row("330881", "江山县", 0, 0))...)
	d := find(t, s, in(2020), "330881")
	var before version.AsOf
	if err := pool.QueryRow(t.Context(), `SELECT clock_timestamp()`).Scan(&before.Recorded); err != nil {
		t.Fatal(err)
	}
	plan := load(t, pool, numbered(row("33", "浙江省", 0, 0), row("330881", "江山县", 0, 1987), row("330881", "江山市", 1987, 0))...)
	if len(plan.Update) != 1 || plan.Unchanged != 2 {
		t.Errorf("%d corrected, %d unchanged, want 1 and 2", len(plan.Update), plan.Unchanged)
	}
	now, then := find(t, s, in(2020), "330881"), find(t, s, in(1980), "330881")
	if now.Name != "江山市" || then.Name != "江山县" || now.ID != d.ID || then.ID != d.ID {
		t.Errorf("in 2020 %q, in 1980 %q, want 江山市 and 江山县 of one division", now.Name, then.Name)
	}
	before.Valid = year(2020)
	if old := find(t, s, boundaries.Reader{AsOf: before, Internal: true}, "330881"); old.Name != "江山县" {
		t.Errorf("believed before the correction: %q, want 江山县", old.Name)
	}
	versions, err := s.Versions(t.Context(), in(0), d.ID)
	if err != nil || codes(versions) != "330881江山县 330881江山市" {
		t.Errorf("Versions() = %s, %v", codes(versions), err)
	}
}

func TestChainAndChildren(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	load(t, pool, under(realListings(t), "330881")...)
	village := find(t, s, in(2023), "330881003200")
	chain, err := s.Chain(t.Context(), in(2023), village.ID)
	if want := "33浙江省 3308衢州市 330881江山市 330881003清湖街道 330881003200清湖一村村委会"; err != nil || codes(chain) != want {
		t.Errorf("Chain() = %s, %v, want %s", codes(chain), err, want)
	}
	towns, err := s.Children(t.Context(), in(2023), chain[3].Parent)
	if err != nil || len(towns) != 19 || !slices.IsSortedFunc(towns, func(a, b boundaries.Division) int { return strings.Compare(a.Code, b.Code) }) {
		t.Errorf("Jiangshan has %d towns, %v, want 19 by code", len(towns), err)
	}
	top, err := s.Children(t.Context(), in(2023), nil)
	if err != nil || codes(top) != "33浙江省" {
		t.Errorf("the highest level is %s, %v, want 33浙江省", codes(top), err)
	}
	for in, want := range map[boundaries.Reader]int{in(2019): 1, in(2022): 2, in(2023): 3} {
		all, err := s.Children(t.Context(), in, &chain[3].ID)
		communities := 0
		for _, d := range all {
			if d.Type == "社区" || d.Type == "居民委员会" {
				communities++
			}
		}
		if err != nil || communities < want {
			t.Errorf("in %s 清湖街道 has %d communities, %v, want at least %d", in.AsOf.Valid, communities, err, want)
		}
	}
}

func TestAround(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	load(t, pool, numbered(
		row("33", "浙江省", 0, 0), withArea(row("330881", "江山市", 0, 0), square(118, 28)), withArea(row("330882", "东邻市", 0, 0), square(119, 28)),
		withArea(row("330881001", "旧镇", 0, 2020), square(118, 28)), row("330881002", "无界镇", 0, 0))...)
	for _, test := range []struct {
		name string
		at   orb.Point
		year int
		want string
	}{
		{"inside", orb.Point{118.5, 28.5}, 2020, "33浙江省 330881江山市"},
		{"inside a town that was", orb.Point{118.5, 28.5}, 2019, "33浙江省 330881江山市 330881001旧镇"},
		{"inside the neighbour", orb.Point{119.5, 28.5}, 2020, "33浙江省 330882东邻市"},
		{"on the common line the smaller code", orb.Point{119, 28.5}, 2020, "33浙江省 330881江山市"},
		{"on a corner", orb.Point{118, 28}, 2020, "33浙江省 330881江山市"},
		{"outside", orb.Point{121, 28.5}, 2020, ""},
	} {
		chain, err := s.Around(t.Context(), in(test.year), test.at)
		if err != nil || codes(chain) != test.want {
			t.Errorf("%s: Around(%v) in %d = %s, %v, want %s", test.name, test.at, test.year, codes(chain), err, test.want)
		}
	}
	d := find(t, s, in(2020), "330881")
	if area, err := s.Area(t.Context(), in(2020), d.ID); err != nil || !orb.Equal(area, square(118, 28)) || !d.HasArea || d.AreaBasis != "synthetic" {
		t.Errorf("Area() = %v, %v, want what was loaded", area, err)
	}
	if box, ok, err := s.Bounds(t.Context()); err != nil || !ok || box != (orb.Bound{Min: orb.Point{118, 28}, Max: orb.Point{120, 29}}) {
		t.Errorf("Bounds() = %v, %v, %v", box, ok, err)
	}
}

func TestAPublicReaderSeesNoInternalDivision(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	change(t, pool, func(tx pgx.Tx, entry int64) error {
		plan, err := boundaries.PlanLoad(t.Context(), tx, boundaries.NBS, "internal", numbered(withArea(row("330881", "江山市", 0, 0), square(118, 28)), row("330881001", "甲镇", 0, 0)))
		if err != nil {
			return err
		}
		return plan.Apply(t.Context(), tx, entry, "internal", "test")
	})
	d := find(t, s, in(2020), "330881")
	public := boundaries.Reader{AsOf: version.AsOf{Valid: year(2020)}}
	if _, err := s.ByCode(t.Context(), public, "330881"); !errors.Is(err, boundaries.ErrNotFound) {
		t.Errorf("ByCode() for the public = %v, want ErrNotFound", err)
	}
	if _, err := s.ByID(t.Context(), public, d.ID); !errors.Is(err, boundaries.ErrNotFound) {
		t.Errorf("ByID() for the public = %v, want ErrNotFound", err)
	}
	if _, err := s.CarriedBy(t.Context(), public, "330881"); !errors.Is(err, boundaries.ErrNotFound) {
		t.Errorf("CarriedBy() for the public = %v, want ErrNotFound", err)
	}
	chain, err1 := s.Chain(t.Context(), public, d.ID)
	children, err2 := s.Children(t.Context(), public, &d.ID)
	around, err3 := s.Around(t.Context(), public, orb.Point{118.5, 28.5})
	versions, err4 := s.Versions(t.Context(), public, d.ID)
	area, err5 := s.Area(t.Context(), public, d.ID)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil || len(chain)+len(children)+len(around)+len(versions)+len(area) != 0 {
		t.Errorf("the public sees chain %v, children %v, around %v, versions %v, area %v, %v", chain, children, around, versions, area, err)
	}
	if _, ok, err := s.Bounds(t.Context()); ok || err != nil {
		t.Errorf("Bounds() = %v, %v, want none", ok, err)
	}
}

func TestAWithdrawnDivisionIsNoLongerFound(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	load(t, pool, numbered(row("330881", "江山市", 0, 0), row("330881001", "甲镇", 0, 0))...)
	d := find(t, s, in(2020), "330881001")
	if _, err := pool.Exec(t.Context(), `UPDATE division SET withdrawn = 'entered twice' WHERE id = $1`, d.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ByID(t.Context(), in(2020), d.ID); !errors.Is(err, boundaries.ErrNotFound) {
		t.Errorf("ByID() of the withdrawn = %v, want ErrNotFound", err)
	}
}
