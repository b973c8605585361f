// Package version keeps objects as versions in two times: valid, when
// something was so in law, and recorded, when the register said so. A version
// is never overwritten: a change closes the recorded time of what stood and
// adds what stands now (docs/architecture.md, "Two times").
package version

import (
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

// A Date is a calendar day without a zone. The zero Date means unbounded.
type Date struct{ t time.Time }

// Day gives the Date of a year, month and day.
func Day(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// China is the time by which days of the law are counted: UTC+8, without
// summer time.
var China = time.FixedZone("Asia/Shanghai", 8*3600)

// Today gives the day in China. In SQL current_date is the same day: every pool
// of connections says so (internal/pg).
func Today() Date { return DayOf(time.Now().In(China)) }

// DayOf gives the calendar day of t in t's own zone.
func DayOf(t time.Time) Date { return Day(t.Date()) }

// ParseDate reads an ISO 8601 date, such as 2026-11-22.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q is not of the form YYYY-MM-DD", s)
	}
	if t.Year() < 1 {
		return Date{}, fmt.Errorf("date %q lies before the year 1", s)
	}
	return Date{t}, nil
}

// IsZero tells whether d is unbounded.
func (d Date) IsZero() bool { return d.t.IsZero() }

// Before tells whether d is an earlier day than other; neither is unbounded.
func (d Date) Before(other Date) bool { return d.t.Before(other.t) }

// Time gives midnight UTC of d.
func (d Date) Time() time.Time { return d.t }

// String gives the ISO 8601 form, and "" for the unbounded Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.t.Format(time.DateOnly)
}

// MarshalText writes the ISO 8601 form, for files that keep values.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads it; an empty text is unbounded.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	var err error
	*d, err = ParseDate(string(text))
	return err
}

// MarshalBinary writes a date for package gob, which knows no MarshalText.
func (d Date) MarshalBinary() ([]byte, error) { return d.MarshalText() }

// UnmarshalBinary reads it.
func (d *Date) UnmarshalBinary(text []byte) error { return d.UnmarshalText(text) }

// DateValue implements pgtype.DateValuer.
func (d Date) DateValue() (pgtype.Date, error) {
	if d.IsZero() {
		return pgtype.Date{}, nil
	}
	return pgtype.Date{Time: d.t, Valid: true}, nil
}

// ScanDate implements pgtype.DateScanner; NULL and the infinities are unbounded.
func (d *Date) ScanDate(v pgtype.Date) error {
	*d = Date{}
	if v.Valid && v.InfinityModifier == pgtype.Finite {
		d.t = v.Time.UTC()
	}
	return nil
}

// A Span is valid time: the days from From up to but not including To. A zero
// bound is unbounded; the zero Span is always.
type Span struct{ From, To Date }

// Contains tells whether day d lies in s.
func (s Span) Contains(d Date) bool {
	return (s.From.IsZero() || !d.Before(s.From)) && (s.To.IsZero() || d.Before(s.To))
}

// Intersect gives the days that s and other share, and false where none.
func (s Span) Intersect(other Span) (Span, bool) {
	both := s
	if both.From.IsZero() || !other.From.IsZero() && both.From.Before(other.From) {
		both.From = other.From
	}
	if both.To.IsZero() || !other.To.IsZero() && other.To.Before(both.To) {
		both.To = other.To
	}
	return both, both.Check() == nil
}

// ErrSpan says that a valid time holds no day.
var ErrSpan = errors.New("valid time holds no day")

// Check refuses a span that holds no day, with ErrSpan.
func (s Span) Check() error {
	if !s.From.IsZero() && !s.To.IsZero() && !s.From.Before(s.To) {
		return fmt.Errorf("%w: from %s to %s", ErrSpan, s.From, s.To)
	}
	return nil
}

// String gives the half-open range, such as [2017-01-01,).
func (s Span) String() string { return "[" + s.From.String() + "," + s.To.String() + ")" }

// Range gives s as a daterange for pgx.
func (s Span) Range() pgtype.Range[pgtype.Date] {
	r := pgtype.Range[pgtype.Date]{LowerType: pgtype.Unbounded, UpperType: pgtype.Unbounded, Valid: true}
	if !s.From.IsZero() {
		r.LowerType, r.Lower = pgtype.Inclusive, pgtype.Date{Time: s.From.t, Valid: true}
	}
	if !s.To.IsZero() {
		r.UpperType, r.Upper = pgtype.Exclusive, pgtype.Date{Time: s.To.t, Valid: true}
	}
	return r
}

// SpanOf reads a daterange as PostgreSQL gives it, which is canonical: lower
// bound inclusive, upper exclusive.
func SpanOf(r pgtype.Range[pgtype.Date]) Span {
	var s Span
	if r.LowerType == pgtype.Inclusive {
		s.From = Date{r.Lower.Time.UTC()}
	}
	if r.UpperType == pgtype.Exclusive {
		s.To = Date{r.Upper.Time.UTC()}
	}
	return s
}
