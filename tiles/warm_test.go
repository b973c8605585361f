package tiles

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"diming/internal/pmtiles"
)

// worldArchive packs the tiles of the world.
func worldArchive(t *testing.T, s *Store) *pmtiles.Archive {
	t.Helper()
	var out bytes.Buffer
	ground := orb.Bound{Min: orb.Point{worldWest, worldSouth}, Max: orb.Point{worldWest + 3*worldSide, worldSouth + 3*worldSide}}
	if _, err := s.WriteArchive(t.Context(), Wanted{Set: Public, Ground: ground, From: 6, To: MaxZoom}, &out, nil); err != nil {
		t.Fatal(err)
	}
	a, err := pmtiles.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestAServerIsWarmFromAnArchive starts servers over an archive, before and after
// a change: what it touched is made, the rest is not, and all is as it is now.
func TestAServerIsWarmFromAnArchive(t *testing.T) {
	r, pool := filledWorld(t)
	a := worldArchive(t, newStore(t, pool))
	all := 0
	warmed := func(wantAll bool) {
		t.Helper()
		s := newStore(t, pool)
		held, err := s.WarmFrom(t.Context(), a)
		if err != nil || held == 0 || wantAll != (held == all) && all != 0 {
			t.Fatalf("%d of %d tiles are taken, %v", held, all, err)
		}
		if all == 0 {
			all = held
		}
		fresh, count := newStore(t, pool), 0
		for tile := range a.Tiles() {
			at, err := tile.ID.Coord()
			if err != nil {
				t.Fatal(err)
			}
			got, truth := mustTile(t, s, Coord(at), time.Time{}), mustTile(t, fresh, Coord(at), time.Time{})
			if got.ETag != truth.ETag {
				t.Errorf("tile %v is served stale", at)
			}
			count++
		}
		if _, made := s.Counts(); int(made) != count-held {
			t.Errorf("%d tiles were made of %d, of which %d were taken", made, count, held)
		}
	}
	warmed(true)
	w := newWorld(r)
	w.putPlace(worldPlace, 2.5, 0.3)
	if err := newStore(t, pool).Apply(t.Context(), []Change{{Kind: Place, ID: testID(worldPlace)}}); err != nil {
		t.Fatal(err)
	}
	warmed(false)
}

func TestAnArchiveThatIsNotOfThisRegisterNowIsLeftCold(t *testing.T) {
	r, pool := filledWorld(t)
	a := worldArchive(t, newStore(t, pool))
	wantCold := func(what string, s *Store, cold bool) {
		t.Helper()
		if held, err := s.WarmFrom(t.Context(), a); errors.Is(err, ErrCold) != cold || cold && held != 0 {
			t.Errorf("%s: %d tiles taken, %v", what, held, err)
		}
	}
	later := newStore(t, pool)
	later.Now = func() time.Time { return testNow().AddDate(0, 0, 9) }
	wantCold("nine days later, when nothing has begun or ended", later, false)
	wantCold("the same day", newStore(t, pool), false)
	levels := newStore(t, pool)
	levels.ShowFrom(4)
	wantCold("where other levels may be shown", levels, true)
	w := newWorld(r)
	w.place(testID(worldPlace+5), "22200", "后天村", "", wkt(w.at(1, 1)), "[2026-11-25,)")
	if err := newStore(t, pool).Apply(t.Context(), []Change{{Kind: Place, ID: testID(worldPlace + 5)}}); err != nil {
		t.Fatal(err)
	}
	wantCold("nine days later, when a place has begun", later, true)
	wantCold("the same day, before it begins", newStore(t, pool), false)
	w.exec(`DELETE FROM tile_change`)
	wantCold("when what changed since is not known", newStore(t, pool), true)
}
