package tiles

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"diming/internal/pmtiles"
)

// moved is the line whose vertex these tests move, town the ground around it.
const moved = 3

func town(t *testing.T) orb.Bound {
	t.Helper()
	at := degrees(innerVertex(t, moved))
	return orb.Bound{Min: at, Max: at}.Pad(0.05)
}

func archived(t *testing.T, s *Store, progress func(made, all int)) ([]byte, Written) {
	t.Helper()
	var out bytes.Buffer
	done, err := s.WriteArchive(t.Context(), Wanted{Set: Public, Ground: town(t), To: 12, Title: "測試", Attribution: "示例数据"}, &out, progress)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), done
}

// TestAnArchiveHoldsTheTilesOfOneMoment writes an archive while the register changes:
// every tile is as it was when the archive began, and the same bytes when it is made
// again over the same state.
func TestAnArchiveHoldsTheTilesOfOneMoment(t *testing.T) {
	r, s := built(t)
	before, done := archived(t, s, nil)
	var changes []Change
	during, again := archived(t, s, func(made, all int) {
		if made == all/2 {
			changes, _ = r.move(t, moved)
			if err := s.Apply(t.Context(), changes); err != nil {
				t.Error(err)
			}
		}
	})
	if !bytes.Equal(before, during) || done != again {
		t.Errorf("%d bytes, %+v; with a change meanwhile %d, %+v: want the same", len(before), done, len(during), again)
	}
	after, _ := archived(t, s, nil)
	if bytes.Equal(after, before) {
		t.Error("after the change it is the same")
	}
	a, err := pmtiles.Open(bytes.NewReader(after), int64(len(after)))
	if err != nil {
		t.Fatal(err)
	}
	ids, err := covering(town(t), 0, 12)
	if err != nil || len(ids) != done.Tiles+done.Empty || done.Tiles < 13 {
		t.Fatalf("%d tiles, %v; the archive looked at %+v", len(ids), err, done)
	}
	for _, id := range ids {
		at, err := id.Coord()
		if err != nil {
			t.Fatal(err)
		}
		got, err := a.Tile(id)
		if want := mustTile(t, s, Coord(at), time.Time{}); err != nil || !bytes.Equal(got, want.Body) {
			t.Errorf("%v: %d bytes, %v; the server's tile has %d", at, len(got), err, len(want.Body))
		}
	}
	var said ArchiveAbout
	if err := a.Metadata(&said); err != nil || said.Attribution != "示例数据" || said.Day != "2026-11-22" || len(said.VectorLayers) != len(publicLayers) {
		t.Errorf("it says of itself %+v, %v", said, err)
	}
}

func TestAnArchiveOfTooMuchIsRefused(t *testing.T) {
	s := newStore(t, nil)
	world := orb.Bound{Min: orb.Point{-180, -85}, Max: orb.Point{180, 85}}
	for _, test := range []struct {
		what string
		want Wanted
		err  error
	}{
		{"the world", Wanted{Set: Public, Ground: world, To: MaxZoom}, ErrTooMany},
		{"a zoom that is not", Wanted{Set: Public, Ground: town(t), To: MaxZoom + 1}, ErrCoord},
		{"zooms the wrong way round", Wanted{Set: Public, Ground: town(t), From: 5, To: 4}, ErrCoord},
	} {
		if _, err := s.WriteArchive(t.Context(), test.want, &bytes.Buffer{}, nil); !errors.Is(err, test.err) {
			t.Errorf("%s: %v, want %v", test.what, err, test.err)
		}
	}
}
