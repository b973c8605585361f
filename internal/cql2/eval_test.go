package cql2

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"golang.org/x/text/unicode/norm"
)

// A row is a feature as the naive evaluator has it: by property a string,
// float64, bool, time.Time, orb.Point or []string; nil where nothing is said.
type row map[string]any

// eval is what an expression gives of a row: nil where it is not known. It
// knows nothing of SQL, and takes types for granted.
func eval(e Expr, r row) any {
	switch e := e.(type) {
	case Property:
		return r[string(e)]
	case Text:
		return string(e)
	case Number:
		return float64(e)
	case Bool:
		return bool(e)
	case Date:
		return e.Time
	case Moment:
		return e.Time
	case Geometry:
		return e.Geometry
	case List:
		var all []string
		for _, one := range e {
			all = append(all, string(one.(Text)))
		}
		return all
	}
	op := e.(Op)
	switch op.Name {
	case "and", "or":
		return evalLogic(op, r)
	case "isnull":
		return eval(op.Args[0], r) == nil
	case "in":
		return evalIn(op, r)
	case "between": // one bound may decide where the other is not known
		return evalLogic(Op{"and", []Expr{Op{">=", op.Args[:2]}, Op{"<=", []Expr{op.Args[0], op.Args[2]}}}}, r)
	}
	if strings.HasPrefix(op.Name, "t_") {
		return evalTemporal(op, r)
	}
	var args []any
	for _, a := range op.Args {
		v := eval(a, r)
		if v == nil {
			return nil // whatever is said of the unknown is unknown
		}
		args = append(args, v)
	}
	return evalKnown(op.Name, args)
}

// evalLogic is Kleene's.
func evalLogic(op Op, r row) any {
	decides, unknown := op.Name == "or", false
	for _, a := range op.Args {
		switch eval(a, r) {
		case decides:
			return decides
		case nil:
			unknown = true
		}
	}
	if unknown {
		return nil
	}
	return !decides
}

func evalIn(op Op, r row) any {
	v := eval(op.Args[0], r)
	if v == nil {
		return nil
	}
	unknown := false
	for _, e := range op.Args[1].(List) {
		switch one := eval(e, r); {
		case one == nil:
			unknown = true
		case order(v, one) == 0:
			return true
		}
	}
	if unknown {
		return nil
	}
	return false
}

