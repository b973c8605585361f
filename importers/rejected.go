package importers

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// The columns that a file of rejected rows has beside those of its source.
const (
	reasonColumn = "拒绝原因"
	numberColumn = "行号"

	// sourceColumn names the source, so that the rows go back to it whatever
	// the file is called by then; markColumn has a digest by which a duplicate,
	// or a row that did not fit the table, is known while it is not corrected.
	sourceColumn = "导入来源"
	markColumn   = "行摘要"

	// editionsColumn holds the first and last edition of the whole source: a
	// few of its rows no longer tell which spans are open.
	editionsColumn = "版本年份"
	rawMember      = "原文"

	// candidateColumn names the places of the register that a row set aside may
	// be about; in decisionColumn a person writes what it is.
	candidateColumn = "对应地名"
	decisionColumn  = "判定"
)

// A rejectedFile is the table of the rows that were refused: the same
// columns in the same order, why, and the number of the row. It is UTF-8, a
// table with the mark that Excel needs. It gets its name when it is whole.
type rejectedFile struct {
	path  string
	from  string // the source
	part  *os.File
	out   *bufio.Writer
	rows  int
	write func(*row) error
	end   func() error

	decided bool // its rows are places, which a person may decide about
}

func openRejected(path, source string) (*rejectedFile, error) {
	pattern := "." + filepath.Base(path) + ".*.part"
	removeParts(filepath.Dir(path), pattern)
	part, err := os.CreateTemp(filepath.Dir(path), pattern)
	if err != nil {
		return nil, fmt.Errorf("open file of rejected rows: %w", err)
	}
	if err := syscall.Flock(int(part.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, fmt.Errorf("lock %s: %w", part.Name(), err)
	}
	return &rejectedFile{path: path, from: source, part: part, out: bufio.NewWriter(part)}, nil
}

// removeParts removes what killed imports of the same file have left: parts
// that no process holds locked. What cannot be removed stays.
func removeParts(folder, pattern string) {
	parts, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil { // the name of the file reads as a broken pattern
		return
	}
	for _, path := range parts {
		part, err := os.Open(path)
		if err != nil {
			continue
		}
		if syscall.Flock(int(part.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			os.Remove(path)
		}
		part.Close()
	}
}

// add writes the rows of a batch that were refused.
func (f *rejectedFile) add(rows []*row) error {
	for _, r := range rows {
		if r.sound() {
			continue
		}
		f.rows++
		if err := f.write(r); err != nil {
			return fmt.Errorf("write rejected row %d: %w", r.number, err)
		}
	}
	return nil
}

// table makes f a table with the headings of t and its delimiter.
func (f *rejectedFile) table(t *tableSource, comma rune, editions string) {
	w := csv.NewWriter(f.out)
	w.Comma = comma
	others := func(of func(i int) string) (cells []string) {
		for i, at := range t.fields {
			if !at.own() {
				cells = append(cells, of(i))
			}
		}
		return cells
	}
	line := func(cells []string, own ...string) error {
		return w.Write(append(cells, own...))
	}
	f.write = func(r *row) error {
		if f.rows == 1 {
			if _, err := f.out.WriteString("\uFEFF"); err != nil {
				return err
			}
			if err := line(others(func(i int) string { return t.headings[i] }), f.ownColumns(editions)...); err != nil {
				return err
			}
		}
		cells := others(func(i int) string {
			if i >= len(r.fields) || r.classified {
				return ""
			}
			return r.fields[i]
		})
		if r.misfit {
			r.mark = cellsDigest(cells)
		}
		own := []string{r.reasons(), fmt.Sprint(r.number), f.from, r.mark}
		switch {
		case f.decided:
			own = append(own, candidateCell(r.pairs), r.values[fieldDecision])
		case editions != "":
			own = append(own, editions)
		}
		return line(cells, own...)
	}
	f.end = func() error {
		w.Flush()
		return w.Error()
	}
}

// ownColumns are the headings of our own columns, in the order of their cells.
func (f *rejectedFile) ownColumns(editions string) []string {
	own := []string{reasonColumn, numberColumn, sourceColumn, markColumn}
	switch {
	case f.decided:
		own = append(own, candidateColumn, decisionColumn)
	case editions != "":
		own = append(own, editionsColumn)
	}
	return own
}

// reasons puts all that is wrong with a row in one cell.
func (r *row) reasons() string {
	var all []string
	for _, f := range r.refusals {
		reason := f.reason
		switch {
		case r.classified:
		case f.column != "":
			reason = f.column + ": " + reason
		case f.value != "":
			reason += "；原行 / the line: " + f.value
		}
		all = append(all, reason)
	}
	return strings.Join(all, "；")
}

// collection makes f a GeoJSON collection in the same reference system.
func (f *rejectedFile) collection(crs reference) {
	f.write = func(r *row) error {
		before := ",\n"
		if f.rows == 1 {
			before = `{"type":"FeatureCollection",`
			if !crs.native() {
				before += fmt.Sprintf(`"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::%d"}},`, crs.code)
			}
			before += "\"features\":[\n"
		}
		feature, err := rejectedFeature(r, f.from)
		if err != nil {
			return err
		}
		if _, err := f.out.WriteString(before); err != nil {
			return err
		}
		_, err = f.out.Write(feature)
		return err
	}
	f.end = func() error {
		_, err := f.out.WriteString("\n]}\n")
		return err
	}
}

// rejectedFeature is the feature with its reasons among its properties; one
// that is no JSON becomes a text in an empty feature.
func rejectedFeature(r *row, source string) ([]byte, error) {
	var feature, properties map[string]json.RawMessage
	ok := !r.classified && json.Unmarshal(r.feature, &feature) == nil && feature != nil
	if ok && len(feature["properties"]) > 0 {
		ok = json.Unmarshal(feature["properties"], &properties) == nil
	}
	if !ok {
		feature = map[string]json.RawMessage{"type": json.RawMessage(`"Feature"`), "geometry": json.RawMessage("null")}
		properties = map[string]json.RawMessage{}
		if !r.classified {
			properties[rawMember] = marshal(string(r.feature))
		}
	}
	if properties == nil {
		properties = map[string]json.RawMessage{}
	}
	properties[reasonColumn] = marshal(r.reasons())
	properties[numberColumn] = marshal(r.number)
	properties[sourceColumn] = marshal(source)
	delete(properties, markColumn)
	delete(properties, candidateColumn)
	if len(r.pairs) > 0 {
		properties[candidateColumn], properties[decisionColumn] = marshal(candidateCell(r.pairs)), marshal(r.values[fieldDecision])
	}
	if r.mark != "" {
		properties[markColumn] = marshal(r.mark)
	}
	feature["properties"] = marshal(properties)
	return marshal(feature), nil
}

// marshal writes v without escaping < and >, as the source wrote them. What
// it is given here always has a JSON form.
func marshal(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return json.RawMessage("null")
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// close gives the file its name, "" when no row was rejected. A file that is
// there already is left alone, since someone may be correcting it: the new
// one is numbered, or dropped where it says the same.
func (f *rejectedFile) close() (string, error) {
	if f.rows == 0 {
		f.discard()
		return "", nil
	}
	if err := f.end(); err != nil {
		return "", err
	}
	if err := f.out.Flush(); err != nil {
		return "", err
	}
	if err := f.part.Close(); err != nil {
		return "", err
	}
	ext := filepath.Ext(f.path)
	for n := 1; ; n++ {
		path := f.path
		if n > 1 {
			path = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(f.path, ext), n, ext)
		}
		same, err := sameContent(path, f.part.Name())
		switch {
		case os.IsNotExist(err):
			return path, os.Rename(f.part.Name(), path)
		case err != nil:
			return "", err
		case same:
			f.discard()
			return path, nil
		}
	}
}

// discard removes what was written.
func (f *rejectedFile) discard() {
	f.part.Close()
	os.Remove(f.part.Name())
}

func sameContent(a, b string) (bool, error) {
	x, err := os.Stat(a)
	if err != nil {
		return false, err
	}
	y, err := os.Stat(b)
	if err != nil || x.Size() != y.Size() {
		return false, err
	}
	p, err := os.ReadFile(a)
	if err != nil {
		return false, err
	}
	q, err := os.ReadFile(b)
	return bytes.Equal(p, q), err
}
