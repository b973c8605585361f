package geojson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// A Feature is one row: texts and a geometry.
type Feature struct {
	Offset     int64 // of its first byte in the file
	Properties []Property
	Geometry   orb.Geometry // nil when there is none; may have unclosed rings
	HasZ       bool         // a third coordinate was there and is not in Geometry
	Z          float64      // of a Point that had one
	FlatZ      bool         // every third coordinate was 0
	Raw        []byte       // as it stands in the file; nil when too large
	Fault      *Fault
}

// A Property is a member of the feature's properties, in their order.
type Property struct {
	Name   string
	Text   string // numbers as they are written; "" for null
	Nested bool   // an object or array, of which Text is the JSON
	Doubt  string // why the text must not be used
}

// A Fault is why a feature could not be read.
type Fault struct {
	Member string // "geometry", "properties", or "" for the whole
	Reason string
}

func parse(offset int64, raw []byte) Feature {
	f := Feature{Offset: offset, Raw: bytes.Clone(raw)}
	if !utf8.Valid(raw) || bytes.Contains(raw, []byte("\uFFFD")) {
		return f.failed("", "不是 UTF-8 文本 / not UTF-8 text")
	}
	var members struct {
		Type       string
		ID         json.RawMessage
		Properties json.RawMessage
		Geometry   *struct {
			Type        string
			Coordinates json.RawMessage
		}
	}
	if err := json.Unmarshal(raw, &members); err != nil {
		return f.failed("", fmt.Sprintf("不成 JSON / not JSON: %v", err))
	}
	if members.Type != "Feature" {
		return f.failed("type", fmt.Sprintf("不是 Feature / not a Feature: %q", members.Type))
	}
	if err := f.addProperties(members.Properties); err != nil {
		return f.failed("properties", fmt.Sprintf("属性无法读取 / properties cannot be read: %v", err))
	}
	if len(members.ID) > 0 && string(members.ID) != "null" {
		if p, err := property("id", members.ID); err == nil && !f.has("id") {
			f.Properties = append(f.Properties, p)
		}
	}
	if members.Geometry == nil {
		return f
	}
	g := shape{}
	var err error
	if f.Geometry, err = g.read(members.Geometry.Type, members.Geometry.Coordinates); err != nil {
		return f.failed("geometry", err.Error())
	}
	f.HasZ, f.FlatZ = g.hasZ, g.hasZ && !g.high
	if _, point := f.Geometry.(orb.Point); point {
		f.Z = g.z
	}
	return f
}

func (f Feature) failed(member, reason string) Feature {
	f.Fault = &Fault{Member: member, Reason: reason}
	return f
}

func (f *Feature) has(name string) bool {
	for _, p := range f.Properties {
		if p.Name == name {
			return true
		}
	}
	return false
}

func (f *Feature) addProperties(raw json.RawMessage) error {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("they are not an object")
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return err
		}
		p, err := property(name.(string), value)
		if err != nil {
			return err
		}
		f.Properties = append(f.Properties, p)
	}
	return nil
}

func property(name string, value json.RawMessage) (Property, error) {
	p := Property{Name: name, Text: string(value)}
	switch value[0] {
	case '"':
		if err := json.Unmarshal(value, &p.Text); err != nil {
			return p, err
		}
	case '{', '[':
		p.Nested = true
	case 'n':
		p.Text = ""
	}
	return p, nil
}

// shape reads coordinates and remembers what third ones were dropped.
type shape struct {
	hasZ, high bool
	z          float64 // the last
}

func (s *shape) read(kind string, raw json.RawMessage) (orb.Geometry, error) {
	switch kind {
	case "Point":
		var c []float64
		if err := coordinates(raw, &c); err != nil {
			return nil, err
		}
		return s.point(c)
	case "Polygon":
		var c [][][]float64
		if err := coordinates(raw, &c); err != nil {
			return nil, err
		}
		return s.polygon(c)
	case "MultiPolygon":
		var c [][][][]float64
		if err := coordinates(raw, &c); err != nil {
			return nil, err
		}
		m := make(orb.MultiPolygon, len(c))
		for i := range c {
			var err error
			if m[i], err = s.polygon(c[i]); err != nil {
				return nil, err
			}
		}
		return m, nil
	}
	return nil, fmt.Errorf("几何类型 %q 在此不可用 / geometry type %q has no use here", kind, kind)
}

func coordinates(raw json.RawMessage, into any) error {
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("坐标无法读取 / coordinates cannot be read: %w", err)
	}
	return nil
}

func (s *shape) point(c []float64) (orb.Point, error) {
	if len(c) == 3 {
		s.hasZ, s.z, s.high = true, c[2], s.high || c[2] != 0
	} else if len(c) != 2 {
		return orb.Point{}, fmt.Errorf("一个位置应有 2 个数，实有 %d 个 / a position has 2 numbers, not %d", len(c), len(c))
	}
	return orb.Point{c[0], c[1]}, nil
}

func (s *shape) polygon(c [][][]float64) (orb.Polygon, error) {
	p := make(orb.Polygon, len(c))
	for i := range c {
		p[i] = make(orb.Ring, len(c[i]))
		for j := range c[i] {
			var err error
			if p[i][j], err = s.point(c[i][j]); err != nil {
				return nil, err
			}
		}
	}
	return p, nil
}
