package ogr

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"diming/importers/geojson"
)

// Features are the features of one layer, converted and counted.
type Features struct {
	Messages []string // of GDAL
	Size     int64    // bytes
	spool    *os.File
	layer    Layer
	format   Format
}

// Read converts a layer into features, at most limit of them when limit is
// above 0. Numbers stay as they are written in the file, dates are ISO; nobody
// guesses types from the first rows.
func (d *Dataset) Read(ctx context.Context, l Layer, limit int) (*Features, error) {
	if err := d.allow(ctx); err != nil {
		return nil, err
	}
	spool, err := os.Create(filepath.Join(d.folder, fmt.Sprintf("features-%d", limit)))
	if err != nil {
		return nil, fmt.Errorf("keep features of %s: %w", l.Name, err)
	}
	f := d.Files[l.file]
	args := []string{"-f", "GeoJSONSeq", "/vsistdout/", "-lco", "RS=YES", "-lco", "COORDINATE_PRECISION=10", "-a_srs", "NONE", "-nlt", l.straight()}
	if limit > 0 {
		args = append(args, "-limit", strconv.Itoa(limit))
	}
	if args = f.arguments(args...); l.own != "data" {
		if strings.HasPrefix(l.own, "-") {
			return nil, fmt.Errorf("图层名 %q 以减号开头，请改名 / the layer's name %q begins with a minus: rename it", l.own, l.own)
		}
		args = append(args, l.own)
	}
	out := &separators{to: spool}
	said, err := d.run(ctx, call{tool: "ogr2ogr", args: args, config: f.Config, out: out})
	if err == nil {
		err = out.check(l, limit, said)
	}
	if err != nil {
		spool.Close()
		return nil, err
	}
	return &Features{said, out.size, spool, l, d.Format}, nil
}

// separators counts the features that pass.
type separators struct {
	to    io.Writer
	count int64
	size  int64
	last  byte
}

func (s *separators) Write(p []byte) (int, error) {
	s.count += int64(bytes.Count(p, []byte{0x1E}))
	s.size += int64(len(p))
	if len(p) > 0 {
		s.last = p[len(p)-1]
	}
	return s.to.Write(p)
}

// check holds a child that says it did well to what it announced.
func (s *separators) check(l Layer, limit int, said []string) error {
	want := l.Count
	for _, message := range said {
		if strings.HasPrefix(message, "ERROR ") {
			return &ChildError{Kind: ErrDamaged, Tool: "ogr2ogr", Messages: said}
		}
	}
	if limit > 0 {
		want = min(want, int64(limit))
	}
	switch {
	case s.size > 0 && s.last != '\n':
		return &ChildError{Kind: ErrBroken, Tool: "ogr2ogr", Messages: said}
	case want >= 0 && s.count != want:
		return &ChildError{Kind: ErrLying, Tool: "ogr2ogr", Messages: said,
			Detail: fmt.Sprintf("应有 %d 个，读出 %d 个 / %d announced, %d read", want, s.count, want, s.count)}
	}
	return nil
}

// A Reader hands the features out.
type Reader struct {
	*geojson.Sequence
	real map[string]bool // fields that are kept as floating numbers
	drop map[string]bool
}

// Rewind begins to hand the features out, again and again if need be.
func (f *Features) Rewind() (*Reader, error) {
	if _, err := f.spool.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	r := &Reader{geojson.NewSequence(f.spool, f.layer.EPSG), map[string]bool{}, map[string]bool{}}
	for _, field := range f.layer.Fields {
		r.real[field.Name] = field.Type == "Real"
	}
	if f.format == KML || f.format == KMZ {
		for _, name := range []string{"timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon"} {
			r.drop[name] = true // of the drawing, not of the place
		}
	}
	return r, nil
}

// Close lets go of the features; the data set removes them.
func (f *Features) Close() error { return f.spool.Close() }

const reasonLost = "数值超过 15 位，文件以浮点数保存，末尾的数字已丢失；请改为文本字段 / a number of more than 15 digits kept as a floating one, whose last digits are lost: keep it as text"

// Read returns the next feature, or io.EOF.
func (r *Reader) Read() (geojson.Feature, error) {
	f, err := r.Sequence.Read()
	kept := f.Properties[:0]
	for _, p := range f.Properties {
		if r.drop[p.Name] {
			continue
		}
		if r.real[p.Name] {
			p.Text, p.Doubt = plain(p.Text)
		}
		kept = append(kept, p)
	}
	f.Properties = kept
	return f, err
}

// plain writes a floating number as people do, 22200 for 22200.0 and 0.1 for
// 0.10000000000000001, and doubts one that cannot hold its digits.
func plain(text string) (plainText, doubt string) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text, ""
	}
	if v >= 1e15 || v <= -1e15 {
		return strconv.FormatFloat(v, 'f', -1, 64), reasonLost
	}
	return strconv.FormatFloat(v, 'f', -1, 64), ""
}
