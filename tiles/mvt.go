package tiles

import (
	"encoding/binary"
	"encoding/hex"
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
	value    []byte // that is being written
}

// A list gives equal entries one number, in the order in which they came.
type list struct {
	at      map[string]uint64
	entries []string
}

func (l *list) number(entry string) uint64 {
	if n, ok := l.at[entry]; ok {
		return n
	}
	return l.add(entry)
}

// add takes an entry that is not in the list.
func (l *list) add(entry string) uint64 {
	if l.at == nil {
		l.at = make(map[string]uint64)
	}
	l.at[entry] = uint64(len(l.entries))
	return l.addOnly(entry)
}

// addOnly takes an entry that is hardly ever there twice, and looks for it no more.
func (l *list) addOnly(entry string) uint64 {
	l.entries = append(l.entries, entry)
	return uint64(len(l.entries) - 1)
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
	l.value = binary.AppendUvarint(append(l.value[:0], 1<<3|2), uint64(len(text)))
	l.value = append(l.value, text...)
	return l.tag(tags, key)
}

func (l *mvtLayer) tagNumber(tags []uint64, key string, n int64) []uint64 {
	if n >= 0 {
		l.value = binary.AppendUvarint(append(l.value[:0], 5<<3), uint64(n))
	} else {
		l.value = binary.AppendVarint(append(l.value[:0], 6<<3), n)
	}
	return l.tag(tags, key)
}

// tagID says an id as PostgreSQL writes a uuid.
func (l *mvtLayer) tagID(tags []uint64, key string, id [16]byte) []uint64 {
	const digits = 36
	l.value = append(l.value[:0], 1<<3|2, digits)
	for i, n := range [...]int{4, 2, 2, 2, 6} {
		if i > 0 {
			l.value = append(l.value, '-')
		}
		l.value = hex.AppendEncode(l.value, id[:n])
		copy(id[:], id[n:])
	}
	return append(tags, l.keys.number(key), l.values.addOnly(string(l.value)))
}

// tag says of a feature that it has the value, which is copied where it is new.
func (l *mvtLayer) tag(tags []uint64, key string) []uint64 {
	n, ok := l.values.at[string(l.value)]
	if !ok {
		n = l.values.add(string(l.value))
	}
	return append(tags, l.keys.number(key), n)
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
			l.value = append(l.value[:0], 7<<3, 0)
			if v {
				l.value[1] = 1
			}
			tags = l.tag(tags, key)
		case json.Number:
			if n, err := v.Int64(); err == nil {
				tags = l.tagNumber(tags, key, n)
				continue
			}
			f, err := v.Float64()
			if err != nil {
				return nil, fmt.Errorf("read attribute %s: %w", key, err)
			}
			l.value = binary.LittleEndian.AppendUint64(append(l.value[:0], 3<<3|1), math.Float64bits(f))
			tags = l.tag(tags, key)
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
