package csvfile

import "bytes"

// A problem is why a line is not a row of the table.
type problem string

const (
	unclosed problem = "引号没有配对 / a quote is never closed"
	afterEnd problem = "右引号之后还有文字 / text after a closing quote"
	bare     problem = "未加引号的栏内有引号 / a quote inside a field that is not quoted"
)

// split cuts a row into its fields after RFC 4180. The delimiters and the
// quote are ASCII and never part of a character in any encoding read here,
// so the row is cut before it is decoded.
func (r *Reader) split(row []byte) ([][]byte, problem) {
	fields := make([][]byte, 0, max(r.width, 8))
	if bytes.IndexByte(row, '"') < 0 {
		for {
			i := bytes.IndexByte(row, r.comma)
			if i < 0 {
				return append(fields, row), ""
			}
			fields = append(fields, row[:i])
			row = row[i+1:]
		}
	}
	for {
		field, rest, more, p := r.field(row)
		if p != "" {
			return nil, p
		}
		fields = append(fields, field)
		if !more {
			return fields, ""
		}
		row = rest
	}
}

// field takes the first field off row; more says that another follows.
func (r *Reader) field(row []byte) (field, rest []byte, more bool, p problem) {
	if len(row) == 0 || row[0] != '"' {
		i := bytes.IndexByte(row, r.comma)
		if i >= 0 {
			field, rest, more = row[:i], row[i+1:], true
		} else {
			field = row
		}
		if bytes.IndexByte(field, '"') >= 0 {
			return nil, nil, false, bare
		}
		return field, rest, more, ""
	}
	row = row[1:]
	for {
		i := bytes.IndexByte(row, '"')
		if i < 0 {
			return nil, nil, false, unclosed
		}
		field = append(field, row[:i]...)
		row = row[i+1:]
		switch {
		case len(row) == 0:
			return field, nil, false, ""
		case row[0] == '"':
			field = append(field, '"')
			row = row[1:]
		case row[0] == r.comma:
			return field, row[1:], true, ""
		default:
			return nil, nil, false, afterEnd
		}
	}
}
