package csvfile

import (
	"errors"
	"fmt"
)

// Evidence is what the bytes of a whole file say about its encoding.
// Explained bytes are those above ASCII that are well-formed UTF-8, or
// common characters of GB18030 (GB 2312 level 1, punctuation, four-byte
// forms) or of BIG5 (its 5,401 frequent characters, punctuation).
type Evidence struct {
	BOM      bool  `json:"bom"`
	NonASCII int64 `json:"non_ascii_bytes"`
	UTF8     int64 `json:"utf8_bytes"`
	GB18030  int64 `json:"gb18030_bytes"`
	BIG5     int64 `json:"big5_bytes"`
}

func (e Evidence) String() string {
	switch {
	case e.BOM:
		return "文件以 UTF-8 标记（BOM）开头 / the file begins with the UTF-8 mark (BOM)"
	case e.NonASCII == 0:
		return "全部为 ASCII 字节 / all bytes are ASCII"
	}
	return fmt.Sprintf("非 ASCII 字节 %d 个，可解释：UTF-8 %d，GB18030 %d，BIG5 %d / of %d bytes above ASCII, explained as UTF-8 %d, GB18030 %d, BIG5 %d",
		e.NonASCII, e.UTF8, e.GB18030, e.BIG5, e.NonASCII, e.UTF8, e.GB18030, e.BIG5)
}

// Errors of files whose encoding cannot be used.
var (
	ErrUTF16   = errors.New("文件是 UTF-16，请另存为 UTF-8 / the file is UTF-16: save it as UTF-8")
	ErrUnclear = errors.New("无法判断编码，请用 --encoding 指明 / the encoding cannot be told: name it with --encoding")
)

// A Detector is written a whole file and then names its encoding.
// It keeps three small state machines and no bytes.
type Detector struct {
	evidence Evidence
	read     int64
	head     [3]byte
	utf8     utf8Scan
	gb       doubleByte
	big5     doubleByte
}

// Write never fails.
func (d *Detector) Write(p []byte) (int, error) {
	for _, c := range p {
		if d.read < int64(len(d.head)) {
			d.head[d.read] = c
		}
		d.read++
		if c < 0x80 && d.utf8.need == 0 && d.gb.n == 0 && d.big5.n == 0 {
			continue
		}
		if c >= 0x80 {
			d.evidence.NonASCII++
		}
		d.evidence.UTF8 += d.utf8.step(c)
		d.evidence.GB18030 += d.gb.step(c, commonGB)
		d.evidence.BIG5 += d.big5.step(c, commonBIG5)
	}
	return len(p), nil
}

// Encoding names the encoding that explains most. A file that is UTF-8 in
// every byte is UTF-8; otherwise the best must lead by a tenth of the bytes
// above ASCII, since a wrong guess would put wrong names into the register.
func (d *Detector) Encoding() (Encoding, Evidence, error) {
	e := d.evidence
	switch {
	case d.read >= 2 && (d.head[0] == 0xFF && d.head[1] == 0xFE || d.head[0] == 0xFE && d.head[1] == 0xFF):
		return "", e, ErrUTF16
	case d.read >= 3 && d.head == [3]byte{0xEF, 0xBB, 0xBF}:
		e.BOM = true
		return UTF8, e, nil
	case e.UTF8 == e.NonASCII:
		return UTF8, e, nil
	}
	best, second, name := e.UTF8, int64(0), UTF8
	for _, rival := range []struct {
		bytes int64
		name  Encoding
	}{{e.GB18030, GB18030}, {e.BIG5, BIG5}} {
		if rival.bytes > best {
			best, second, name = rival.bytes, best, rival.name
		} else {
			second = max(second, rival.bytes)
		}
	}
	if (best-second)*10 < e.NonASCII || best*2 < e.NonASCII {
		return "", e, fmt.Errorf("%w (%s)", ErrUnclear, e)
	}
	return name, e, nil
}

// utf8Scan follows one sequence at a time.
type utf8Scan struct{ need, have int }

// step returns the bytes above ASCII that c completes as a sequence.
func (s *utf8Scan) step(c byte) int64 {
	if s.need > 0 && c&0xC0 == 0x80 {
		s.need--
		s.have++
		if s.need == 0 {
			return int64(s.have)
		}
		return 0
	}
	s.need, s.have = 0, 1
	switch {
	case c >= 0xC2 && c <= 0xDF:
		s.need = 1
	case c >= 0xE0 && c <= 0xEF:
		s.need = 2
	case c >= 0xF0 && c <= 0xF4:
		s.need = 3
	}
	return 0
}

// doubleByte follows one character of two bytes, or four in GB18030.
type doubleByte struct {
	buf [4]byte
	n   int
}

func (s *doubleByte) step(c byte, common func([]byte) (explained int, more bool)) int64 {
	if s.n == 0 && c < 0x80 {
		return 0
	}
	s.buf[s.n] = c
	s.n++
	if s.n == 1 {
		return 0
	}
	explained, more := common(s.buf[:s.n])
	if !more {
		s.n = 0
	}
	return int64(explained)
}

// commonGB returns how many bytes above ASCII the character b explains, and
// whether it needs more bytes.
func commonGB(b []byte) (int, bool) {
	lead, trail := b[0], b[1]
	switch {
	case len(b) == 4:
		if b[3] >= 0x30 && b[3] <= 0x39 && b[2] >= 0x81 && b[2] <= 0xFE {
			return 2, false
		}
		return 0, false
	case trail >= 0x30 && trail <= 0x39:
		return 0, lead >= 0x81 && lead <= 0xFE
	case trail < 0xA1 || trail == 0xFF:
		return 0, false
	case lead >= 0xB0 && lead <= 0xD7, lead >= 0xA1 && lead <= 0xA3:
		return 2, false
	}
	return 0, false
}

func commonBIG5(b []byte) (int, bool) {
	lead, trail := b[0], b[1]
	high := trail >= 0xA1 && trail <= 0xFE
	low := trail >= 0x40 && trail <= 0x7E
	frequent := lead >= 0xA4 && lead <= 0xC5 || lead == 0xC6 && low || lead >= 0xA1 && lead <= 0xA2
	switch {
	case frequent && high:
		return 2, false
	case frequent && low:
		return 1, false
	}
	return 0, false
}
