package archive

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// recordsOf turns JSON lines into CSV records of the columns, as COPY takes
// them: unquoted nothing for null, quotes around all else. What is wrong is a
// *Damage with its line.
func recordsOf(path string, columns []Column) func(io.Reader) io.Reader {
	return func(r io.Reader) io.Reader {
		return &records{in: bufio.NewReaderSize(r, 1<<18), path: path, columns: columns}
	}
}

type records struct {
	in      *bufio.Reader
	path    string
	columns []Column
	line    int64
	out     bytes.Buffer // one record, as far as it was not read yet
	err     error
}

func (r *records) Read(p []byte) (int, error) {
	for r.out.Len() == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.err = r.next()
	}
	return r.out.Read(p)
}

func (r *records) next() error {
	text, err := r.in.ReadBytes('\n')
	if err != nil && len(bytes.TrimSpace(text)) == 0 {
		return err
	}
	r.line++
	damage := func(reason string) error {
		return &Damage{File: r.path, From: r.line, To: r.line, Reason: reason}
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(text, &object); err != nil {
		return damage(err.Error())
	}
	if len(object) != len(r.columns) {
		return damage(fmt.Sprintf("it has %d keys for %d columns", len(object), len(r.columns)))
	}
	for i, c := range r.columns {
		raw, ok := object[c.Name]
		if !ok {
			return damage("it has no key " + c.Name)
		}
		value, null, err := c.read(raw)
		if err != nil {
			return damage(c.Name + ": " + err.Error())
		}
		if i > 0 {
			r.out.WriteByte(',')
		}
		if !null {
			r.out.WriteString(`"` + strings.ReplaceAll(value, `"`, `""`) + `"`)
		}
	}
	r.out.WriteByte('\n')
	return nil
}

// read gives the text of a value as PostgreSQL's input of the column's type
// takes it.
func (c Column) read(raw json.RawMessage) (text string, null bool, err error) {
	raw = bytes.TrimSpace(raw)
	switch {
	case string(raw) == "null":
		return "", true, nil
	case c.Type == "jsonb":
		return string(raw), false, nil
	case strings.HasSuffix(c.Type, "[]"):
		text, err = arrayOf(raw)
		return text, false, err
	case raw[0] == '"':
		err = json.Unmarshal(raw, &text)
		return text, false, err
	case raw[0] == '{' || raw[0] == '[':
		return "", false, fmt.Errorf("%.20s… for a value of type %s", raw, c.Type)
	}
	return string(raw), false, nil
}

// arrayOf writes a JSON array as PostgreSQL writes arrays.
func arrayOf(raw json.RawMessage) (string, error) {
	var elements []json.RawMessage
	if err := json.Unmarshal(raw, &elements); err != nil {
		return "", err
	}
	list := make([]string, len(elements))
	for i, e := range elements {
		switch {
		case string(e) == "null":
			list[i] = "NULL"
		case e[0] == '[':
			inner, err := arrayOf(e)
			if err != nil {
				return "", err
			}
			list[i] = inner
		case e[0] == '"':
			var text string
			if err := json.Unmarshal(e, &text); err != nil {
				return "", err
			}
			list[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
		default:
			list[i] = string(e)
		}
	}
	return "{" + strings.Join(list, ",") + "}", nil
}
