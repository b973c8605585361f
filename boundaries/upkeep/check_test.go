package upkeep

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestAPatrolSaysSomethingWholeOfEachMarker(t *testing.T) {
	a, b, foreign := uuid.New(), uuid.New(), uuid.New()
	good := func(m uuid.UUID) Check { return Check{Marker: m, Reached: true, Condition: Normal, Cleared: Cleared} }
	away := Check{Marker: b, Note: "洪水冲断山路"}
	for _, c := range []struct {
		what   string
		checks []Check
		counts [3]int // missing, unknown, wrong
	}{
		{"both found well", []Check{good(a), good(b)}, [3]int{}},
		{"one not reached, with why", []Check{good(a), away}, [3]int{}},
		{"one forgotten", []Check{good(a)}, [3]int{1, 0, 0}},
		{"nothing at all", nil, [3]int{2, 0, 0}},
		{"one of another contract", []Check{good(a), good(b), good(foreign)}, [3]int{0, 1, 0}},
		{"one said twice", []Check{good(a), good(b), good(a)}, [3]int{0, 0, 1}},
		{"not reached without why", []Check{good(a), {Marker: b}}, [3]int{0, 0, 1}},
		{"not reached, and yet repainted", []Check{good(a), {Marker: b, Repainted: true, Note: "远处看见"}}, [3]int{0, 0, 1}},
		{"reached without condition", []Check{good(a), {Marker: b, Reached: true, Cleared: NotNeeded}}, [3]int{0, 0, 1}},
		{"a condition that is none", []Check{good(a), {Marker: b, Reached: true, Condition: "fine", Cleared: NotNeeded}}, [3]int{0, 0, 1}},
	} {
		err := CheckAll([]uuid.UUID{a, b}, c.checks)
		var wrong *ChecksError
		if got := errors.As(err, &wrong); got != (c.counts != [3]int{}) {
			t.Errorf("%s: %v", c.what, err)
		} else if got && [3]int{len(wrong.Missing), len(wrong.Unknown), len(wrong.Wrong)} != c.counts {
			t.Errorf("%s: %+v, want %v", c.what, wrong, c.counts)
		}
	}
}

func TestReportsAreKeptToTheHour(t *testing.T) {
	found := time.Date(2026, 11, 25, 20, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		hours int
		after time.Duration
		kept  bool
	}{
		{12, 0, true}, {12, 12 * time.Hour, true}, {12, 12*time.Hour + time.Second, false}, {24, 13 * time.Hour, true}, {1, 59 * time.Minute, true}, {1, 61 * time.Minute, false},
	} {
		if got := (Clock{found, found.Add(c.after), c.hours}).Kept(); got != c.kept {
			t.Errorf("told %s after, within %d h: kept %t, want %t", c.after, c.hours, got, c.kept)
		}
	}
}
