package cql2

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"pgregory.net/rapid"
)

// The values of which rows and filters are drawn are few, so that they meet.
var (
	drawnTexts   = []string{"", "a", "A", "ab", "aB", "é", "É", "e", "xìkǒu", "xikou", "溪口", "溪", "50%", "a_b", `a\b`, "it's"}
	drawnNumbers = []float64{-2, -0.5, 0, 1, 1.5, 2, 3, 10}
	drawnDays    = []string{"2019-12-31", "2020-01-01", "2020-06-30", "2021-01-01"}
	drawnMoments = []string{"2019-12-31T23:59:59Z", "2020-01-01T00:00:00Z", "2020-06-30T12:00:00.5Z", "2021-01-01T00:00:00Z"}
	drawnPoints  = []orb.Point{{0, 0}, {1, 1}, {2, 1}, {118, 28}}
	drawnLists   = [][]string{{}, {"a"}, {"a", "b"}, {"b", "c"}, {"c"}}
)

func drawRow(t *rapid.T) row {
	r := row{}
	set := func(name string, v any) {
		if rapid.IntRange(0, 4).Draw(t, name+" is said") > 0 {
			r[name] = v
		}
	}
	for _, name := range []string{"s", "p"} {
		set(name, rapid.SampledFrom(drawnTexts).Draw(t, name))
	}
	for _, name := range []string{"n", "m"} {
		set(name, rapid.SampledFrom(drawnNumbers).Draw(t, name))
	}
	set("b", rapid.Bool().Draw(t, "b"))
	set("d", day(rapid.SampledFrom(drawnDays).Draw(t, "d")))
	set("t", moment(rapid.SampledFrom(drawnMoments).Draw(t, "t")))
	set("g", rapid.SampledFrom(drawnPoints).Draw(t, "g"))
	set("l", rapid.SampledFrom(drawnLists).Draw(t, "l"))
	return r
}

func day(s string) time.Time {
	e, _ := parseDate(s)
	return e.(Date).Time
}

func moment(s string) time.Time {
	e, _ := parseMoment(s)
	return e.(Moment).Time
}

// one draws one of several expressions.
func one(t *rapid.T, choices ...func() Expr) Expr {
	return choices[rapid.IntRange(0, len(choices)-1).Draw(t, "choice")]()
}

// drawFilter draws a condition of at most so many levels.
func drawFilter(t *rapid.T, depth int) Expr {
	if depth == 0 {
		return one(t, func() Expr { return Property("b") }, func() Expr { return Bool(rapid.Bool().Draw(t, "literal")) })
	}
	below := func() Expr { return drawFilter(t, depth-1) }
	return one(t,
		func() Expr { return join("and", below(), below()) },
		func() Expr { return join("or", below(), below()) },
		func() Expr { return not(below()) },
		func() Expr { return drawComparison(t, depth) },
		func() Expr { return drawComparison(t, depth) },
		func() Expr { return drawPredicate(t) },
		func() Expr { return drawPredicate(t) })
}

func drawComparison(t *rapid.T, depth int) Expr {
	kinds := []func() Expr{func() Expr { return drawText(t, 2) }, func() Expr { return drawNumber(t, depth) }, func() Expr { return drawInstant(t) }}
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	return one(t,
		func() Expr { return Op{rapid.SampledFrom(comparisons).Draw(t, "op"), []Expr{kind(), kind()}} },
		func() Expr { return Op{"between", []Expr{kind(), kind(), kind()}} },
		func() Expr { return Op{"in", []Expr{kind(), List{kind(), kind()}}} },
		func() Expr {
			return Op{rapid.SampledFrom(comparisons[:2]).Draw(t, "op"), []Expr{Property("b"), drawFilter(t, depth-1)}}
		})
}

func drawText(t *rapid.T, depth int) Expr {
	choices := []func() Expr{
		func() Expr { return Text(rapid.SampledFrom(drawnTexts).Draw(t, "text")) },
		func() Expr { return Property(rapid.SampledFrom([]string{"s", "p"}).Draw(t, "property")) }}
	if depth > 0 {
		choices = append(choices, func() Expr {
			return Op{rapid.SampledFrom([]string{"casei", "accenti"}).Draw(t, "fold"), []Expr{drawText(t, depth-1)}}
		})
	}
	return one(t, choices...)
}

func drawNumber(t *rapid.T, depth int) Expr {
	choices := []func() Expr{
		func() Expr { return Number(rapid.SampledFrom(drawnNumbers).Draw(t, "number")) },
		func() Expr { return Property(rapid.SampledFrom([]string{"n", "m"}).Draw(t, "property")) }}
	if depth > 0 {
		below := func() Expr { return drawNumber(t, depth-1) }
		choices = append(choices,
			func() Expr {
				return Op{rapid.SampledFrom([]string{"+", "-", "*", "/", "div", "%"}).Draw(t, "op"), []Expr{below(), below()}}
			},
			func() Expr { return Op{"^", []Expr{below(), Number(rapid.IntRange(1, 2).Draw(t, "exponent"))}} },
			func() Expr {
				return Op{rapid.SampledFrom([]string{"abs", "floor", "ceil"}).Draw(t, "function"), []Expr{below()}}
			},
			func() Expr { return Op{"length", []Expr{drawText(t, 1)}} })
	}
	return one(t, choices...)
}