// order compares two values of one type.
func order(a, b any) int {
	switch a := a.(type) {
	case string:
		return strings.Compare(a, b.(string))
	case time.Time:
		return a.Compare(b.(time.Time))
	case bool:
		if a == b.(bool) {
			return 0
		}
		return 1
	}
	switch x, y := a.(float64), b.(float64); {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

func evalKnown(name string, args []any) any {
	switch name {
	case "not":
		return !args[0].(bool)
	case "=":
		return order(args[0], args[1]) == 0
	case "<>":
		return order(args[0], args[1]) != 0
	case "<":
		return order(args[0], args[1]) < 0
	case "<=":
		return order(args[0], args[1]) <= 0
	case ">":
		return order(args[0], args[1]) > 0
	case ">=":
		return order(args[0], args[1]) >= 0
	case "like":
		return matches([]rune(args[0].(string)), []rune(args[1].(string)))
	case "casei":
		return strings.ToLower(args[0].(string))
	case "accenti":
		return strings.Map(func(r rune) rune {
			if r >= 0x300 && r <= 0x36f {
				return -1
			}
			return r
		}, norm.NFD.String(args[0].(string)))
	case "length":
		return float64(utf8.RuneCountInString(args[0].(string)))
	case "starts_with":
		return strings.HasPrefix(args[0].(string), args[1].(string))
	case "a_contains", "a_containedby", "a_overlaps", "a_equals":
		return evalArrays(name, args[0].([]string), args[1].([]string))
	}
	if strings.HasPrefix(name, "s_") {
		return evalSpatial(name, args[0].(orb.Geometry), args[1].(orb.Geometry))
	}
	return evalNumbers(name, args)
}

func evalNumbers(name string, args []any) any {
	x := args[0].(float64)
	switch name {
	case "abs":
		return math.Abs(x)
	case "floor":
		return math.Floor(x)
	case "ceil":
		return math.Ceil(x)
	}
	y := args[1].(float64)
	if y == 0 && slices.Contains([]string{"/", "div", "%"}, name) {
		return nil
	}
	switch name {
	case "+":
		return x + y
	case "-":
		return x - y
	case "*":
		return x * y
	case "/":
		return x / y
	case "div":
		return math.Trunc(x / y)
	case "%":
		return x - y*math.Trunc(x/y)
	}
	return math.Pow(x, y)
}

// matches tells whether a text is of a pattern of LIKE.
func matches(s, pattern []rune) bool {
	if len(pattern) == 0 {
		return len(s) == 0
	}
	switch pattern[0] {
	case '%':
		for i := range len(s) + 1 {
			if matches(s[i:], pattern[1:]) {
				return true
			}
		}
		return false
	case '_':
		return len(s) > 0 && matches(s[1:], pattern[1:])
	case '\\':
		pattern = pattern[1:]
	}
	return len(s) > 0 && s[0] == pattern[0] && matches(s[1:], pattern[1:])
}

func evalArrays(name string, a, b []string) bool {
	in := func(part, whole []string) bool {
		return !slices.ContainsFunc(part, func(s string) bool { return !slices.Contains(whole, s) })
	}
	switch name {
	case "a_contains":
		return in(b, a)
	case "a_containedby":
		return in(a, b)
	case "a_equals":
		return in(a, b) && in(b, a)
	}
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// evalSpatial knows points, and boxes on whose edges no point lies.
func evalSpatial(name string, a, b orb.Geometry) bool {
	p, aPoint := a.(orb.Point)
	q, bPoint := b.(orb.Point)
	var meet bool
	switch {
	case aPoint && bPoint:
		meet = p == q
	case aPoint:
		meet = b.Bound().Contains(p)
	default:
		meet = a.Bound().Contains(q)
	}
	switch name {
	case "s_intersects":
		return meet
	case "s_disjoint":
		return !meet
	case "s_equals":
		return meet && aPoint && bPoint
	case "s_within":
		return meet && aPoint
	case "s_contains":
		return meet && bPoint
	}
	return false // touches, overlaps, crosses
}

// evalTemporal tells Allen's relations from the order of the ends.
func evalTemporal(op Op, r row) any {
	s1, e1, known1 := span(op.Args[0], r)
	s2, e2, known2 := span(op.Args[1], r)
	if !known1 || !known2 {
		return nil
	}
	ss, se, es, ee := s1.Compare(s2), s1.Compare(e2), e1.Compare(s2), e1.Compare(e2)
	return map[string]bool{
		"t_after": se > 0, "t_before": es < 0, "t_disjoint": se > 0 || es < 0, "t_intersects": se <= 0 && es >= 0,
		"t_contains": ss < 0 && ee > 0, "t_during": ss > 0 && ee < 0, "t_equals": ss == 0 && ee == 0,
		"t_finishes": ss > 0 && ee == 0, "t_finishedby": ss < 0 && ee == 0, "t_starts": ss == 0 && ee < 0, "t_startedby": ss == 0 && ee > 0,
		"t_meets": es == 0, "t_metby": se == 0, "t_overlaps": ss < 0 && es > 0 && ee < 0, "t_overlappedby": ss > 0 && se < 0 && ee > 0,
	}[op.Name]
}

var (
	beforeAll = time.Date(-9999, 1, 1, 0, 0, 0, 0, time.UTC)
	afterAll  = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
)

func span(e Expr, r row) (from, to time.Time, known bool) {
	i, ok := e.(Interval)
	if !ok {
		at, known := eval(e, r).(time.Time)
		return at, at, known
	}
	from, to = beforeAll, afterAll
	if i.From != nil {
		if at, ok := eval(i.From, r).(time.Time); ok {
			from = at
		}
	}
	if i.To != nil {
		if at, ok := eval(i.To, r).(time.Time); ok {
			to = at
		}
	}
	return from, to, true
}
