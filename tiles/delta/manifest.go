package delta

import (
	"fmt"
	"math"

	"diming/internal/canonical"
	"diming/internal/pmtiles"
)

// text is the manifest as it is signed.
func (m Manifest) text() (string, error) {
	changed, gone := []any{}, []any{}
	for _, t := range m.Changed {
		changed = append(changed, []any{int64(t.ID), t.Bytes, t.SHA256})
	}
	for _, id := range m.Gone {
		gone = append(gone, int64(id))
	}
	return canonical.Text(canonical.Object{
		"base": m.Base, "result": m.Result, "set": m.Set, "extent_e7": extentOf(m.Extent), "zooms": []any{m.From, m.To},
		"seq": []any{m.FromSeq, m.ToSeq}, "key": m.Key, "metadata": m.Metadata, "changed": changed, "gone": gone,
	})
}

// extentOf writes degrees as whole ten-millionths, as the header of an archive does.
func extentOf(e pmtiles.Extent) []any {
	var all []any
	for _, angle := range []float64{e.West, e.South, e.East, e.North} {
		all = append(all, int64(math.Round(angle*1e7)))
	}
	return all
}

// readManifest reads what text wrote, and refuses what does not list its tiles in
// order.
func readManifest(text []byte) (m Manifest, err error) {
	o, err := canonical.ReadObject(text)
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrForm, err)
	}
	f := fields{of: o}
	m.Base, m.Result, m.Set, m.Key, m.Metadata = f.text("base"), f.text("result"), f.text("set"), f.text("key"), f.text("metadata")
	extent, zooms, seq := f.numbers("extent_e7", 4), f.numbers("zooms", 2), f.numbers("seq", 2)
	changed, gone := f.list("changed"), f.list("gone")
	if f.bad != "" || len(o) != 10 || len(changed)+len(gone) > mostTiles {
		return m, fmt.Errorf("%w: its manifest lacks %q or has more than it should", ErrForm, f.bad)
	}
	m.Extent = pmtiles.Extent{West: float64(extent[0]) / 1e7, South: float64(extent[1]) / 1e7, East: float64(extent[2]) / 1e7, North: float64(extent[3]) / 1e7}
	m.From, m.To, m.FromSeq, m.ToSeq = int(zooms[0]), int(zooms[1]), seq[0], seq[1]
	for _, v := range changed {
		t, ok := readTile(v)
		if n := len(m.Changed); !ok || n > 0 && t.ID <= m.Changed[n-1].ID {
			return m, fmt.Errorf("%w: a changed tile that is none, or out of order", ErrForm)
		}
		m.Changed = append(m.Changed, t)
	}
	for _, v := range gone {
		id, ok := v.(int64)
		if n := len(m.Gone); !ok || id < 0 || n > 0 && pmtiles.ID(id) <= m.Gone[n-1] {
			return m, fmt.Errorf("%w: a tile that is gone and none, or out of order", ErrForm)
		}
		m.Gone = append(m.Gone, pmtiles.ID(id))
	}
	return m, nil
}

// largestTile bounds what is read of a delta at once.
const largestTile = 64 << 20

func readTile(v any) (t Tile, ok bool) {
	parts, ok := v.([]any)
	if !ok || len(parts) != 3 {
		return t, false
	}
	id, isID := parts[0].(int64)
	size, isSize := parts[1].(int64)
	sum, isSum := parts[2].(string)
	ok = isID && isSize && isSum && id >= 0 && size > 0 && size <= largestTile
	return Tile{pmtiles.ID(id), size, sum}, ok
}

// fields reads the fields of a manifest; bad names the last that is not as it should be.
type fields struct {
	of  canonical.Object
	bad string
}

func (f *fields) text(name string) string {
	v, ok := f.of[name].(string)
	if !ok {
		f.bad = name
	}
	return v
}

func (f *fields) list(name string) []any {
	v, ok := f.of[name].([]any)
	if !ok {
		f.bad = name
	}
	return v
}

func (f *fields) numbers(name string, n int) []int64 {
	all := make([]int64, n)
	list := f.list(name)
	if len(list) != n {
		f.bad = name
		return all
	}
	for i, v := range list {
		var ok bool
		if all[i], ok = v.(int64); !ok {
			f.bad = name
		}
	}
	return all
}
