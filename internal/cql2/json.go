package cql2

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strings"

	"github.com/paulmach/orb/geojson"
)

// ParseJSON reads a filter in the JSON encoding. The error is an [*Error].
func ParseJSON(s string) (Expr, error) {
	if len(s) > MaxBytes {
		return nil, wrong("条件太长：最多 %d 字节。", "The filter is longer than %d bytes.", MaxBytes)
	}
	d := json.NewDecoder(bytes.NewReader([]byte(s)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, noJSON(s, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, wrong("条件之后还有别的内容。", "Something follows the filter.")
	}
	return (&reader{newBudget()}).expr(v)
}

// noJSON says where a text stops being JSON.
func noJSON(s string, err error) *Error {
	var syntax *json.SyntaxError
	switch {
	case strings.TrimSpace(s) == "":
		return wrong("条件是空的。", "The filter is empty.")
	case !strings.HasPrefix(strings.TrimSpace(s), "{"):
		return wrong("条件不是 CQL2 JSON；如是文字写法，filter-lang 写 cql2-text。", "The filter is no CQL2 JSON; if it is text, filter-lang is cql2-text.")
	case errors.As(err, &syntax) && syntax.Offset > 0 && int(syntax.Offset) <= len(s):
		return misplaced(s, int(syntax.Offset)-1, wrong("从这里起不是 JSON。", "From here on it is no JSON."))
	}
	return wrong("条件没有写完，不是完整的 JSON。", "The filter ends too early to be JSON.")
}

// A reader turns decoded JSON into an expression.
type reader struct{ budget *budget }

func (r *reader) expr(v any) (Expr, error) {
	if err := r.budget.down(); err != nil {
		return nil, err
	}
	defer r.budget.up()
	if err := r.budget.node(); err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case string:
		if strings.ContainsRune(v, 0) {
			return nil, wrong("文字里有空字符。", "A text holds a null character.")
		}
		return Text(v), nil
	case bool:
		return Bool(v), nil
	case json.Number:
		n, err := v.Float64()
		if err != nil || math.IsInf(n, 0) {
			return nil, wrong("数太大。", "A number is too large.")
		}
		return Number(n), nil
	case []any:
		all, err := r.all(v)
		return List(all), err
	case map[string]any:
		return r.object(v)
	}
	return nil, wrong("条件里不能有 null。", "A filter holds no null.")
}

func (r *reader) all(values []any) ([]Expr, error) {
	all := make([]Expr, 0, len(values))
	for _, v := range values {
		e, err := r.expr(v)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// object reads an object by the member that tells what it is.
func (r *reader) object(o map[string]any) (Expr, error) {
	if op, ok := o["op"].(string); ok {
		args, _ := o["args"].([]any)
		return r.op(strings.ToLower(op), args)
	}
	if name, ok := o["property"].(string); ok {
		return Property(name), nil
	}
	if s, ok := o["date"].(string); ok {
		return parseDate(s)
	}
	if s, ok := o["timestamp"].(string); ok {
		return parseMoment(s)
	}
	if ends, ok := o["interval"].([]any); ok && len(ends) == 2 {
		from, err := r.intervalEnd(ends[0])
		if err != nil {
			return nil, err
		}
		to, err := r.intervalEnd(ends[1])
		return Interval{from, to}, err
	}
	if corners, ok := o["bbox"].([]any); ok {
		n, err := r.numbers(corners)
		if err != nil {
			return nil, err
		}
		return box(n)
	}
	if _, ok := o["type"].(string); ok {
		return r.geometry(o)
	}
	return nil, wrong("不认识的对象：须有 op、property、date、timestamp、interval、bbox 或 type。", "An object has none of op, property, date, timestamp, interval, bbox and type.")
}

func (r *reader) op(name string, values []any) (Expr, error) {
	args, err := r.all(values)
	if err != nil {
		return nil, err
	}
	if name == "and" || name == "or" {
		if len(args) < 2 {
			return nil, wrong("%s 至少有两项。", "%s takes two operands at least.", name)
		}
		return join(name, args...), nil
	}
	return call(name, args), nil
}

func (r *reader) intervalEnd(v any) (Expr, error) {
	if s, ok := v.(string); ok {
		return parseInstant(s)
	}
	return r.expr(v)
}

func (r *reader) numbers(values []any) ([]float64, error) {
	var all []float64
	for _, v := range values {
		e, err := r.expr(v)
		if err != nil {
			return nil, err
		}
		n, ok := e.(Number)
		if !ok {
			return nil, wrong("bbox 里有不是数的部分。", "A part of bbox is no number.")
		}
		all = append(all, float64(n))
	}
	return all, nil
}

// geometry reads a GeoJSON geometry. Heights are passed over.
func (r *reader) geometry(o map[string]any) (Expr, error) {
	if err := r.countNumbers(o); err != nil {
		return nil, err
	}
	data, err := json.Marshal(o)
	if err != nil {
		return nil, wrong("几何写得不对。", "The geometry is malformed.")
	}
	g, err := geojson.UnmarshalGeometry(data)
	if err != nil || g.Geometry() == nil || !complete(o) {
		return nil, wrong("几何写得不对，须是 GeoJSON。", "The geometry is no GeoJSON.")
	}
	if err := checkGeometry(g.Geometry()); err != nil {
		return nil, err
	}
	return Geometry{g.Geometry()}, nil
}

// complete tells whether every position of a geometry has two finite numbers:
// orb fills up what is missing with zeros.
func complete(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		if members, ok := v["geometries"].([]any); ok {
			for _, m := range members {
				if !complete(m) {
					return false
				}
			}
			return len(members) > 0
		}
		return complete(v["coordinates"])
	case []any:
		if len(v) == 0 {
			return false
		}
		if _, position := v[0].(json.Number); position {
			return len(v) == 2 || len(v) == 3
		}
		for _, m := range v {
			if !complete(m) {
				return false
			}
		}
		return true
	}
	return false
}

// countNumbers counts the coordinates against the budget.
func (r *reader) countNumbers(v any) error {
	switch v := v.(type) {
	case map[string]any:
		for _, m := range v {
			if err := r.countNumbers(m); err != nil {
				return err
			}
		}
	case []any:
		if err := r.budget.node(); err != nil {
			return err
		}
		for _, m := range v {
			if err := r.countNumbers(m); err != nil {
				return err
			}
		}
	}
	return nil
}
