package demo_test

import (
	"strings"
	"testing"

	"diming/boundaries"
	"diming/shelters"
)

func TestEveryVillageOfTheDemoHasAShelterThatSaysItIsNone(t *testing.T) {
	t.Parallel()
	pool := whole(t)
	d := of(pool)
	store := &shelters.Store{DB: pool}
	all, err := store.Standing(t.Context(), boundaries.Reader{}, shelters.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	count, villages := map[shelters.Level]int{}, map[string]bool{}
	least := map[shelters.Level]int{shelters.VillageLevel: 50, shelters.TownshipLevel: 100, shelters.CountyLevel: 200}
	for _, s := range all {
		count[s.Level]++
		villages[s.DivisionCode] = true
		if s.Capacity < least[s.Level] || !strings.Contains(s.Name, "示例") || !strings.Contains(s.Address, "不可用于避险") || s.DutyPhone != "0570-000-0000" || s.Now.State != shelters.Standby {
			t.Errorf("%s: for %d, at %s, phone %s, %s", s.Name, s.Capacity, s.Address, s.DutyPhone, s.Now.State)
		}
	}
	var held int
	if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM division_version WHERE level = 5 AND code LIKE '330881%' AND upper_inf(recorded) AND valid @> current_date`).Scan(&held); err != nil {
		t.Fatal(err)
	}
	if len(villages) != held || count[shelters.VillageLevel] != held || count[shelters.TownshipLevel] != 19 || count[shelters.CountyLevel] != 2 {
		t.Errorf("%v in %d of %d villages", count, len(villages), held)
	}
	if err := d.Shelters(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again, err := store.Standing(t.Context(), boundaries.Reader{}, shelters.Filter{}); err != nil || len(again) != len(all) {
		t.Errorf("loaded again: %d, %v, want %d", len(again), err, len(all))
	}
}
