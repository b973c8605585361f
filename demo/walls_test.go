package demo_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/internal/version"
	"diming/shelters"
	"diming/shelters/card"
	"diming/shelters/poster"
	"diming/signs/plate"
)

// TestEveryVillageOfTheDemoLacksNothing holds that the demo's coverage is all of
// all once it is known where codes lead, and that loading it again hangs nothing
// twice.
func TestEveryVillageOfTheDemoLacksNothing(t *testing.T) {
	pool := whole(t)
	d := of(pool)
	d.Origin, _ = url.Parse("http://localhost:8080")
	for range 2 {
		if err := d.Safety(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	f, err := card.Load(t.Context(), pool)
	if err != nil {
		t.Fatal(err)
	}
	var villages []card.Division
	var ids []uuid.UUID
	own := func(d card.Division) bool { return d.Level == 5 && strings.HasPrefix(d.Code, "330881") }
	for _, d := range f.Divisions {
		if own(d) {
			villages, ids = append(villages, d), append(ids, d.ID)
		}
	}
	papers := &poster.Store{DB: pool}
	k, err := papers.Stack(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	addresses, err := d.Signs.Addresses(t.Context(), d.Origin, ids)
	if err != nil {
		t.Fatal(err)
	}
	stand, err := papers.Villages(t.Context(), k, villages, addresses)
	if err != nil {
		t.Fatal(err)
	}
	hang := card.OnWalls{Papers: map[uuid.UUID]bool{}}
	for _, p := range stand {
		hang.Papers[p.ID] = p.Standing == poster.InOrder
		if p.Held.Hangs == nil || p.Held.Hangs.Number != 1 || !strings.HasPrefix(p.Content.Address, "http://localhost:8080/Q/") {
			t.Errorf("paper of %s: %+v leads to %s", p.Name, p.Held.Hangs, p.Content.Address)
		}
	}
	if hang.Plates, err = (&plate.Store{DB: pool}).HangingAt(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
	limits, err := shelters.LimitsOf(t.Context(), pool, ids, version.Today())
	if err != nil {
		t.Fatal(err)
	}
	all := card.Coverage(&f, own, hang, limits, time.Now())
	for _, c := range all {
		if len(c.Gaps) > 0 {
			t.Errorf("%s lacks %v", c.Village.Name, c.Gaps)
		}
	}
	if len(all) < 300 {
		t.Errorf("%d villages, want the whole county", len(all))
	}
}
