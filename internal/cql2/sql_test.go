package cql2

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// columns are those of the table row of the tests.
var columns = map[string]Column{
	"s": {IsText, "r.s"}, "p": {IsText, "r.p"}, "n": {IsNumber, "r.n"}, "m": {IsNumber, "r.m"}, "b": {IsBool, "r.b"}, "d": {IsDate, "r.d"}, "t": {IsMoment, "r.t"},
	"g": {IsGeometry, "r.g"}, "l": {IsTexts, "r.l"},
}

// table is the table of the tests; what is bound goes to args.
func table(args *[]any) Table {
	bind := func(v any) string {
		if args == nil {
			return "$0"
		}
		*args = append(*args, v)
		return fmt.Sprintf("$%d", len(*args))
	}
	return Table{columns, bind, func(g orb.Geometry) string {
		return "ST_SetSRID(ST_GeomFromWKB(" + bind(wkb.MustMarshal(g)) + "::bytea), 4490)"
	}}
}

func TestTypesAreChecked(t *testing.T) {
	for _, good := range []string{"s = 'a'", "d = '2020-01-01'", "d >= '2020-01-01T00:00:00Z'", "d < TIMESTAMP('2020-01-01T00:00:00Z')", "t > d", "n + 1 = m * 2", "b = (n > 1)", "b", "NOT b", "TRUE",
		"s IN ('a', CASEI('b'))", "d IN ('2020-01-01', DATE('2020-01-02'))", "S_INTERSECTS(g, POINT(1 2))", "T_AFTER(d, t)", "A_CONTAINS(l, 'a')", "A_OVERLAPS(l, ('a','b'))", "distance_m(g, POINT(1 2)) < 10",
		"starts_with(s, 'a')", "length(s) > 2", "g IS NULL", "s BETWEEN 'a' AND 'b'", "d BETWEEN '2020-01-01' AND '2020-02-01'", "'a' < s", "s LIKE ACCENTI(CASEI('a%'))"} {
		e, err := ParseText(good)
		if err != nil {
			t.Errorf("%s: %v", good, err)
			continue
		}
		if sql, err := SQL(e, table(nil)); err != nil || strings.Contains(sql, "%!") {
			t.Errorf("%s: %s %v", good, sql, err)
		}
	}
	for _, bad := range []string{"s", "1", "'a'", "s = 1", "n = 'a'", "n + 'a' = 1", "b > TRUE", "g = POINT(1 2)", "secret = 1", "r.s = 'a'", "nothing(s) = 1", "casei(n) = 'a'", "s LIKE (n)", `s LIKE 'a\'`, "n LIKE 'a'",
		"S_INTERSECTS(g)", "S_INTERSECTS(g, s)", "T_AFTER(s, d)", "T_AFTER(d, 'never')", "d = 'never'", "d = '..'", "A_CONTAINS(l, (1,2))", "A_CONTAINS(s, 'a')", "NOT n", "n AND b", "INTERVAL('..','..') IS NULL",
		"s BETWEEN 1 AND 2", "b BETWEEN TRUE AND FALSE", "abs(n, m) = 1", "l = ('a','b')", "d = INTERVAL('2020-01-01','..')", "s IN (1, 2)"} {
		e, err := ParseText(bad)
		if err != nil {
			t.Errorf("%s is no filter: %v", bad, err)
			continue
		}
		sql, err := SQL(e, table(nil))
		var told *Error
		if !errors.As(err, &told) || told.ZH == "" || strings.Contains(told.ZH+told.EN, "%!") {
			t.Errorf("%s is written as %s, %v", bad, sql, err)
		}
	}
}

// words are what SQL of filters is made of, beside bound parameters and the
// expressions of columns: whatever else stood in it would come from outside.
var words = regexp.MustCompile(`^(\$\d+|::(text\[\]|text|float8|boolean|date|timestamptz|timestamp|bytea|geography)|r\.[a-z]|SELECT|FROM|AS|remainder|[xy]\b|AND|OR|NOT|IN|IS|NULL|LIKE|BETWEEN|COLLATE "C"|AT TIME ZONE 'UTC'|'-?infinity'|` +
	`(lower|abs|floor|ceil|char_length|starts_with|trunc|nullif|power|coalesce|normalize|regexp_replace|ST_\w+)\b|NFD|'\[\\u0300-\\u036F\]'|''|'g'|4490|0|[-+*/%^(),<>=@&\s])`)

// wantOwnWords expects SQL to hold nothing but words.
func wantOwnWords(t testing.TB, sql string) {
	t.Helper()
	for rest := sql; rest != ""; {
		n := len(words.FindString(rest))
		if n == 0 {
			t.Fatalf("%s: %.40q is not ours", sql, rest)
		}
		rest = rest[n:]
	}
}

func FuzzText(f *testing.F) {
	for _, e := range examples(f) {
		f.Add(e.text)
	}
	for _, s := range []string{"s = 'a'' OR 1=1 --'", `"r.s;DROP TABLE place" = 1`, "n + 1 > m", "ACCENTI(s) LIKE 'a%'", "T_DURING(INTERVAL(d,t),INTERVAL('..','2020-01-01'))", "A_EQUALS(l,('a'))"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { written(t, s, ParseText) })
}

func FuzzJSON(f *testing.F) {
	for _, e := range examples(f) {
		f.Add(e.json)
	}
	f.Fuzz(func(t *testing.T, s string) { written(t, s, ParseJSON) })
}

// written expects a text to be refused with a sentence, or to become SQL of our
// own words.
func written(t *testing.T, s string, parse func(string) (Expr, error)) {
	e, err := parse(s)
	var told *Error
	if err != nil {
		if !errors.As(err, &told) {
			t.Fatalf("%q: %v", s, err)
		}
		return
	}
	var args []any
	sql, err := SQL(e, table(&args))
	if err != nil {
		if !errors.As(err, &told) {
			t.Fatalf("%q: %v", s, err)
		}
		return
	}
	wantOwnWords(t, sql)
}
