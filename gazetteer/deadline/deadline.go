// Package deadline counts the days of the law: when a deadline that starts with
// an act runs out, and which is the last working day before that.
//
// The day of the act is not counted (民法典 art. 201): fifteen days from the
// 10th end with the 25th. 条例 arts. 13 and 14 say 日, not 工作日: calendar
// days, unless a place's own limit says otherwise. Where a last day is a day of
// rest, 民法典 art. 203 lets the next working day do; an office had better not
// rely on that, so the safe day is the last working day up to it.
package deadline

import (
	"time"

	"diming/internal/version"
)

// A Calendar knows which days are no working days: Saturdays and Sundays, but
// for the official arrangements of a year 放假调休.
type Calendar struct {
	Rest  map[version.Date]string // official holidays that fall on weekdays, and their weekends
	Work  map[version.Date]string // Saturdays and Sundays on which one works 调休上班
	Years map[int]bool            // of which the arrangements are held
}

// Working says whether a day is a working day.
func (c Calendar) Working(d version.Date) bool {
	if _, ok := c.Work[d]; ok {
		return true
	}
	if _, ok := c.Rest[d]; ok {
		return false
	}
	day := d.Time().Weekday()
	return day != time.Saturday && day != time.Sunday
}

// Knows says whether the official arrangements of a day's year are held. Where
// they are not, only weekends are days of rest, and whoever shows a deadline
// should say so.
func (c Calendar) Knows(d version.Date) bool { return c.Years[d.Time().Year()] }

// Safe is the last working day up to d.
func (c Calendar) Safe(d version.Date) version.Date {
	for n := 0; n < 60 && !c.Working(d); n++ {
		d = AddDays(d, -1)
	}
	return d
}

// AddWorkdays is the nth working day after d.
func (c Calendar) AddWorkdays(d version.Date, n int) version.Date {
	for n > 0 {
		if d = AddDays(d, 1); c.Working(d) {
			n--
		}
	}
	return d
}

// Workdays counts the working days after from, up to and with to.
func (c Calendar) Workdays(from, to version.Date) int {
	n := 0
	for from.Before(to) {
		if from = AddDays(from, 1); c.Working(from) {
			n++
		}
	}
	return n
}

// AddDays is n calendar days after d, or before for a negative n.
func AddDays(d version.Date, n int) version.Date { return version.DayOf(d.Time().AddDate(0, 0, n)) }

// AddMonths is the day of the same number n months on, or the last of that
// month where it has no such day (民法典 art. 202).
func AddMonths(d version.Date, n int) version.Date {
	t := d.Time()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return version.Day(first.Year(), first.Month(), min(t.Day(), last))
}

// A Unit is what a limit counts.
type Unit string

// The units of limits.
const (
	Days     Unit = "days"     // calendar days
	Workdays Unit = "workdays" // working days
	Months   Unit = "months"
)

// A Limit is a time within which something is to be done, with the text that
// it rests on.
type Limit struct {
	N     int
	Unit  Unit
	Basis string
}

// A Due is when a limit runs out.
type Due struct {
	Start version.Date // the day of the act
	Legal version.Date // the last day in law
	Safe  version.Date // the last working day up to it, never before the start
	Warn  version.Date // from which day it is shown as near
	Basis string
	// Unsure says that the official holidays of that year are not held yet.
	Unsure bool
}

// Due says when a limit that starts on a day runs out; warn is how many
// calendar days ahead of the safe day it is shown as near.
func (c Calendar) Due(start version.Date, l Limit, warn int) Due {
	d := Due{Start: start, Basis: l.Basis}
	switch l.Unit {
	case Workdays:
		d.Legal = c.AddWorkdays(start, l.N)
	case Months:
		d.Legal = AddMonths(start, l.N)
	default:
		d.Legal = AddDays(start, l.N)
	}
	d.Safe = c.Safe(d.Legal)
	if d.Safe.Before(start) {
		d.Safe = start
	}
	d.Warn = AddDays(d.Safe, -warn)
	d.Unsure = !c.Knows(d.Legal)
	return d
}

// Left is how many days remain on a day until the safe day; negative: overdue.
func (d Due) Left(today version.Date) int {
	return int(d.Safe.Time().Sub(today.Time()) / (24 * time.Hour))
}
