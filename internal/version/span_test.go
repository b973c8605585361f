package version_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func day(text string) version.Date {
	if text == "" {
		return version.Date{}
	}
	d, err := version.ParseDate(text)
	if err != nil {
		panic(err) // the tests' own text
	}
	return d
}

func span(from, to string) version.Span { return version.Span{From: day(from), To: day(to)} }

func TestParseDate(t *testing.T) {
	for _, text := range []string{"2026-11-22", "0001-01-02", "9999-12-31", "2024-02-29"} {
		if d, err := version.ParseDate(text); err != nil || d.String() != text {
			t.Errorf("ParseDate(%q) = %v, %v, want it back", text, d, err)
		}
	}
	for _, text := range []string{"", "2026-2-3", "2026-02-30", "2023-02-29", "2026-13-01", "26-01-01", "2026-01-01T00:00:00Z", " 2026-01-01", "0000-01-01", "-001-01-01", "二〇二六"} {
		if d, err := version.ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", text, d)
		}
	}
}

func TestTheDayOfAMomentIsThatOfItsZone(t *testing.T) {
	moment := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)
	if got := version.DayOf(moment); got != day("2026-11-22") {
		t.Errorf("DayOf(UTC) = %v, want 2026-11-22", got)
	}
	if got := version.DayOf(moment.In(version.China)); got != day("2026-11-23") {
		t.Errorf("DayOf(Beijing) = %v, want 2026-11-23", got)
	}
}

func TestSpanContains(t *testing.T) {
	for _, test := range []struct {
		name string
		span version.Span
		day  string
		want bool
	}{
		{"the first day", span("2017-01-01", "2018-01-01"), "2017-01-01", true},
		{"the day before", span("2017-01-01", "2018-01-01"), "2016-12-31", false},
		{"the last day", span("2017-01-01", "2018-01-01"), "2017-12-31", true},
		{"the end is not part of it", span("2017-01-01", "2018-01-01"), "2018-01-01", false},
		{"open to the past", span("", "2018-01-01"), "0001-01-02", true},
		{"open to the future", span("2017-01-01", ""), "9999-12-31", true},
		{"always", version.Span{}, "2026-11-22", true},
	} {
		if got := test.span.Contains(day(test.day)); got != test.want {
			t.Errorf("%s: %v.Contains(%s) = %v, want %v", test.name, test.span, test.day, got, test.want)
		}
	}
}

func TestSpanCheckRefusesWhatHoldsNoDay(t *testing.T) {
	for _, s := range []version.Span{span("2017-01-01", "2017-01-01"), span("2017-01-02", "2017-01-01")} {
		if s.Check() == nil {
			t.Errorf("%v.Check() = nil, want an error", s)
		}
	}
	for _, s := range []version.Span{{}, span("2017-01-01", ""), span("", "2017-01-01"), span("2017-01-01", "2017-01-02")} {
		if err := s.Check(); err != nil {
			t.Errorf("%v.Check() = %v, want nil", s, err)
		}
	}
}

func TestSpansAndDatesGoThroughTheDatabase(t *testing.T) {
	tx := pgtest.Tx(t)
	for _, want := range []version.Span{{}, span("2017-01-01", ""), span("", "2017-01-01"), span("2017-01-01", "2017-01-02"), span("0044-03-15", "9999-12-31")} {
		var r pgtype.Range[pgtype.Date]
		var text string
		if err := tx.QueryRow(t.Context(), `SELECT $1::daterange, $1::daterange::text`, want.Range()).Scan(&r, &text); err != nil {
			t.Fatal(err)
		}
		if got := version.SpanOf(r); got != want {
			t.Errorf("%v comes back as %v (%s)", want, got, text)
		}
	}
	for _, want := range []version.Date{{}, day("2026-11-22"), day("0044-03-15")} {
		var got version.Date
		if err := tx.QueryRow(t.Context(), `SELECT $1::date`, want).Scan(&got); err != nil || got != want {
			t.Errorf("%v comes back as %v, %v", want, got, err)
		}
	}
	var unbounded version.Date
	if err := tx.QueryRow(t.Context(), `SELECT 'infinity'::date`).Scan(&unbounded); err != nil || !unbounded.IsZero() {
		t.Errorf("infinity comes back as %v, %v, want unbounded", unbounded, err)
	}
}
