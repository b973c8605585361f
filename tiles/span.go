package tiles

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// A span is a stretch of days, from the first up to but without the second,
// counted from 1970-01-01; always and never stand for an open end.
type span struct{ from, to int32 }

const (
	always = math.MinInt32
	never  = math.MaxInt32
)

// parseSpan reads a daterange as PostgreSQL writes it, [2017-01-01,2018-01-01).
func parseSpan(text string) (span, error) {
	from, to, ok := strings.Cut(strings.Trim(text, "[()"), ",")
	if !ok {
		return span{}, fmt.Errorf("read date range %q: no comma", text)
	}
	s := span{always, never}
	for _, end := range []struct {
		text string
		day  *int32
	}{{from, &s.from}, {to, &s.to}} {
		if end.text == "" || end.text == "infinity" || end.text == "-infinity" {
			continue
		}
		t, err := time.Parse(time.DateOnly, end.text)
		if err != nil {
			return span{}, fmt.Errorf("read date range %q: %w", text, err)
		}
		*end.day = dayOf(t)
	}
	return s, nil
}

// String writes the span as PostgreSQL does.
func (s span) String() string {
	from, to := "(", ""
	if s.from != always {
		from = "[" + date(s.from)
	}
	if s.to != never {
		to = date(s.to)
	}
	return from + "," + to + ")"
}

func date(day int32) string {
	return time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly)
}

func (s span) covers(t span) bool { return s.from <= t.from && t.to <= s.to }

// elementary cuts the time that any of the spans cover at every day on which
// one of them begins or ends. In each piece the same spans hold throughout.
func elementary(spans []span) []span {
	var days []int32
	for _, s := range spans {
		days = append(days, s.from, s.to)
	}
	slices.Sort(days)
	days = slices.Compact(days)
	var pieces []span
	for i := range len(days) - 1 {
		pieces = append(pieces, span{days[i], days[i+1]})
	}
	return pieces
}

// dayOf counts the days from 1970-01-01 to the calendar date of t.
func dayOf(t time.Time) int32 {
	y, m, d := t.Date()
	return int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}
