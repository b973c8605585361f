package tiles

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// A mvtLayer gathers one layer of a tile as Mapbox Vector Tile 2.1 has it. The
// zero value but for the name is ready.
type mvtLayer struct {
	name     string
	keys     list
	values   list
	features []mvtFeature
}

// A list gives equal entries one number, in the order in which they came.
type list struct {
	at      map[string]uint64
	entries []string
}

func (l *list) number(entry string) uint64 {
	n, ok := l.at[entry]
	if !ok {
		if l.at == nil {
			l.at = make(map[string]uint64)
		}
		n = uint64(len(l.entries))
		l.at[entry] = n
		l.entries = append(l.entries, entry)
	}
	return n
}

// A mvtFeature is drawn in its layer: geometry are commands of MVT 4.3.
type mvtFeature struct {
	tags     []uint64
	kind     uint64
	geometry []uint32
}

// Kinds of geometry (MVT 4.3.4).
const (
	mvtPoint   = 1
	mvtLine    = 2
	mvtPolygon = 3
)

// tagText and tagNumber say an attribute of a feature; a text that is empty too.
func (l *mvtLayer) tagText(tags []uint64, key, text string) []uint64 {
	b := append(make([]byte, 0, len(text)+4), 1<<3|2)
	b = append(binary.AppendUvarint(b, uint64(len(text))), text...)
	return append(tags, l.keys.number(key), l.values.number(string(b)))
}

func (l *mvtLayer) tagNumber(tags []uint64, key string, n int64) []uint64 {
	var b []byte
	if n >= 0 {
		b = binary.AppendUvarint([]byte{5 << 3}, uint64(n))
	} else {
		b = binary.AppendVarint([]byte{6 << 3}, n)
	}
	return append(tags, l.keys.number(key), l.values.number(string(b)))
}

// tagObject says the members of a JSON object; what is null or no single value is
// left out.
func (l *mvtLayer) tagObject(tags []uint64, object []byte) ([]uint64, error) {
	var members map[string]any
	d := json.NewDecoder(strings.NewReader(string(object)))
	d.UseNumber()
	if err := d.Decode(&members); err != nil {
		return nil, fmt.Errorf("read attributes: %w", err)
	}
	for _, key := range slices.Sorted(maps.Keys(members)) {
		switch v := members[key].(type) {
		case string:
			tags = l.tagText(tags, key, v)
		case bool:
			b := "\x38\x00"
			if v {
				b = "\x38\x01"
			}
			tags = append(tags, l.keys.number(key), l.values.number(b))
		case json.Number:
			if n, err := v.Int64(); err == nil {
				tags = l.tagNumber(tags, key, n)
				continue
			}
			f, err := v.Float64()
			if err != nil {
				return nil, fmt.Errorf("read attribute %s: %w", key, err)
			}
			b := binary.LittleEndian.AppendUint64([]byte{3<<3 | 1}, math.Float64bits(f))
			tags = append(tags, l.keys.number(key), l.values.number(string(b)))
		}
	}
	return tags, nil
}

// appendTo writes the layer behind a tile; nothing where no feature was drawn.
func (l *mvtLayer) appendTo(tile []byte) []byte {
	if len(l.features) == 0 {
		return tile
	}
	body := appendString(make([]byte, 0, 64*len(l.features)), 1, l.name)
	var feature, packed []byte
	for _, f := range l.features {
		packed = packed[:0]
		for _, n := range f.tags {
			packed = binary.AppendUvarint(packed, n)
		}
		feature = appendBytes(feature[:0], 2, packed)
		feature = binary.AppendUvarint(append(feature, 3<<3), f.kind)
		packed = packed[:0]
		for _, n := range f.geometry {
			packed = binary.AppendUvarint(packed, uint64(n))
		}
		body = appendBytes(body, 2, appendBytes(feature, 4, packed))
	}
	for _, key := range l.keys.entries {
		body = appendString(body, 3, key)
	}
	for _, value := range l.values.entries {
		body = appendString(body, 4, value)
	}
	body = binary.AppendUvarint(append(body, 5<<3), extent)
	body = append(body, 15<<3, 2)
	return appendBytes(tile, 3, body)
}

func appendBytes(to []byte, field byte, b []byte) []byte {
	return append(binary.AppendUvarint(append(to, field<<3|2), uint64(len(b))), b...)
}

func appendString(to []byte, field byte, s string) []byte {
	return append(binary.AppendUvarint(append(to, field<<3|2), uint64(len(s))), s...)
}

// A gridPoint is a vertex in the units of a tile.
type gridPoint struct{ x, y int32 }

func compareGrid(a, b gridPoint) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) }

// A pen writes the commands of a geometry, each from where the one before ended.
type pen struct {
	at       gridPoint
	commands []uint32
}

func (p *pen) move(points []gridPoint) {
	p.commands = append(p.commands, uint32(len(points))<<3|1)
	p.to(points)
}

func (p *pen) line(points []gridPoint) {
	p.move(points[:1])
	p.commands = append(p.commands, uint32(len(points)-1)<<3|2)
	p.to(points[1:])
}

// ring writes a ring whose last point is not its first.
func (p *pen) ring(points []gridPoint) {
	p.line(points)
	p.commands = append(p.commands, 1<<3|7)
}

func (p *pen) to(points []gridPoint) {
	for _, to := range points {
		p.commands = append(p.commands, zigzag(to.x-p.at.x), zigzag(to.y-p.at.y))
		p.at = to
	}
}

func zigzag(n int32) uint32 { return uint32(n<<1) ^ uint32(n>>31) }
