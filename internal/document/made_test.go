package document_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"
	"testing"
)

// minimal is the smallest file that readers of PDF take, with something
// between its head and its end.
func minimal(between string) []byte {
	return []byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n" + between + "\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n")
}

func jpegOf(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tiffOf is a directory of one entry, the width.
func tiffOf() []byte {
	return append([]byte("II*\x00\x08\x00\x00\x00\x01\x00"), 0, 1, 3, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0)
}

// box is an ISO box.
func box(name string, content ...[]byte) []byte {
	all := bytes.Join(content, nil)
	return append(binary.BigEndian.AppendUint32(nil, uint32(8+len(all))), append([]byte(name), all...)...)
}

func heicOf() []byte {
	return append(box("ftyp", []byte("heic\x00\x00\x00\x00mif1heic")), box("meta", make([]byte, 16))...)
}

// m4aOf has one track that a handler plays.
func m4aOf(brand, handler string) []byte {
	track := box("trak", box("mdia", box("hdlr", make([]byte, 8), []byte(handler), make([]byte, 12))))
	return append(box("ftyp", []byte(brand+"\x00\x00\x00\x00isom")), append(box("moov", track), box("mdat", make([]byte, 32))...)...)
}

func wavOf() []byte {
	return []byte("RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data\x04\x00\x00\x00\x00\x00\x00\x00")
}

func oggOf(first string) []byte {
	head := append([]byte("OggS\x00\x02"), make([]byte, 20)...)
	return append(append(head, 1, byte(len(first))), append([]byte(first), make([]byte, 16)...)...)
}

// mp3Of is two silent frames of 128 kbit/s at 44.1 kHz.
func mp3Of(tag string) []byte {
	frame := append([]byte{0xff, 0xfb, 0x90, 0x00}, make([]byte, 413)...)
	return append([]byte(tag), append(frame, frame...)...)
}

// A part is a file in a zip.
type part struct{ name, text string }

func zipOf(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		f, err := z.Create(p.name)
		if err == nil {
			_, err = f.Write([]byte(p.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func types(main string) part {
	return part{"[Content_Types].xml", `<Types><Override ContentType="application/vnd.` + main + `"/></Types>`}
}

func docxOf(t testing.TB, more ...part) []byte {
	return zipOf(t, append([]part{types("openxmlformats-officedocument.wordprocessingml.document.main+xml"), {"word/document.xml", "<w:document/>"}}, more...)...)
}

func xlsxOf(t testing.TB, more ...part) []byte {
	return zipOf(t, append([]part{types("openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), {"xl/workbook.xml", "<workbook/>"}}, more...)...)
}

func ofdOf(t testing.TB) []byte {
	return zipOf(t, part{"OFD.xml", "<ofd:OFD/>"}, part{"Doc_0/Document.xml", "<ofd:Document/>"})
}

// oleOf is a container with one entry.
func oleOf(entry string) []byte {
	b := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 504)...)
	for _, c := range []byte(entry) {
		b = append(b, c, 0)
	}
	return b
}

// locked sets the bit of encryption in a zip's directory.
func locked(b []byte) []byte {
	b = bytes.Clone(b)
	b[bytes.Index(b, []byte("PK\x01\x02"))+8] |= 1
	return b
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// webmOf is a recording as a browser streams it: a segment of open length with
// one track and the beginning of a cluster.
func webmOf(doc string, track byte) []byte {
	head := join([]byte{0x42, 0x82, 0x80 | byte(len(doc))}, []byte(doc))
	item := []byte{0xae, 0x86, 0xd7, 0x81, 1, 0x83, 0x81, track}
	return join([]byte{0x1a, 0x45, 0xdf, 0xa3, 0x80 | byte(len(head))}, head,
		[]byte{0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
		[]byte{0x16, 0x54, 0xae, 0x6b, 0x80 | byte(len(item))}, item,
		[]byte{0x1f, 0x43, 0xb6, 0x75, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xe7, 0x81, 0})
}
