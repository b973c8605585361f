package demo_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/boundaries/marker"
	"diming/internal/version"
)

// TestTheDemosLineWithYushanHasItsMarkers finds standing markers, each with its
// reference objects, and none twice after the demo is loaded again.
func TestTheDemosLineWithYushanHasItsMarkers(t *testing.T) {
	pool := lined(t)
	d := of(pool)
	if err := errors.Join(d.Older(t.Context()), d.Boundary(t.Context())); err != nil {
		t.Fatal(err)
	}
	beyond, err := d.Places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, "361123")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := (&line.Store{DB: pool}).List(t.Context(), boundaries.Reader{Internal: true}, []uuid.UUID{beyond.ID})
	if err != nil {
		t.Fatal(err)
	}
	metres, found := 0.0, 0
	for _, l := range lines {
		if l.Level != boundaries.Province {
			continue
		}
		markers, err := (&marker.Store{DB: pool}).OfLine(t.Context(), version.AsOf{}, l.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range markers {
			if m.State != marker.Normal || len(m.References) != 3 {
				t.Errorf("%s is %s with %d reference objects", m.Number, m.State, len(m.References))
			}
		}
		if len(markers) > 0 {
			metres, found = metres+l.LengthM, found+len(markers)
		}
	}
	if found < 10 || float64(found) < metres/1000 || float64(found) > metres/1000+1 {
		t.Errorf("%d markers on %.0f m, want one every kilometre", found, metres)
	}
}
