package boundaries_test

import (
	"errors"
	"testing"

	"diming/boundaries"
	"diming/internal/pg/pgtest"
	"diming/internal/version"

	"github.com/jackc/pgx/v5"
)

func TestADayOfTheYearIsReadInEachYear(t *testing.T) {
	pool := pgtest.New(t)
	load(t, pool, numbered(row("33", "浙江省", 0, 0), row("330881", "江山市", 0, 0))...)
	s := &boundaries.Store{DB: pool}
	home := find(t, s, boundaries.Reader{Internal: true}, "330881")
	if day, _, err := s.YearDay(t.Context(), home.ID, boundaries.SettingPlanBy, 2026); err != nil || !day.IsZero() {
		t.Errorf("one region's rule holds where nobody adopted it: %s, %v", day, err)
	}
	for value, want := range map[string][2]version.Date{"05-15": {version.Day(2026, 5, 15), version.Day(2028, 5, 15)}, "02-29": {version.Day(2026, 2, 28), version.Day(2028, 2, 29)}} {
		change(t, pool, func(tx pgx.Tx, entry int64) error {
			return boundaries.SetSetting(t.Context(), tx, home.ID, boundaries.SettingPlanBy, value, "本地文件", version.Span{}, entry)
		})
		for i, year := range []int{2026, 2028} {
			if day, basis, err := s.YearDay(t.Context(), home.ID, boundaries.SettingPlanBy, year); err != nil || day != want[i] || basis != "本地文件" {
				t.Errorf("%s in %d is %s by %q, %v", value, year, day, basis, err)
			}
		}
	}
	known, err := boundaries.Known(boundaries.SettingPlanBy)
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{"5月15日", "13-01", "02-30", "5-15"} {
		var fault *boundaries.SettingValueError
		if _, err := known.Check(value); !errors.As(err, &fault) {
			t.Errorf("Check(%q) = %v", value, err)
		}
	}
}

func TestALineIsInspectedEveryFiveYearsAtLeast(t *testing.T) {
	pool := pgtest.New(t)
	load(t, pool, numbered(row("33", "浙江省", 0, 0))...)
	s := &boundaries.Store{DB: pool}
	province := find(t, s, boundaries.Reader{Internal: true}, "33")
	if n, basis, err := s.InspectYears(t.Context(), province.ID); n != 5 || basis == "" || err != nil {
		t.Errorf("InspectYears() = %d, %q, %v", n, basis, err)
	}
	known, _ := boundaries.Known(boundaries.SettingInspectYears)
	if _, err := known.Check("6"); err == nil {
		t.Error("six years between inspections were taken, against the regulation")
	}
}
