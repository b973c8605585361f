package ogr

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"diming/importers/csvfile"
)

// ErrNoEncoding is of attributes whose encoding cannot be told.
var ErrNoEncoding = errors.New("属性表 (.dbf) 的编码无法判断，又没有可用的 .cpg，请用 --encoding 指明 / the encoding of the attributes cannot be told: name it with --encoding")

// An Encoding is how a .dbf writes its characters, and how that is known.
type Encoding struct {
	Name     csvfile.Encoding
	Evidence csvfile.Evidence
	Note     string
}

// DBFEncoding tells the encoding of a .dbf from its bytes. cpg is what stands
// in the file beside it, "" when there is none; it counts where the bytes do
// not deny it.
func DBFEncoding(dbf io.Reader, cpg string) (Encoding, error) {
	var header [32]byte
	if _, err := io.ReadFull(dbf, header[:]); err != nil {
		return Encoding{}, fmt.Errorf("属性表 (.dbf) 不完整 / the .dbf is incomplete: %w", err)
	}
	size := int64(binary.LittleEndian.Uint16(header[8:]))
	detector := &csvfile.Detector{}
	if err := names(dbf, size-32, detector); err != nil {
		return Encoding{}, err
	}
	if _, err := io.CopyBuffer(detector, struct{ io.Reader }{dbf}, make([]byte, 1<<20)); err != nil {
		return Encoding{}, err
	}
	told, evidence, err := detector.Encoding()
	said, known := cpgEncoding(cpg)
	e := Encoding{told, evidence, ""}
	cpg = strings.TrimSpace(cpg)
	switch {
	case evidence.NonASCII == 0:
		e.Name = csvfile.UTF8
	case err != nil && known:
		e.Name, e.Note = said, fmt.Sprintf("编码采用 .cpg 所说的 %s / the encoding is that of the .cpg", cpg)
	case err != nil:
		return e, fmt.Errorf("%w (%s)", ErrNoEncoding, evidence)
	case cpg == "":
		e.Note = fmt.Sprintf("没有 .cpg，按字节判断编码为 %s / no .cpg: the bytes tell the encoding %s（%s）", told, told, evidence)
	case !known || said != told:
		e.Note = fmt.Sprintf(".cpg 说是 %q，与字节不符，按 %s 读取 / the .cpg says %q, the bytes say %s（%s）", cpg, told, cpg, told, evidence)
	}
	return e, nil
}

// names feeds the names of the columns, which end at a NUL, to the detector.
func names(dbf io.Reader, size int64, to io.Writer) error {
	if size < 0 || size > 1<<16 {
		return fmt.Errorf("属性表 (.dbf) 不完整 / the .dbf is incomplete")
	}
	head := make([]byte, size)
	if _, err := io.ReadFull(dbf, head); err != nil {
		return fmt.Errorf("属性表 (.dbf) 不完整 / the .dbf is incomplete: %w", err)
	}
	for ; len(head) >= 32; head = head[32:] {
		name, _, _ := strings.Cut(string(head[:11]), "\x00")
		if _, err := io.WriteString(to, name+" "); err != nil {
			return err
		}
	}
	return nil
}

// cpgEncoding knows the names that stand in .cpg files.
func cpgEncoding(cpg string) (csvfile.Encoding, bool) {
	name := strings.ToUpper(strings.TrimSpace(strings.TrimPrefix(cpg, "\xEF\xBB\xBF")))
	switch name {
	case "936", "CP936", "GBK", "GB2312", "GB18030", "ANSI 936", "OEM 936", "WINDOWS-936":
		return csvfile.GB18030, true
	case "950", "CP950", "BIG5", "BIG-5", "ANSI 950", "OEM 950":
		return csvfile.BIG5, true
	case "65001", "UTF-8", "UTF8", "CP65001":
		return csvfile.UTF8, true
	}
	return "", false
}
