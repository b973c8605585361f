package marker

import (
	"errors"
	"testing"
)

func TestNumbersAreReadAndWrittenByTheirForm(t *testing.T) {
	for _, test := range []struct {
		form, text string
		want       Number
	}{
		{Provincial, "3336012Q", Number{"3336", 12, "Q"}},
		{Provincial, "3336001A", Number{"3336", 1, "A"}},
		{Provincial, "1253165C", Number{"1253", 165, "C"}},
		{"{line}-{serial:3}{type}", "330822330881-007B", Number{"330822330881", 7, "B"}},
		{"江常{serial}号", "江常12号", Number{"", 12, ""}},
		{"{line:2}{serial:4}", "120003", Number{"12", 3, ""}},
	} {
		p, err := ParsePattern(test.form)
		if err != nil {
			t.Fatalf("%s: %v", test.form, err)
		}
		if got, err := p.Parse(test.text); err != nil || got != test.want {
			t.Errorf("%s reads %q as %+v, %v; want %+v", test.form, test.text, got, err, test.want)
		}
		if got, err := p.Format(test.want); err != nil || got != test.text {
			t.Errorf("%s writes %+v as %q, %v; want %q", test.form, test.want, got, err, test.text)
		}
	}
}

func TestNumbersThatDoNotFitAreRefused(t *testing.T) {
	p, err := ParsePattern(Provincial)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "3336012", "3336012F", "336012Q", "33360012Q", "3336012q", " 3336012Q", "３３３６012Q"} {
		if n, err := p.Parse(text); !errors.Is(err, ErrNumber) {
			t.Errorf("Parse(%q) = %+v, %v; want ErrNumber", text, n, err)
		}
	}
	for _, n := range []Number{{"3336", 1000, "Q"}, {"336", 1, "Q"}, {"3336", 1, ""}, {"3336", -1, "Q"}} {
		if text, err := p.Format(n); !errors.Is(err, ErrNumber) {
			t.Errorf("Format(%+v) = %q, %v; want ErrNumber: nothing is cut off", n, text, err)
		}
	}
	for _, form := range []string{"", "{line:4}{type}", "{serial}{serial}", "{serial:3}{type}{type}", "{line}{serial}", "{serial}{line}", "{serial:3}{sort}", "{serial:3", "{serial:0}"} {
		if _, err := ParsePattern(form); !errors.Is(err, ErrPattern) {
			t.Errorf("ParsePattern(%q) = %v, want ErrPattern", form, err)
		}
	}
}

// A pair's A is on side a, whose code is the smaller one (GB/T 17796).
func TestLettersFollowKindAndCode(t *testing.T) {
	for _, test := range []struct {
		kind Kind
		n    int
		want string
	}{{Single, 0, "Q"}, {Pair, 0, "A"}, {Pair, 1, "B"}, {Triple, 0, "C"}, {Triple, 1, "D"}, {Triple, 2, "E"}} {
		got, ok := LetterOf(test.kind, test.n)
		if kind, known := KindOf(got); !ok || got != test.want || !known || kind != test.kind {
			t.Errorf("LetterOf(%s, %d) = %q, %v, of kind %s", test.kind, test.n, got, ok, kind)
		}
	}
	if l, ok := LetterOf(Single, 1); ok {
		t.Errorf("a second single marker has the letter %q", l)
	}
	if k, ok := KindOf("F"); ok {
		t.Errorf("F is of kind %s", k)
	}
}
