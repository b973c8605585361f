package cartography

import (
	"fmt"
	"strconv"
)

// An env is what an expression is evaluated for.
type env struct {
	zoom  float64
	props map[string]any // numbers as float64
}

// An operator gives the value of an expression from its arguments.
type operator func(e env, args []any) (any, error)

// operators are those of the MapLibre Style Specification that the table uses.
var operators map[string]operator

func init() {
	operators = map[string]operator{
		"zoom": func(e env, _ []any) (any, error) { return e.zoom, nil },
		"get":  func(e env, args []any) (any, error) { return e.props[fmt.Sprint(args[0])], nil },
		"has": func(e env, args []any) (any, error) {
			_, ok := e.props[fmt.Sprint(args[0])]
			return ok, nil
		},
		"literal":     func(_ env, args []any) (any, error) { return args[0], nil },
		"==":          equal(true),
		"!=":          equal(false),
		"<=":          compare(func(a, b float64) bool { return a <= b }),
		">=":          compare(func(a, b float64) bool { return a >= b }),
		"all":         junction(false),
		"any":         junction(true),
		"-":           minus,
		"case":        caseOf,
		"match":       match,
		"coalesce":    coalesce,
		"step":        step,
		"interpolate": interpolate,
		"to-string":   toString,
		"slice":       slice,
		"format":      format,
	}
}

