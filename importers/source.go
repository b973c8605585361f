package importers

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"diming/importers/csvfile"
	"diming/importers/geojson"
)

// A source reads the rows of one file.
type source interface {
	read() (*row, error) // io.EOF behind the last
	offset() int64       // bytes taken in
}

// maxColumns bounds a table: no form has as many, and a batch of rows of
// 16,384 empty cells would fill the memory.
const maxColumns = 1000

// records are the rows of a table, the heading first.
type records interface {
	Read() (csvfile.Record, error) // io.EOF behind the last
	Offset() int64
}

// features are the rows of a file that has geometries.
type features interface {
	Read() (geojson.Feature, error) // io.EOF behind the last
	Offset() int64
	CRS() int // EPSG code that the file declares, or 0
}

// A tableSource reads a table.
type tableSource struct {
	in       records
	headings []string
	fields   []field
	number   int
}

// openTable reads the heading and maps its columns.
func openTable(in records, m *mapping) (*tableSource, error) {
	t := &tableSource{in: in}
	head, err := t.in.Read()
	if err == io.EOF {
		return nil, fmt.Errorf("文件为空，连表头也没有 / the file is empty, without even a heading")
	}
	if err != nil {
		return nil, err
	}
	if head.Fault != nil {
		return nil, fmt.Errorf("表头无法读取 / the heading cannot be read: %s", head.Fault.Reason)
	}
	if len(head.Fields) > maxColumns {
		return nil, fmt.Errorf("表有 %d 栏，超过 %d；请只留需要的栏 / a table of %d columns, more than %d: keep those that are needed",
			len(head.Fields), maxColumns, len(head.Fields), maxColumns)
	}
	t.headings = head.Fields
	t.fields = m.columns(head.Fields)
	return t, nil
}

func (t *tableSource) offset() int64 { return t.in.Offset() }

func (t *tableSource) read() (*row, error) {
	rec, err := t.in.Read()
	if err != nil {
		return nil, err
	}
	t.number++
	r := &row{number: t.number, line: int64(rec.Line), fields: rec.Fields}
	if f := rec.Fault; f != nil {
		column, value := "", f.Raw
		if f.Column >= 0 {
			column, value = t.headings[f.Column], rec.Fields[f.Column]
		}
		r.refuse(column, value, f.Reason)
		r.misfit = f.Column < 0
	}
	for _, f := range rec.Cells {
		if t.fields[f.Column] != fieldNone {
			r.refuse(t.headings[f.Column], rec.Fields[f.Column], f.Reason)
		}
	}
	for i, value := range rec.Fields[:min(len(rec.Fields), len(t.fields))] {
		r.values[t.fields[i]] = strings.TrimSpace(value)
	}
	r.values[fieldNone] = ""
	if was := r.values[fieldMark]; was != "" && r.sound() && was == cellsDigest(t.others(rec.Fields)) {
		r.misfit = true
		r.refuseAgain("", "")
	}
	return r, nil
}

// others are the cells of a row without our own columns.
func (t *tableSource) others(fields []string) (cells []string) {
	for i, at := range t.fields {
		if !at.own() {
			cells = append(cells, fields[i])
		}
	}
	return cells
}

// editions reads the whole table for its first and last edition: years, 0
// where it names none. A year that cannot be read is refused later.
func editions(in records) (first, last int, err error) {
	t, err := openTable(in, newMapping(Divisions, false))
	if err != nil {
		return 0, 0, err
	}
	for {
		r, err := t.read()
		if err == io.EOF {
			return first, last, nil
		}
		if err != nil {
			return 0, 0, err
		}
		if !r.sound() {
			continue
		}
		from, to, _ := strings.Cut(r.values[fieldEditions], "-")
		for _, text := range []string{r.values[fieldFirstYear], from} {
			if y, ok := parseYear(text); ok && (first == 0 || y < first) {
				first = y
			}
		}
		for _, text := range []string{r.values[fieldLastYear], to} {
			if y, ok := parseYear(text); ok {
				last = max(last, y)
			}
		}
	}
}

// A featureSource reads a GeoJSON collection.
type featureSource struct {
	in        features
	m         *mapping
	force2D   bool
	elevation bool // the kind has one, which a point's third coordinate is
	number    int

	raised, flat, flattened int // third coordinates: taken, 0, dropped
}

func (s *featureSource) offset() int64 { return s.in.Offset() }

func (s *featureSource) read() (*row, error) {
	f, err := s.in.Read()
	if err != nil {
		return nil, err
	}
	s.number++
	r := &row{number: s.number, feature: f.Raw, geometry: f.Geometry}
	var from [fieldCount]string
	for _, p := range f.Properties {
		at := s.m.property(p.Name)
		if at == fieldNone && s.m.suspicious(p.Name) {
			r.refuse(p.Name, p.Text, notUsed(p.Name))
		}
		if at == fieldNone || from[at] != "" && !s.m.better(p.Name, from[at]) {
			continue
		}
		from[at] = p.Name
		r.values[at] = strings.TrimSpace(p.Text)
		if p.Doubt != "" {
			r.refuse(p.Name, p.Text, p.Doubt)
		}
		if p.Nested {
			r.refuse(p.Name, p.Text, "不是文字或数字 / neither text nor number")
		}
	}
	if f.Fault != nil {
		r.refuse(f.Fault.Member, "", f.Fault.Reason)
	}
	if f.HasZ {
		s.third(r, f)
	}
	return r, nil
}

// third accounts for a third coordinate: the elevation of a point, where the
// kind has one; zeros, which programs write for want of a height, are none.
func (s *featureSource) third(r *row, f geojson.Feature) {
	_, point := f.Geometry.(orb.Point)
	switch given := r.values[fieldElevation]; {
	case s.force2D:
		s.flattened++
	case f.FlatZ:
		s.flat++
	case !point || !s.elevation:
		r.refuse("geometry", "", "坐标有第三维，请另存为二维，或用 --force-2d 舍去 / a third coordinate: save the file in 2D, or drop it with --force-2d")
	case given == "":
		r.values[fieldElevation] = heightText(f.Z)
		s.raised++
	case given != heightText(f.Z):
		r.refuse(s.m.name(fieldElevation), given, fmt.Sprintf("与坐标的第三维 %s 不同，请改正，或用 --force-2d 舍去后者 / the third coordinate says %s: correct one, or drop it with --force-2d", heightText(f.Z), heightText(f.Z)))
	}
}

// heightText writes metres to a tenth of a millimetre.
func heightText(z float64) string {
	text := strconv.FormatFloat(z, 'f', 4, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// notes say what became of third coordinates.
func (s *featureSource) notes() []string {
	var notes []string
	note := func(n int, format string) {
		if n > 0 {
			notes = append(notes, fmt.Sprintf(format, n))
		}
	}
	note(s.raised, "%d 个要素的第三坐标读作高程（米） / third coordinates were taken as elevations in metres")
	note(s.flat, "%d 个要素的第三坐标全为 0，未作高程 / features whose third coordinates are all 0: not taken as elevations")
	note(s.flattened, "%d 个要素的第三坐标按 --force-2d 舍去 / third coordinates were dropped as --force-2d says")
	return notes
}
