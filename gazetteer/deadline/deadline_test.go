package deadline_test

import (
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"diming/gazetteer/deadline"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func day(t testing.TB, text string) version.Date {
	t.Helper()
	d, err := version.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func days(n int) deadline.Limit     { return deadline.Limit{N: n, Unit: deadline.Days} }
func workdays(n int) deadline.Limit { return deadline.Limit{N: n, Unit: deadline.Workdays} }
func months(n int) deadline.Limit   { return deadline.Limit{N: n, Unit: deadline.Months} }

// The days are those that the migration brings: the published arrangements.
func TestDue(t *testing.T) {
	c, err := deadline.Read(t.Context(), pgtest.Tx(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		what, start string
		limit       deadline.Limit
		legal, safe string
	}{
		{"fifteen days within a month", "2026-03-09", days(15), "2026-03-24", "2026-03-24"},
		{"over the end of a month", "2026-03-20", days(15), "2026-04-04", "2026-04-03"}, // 清明: Saturday to Monday
		{"over the end of February", "2026-02-20", days(15), "2026-03-07", "2026-03-06"},
		{"over a leap day", "2024-02-20", days(15), "2024-03-06", "2024-03-06"},
		{"to a Saturday", "2026-06-12", days(15), "2026-06-27", "2026-06-26"},
		{"to a Sunday", "2026-06-13", days(15), "2026-06-28", "2026-06-26"},
		{"to a Saturday on which one works", "2026-04-24", days(15), "2026-05-09", "2026-05-09"},
		{"to a Sunday on which one works", "2026-09-05", days(15), "2026-09-20", "2026-09-20"},
		{"into Spring Festival", "2026-02-03", days(15), "2026-02-18", "2026-02-14"}, // Saturday the 14th is worked
		{"into National Day", "2026-09-20", days(15), "2026-10-05", "2026-09-30"},
		{"into National Day and Mid-Autumn of 2025", "2025-09-20", days(15), "2025-10-05", "2025-09-30"},
		{"over the end of a year", "2025-12-20", days(15), "2026-01-04", "2026-01-04"}, // Sunday, worked
		{"on New Year's Day", "2025-12-17", days(15), "2026-01-01", "2025-12-31"},
		{"a deadline of no days", "2026-03-09", days(0), "2026-03-09", "2026-03-09"},
		{"ten working days", "2026-03-09", workdays(10), "2026-03-23", "2026-03-23"},
		{"working days over a weekend", "2026-03-13", workdays(1), "2026-03-16", "2026-03-16"},
		{"working days over Spring Festival", "2026-02-13", workdays(2), "2026-02-24", "2026-02-24"},
		{"working days over National Day", "2026-09-30", workdays(1), "2026-10-08", "2026-10-08"},
		{"working days with a Saturday worked", "2026-10-09", workdays(1), "2026-10-10", "2026-10-10"},
		{"a month from the 31st", "2026-01-31", months(1), "2026-02-28", "2026-02-28"},
		{"a month from the 31st in a leap year", "2024-01-31", months(1), "2024-02-29", "2024-02-29"},
		{"twelve months", "2025-03-31", months(12), "2026-03-31", "2026-03-31"},
		{"eighteen months", "2024-08-31", months(18), "2026-02-28", "2026-02-28"},
		{"six months to a Sunday", "2025-08-29", months(6), "2026-02-28", "2026-02-28"}, // a Saturday worked
		{"a year whose holidays nobody knows", "2027-09-20", days(15), "2027-10-05", "2027-10-05"},
	} {
		got := c.Due(day(t, tt.start), tt.limit, 5)
		if got.Legal != day(t, tt.legal) || got.Safe != day(t, tt.safe) {
			t.Errorf("%s: from %s: %s, safe %s, want %s, safe %s", tt.what, tt.start, got.Legal, got.Safe, tt.legal, tt.safe)
		}
		if want := deadline.AddDays(got.Safe, -5); got.Warn != want {
			t.Errorf("%s: warned on %s, want %s", tt.what, got.Warn, want)
		}
		if unsure := got.Legal.Time().Year() == 2027; got.Unsure != unsure {
			t.Errorf("%s: unsure = %v, want %v", tt.what, got.Unsure, unsure)
		}
	}
}

func TestSafeIsTheLastWorkingDayAndWorkdaysCount(t *testing.T) {
	c, err := deadline.Read(t.Context(), pgtest.Tx(t))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		start := deadline.AddDays(version.Day(2024, time.January, 1), rapid.IntRange(0, 1000).Draw(rt, "start"))
		n := rapid.IntRange(0, 60).Draw(rt, "n")
		due := c.Due(start, days(n), 5)
		if due.Legal.Before(due.Safe) || due.Safe.Before(start) {
			rt.Fatalf("start %s, safe %s, legal %s", start, due.Safe, due.Legal)
		}
		if due.Safe != start && !c.Working(due.Safe) || c.Workdays(due.Safe, due.Legal) != 0 {
			rt.Fatalf("safe %s is not the last working day up to %s", due.Safe, due.Legal)
		}
		end := c.AddWorkdays(start, n)
		if got := c.Workdays(start, end); got != n {
			rt.Fatalf("%d working days after %s is %s, which counts %d", n, start, end, got)
		}
	})
}

func TestALimitIsTheDefaultUntilThePlaceSetsIt(t *testing.T) {
	l, ok, err := deadline.Of(t.Context(), pgtest.Tx(t), uuid.New(), "name.filing_days", deadline.Days, day(t, "2026-03-09"))
	if err != nil || !ok || l.N != 15 || l.Basis == "" {
		t.Errorf("filing = %+v, %v, %v, want 15 days with their basis", l, ok, err)
	}
}
