package document

import (
	"bytes"
	"encoding/binary"
	"image/jpeg"
	"image/png"
	"io"
)

// jpegFile wants a picture that decoders know and that came whole: phones put
// other data behind a picture's end, which is let pass.
func jpegFile(r io.ReaderAt, size int64) (Kind, other, error) {
	if _, err := jpeg.DecodeConfig(io.NewSectionReader(r, 0, size)); err != nil {
		return "", broken(JPEG), nil
	}
	whole, err := contains(r, size, []byte{0xff, 0xd9})
	if err != nil || !whole {
		return "", broken(JPEG), err
	}
	return JPEG, other{}, nil
}

// pngFile walks the chunks to the last, with which the file must end.
func pngFile(r io.ReaderAt, size int64) (Kind, other, error) {
	if _, err := png.DecodeConfig(io.NewSectionReader(r, 0, size)); err != nil {
		return "", broken(PNG), nil
	}
	for at := int64(8); at < size; {
		head, err := span(r, size, at, 8)
		if err != nil || len(head) < 8 {
			return "", broken(PNG), err
		}
		at += 12 + int64(binary.BigEndian.Uint32(head))
		if string(head[4:]) == "IEND" && at == size {
			return PNG, other{}, nil
		}
	}
	return "", broken(PNG), nil
}

// tiff follows the first directory: it must lie in the file and say a width.
func tiff(r io.ReaderAt, size int64) (Kind, other, error) {
	head, err := span(r, size, 0, 8)
	if err != nil || len(head) < 8 {
		return "", broken(TIFF), err
	}
	var order binary.ByteOrder = binary.LittleEndian
	if head[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(head[4:]))
	count, err := span(r, size, at, 2)
	if err != nil || at < 8 || len(count) < 2 {
		return "", broken(TIFF), err
	}
	n := int(order.Uint16(count))
	entries, err := span(r, size, at+2, 12*n)
	if err != nil || n == 0 || len(entries) < 12*n {
		return "", broken(TIFF), err
	}
	for i := range n {
		if order.Uint16(entries[12*i:]) == 256 { // ImageWidth
			return TIFF, other{}, nil
		}
	}
	return "", broken(TIFF), nil
}

// contains looks for bytes anywhere in a file.
func contains(r io.ReaderAt, size int64, want []byte) (bool, error) {
	const step = 64 << 10
	for at := int64(0); at < size; at += step - int64(len(want)) {
		part, err := span(r, size, at, step)
		if err != nil || bytes.Contains(part, want) {
			return err == nil, err
		}
	}
	return false, nil
}
