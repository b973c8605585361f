package features_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/features"
	"diming/internal/cql2"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/version"
)

func TestWhatIsNotSealedYetIsNotReadYet(t *testing.T) {
	r := newRegister(t)
	before := r.all(t, "places", features.Query{})
	r.enter(t, "清溪口", "public", orb.Point{118.6, 28.6})
	r.enter(t, "内部村", "internal", orb.Point{118.6, 28.6})
	if now := r.all(t, "places", features.Query{}); now.Matched != before.Matched {
		t.Errorf("%d places before the seal, want %d", now.Matched, before.Matched)
	}
	ledgertest.Settle(t, r.pool)
	after := r.all(t, "places", features.Query{})
	if after.Matched != before.Matched+1 || int(after.Matched) != len(after.Features) {
		t.Errorf("%d places, %d of them given, after one public and one internal were added to %d", after.Matched, len(after.Features), before.Matched)
	}
}

func TestCoordinatesComeInTheAxisOrderOfTheirSystem(t *testing.T) {
	r := newRegister(t)
	r.enter(t, "清溪口", "public", orb.Point{118.5, 28.75})
	ledgertest.Settle(t, r.pool)
	// In metres as gdaltransform 3.6 has them, northing first.
	for uri, want := range map[string]string{
		"http://www.opengis.net/def/crs/OGC/1.3/CRS84": `[118.5,28.75]`,
		"http://www.opengis.net/def/crs/EPSG/0/4326":   `[28.75,118.5]`,
		"http://www.opengis.net/def/crs/EPSG/0/4490":   `[28.75,118.5]`,
		"http://www.opengis.net/def/crs/EPSG/0/3857":   `[13191359.659,3343864.9538]`,
		"http://www.opengis.net/def/crs/EPSG/0/4549":   `[3182483.5268,353482.2809]`,
		"http://www.opengis.net/def/crs/EPSG/0/4528":   `[3182483.5268,40353482.2809]`,
		"http://www.opengis.net/def/crs/EPSG/0/4534":   `[4113647.9973,4960657.4383]`,
	} {
		crs, err := features.ParseCRS("crs", uri)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.all(t, "places", features.Query{CRS: crs, Equal: []features.Equal{{Property: "name", Value: "清溪口"}}}).Features {
			if got, want := string(f.Geometry), `{"type":"Point","coordinates":`+want+`}`; got != want {
				t.Errorf("in %s it lies at %s, want %s", uri, got, want)
			}
		}
	}
}

func TestAQueryThatTakesTooLongIsGivenUp(t *testing.T) {
	r := newRegister(t)
	for i := range 40 {
		r.enter(t, string(rune('一'+i))+"坞", "public", orb.Point{118.5, 28.75})
	}
	ledgertest.Settle(t, r.pool)
	r.Timeout = time.Millisecond
	c, _ := features.ByID("places")
	slow := strings.Repeat("distance_m(geometry, LINESTRING("+strings.Repeat("1 1, 2 2, ", 80)+"3 3)) > 0 AND ", 6) + "TRUE"
	e, err := cql2.ParseText(slow)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.Page(t.Context(), c, features.Query{When: features.On(version.Today()), CRS: features.CRS84, Limit: 10, Filter: &features.Filter{Expr: e, CRS: features.CRS84}})
	if !errors.Is(err, features.ErrTooLong) {
		t.Errorf("a slow filter ends with %v, want %v", err, features.ErrTooLong)
	}
}

func TestACursorThatNoPageGaveIsRefused(t *testing.T) {
	r := newRegister(t)
	c, _ := features.ByID("divisions")
	q := features.Query{When: features.On(version.Today()), CRS: features.CRS84, Limit: 2, Sort: []features.SortKey{{Property: "level"}}}
	page, err := r.Page(t.Context(), c, q)
	if err != nil || page.Next == nil {
		t.Fatalf("%+v, %v", page, err)
	}
	for what, change := range map[string]func(*features.Cursor){
		"a place in the chain that is not reached": func(c *features.Cursor) { c.Pinned += 1000 },
		"too few keys":          func(c *features.Cursor) { c.Keys = nil },
		"a key of another type": func(c *features.Cursor) { text := "high"; c.Keys = []*string{&text} },
	} {
		cursor := *page.Next
		change(&cursor)
		q.After = &cursor
		if _, err := r.Page(t.Context(), c, q); !errors.Is(err, features.ErrCursor) {
			t.Errorf("%s: %v, want %v", what, err, features.ErrCursor)
		}
	}
	for _, text := range []string{"", "x", "e30", (features.Cursor{Pinned: 1, From: version.Today(), To: version.Today(), ID: "x"}).String()} {
		if c, err := features.ParseCursor(text); !errors.Is(err, features.ErrCursor) {
			t.Errorf("%q is read as %v, %v", text, c, err)
		}
	}
	if c, err := features.ParseCursor(page.Next.String()); err != nil || c.ID != page.Next.ID || *c.Keys[0] != *page.Next.Keys[0] {
		t.Errorf("%s is read as %+v, %v", page.Next, c, err)
	}
}

// TestABoxIsReadAsOfTheWalksPin: what was moved out of the box since, and is
// found by no index over current versions, is still where it was.
func TestABoxIsReadAsOfTheWalksPin(t *testing.T) {
	r := newRegister(t)
	for i := range 6 {
		r.enter(t, string(rune('一'+i))+"坞", "public", orb.Point{118.5, 28.75})
	}
	r.enter(t, "远村", "public", orb.Point{110, 20})
	ledgertest.Settle(t, r.pool)
	box, err := features.ParseBox("118,28,119,29", features.CRS84)
	if err != nil {
		t.Fatal(err)
	}
	first := r.all(t, "places", features.Query{Box: box, Limit: 2})
	err = pgx.BeginFunc(t.Context(), r.pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(t.Context(), tx, ledger.Entry{Actor: ledger.Console, Action: "place.correct", Kind: "place", Reason: "测试"})
		if err != nil {
			return err
		}
		_, err = tx.Exec(t.Context(), `UPDATE place_version SET recorded = tstzrange(lower(recorded), clock_timestamp()), closed_by = $1 WHERE ST_X(location) > 118`, entry)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	ledgertest.Settle(t, r.pool)
	rest := r.all(t, "places", features.Query{Box: box, After: first.Next})
	if first.Matched != 6 || len(first.Features)+len(rest.Features) != 6 {
		t.Errorf("the walk matched %d, and met %d and %d", first.Matched, len(first.Features), len(rest.Features))
	}
	if now := r.all(t, "places", features.Query{Box: box}); now.Matched != 0 {
		t.Errorf("%d places are in the box now", now.Matched)
	}
}
