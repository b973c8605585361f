package upkeep

import (
	"slices"
	"time"

	"diming/internal/version"
)

// A Term is for how long a contract runs, and how often it wants a patrol.
type Term struct {
	From, To    version.Date // first and last day
	EveryMonths int
}

// A Period is a stretch of time that wants one patrol; both days belong to it.
type Period struct{ From, To version.Date }

// Covers tells whether a day belongs to the term.
func (t Term) Covers(day version.Date) bool { return !day.Before(t.From) && !t.To.Before(day) }

// Period gives the period that a day lies in: so many whole months of the
// calendar from the month on in which the term begins, cut off at both ends of
// the term. ok is false outside the term.
func (t Term) Period(day version.Date) (p Period, ok bool) {
	if !t.Covers(day) {
		return Period{}, false
	}
	months := monthsOf(day) - monthsOf(t.From)
	return t.period(months / t.EveryMonths), true
}

// period gives the nth period of the term, from 0.
func (t Term) period(n int) Period {
	first := t.From.Time()
	begin := time.Date(first.Year(), first.Month()+time.Month(n*t.EveryMonths), 1, 0, 0, 0, 0, time.UTC)
	end := version.DayOf(begin.AddDate(0, t.EveryMonths, -1))
	p := Period{version.DayOf(begin), end}
	if p.From.Before(t.From) {
		p.From = t.From
	}
	if t.To.Before(p.To) {
		p.To = t.To
	}
	return p
}

func monthsOf(d version.Date) int { return d.Time().Year()*12 + int(d.Time().Month()) }

// A Standing says how a contract stands with its patrols on a day.
type Standing struct {
	Due     version.Date // by when the next patrol is to be made; zero: no more in this term
	Overdue bool         // Due is past
	Missed  int          // periods of the whole term that ended without a patrol
	Done    int          // periods that have one
}

// Standing tells on a day how a contract stands, by the first days of the
// periods that have a patrol. A period that passed without one stays missed for
// good; it is overdue until a later period has its patrol.
func (t Term) Standing(done []version.Date, today version.Date) Standing {
	var s Standing
	for n := 0; ; n++ {
		p := t.period(n)
		if t.To.Before(p.From) {
			break
		}
		patrolled := slices.Contains(done, p.From)
		switch {
		case patrolled:
			s.Done++
			s.Due, s.Overdue = version.Date{}, false
			continue
		case p.To.Before(today):
			s.Missed++
			if !s.Overdue {
				s.Due, s.Overdue = p.To, true
			}
			continue
		}
		if s.Due.IsZero() {
			s.Due = p.To
		}
		return s
	}
	return Standing{Missed: s.Missed, Done: s.Done} // the term is over: nothing is due any more
}
