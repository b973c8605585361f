package xlsxfile

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// maxToken bounds what stands between two brackets, so that no single text
// takes the memory of the machine.
const maxToken = 4 << 20

// newDecoder reads XML whose tokens are of bounded length.
func newDecoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(&guard{in: r})
	d.Strict = false // only tokens are looked at
	return d
}

type guard struct {
	in    io.Reader
	since int
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.in.Read(p)
	if at := bytes.LastIndexByte(p[:n], '<'); at >= 0 {
		g.since = n - at
	} else if g.since += n; g.since > maxToken {
		return 0, fmt.Errorf("一处文字超过 %d MiB / a text of more than %d MiB", maxToken>>20, maxToken>>20)
	}
	return n, err
}

// textOf gathers the text of an element that was opened, to its end: all of
// its t elements but those of phonetic guides, or all text when plain.
func textOf(d *xml.Decoder, plain bool) (string, error) {
	var b strings.Builder
	for depth, in, phonetic := 1, plain, 0; depth > 0; {
		token, err := d.RawToken()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			switch t.Name.Local {
			case "rPh":
				phonetic = depth
			case "t":
				in = phonetic == 0
			}
		case xml.EndElement:
			if phonetic == depth {
				phonetic = 0
			}
			depth--
			in = plain
		case xml.CharData:
			if in {
				b.Write(t)
			}
		}
	}
	return b.String(), nil
}

// texts are the shared strings, one behind the other: a million of them are
// one block of memory and not a million.
type texts struct {
	all  []byte
	ends []int
}

func (t *texts) at(i int) (string, bool) {
	if i < 0 || i >= len(t.ends) {
		return "", false
	}
	from := 0
	if i > 0 {
		from = t.ends[i-1]
	}
	return string(t.all[from:t.ends[i]]), true
}

func (b *Book) readTexts(part string) error {
	const most = 512 << 20
	return b.elements(part, func(e xml.StartElement, d *xml.Decoder) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := textOf(d, false)
		if err != nil {
			return broken(part, err)
		}
		b.texts.all = append(b.texts.all, s...)
		b.texts.ends = append(b.texts.ends, len(b.texts.all))
		if len(b.texts.all) > most {
			return fmt.Errorf("工作簿的文字超过 %d MiB，请分成几个文件 / more than %d MiB of text: split the workbook", most>>20, most>>20)
		}
		return nil
	})
}
