package upkeep

import (
	"testing"

	"diming/internal/version"
)

func day(text string) version.Date {
	d, err := version.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func days(texts ...string) []version.Date {
	var all []version.Date
	for _, t := range texts {
		all = append(all, day(t))
	}
	return all
}

func TestPeriods(t *testing.T) {
	year := Term{day("2026-03-10"), day("2027-03-09"), 1}
	for _, c := range []struct {
		term     Term
		day      string
		from, to string // "": outside
	}{
		{year, "2026-03-09", "", ""},
		{year, "2026-03-10", "2026-03-10", "2026-03-31"}, // the first month is cut off at its beginning
		{year, "2026-04-01", "2026-04-01", "2026-04-30"},
		{year, "2026-12-31", "2026-12-01", "2026-12-31"},
		{year, "2027-01-01", "2027-01-01", "2027-01-31"},
		{year, "2027-02-28", "2027-02-01", "2027-02-28"},
		{year, "2027-03-09", "2027-03-01", "2027-03-09"}, // and the last one at its end
		{year, "2027-03-10", "", ""},
		{Term{day("2026-03-10"), day("2027-03-09"), 3}, "2026-05-31", "2026-03-10", "2026-05-31"},
		{Term{day("2026-03-10"), day("2027-03-09"), 3}, "2026-06-01", "2026-06-01", "2026-08-31"},
		{Term{day("2026-03-10"), day("2027-03-09"), 3}, "2027-03-01", "2027-03-01", "2027-03-09"},
		{Term{day("2024-01-31"), day("2024-12-31"), 1}, "2024-02-29", "2024-02-01", "2024-02-29"},
		{Term{day("2026-05-05"), day("2026-05-05"), 1}, "2026-05-05", "2026-05-05", "2026-05-05"},
	} {
		p, ok := c.term.Period(day(c.day))
		if ok != (c.from != "") || ok && p != (Period{day(c.from), day(c.to)}) {
			t.Errorf("period of %s in %s to %s every %d months = %s to %s, %t; want %s to %s", c.day, c.term.From, c.term.To, c.term.EveryMonths, p.From, p.To, ok, c.from, c.to)
		}
	}
}

func TestWhatIsDue(t *testing.T) {
	term := Term{day("2026-03-10"), day("2026-08-20"), 1}
	march, april, may, june, august := "2026-03-10", "2026-04-01", "2026-05-01", "2026-06-01", "2026-08-01"
	for _, c := range []struct {
		what    string
		done    []version.Date
		today   string
		due     string
		overdue bool
		missed  int
	}{
		{"before it begins the first is due", nil, "2026-03-01", "2026-03-31", false, 0},
		{"on the first day", nil, "2026-03-10", "2026-03-31", false, 0},
		{"on the last day of the month it is not late", nil, "2026-03-31", "2026-03-31", false, 0},
		{"on the day after it is", nil, "2026-04-01", "2026-03-31", true, 1},
		{"done for this month, the next is due", days(march), "2026-03-20", "2026-04-30", false, 0},
		{"two months missed are overdue since the first", days(march), "2026-06-02", "2026-04-30", true, 2},
		{"a later patrol ends what is overdue, and the month stays missed", days(march, may), "2026-05-20", "2026-06-30", false, 1},
		{"the one made ahead of the day of asking counts for its own month alone", days(june), "2026-06-10", "2026-07-31", false, 3},
		{"the last period ends with the term", days(march, april, may, june, "2026-07-01"), "2026-08-01", "2026-08-20", false, 0},
		{"all done, nothing more is due", days(march, august), "2026-08-10", "", false, 4},
		{"after the term nothing is due, what was missed stays", days(march), "2026-08-21", "", false, 5},
	} {
		got := term.Standing(c.done, day(c.today))
		want := Standing{Overdue: c.overdue, Missed: c.missed, Done: len(c.done)}
		if c.due != "" {
			want.Due = day(c.due)
		}
		if got != want {
			t.Errorf("%s: on %s %+v, want %+v", c.what, c.today, got, want)
		}
	}
}
