package signs

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"
)

// PNG writes m sizeMM wide (quiet zone included) at dpi as a black and white
// image whose modules are whole pixels and whose pHYs chunk makes it print at
// that size. [Matrix.Raster] says what comes out.
//
// It writes the format itself: the standard library's encoder has no pHYs and
// would hold 200 MB for the largest code, where one row stands for a module's.
func PNG(w io.Writer, m Matrix, sizeMM float64, dpi int) error {
	r, err := m.Raster(sizeMM, dpi)
	if err != nil {
		return err
	}
	data, err := m.pixels(r)
	if err != nil {
		return fmt.Errorf("draw code %q: %w", m.Text, err)
	}
	header := binary.BigEndian.AppendUint32(nil, uint32(r.Width))
	header = binary.BigEndian.AppendUint32(header, uint32(r.Height))
	header = append(header, 1, 0, 0, 0, 0) // 1 bit, grey, deflate, standard filters, not interlaced
	perMetre := uint32(math.Round(float64(dpi) / 0.0254))
	physical := binary.BigEndian.AppendUint32(nil, perMetre)
	physical = append(binary.BigEndian.AppendUint32(physical, perMetre), 1) // unit: the metre

	var out bytes.Buffer
	out.WriteString("\x89PNG\r\n\x1a\n")
	writeChunk(&out, "IHDR", header)
	writeChunk(&out, "pHYs", physical)
	writeChunk(&out, "IDAT", data)
	writeChunk(&out, "IEND", nil)
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("write code %q: %w", m.Text, err)
	}
	return nil
}

func writeChunk(out *bytes.Buffer, kind string, data []byte) {
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(data))))
	body := append([]byte(kind), data...)
	out.Write(body)
	out.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
}

// pixels returns the compressed rows of the image.
func (m Matrix) pixels(r Raster) ([]byte, error) {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	rows := rowWriter{w: z, width: r.Width}
	rows.write(r.Margin, nil)
	for _, row := range m.Modules {
		rows.write(r.Module, func(x int) bool {
			i := (x - r.Margin) / r.Module
			return x >= r.Margin && i < len(row) && row[i]
		})
	}
	rows.write(r.Width-rows.done, nil)
	if m.Demo {
		rows.writeMark(r)
	}
	if rows.err != nil {
		return nil, rows.err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// A rowWriter packs rows of 1-bit pixels, white unless dark says otherwise.
type rowWriter struct {
	w     io.Writer
	width int
	done  int // rows written
	err   error
}

// write writes n equal rows.
func (r *rowWriter) write(n int, dark func(x int) bool) {
	row := make([]byte, 1+(r.width+7)/8) // a filter byte (none) before the pixels
	for x := range r.width {
		if dark == nil || !dark(x) {
			row[1+x/8] |= 0x80 >> (x % 8)
		}
	}
	for range n {
		if r.err == nil {
			_, r.err = r.w.Write(row)
		}
		r.done++
	}
}