// value evaluates an expression; what is none stands for itself.
func (e env) value(expr any) (any, error) {
	list, ok := expr.([]any)
	if !ok || len(list) == 0 {
		return expr, nil
	}
	name, ok := list[0].(string)
	if !ok {
		return expr, nil // a plain list of numbers
	}
	op, ok := operators[name]
	if !ok {
		if len(list) > 0 && allStrings(list) {
			return expr, nil // a list of anchors
		}
		return nil, fmt.Errorf("expression %q is not one that still images know", name)
	}
	v, err := op(e, list[1:])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

func allStrings(list []any) bool {
	for _, v := range list {
		if _, ok := v.(string); !ok {
			return false
		}
	}
	return true
}

// number evaluates to a number; what is none is the other value.
func (e env) number(expr any, otherwise float64) (float64, error) {
	v, err := e.value(expr)
	if n, ok := v.(float64); ok {
		return n, err
	}
	return otherwise, err
}

func (e env) text(expr any, otherwise string) (string, error) {
	v, err := e.value(expr)
	if s, ok := v.(string); ok {
		return s, err
	}
	return otherwise, err
}

// truth evaluates a filter; none is true.
func (e env) truth(expr any) (bool, error) {
	if expr == nil {
		return true, nil
	}
	v, err := e.value(expr)
	return v == true, err
}

func equal(want bool) operator {
	return func(e env, args []any) (any, error) {
		a, err := e.value(args[0])
		if err != nil {
			return nil, err
		}
		b, err := e.value(args[1])
		return (a == b) == want, err
	}
}

// compare is false where one of the two is no number.
func compare(holds func(a, b float64) bool) operator {
	return func(e env, args []any) (any, error) {
		a, err := e.value(args[0])
		if err != nil {
			return nil, err
		}
		b, err := e.value(args[1])
		x, ok := a.(float64)
		y, also := b.(float64)
		return ok && also && holds(x, y), err
	}
}

// junction is any, or all.
func junction(anyOf bool) operator {
	return func(e env, args []any) (any, error) {
		for _, arg := range args {
			if ok, err := e.truth(arg); err != nil || ok == anyOf {
				return anyOf, err
			}
		}
		return !anyOf, nil
	}
}

func minus(e env, args []any) (any, error) {
	a, err := e.number(args[0], 0)
	if err != nil {
		return nil, err
	}
	b, err := e.number(args[1], 0)
	return a - b, err
}

func caseOf(e env, args []any) (any, error) {
	for i := 0; i+1 < len(args); i += 2 {
		if ok, err := e.truth(args[i]); err != nil {
			return nil, err
		} else if ok {
			return e.value(args[i+1])
		}
	}
	return e.value(args[len(args)-1])
}

func match(e env, args []any) (any, error) {
	v, err := e.value(args[0])
	if err != nil {
		return nil, err
	}
	for i := 1; i+1 < len(args); i += 2 {
		labels, many := args[i].([]any)
		if !many {
			labels = []any{args[i]}
		}
		for _, label := range labels {
			if v == label {
				return e.value(args[i+1])
			}
		}
	}
	return e.value(args[len(args)-1])
}

func coalesce(e env, args []any) (any, error) {
	for _, arg := range args {
		if v, err := e.value(arg); err != nil || v != nil {
			return v, err
		}
	}
	return nil, nil
}

func step(e env, args []any) (any, error) {
	at, err := e.number(args[0], 0)
	if err != nil {
		return nil, err
	}
	chosen := args[1]
	for i := 2; i+1 < len(args); i += 2 {
		if stop, ok := args[i].(float64); ok && stop <= at {
			chosen = args[i+1]
		}
	}
	return e.value(chosen)
}

// interpolate is linear, between numbers or colours.
func interpolate(e env, args []any) (any, error) {
	at, err := e.number(args[1], 0)
	if err != nil {
		return nil, err
	}
	stops := args[2:]
	last := len(stops) - 2
	for i := 0; i <= last; i += 2 {
		stop, ok := stops[i].(float64)
		if !ok {
			return nil, fmt.Errorf("no stop: %v", stops[i])
		}
		if at > stop && i < last {
			continue
		}
		to, err := e.value(stops[i+1])
		if err != nil || i == 0 || at >= stop {
			return to, err
		}
		from, err := e.value(stops[i-1])
		if err != nil {
			return nil, err
		}
		before, ok := stops[i-2].(float64)
		if !ok {
			return nil, fmt.Errorf("no stop: %v", stops[i-2])
		}
		return between(from, to, (at-before)/(stop-before))
	}
	return nil, fmt.Errorf("no stops")
}

// between is a share of the way from one number or colour to another.
func between(from, to any, share float64) (any, error) {
	if a, ok := from.(float64); ok {
		b, ok := to.(float64)
		if !ok {
			return nil, fmt.Errorf("no number: %v", to)
		}
		return a + (b-a)*share, nil
	}
	a, err := colourOf(fmt.Sprint(from))
	if err != nil {
		return nil, err
	}
	b, err := colourOf(fmt.Sprint(to))
	if err != nil {
		return nil, err
	}
	mix := func(x, y uint8) int { return int(float64(x) + (float64(y)-float64(x))*share + 0.5) }
	return fmt.Sprintf("#%02x%02x%02x", mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B)), nil
}

func toString(e env, args []any) (any, error) {
	v, err := e.value(args[0])
	switch v := v.(type) {
	case nil:
		return "", err
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), err
	}
	return fmt.Sprint(v), err
}

func slice(e env, args []any) (any, error) {
	text, err := e.text(args[0], "")
	if err != nil {
		return nil, err
	}
	from, err := e.number(args[1], 0)
	if err != nil {
		return nil, err
	}
	runes := []rune(text)
	to := float64(len(runes))
	if len(args) > 2 {
		if to, err = e.number(args[2], to); err != nil {
			return nil, err
		}
	}
	begin, end := min(int(from), len(runes)), min(int(to), len(runes))
	return string(runes[begin:max(begin, end)]), nil
}

// A run is a piece of a label, with its size as a share of the label's.
type run struct {
	text  string
	scale float64
}

func format(e env, args []any) (any, error) {
	var runs []run
	for i := 0; i+1 < len(args); i += 2 {
		text, err := e.text(args[i], "")
		if err != nil {
			return nil, err
		}
		r := run{text, 1}
		if how, ok := args[i+1].(map[string]any); ok {
			if r.scale, err = e.number(how["font-scale"], 1); err != nil {
				return nil, err
			}
		}
		runs = append(runs, r)
	}
	return runs, nil
}
