package csvfile

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

func encode(t testing.TB, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatalf("encode %q: %v", s, err)
	}
	return out
}

const (
	simplified  = "代码,标准名称,备注\n1,清湖街道,旧称清湖镇\n2,石门镇,江山市南部\n3,𬭚,四字节\n"
	traditional = "代碼,標準名稱,備註\n1,花蓮縣,瑞穗鄉與玉里鎮\n2,民政里,國福里\n"
)

func TestTheEncodingIsToldFromTheBytes(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       Encoding
		err        error
	}{
		{"only ASCII", "a,b\n1,2\n", UTF8, nil},
		{"UTF-8", simplified, UTF8, nil},
		{"UTF-8 with a mark", "\uFEFFa\n1\n", UTF8, nil},
		{"UTF-8 with one bad row", simplified + "4,\xE6\xB8,坏\n", UTF8, nil},
		{"European names in UTF-8", "name\nSant Julià de Lòria\nÉcole\n", UTF8, nil},
		{"GB18030", encode(t, simplifiedchinese.GB18030, simplified), GB18030, nil},
		{"GB18030 with one bad row", encode(t, simplifiedchinese.GB18030, simplified) + "4,\xFF\xFF,x\n", GB18030, nil},
		{"BIG5", encode(t, traditionalchinese.Big5, traditional), BIG5, nil},
		{"UTF-16", "\xFF\xFEa\x00", "", ErrUTF16},
		{"noise", "\xFF\x01\xFF\x02\xFF", "", ErrUnclear},
	} {
		var d Detector
		for _, half := range []string{test.text[:len(test.text)/2], test.text[len(test.text)/2:]} {
			d.Write([]byte(half))
		}
		got, evidence, err := d.Encoding()
		if got != test.want || !errors.Is(err, test.err) {
			t.Errorf("%s: Encoding() = %q, %v, want %q, %v (%s)", test.name, got, err, test.want, test.err, evidence)
		}
	}
}

func readAll(t testing.TB, text string, e Encoding) []Record {
	t.Helper()
	r := NewReader(strings.NewReader(text), e)
	var all []Record
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rec)
	}
}

func TestAnEncodedTableReadsAsItsText(t *testing.T) {
	for _, test := range []struct {
		encoding Encoding
		in       encoding.Encoding
		text     string
	}{
		{GB18030, simplifiedchinese.GB18030, simplified},
		{BIG5, traditionalchinese.Big5, traditional},
	} {
		got := readAll(t, encode(t, test.in, test.text), test.encoding)
		if diff := cmp.Diff(readAll(t, test.text, UTF8), got); diff != "" {
			t.Errorf("%s (-utf8 +got):\n%s", test.encoding, diff)
		}
	}
}

func TestOneFaultyRowHidesNoOther(t *testing.T) {
	long := strings.Repeat("长", MaxField/3+1)
	for _, test := range []struct {
		name, rows string
		faults     []int // lines
		read       int
	}{
		{"quote never closed", "1,\"b\n2,b\n3,b\n", []int{2}, 3},
		{"quote never closed, another further on", "1,\"b\n2,b\n3,\"c\"\n4,d\n", []int{2}, 4},
		{"quote never closed on two lines", "1,\"b\n2,b\n3,\"b\n4,b\n", []int{2, 4}, 4},
		{"text after a closing quote", "1,\"b\"x\n2,b\n", []int{2}, 2},
		{"quote inside", "1,b\"c\n2,b\n", []int{2}, 2},
		{"too few and too many", "1\n2,b\n3,b,c\n", []int{2, 4}, 3},
		{"bad bytes", "1,\xE6\xB8\n2,b\n", []int{2}, 2},
		{"a character lost before", "1,\uFFFD\n2,b\n", []int{2}, 2},
		{"NUL", "1,\x00\n2,b\n", []int{2}, 2},
		{"a field too large", "1," + long + "\n2,b\n", []int{2}, 2},
		{"a line too long", "1," + strings.Repeat("x", maxLine) + "\n2,b\n", []int{2}, 2},
		{"lines inside quotes", "1,\"b\nc\nd\"\n2,b\n", nil, 2},
		{"empty lines", "\n1,b\n\n\r\n2,b", nil, 2},
	} {
		all := readAll(t, "k,v\n"+test.rows, UTF8)[1:]
		var faults []int
		for _, rec := range all {
			if rec.Fault != nil {
				faults = append(faults, rec.Line)
			}
		}
		if len(all) != test.read || !cmp.Equal(faults, test.faults) {
			t.Errorf("%s: %d records, faults in lines %v, want %d, %v", test.name, len(all), faults, test.read, test.faults)
		}
	}
}

