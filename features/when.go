package features

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"diming/internal/version"
)

// A When is the days that a query asks about, both included. A feature is
// given as it is on the last of them on which it is.
type When struct{ From, To version.Date }

// The ends of time, for open intervals.
var (
	firstDay = version.Day(1, time.January, 1)
	lastDay  = version.Day(9999, time.December, 31)
)

// On is one day.
func On(day version.Date) When { return When{day, day} }

func (w When) isDay() bool { return w.From == w.To }

// Until are all days up to the last asked about.
func (w When) Until() When { return When{firstDay, w.To} }

// ParseWhen reads the parameter datetime: an instant, or two with a slash
// between, of which an open one is ".." or empty. Instants are dates or RFC 3339
// moments; the day of a moment is the one in China, by which the law counts.
// An empty text is today.
func ParseWhen(text string) (When, error) {
	if text == "" {
		return On(version.Today()), nil
	}
	from, to, interval := strings.Cut(text, "/")
	if !interval {
		day, err := dayOf(text)
		return On(day), err
	}
	w := When{firstDay, lastDay}
	var err error
	if !open(from) {
		if w.From, err = dayOf(from); err != nil {
			return w, err
		}
	}
	if !open(to) {
		if w.To, err = dayOf(to); err != nil {
			return w, err
		}
	}
	if open(from) && open(to) || w.To.Before(w.From) {
		return w, badWhen()
	}
	return w, nil
}

// Last is the last day asked about; today where the end is open, as far as the
// beginning does not lie behind it.
func (w When) Last() version.Date {
	if w.To != lastDay {
		return w.To
	}
	if today := version.Today(); !today.Before(w.From) {
		return today
	}
	return w.From
}

var subset = regexp.MustCompile(`^datetime\((?:"([^"]*)"|(\*))(?::(?:"([^"]*)"|(\*)))?\)$`)

// ParseSubset reads the parameter subset with its one axis datetime, as OGC API –
// Tiles has it: an instant between quotes, or two with a colon between, of which an
// open one is *.
func ParseSubset(text string) (When, error) {
	parts := subset.FindStringSubmatch(text)
	if parts == nil || parts[2] != "" && parts[3] == "" || parts[1]+parts[2] == "" {
		return When{}, refuse("subset", `写作 datetime("2020-01-31") 或 datetime("2020-01-31":*)；没有别的轴。`, `Write datetime("2020-01-31") or datetime("2020-01-31":*); there is no other axis.`)
	}
	instants := parts[1]
	if parts[3]+parts[4] != "" {
		instants += "/" + parts[3]
	}
	return ParseWhen(instants)
}

func open(text string) bool { return text == "" || text == ".." }

func dayOf(text string) (version.Date, error) {
	if day, err := version.ParseDate(text); err == nil {
		return day, nil
	}
	at, err := parseMoment(text)
	if err != nil {
		return version.Date{}, badWhen()
	}
	return version.DayOf(at.In(version.China)), nil
}

// parseMoment reads an RFC 3339 moment that the database can hold.
func parseMoment(text string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, text)
	if err == nil && at.Year() < 1 {
		err = strconv.ErrRange
	}
	return at, err
}

func badWhen() error {
	return refuse("datetime", "日期写作 2020-01-31、RFC 3339 时刻，或用斜线隔开的起止（一端可写 ..），起不晚于止。",
		"Write a date such as 2020-01-31, an RFC 3339 moment, or two of them with a slash between, the earlier first; one of them may be “..”.")
}
