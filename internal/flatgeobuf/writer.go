package flatgeobuf

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	flatbuffers "github.com/google/flatbuffers/go"
	"github.com/paulmach/orb"
)

// magic begins a file: the name, the version 3, and again with a patch of it.
const magic = "fgb\x03fgb\x00"

// Errors that callers tell apart with errors.Is.
var (
	ErrValue = errors.New("value of another type than its column's")
	ErrCount = errors.New("other features than the header counts")
)

// Slots of the table Feature (feature.fbs).
const (
	featureGeometry   = 0
	featureProperties = 1
	featureSlots      = 3
)

// A Writer writes one file. It holds no more than one feature.
type Writer struct {
	to      io.Writer
	header  Header
	builder *flatbuffers.Builder
	values  []byte
	written uint64
}

// NewWriter begins a file with its header.
func NewWriter(to io.Writer, h Header) (*Writer, error) {
	w := &Writer{to: to, header: h, builder: flatbuffers.NewBuilder(4096)}
	if _, err := io.WriteString(to, magic); err != nil {
		return nil, err
	}
	_, err := to.Write(h.build(w.builder))
	return w, err
}

// Write adds a feature: its geometry, nil where it has none, and one value for
// each column, nil where there is none. The error is ErrGeometry or ErrValue, with
// nothing written, or that of the writer underneath.
func (w *Writer) Write(g orb.Geometry, values []any) error {
	w.values = w.values[:0]
	for i, c := range w.header.Columns {
		if err := w.appendValue(i, c, values[i]); err != nil {
			return err
		}
	}
	b := w.builder
	b.Reset()
	var geometry flatbuffers.UOffsetT
	if g != nil {
		var err error
		if geometry, err = buildGeometry(b, w.header.Geometry, g); err != nil {
			return err
		}
	}
	properties := b.CreateByteVector(w.values)
	b.StartObject(featureSlots)
	b.PrependUOffsetTSlot(featureGeometry, geometry, 0)
	b.PrependUOffsetTSlot(featureProperties, properties, 0)
	b.FinishSizePrefixed(b.EndObject())
	w.written++
	_, err := w.to.Write(b.FinishedBytes())
	return err
}

// Close ends the file. The error is ErrCount if a header that counts features
// counted others than were written; readers may then refuse the file.
func (w *Writer) Close() error {
	if w.header.Count != 0 && w.written != w.header.Count {
		return fmt.Errorf("%d of %d: %w", w.written, w.header.Count, ErrCount)
	}
	return nil
}

// appendValue writes a value behind the number of its column.
func (w *Writer) appendValue(i int, c Column, value any) error {
	if value == nil {
		return nil
	}
	out := binary.LittleEndian.AppendUint16(w.values, uint16(i))
	switch v := value.(type) {
	case bool:
		if c.Type == Bool {
			w.values = append(out, 0)
			if v {
				w.values[len(out)] = 1
			}
			return nil
		}
	case int64:
		if c.Type == Long {
			w.values = binary.LittleEndian.AppendUint64(out, uint64(v))
			return nil
		}
	case float64:
		if c.Type == Double {
			w.values = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
			return nil
		}
	case string:
		if c.Type == String || c.Type == DateTime {
			w.values = appendText(out, v)
			return nil
		}
	case []string:
		if c.Type == JSON {
			text, err := json.Marshal(v)
			w.values = appendText(out, string(text))
			return err
		}
	}
	return fmt.Errorf("%s: %T: %w", c.Name, value, ErrValue)
}

func appendText(out []byte, text string) []byte {
	return append(binary.LittleEndian.AppendUint32(out, uint32(len(text))), text...)
}
