package cql2

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An example is one of the standard's, in both encodings.
type example struct{ name, text, json string }

func examples(t testing.TB) []example {
	t.Helper()
	data, err := os.ReadFile("testdata/examples.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	for line := range strings.Lines(string(data)) {
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		all = append(all, example{parts[0], strings.ReplaceAll(parts[1], `\n`, "\n"), parts[2]})
	}
	return all
}

func TestBothEncodingsOfTheStandardsExamplesAreTheSameExpression(t *testing.T) {
	all := examples(t)
	if len(all) < 70 {
		t.Fatalf("%d examples", len(all))
	}
	for _, e := range all {
		fromText, err := ParseText(e.text)
		if err != nil {
			t.Errorf("%s: %s: %v", e.name, e.text, err)
			continue
		}
		fromJSON, err := ParseJSON(e.json)
		if err != nil {
			t.Errorf("%s: %s: %v", e.name, e.json, err)
			continue
		}
		if diff := cmp.Diff(fromText, fromJSON); diff != "" {
			t.Errorf("%s: %s\n%s", e.name, e.text, diff)
		}
	}
}

func TestPrecedence(t *testing.T) {
	for text, same := range map[string]string{
		"a=1 OR b=2 AND c=3":             "a=1 OR (b=2 AND c=3)",
		"NOT a=1 AND b=2":                "(NOT (a=1)) AND b=2",
		"a - b - c = 0":                  "(a - b) - c = 0",
		"a + b * c ^ d ^ e > 0":          "(a + (b * (c ^ (d ^ e)))) > 0",
		"a=1 AND (b=2 AND c=3)":          "a=1 AND b=2 AND c=3",
		"x BETWEEN 1 AND 2 AND y = 3":    "(x BETWEEN 1 AND 2) AND y = 3",
		"name ILIKE 'a%'":                "CASEI(name) LIKE CASEI('a%')",
		"a = 1.5e3 and b = 'it''s'":      `"a" = 1500 AND "b" = 'it''s'`,
		"S_WITHIN(g, ENVELOPE(1,2,3,4))": "s_within(g, BBOX(1,2,0,3,4,9))",
	} {
		got, err := ParseText(text)
		want, err2 := ParseText(same)
		if err != nil || err2 != nil {
			t.Errorf("%s: %v, %v", text, err, err2)
		} else if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("%s is not %s:\n%s", text, same, diff)
		}
	}
}

func TestWhatIsNoFilterIsRefused(t *testing.T) {
	for _, bad := range []string{"", "a =", "= 1", "a = 1 b", "a = 'x", `"a = 1`, "a == 1", "a = 1 AND", "(a = 1", "a IN 1", "a IN ()", "a LIKE", "a NOT = 1", "a IS 1",
		"DATE('2020-02-30') = a", "a = DATE(2020)", "a = TIMESTAMP('2020-01-01')", "INTERVAL('a','b')", "POINT(1)", "POINT(1 2 3 4)", "POINT()", "POLYGON((0 0,1 1,2 2))", "POLYGON((0 0,1 1,2 2,3 3))",
		"LINESTRING(1 1)", "BBOX(1,2,3)", "BBOX(1,9,3,2)", "a = 1;", "a = $1", "a = 12abc", "a = \x00", "a = '\x00'", "GEOMETRYCOLLECTION(a)", "a BETWEEN 1", "a = #", "\xff = 1",
		strings.Repeat("(", 100) + "a=1" + strings.Repeat(")", 100), strings.Repeat("NOT ", 100) + "a=1", "a IN (" + strings.Repeat("1,", 3000) + "1)", strings.Repeat("a", MaxBytes) + "=1"} {
		e, err := ParseText(bad)
		var told *Error
		if err == nil && bad == "a IN ()" { // refused when it is written
			_, err = SQL(e, table(nil))
		}
		if !errors.As(err, &told) || told.ZH == "" || told.EN == "" || strings.Contains(told.ZH+told.EN, "%!") {
			t.Errorf("%.60q is read as %v, %v", bad, e, err)
		}
	}
	for _, bad := range []string{"", "{", "null", "[null]", `{"op":"and","args":[true]}`, `{"op":"=","args":[{"x":1},1]}`, `{"date":"yesterday"}`, `{"type":"Point","coordinates":[1]}`,
		`{"type":"Point","coordinates":[1,2,3,4]}`, `{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}`, `{"type":"Circle","coordinates":[1,2]}`, `{"bbox":[1,2,3,"x"]}`, `{"bbox":[1,2]}`, `1e999`, `true true`,
		strings.Repeat("[", 200) + strings.Repeat("]", 200), `"\u0000"`, `{"type":"GeometryCollection","geometries":[]}`, `{"type":"LineString","coordinates":[]}`} {
		e, err := ParseJSON(bad)
		var told *Error
		if !errors.As(err, &told) || told.ZH == "" || told.EN == "" || strings.Contains(told.ZH+told.EN, "%!") {
			t.Errorf("%.60q is read as %v, %v", bad, e, err)
		}
	}
}
