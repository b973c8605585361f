package boundaries_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestSettingsAreInheritedOverTime(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	load(t, pool, numbered(row("33", "浙江省", 0, 0), row("330881", "江山市", 0, 0), row("330881001", "甲镇", 0, 0), row("330882", "东邻市", 0, 0))...)
	id := func(code string) uuid.UUID { return find(t, s, in(2020), code).ID }
	set := func(code, value string, from, to int) {
		change(t, pool, func(tx pgx.Tx, entry int64) error {
			return boundaries.SetSetting(t.Context(), tx, id(code), "notice.days", value, "basis of "+value, version.Span{From: year(from), To: year(to)}, entry)
		})
	}
	expect := func(code string, on int, want string) {
		t.Helper()
		value, basis, ok, err := s.Setting(t.Context(), id(code), "notice.days", year(on))
		if err != nil || value != want || ok != (want != "") || ok && basis != "basis of "+want {
			t.Errorf("setting of %s in %d = %q (%q), %v, %v, want %q", code, on, value, basis, ok, err, want)
		}
	}
	expect("330881001", 2020, "")
	set("33", "10", 2018, 0)
	expect("330881001", 2020, "10")
	expect("330881001", 2017, "")
	set("330881", "15", 2020, 2022)
	expect("330881001", 2019, "10")
	expect("330881001", 2020, "15")
	expect("330881001", 2022, "10") // its own has ended: the province's again
	expect("330882", 2020, "10")    // a neighbour's is not inherited
	expect("33", 2020, "10")        // nor what is below
	set("33", "20", 2021, 0)        // goes on from a day: what stood before it stays
	expect("33", 2020, "10")
	expect("33", 2021, "20")
	expect("330882", 2023, "20")
	set("33", "30", 2019, 2020) // in the middle: both sides stay
	for on, want := range map[int]string{2018: "10", 2019: "30", 2020: "10", 2021: "20"} {
		expect("33", on, want)
	}
	if _, _, ok, err := s.Setting(t.Context(), id("33"), "another", year(2020)); ok || err != nil {
		t.Errorf("another key = %v, %v, want not set", ok, err)
	}
}