func drawInstant(t *rapid.T) Expr {
	return one(t,
		func() Expr { return Property("d") }, func() Expr { return Property("t") },
		func() Expr { return Date{day(rapid.SampledFrom(drawnDays).Draw(t, "day"))} },
		func() Expr { return Moment{moment(rapid.SampledFrom(drawnMoments).Draw(t, "moment"))} })
}

func drawTime(t *rapid.T) Expr {
	end := func() Expr {
		if rapid.Bool().Draw(t, "open") {
			return nil
		}
		return drawInstant(t)
	}
	return one(t, func() Expr { return drawInstant(t) }, func() Expr { return Interval{end(), end()} })
}

func drawGeometry(t *rapid.T) Expr {
	return one(t,
		func() Expr { return Property("g") },
		func() Expr { return Geometry{rapid.SampledFrom(drawnPoints).Draw(t, "point")} },
		func() Expr {
			e, _ := box([]float64{rapid.SampledFrom([]float64{-1.5, 0.5, 100.5}).Draw(t, "west"), -0.5, rapid.SampledFrom([]float64{100.75, 150.5}).Draw(t, "east"), rapid.SampledFrom([]float64{0.5, 30.5}).Draw(t, "north")})
			return e
		})
}

// drawPredicate draws what is said with a predicate of its own.
func drawPredicate(t *rapid.T) Expr {
	list := func() Expr {
		var all List
		for _, s := range rapid.SampledFrom(drawnLists[1:]).Draw(t, "list") {
			all = append(all, Text(s))
		}
		return all
	}
	return one(t,
		func() Expr {
			pattern := rapid.SampledFrom([]string{"%", "a%", "%b", "_", "A_", `a\_%`, "%é", "xi%", `\%`, "溪_", "%'s", ""}).Draw(t, "pattern")
			return Op{"like", []Expr{drawText(t, 1), one(t, func() Expr { return Text(pattern) }, func() Expr { return Op{"casei", []Expr{Text(pattern)}} }, func() Expr { return Op{"accenti", []Expr{Text(pattern)}} })}}
		},
		func() Expr {
			return Op{"isnull", []Expr{Property(rapid.SampledFrom([]string{"s", "n", "b", "d", "t", "g", "l"}).Draw(t, "property"))}}
		},
		func() Expr { return Op{"starts_with", []Expr{drawText(t, 1), drawText(t, 1)}} },
		func() Expr {
			return Op{rapid.SampledFrom(sortedNames(spatial)).Draw(t, "relation"), []Expr{drawPoint(t), drawGeometry(t)}}
		},
		func() Expr {
			return Op{rapid.SampledFrom(sortedNames(temporal)).Draw(t, "relation"), []Expr{drawTime(t), drawTime(t)}}
		},
		func() Expr {
			return Op{rapid.SampledFrom(sortedNames(arrays)).Draw(t, "relation"), []Expr{Property("l"), list()}}
		})
}

func drawPoint(t *rapid.T) Expr {
	return one(t, func() Expr { return Property("g") }, func() Expr { return Geometry{rapid.SampledFrom(drawnPoints).Draw(t, "point")} })
}

// asText writes an expression in the text encoding, in brackets throughout.
func asText(e Expr) string {
	switch e := e.(type) {
	case Property:
		return `"` + string(e) + `"`
	case Text:
		return "'" + strings.ReplaceAll(string(e), "'", "''") + "'"
	case Number:
		return strconv.FormatFloat(float64(e), 'g', -1, 64)
	case Bool:
		return fmt.Sprint(bool(e))
	case Date:
		return "DATE('" + e.Format(time.DateOnly) + "')"
	case Moment:
		return "TIMESTAMP('" + e.Format(time.RFC3339Nano) + "')"
	case Geometry:
		return wkt.MarshalString(e.Geometry)
	case List:
		return "(" + joined(e, ", ") + ")"
	case Interval:
		return "INTERVAL(" + endText(e.From) + ", " + endText(e.To) + ")"
	}
	op := e.(Op)
	switch {
	case op.Name == "and" || op.Name == "or" || len(op.Args) == 2 && (op.Name == "like" || op.Name == "in" || arithmetic[op.Name] != "" || strings.Trim(op.Name, "<>=") == ""):
		return "(" + joined(op.Args, " "+op.Name+" ") + ")"
	case op.Name == "not":
		return "(NOT " + asText(op.Args[0]) + ")"
	case op.Name == "isnull":
		return "(" + asText(op.Args[0]) + " IS NULL)"
	case op.Name == "between":
		return "(" + asText(op.Args[0]) + " BETWEEN " + asText(op.Args[1]) + " AND " + asText(op.Args[2]) + ")"
	}
	return op.Name + "(" + joined(op.Args, ", ") + ")"
}

func joined(all []Expr, by string) string {
	var parts []string
	for _, e := range all {
		parts = append(parts, asText(e))
	}
	return strings.Join(parts, by)
}

// endText writes an end of an interval, which has literals in bare quotes.
func endText(e Expr) string {
	switch e := e.(type) {
	case nil:
		return "'..'"
	case Date:
		return "'" + e.Format(time.DateOnly) + "'"
	case Moment:
		return "'" + e.Format(time.RFC3339Nano) + "'"
	}
	return asText(e)
}
