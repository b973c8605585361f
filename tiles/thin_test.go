package tiles

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// firstAlone finds the first zoom at which no contender that counts more lies in the
// same square, by looking at all of them.
func firstAlone(c *contender, all []*contender) int {
	for zoom := c.first; zoom < MaxZoom; zoom++ {
		if !slices.ContainsFunc(all, func(o *contender) bool {
			return o.apart == c.apart && o.compare(c) < 0 && o.square(zoom) == c.square(zoom)
		}) {
			return zoom
		}
	}
	return MaxZoom
}

func TestASquareShowsThePointThatCountsMost(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 0))
	for round := range 50 {
		var all []*contender
		for i := range 200 {
			first := []int{0, 5, 7, 10, 14}[random.IntN(5)]
			spread := []float64{10, 1000, 100_000}[random.IntN(3)]
			at := orb.Point{13_500_000 + spread*random.Float64(), 3_300_000 + spread*random.Float64()}
			all = append(all, &contender{at: curve(at), apart: random.IntN(1 + round%3), depth: 3 + round%2, first: first, zoom: first, rank: random.IntN(3), ended: random.IntN(2), id: fmt.Sprint(i % 150)})
		}
		thin(all)
		for _, c := range all {
			if want := firstAlone(c, all); c.zoom != want {
				t.Fatalf("%+v is shown from %d, want %d", c, c.zoom, want)
			}
		}
	}
}

func TestASquaresGroundHoldsItsPoints(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 0))
	for range 1000 {
		at := orb.Point{(random.Float64() - 0.5) * 2 * halfWorldM, (random.Float64() - 0.5) * 2 * halfWorldM}
		zoom, depth := random.IntN(MaxZoom), 3+random.IntN(2)
		b := (&contender{at: curve(at), depth: depth}).square(zoom).bound()
		if side := 2 * halfWorldM / float64(int(1)<<(zoom+depth)); !b.Contains(at) || b.Right()-b.Left() > side+2.1 {
			t.Fatalf("zoom %d: %v is not in %v of a side of %.0f m", zoom, at, b, side)
		}
	}
}

// Whatever happens to some points, thinning what is near them gives what thinning all
// would.
func TestPointsAreThinnedOutAlikeInPartsAndAsAWhole(t *testing.T) {
	r, pool := newRegister(t)
	w := newWorld(r)
	w.fill()
	s := newStore(t, pool)
	random := rand.New(rand.NewPCG(7, 0))
	const places = 60
	put := func(n int) { // where it lay until 2015 and where it lies since
		id := worldPlace + 1000 + n
		w.end("place_version", "place", id)
		for _, valid := range []string{"[2010-01-01,2015-01-01)", "[2015-01-01,)"} {
			spread := []float64{0.01, 0.3, 3}[random.IntN(3)]
			w.exec(`INSERT INTO place_version (place, class, location, visibility, source, valid, entry) VALUES ($1, '22200', $2::text::geometry, 'public', 'test', $3::text::daterange, $4)`,
				testID(id), w.ewkt(spread*random.Float64(), spread*random.Float64()), valid, w.entry)
		}
	}
	for n := range places {
		w.place(testID(worldPlace+1000+n), "22200", fmt.Sprint("地点", n), "", wkt(w.at(1, 1)), "[2010-01-01,)")
		put(n)
	}
	if err := s.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	hidden := 0
	for range 30 {
		var changes []Change
		for range 1 + random.IntN(4) {
			n := random.IntN(places)
			if random.IntN(6) == 0 {
				w.exec(`UPDATE place SET withdrawn = 'entered in error' WHERE id = $1`, testID(worldPlace+1000+n))
			} else {
				put(n)
			}
			changes = append(changes, Change{Kind: Place, ID: testID(worldPlace + 1000 + n)})
		}
		if err := s.Apply(t.Context(), changes); err != nil {
			t.Fatal(err)
		}
		var before, after string
		const zooms = `SELECT coalesce(string_agg(place::text || valid::text || ST_AsText(geom) || min_zoom, E'\n' ORDER BY place, valid, geom), '') FROM tile_place`
		w.row(&before, zooms)
		if err := s.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		if w.row(&after, zooms); before != after {
			t.Fatalf("after %v the zooms are\n%s\nwant\n%s", changes, before, after)
		}
		var some int
		w.row(&some, `SELECT count(*) FROM tile_place WHERE min_zoom > 12`)
		hidden = max(hidden, some)
	}
	if hidden < 10 {
		t.Errorf("at most %d places wait for a deeper zoom, which tests little", hidden)
	}
}

// A county's name lies where one of its villages has its own. Maps draw no names of
// counties where they draw villages', so it must not stand for it there.
func TestNamesOfOneLevelHideNoneOfAnother(t *testing.T) {
	r, pool := newRegister(t)
	w := newWorld(r)
	w.fill()
	s := newStore(t, pool)
	if err := s.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	var counties, villages int
	w.row(&counties, `SELECT count(*) FROM tile_label WHERE level = 3 AND min_zoom <= 13`)
	w.row(&villages, `SELECT count(*) FROM tile_label WHERE level = 5 AND min_zoom <= 13`)
	if counties != 1 || villages != 9 {
		t.Errorf("at zoom 13 there are names of %d counties and %d villages, want 1 and 9", counties, villages)
	}
}