func TestFieldsAreCutAfterRFC4180(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"a;b\n\"x;y\";\"say \"\"hi\"\"\"\n", []string{"x;y", `say "hi"`}},
		{"a\tb\n1\t\n", []string{"1", ""}},
		{"a,b\r\n\"\",\"1\n2\"\r\n", []string{"", "1\n2"}},
	} {
		got := readAll(t, test.text, UTF8)[1]
		if got.Fault != nil || !cmp.Equal(got.Fields, test.want) {
			t.Errorf("Read(%q) = %q, %v, want %q", test.text, got.Fields, got.Fault, test.want)
		}
	}
}

func TestUndecodableBytesAreShownAndRecognised(t *testing.T) {
	rec := readAll(t, "k,v\n1,清\xE6\xB8湖\n", UTF8)[1]
	if want := `清\xE6\xB8湖`; rec.Fields[1] != want || rec.Fault == nil || rec.Fault.Column != 1 {
		t.Errorf("Read = %q, %+v, want %q with a fault of column 1", rec.Fields, rec.Fault, want)
	}
	if !Escaped(rec.Fields[1]) || Escaped(`C:\xyz`) {
		t.Error("Escaped does not tell a shown byte from other text")
	}
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{simplified, "a,b\n\"x", "a;b\n1;\"2\n3\"\n", "a\n\"\"\"\n", "a,b\n1,\"b\n2,\"c\"d\n\xFF"} {
		f.Add(seed, 0)
		f.Add(seed, 1)
		f.Add(seed, 2)
	}
	f.Fuzz(func(t *testing.T, text string, encoding int) {
		e := []Encoding{UTF8, GB18030, BIG5}[uint(encoding)%3]
		r := NewReader(strings.NewReader(text), e)
		line, width := 0, -1
		for {
			rec, err := r.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("Read = %v from memory", err)
			}
			if rec.Line <= line {
				t.Fatalf("line %d follows line %d", rec.Line, line)
			}
			line = rec.Line
			if width < 0 {
				width = len(rec.Fields)
			} else if rec.Fault == nil && width > 0 && len(rec.Fields) != width {
				t.Fatalf("a sound row of %d fields, the heading has %d", len(rec.Fields), width)
			}
			if rec.Fault == nil && strings.Contains(strings.Join(rec.Fields, ""), "\uFFFD") {
				t.Fatal("a sound row holds U+FFFD")
			}
		}
		if r.Offset() != int64(len(text)) {
			t.Fatalf("Offset() = %d at the end of %d bytes", r.Offset(), len(text))
		}
	})
}

func FuzzDetectEncoding(f *testing.F) {
	f.Add([]byte(simplified))
	f.Add([]byte{0xFF, 0xFE})
	f.Add([]byte("\xB0\xA1\x81\x30\x81\x30"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var whole, bytewise Detector
		whole.Write(text)
		for i := range text {
			bytewise.Write(text[i : i+1])
		}
		a, ea, erra := whole.Encoding()
		b, eb, errb := bytewise.Encoding()
		if a != b || ea != eb || (erra == nil) != (errb == nil) {
			t.Fatalf("the answer depends on how the bytes come: %v %v, %v %v", a, ea, b, eb)
		}
		if ea.UTF8 > ea.NonASCII || ea.GB18030 > ea.NonASCII || ea.BIG5 > ea.NonASCII {
			t.Fatalf("more explained than there is: %+v", ea)
		}
	})
}
