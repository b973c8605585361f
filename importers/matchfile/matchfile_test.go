package matchfile_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"diming/gazetteer/matching"
	"diming/importers/csvfile"
	"diming/importers/matchfile"
)

var (
	county  = uuid.MustParse("00000000-0000-0000-0000-000000000001")
	town    = uuid.MustParse("00000000-0000-0000-0000-000000000002")
	village = uuid.MustParse("00000000-0000-0000-0000-000000000003")
	ten     = uuid.MustParse("00000000-0000-0000-0000-000000000010")
)

func register() *matching.Index {
	x := matching.New()
	x.PutNames(matching.Name{ID: county, Kind: matching.County, Current: "江山市"},
		matching.Name{ID: town, Kind: matching.Township, Current: "清湖街道", Former: []string{"清湖镇"}, Parent: county},
		matching.Name{ID: village, Kind: matching.Village, Current: "清湖一村", Parent: town})
	x.PutAddresses(matching.Address{ID: ten, Division: village, Number: "10"})
	return x
}

func run(t *testing.T, in string, o matchfile.Options) ([][]string, matchfile.Report) {
	t.Helper()
	var out bytes.Buffer
	report, err := matchfile.Run(t.Context(), register().All(), strings.NewReader(in), &out, o)
	if err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if report.Answer() == csvfile.GB18030 {
		if text, err = simplifiedchinese.GB18030.NewDecoder().String(text); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows, report
}

func gb(t *testing.T, text string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const table = "编号,地址,备注\n1,江山清湖镇清湖一村 １０号,张三的房屋\n2,江山市清湖街道清湖一村11号,\n3,,空的\n"

func TestRowsAndColumnsStayInAnyEncoding(t *testing.T) {
	for encoding, in := range map[csvfile.Encoding]string{csvfile.UTF8: table, csvfile.GB18030: gb(t, table)} {
		for _, mark := range []string{"", "\uFEFF"} {
			if mark != "" && encoding != csvfile.UTF8 {
				continue
			}
			rows, report := run(t, mark+in, matchfile.Options{})
			if report.Encoding != encoding || report.Rows != 3 || len(rows) != 4 {
				t.Fatalf("%s: %v, %d rows", encoding, report, len(rows))
			}
			if want := []string{"编号", "地址", "备注"}; !slices.Equal(rows[0][:3], want) {
				t.Errorf("headings %v, want %v first", rows[0], want)
			}
			want := []string{"1", "江山清湖镇清湖一村 １０号", "张三的房屋", "江山市清湖街道清湖一村10号", ten.String()}
			if !slices.Equal(rows[1][:5], want) || rows[1][7] != "matched" || rows[1][8] != "匹配成功" || !strings.Contains(rows[1][9], "“清湖镇”是清湖街道的曾用名") {
				t.Errorf("row %v, want %v…", rows[1], want)
			}
			if rows[2][7] != string(matching.NoNumber) || rows[3][7] != string(matching.Empty) {
				t.Errorf("reasons %s, %s", rows[2][7], rows[3][7])
			}
			if rows[2][8] != matching.NoNumber.Chinese() || rows[3][8] != matching.Empty.Chinese() {
				t.Errorf("sentences %s, %s", rows[2][8], rows[3][8])
			}
		}
	}
}

// TestATableGoesOutInTheEncodingInWhichItCame has a character of four bytes in a
// cell, and in the table a byte that is the middle of a character where the
// writer's buffer ends.
func TestATableGoesOutInTheEncodingInWhichItCame(t *testing.T) {
	in := "地址,备注\n" + strings.Repeat("江山市清湖街道清湖一村10号,𬭚𰻞堽\n", 700)
	for encoding, write := range map[csvfile.Encoding]func(string) string{
		csvfile.GB18030: func(s string) string { return gb(t, s) },
		csvfile.UTF8:    func(s string) string { return "\uFEFF" + s },
	} {
		var out bytes.Buffer
		report, err := matchfile.Run(t.Context(), register().All(), strings.NewReader(write(in)), &out, matchfile.Options{})
		if err != nil || report.Encoding != encoding || report.Answer() != encoding {
			t.Fatalf("%s: %v, %v", encoding, report, err)
		}
		want := write("地址,备注,匹配地址,匹配标识,匹配得分,匹配精度,匹配结果,结果说明,匹配说明\n" +
			strings.Repeat("江山市清湖街道清湖一村10号,𬭚𰻞堽,江山市清湖街道清湖一村10号,"+ten.String()+",1.000,number,matched,匹配成功,\n", 700))
		if out.String() != want {
			t.Errorf("%s: %.300q, want %.300q", encoding, out.String(), want)
		}
	}
	big5, err := traditionalchinese.Big5.NewEncoder().String("地址\n江山市清湖街道清湖一村10號\n")
	if err != nil {
		t.Fatal(err)
	}
	if rows, report := run(t, big5, matchfile.Options{Encoding: csvfile.BIG5}); report.Answer() != csvfile.UTF8 || rows[1][2] != ten.String() {
		t.Errorf("BIG5: %v %v", report, rows)
	}
}

// TestGB18030LacksNoCharacter is why a table that came in it goes out in it.
func TestGB18030LacksNoCharacter(t *testing.T) {
	for r := rune(0x80); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) || unicode.Is(unicode.Co, r) { // what is for private use comes in no table that was read
			continue
		}
		out, err := simplifiedchinese.GB18030.NewEncoder().String(string(r))
		back, _ := simplifiedchinese.GB18030.NewDecoder().String(out)
		if err != nil || back != string(r) {
			t.Fatalf("%U is written %q, %v", r, out, err)
		}
	}
	for first := 0x81; first <= 0xfe; first++ {
		for second := 0x40; second <= 0xfe; second++ {
			code := string([]byte{byte(first), byte(second)})
			text, err := simplifiedchinese.GB18030.NewDecoder().String(code)
			if err != nil || strings.ContainsRune(text, utf8.RuneError) {
				continue
			}
			out, err := simplifiedchinese.GB18030.NewEncoder().String(text)
			if back, _ := simplifiedchinese.GB18030.NewDecoder().String(out); err != nil || back != text {
				t.Fatalf("%x is read as %q and written %x, %v", code, text, out, err)
			}
		}
	}
}

func TestRowsAreExplainedInEnglishWhereAsked(t *testing.T) {
	rows, _ := run(t, table, matchfile.Options{English: true})
	if rows[1][8] != "matched" || rows[1][9] != "江山 is short for 江山市; 清湖镇 is a former name of 清湖街道" || rows[2][8] != matching.NoNumber.English() {
		t.Errorf("%v", rows)
	}
}

func TestRowsOfAnotherEncodingAreReadAsTheyAre(t *testing.T) {
	const row = "9,江山市清湖街道清湖一村10号,李四的旧房屋\n"
	for _, in := range []string{table + gb(t, row) + table[len("编号,地址,备注\n"):], gb(t, table) + row} {
		rows, report := run(t, in, matchfile.Options{})
		if report.Other != 1 || rows[4][0] != "9" || rows[4][2] != "李四的旧房屋" || rows[4][7] != "matched" {
			t.Errorf("%v: %v", report, rows[4])
		}
	}
}

func TestBrokenRowsComeOutWithTheirReason(t *testing.T) {
	rows, report := run(t, "编号,地址\n1\n2,江山市清湖街道清湖一村10号,多一栏\n3,\xff\xff江山\n4,\"江山市清湖街道清湖一村10号\n5,江山市清湖街道清湖一村10号\n", matchfile.Options{Encoding: csvfile.UTF8})
	if report.Rows != 5 || len(rows) != 6 {
		t.Fatalf("%v, %d rows written: %v", report, len(rows)-1, rows)
	}
	for i, want := range []string{matchfile.BadRow, matchfile.BadRow, matchfile.BadRow, matchfile.BadRow, "matched"} {
		if got := rows[i+1]; got[6] != want || got[7] == "" || got[8] == "" && want == matchfile.BadRow {
			t.Errorf("row %d: %v, want %s", i+1, got, want)
		}
	}
	if !strings.Contains(rows[2][8], "多一栏") {
		t.Errorf("a field without a column is lost: %v", rows[2])
	}
}

func TestACellIsNoFormula(t *testing.T) {
	rows, _ := run(t, "地址,=A1\n\"=HYPERLINK(\"\"http://x\"\")\",@x\n江山市,-5\n江山市,+1+cmd|' /C calc'!A0\n", matchfile.Options{})
	for i, want := range [][]string{{"地址", "'=A1"}, {"'=HYPERLINK(\"http://x\")", "'@x"}, {"江山市", "-5"}, {"江山市", "'+1+cmd|' /C calc'!A0"}} {
		if !slices.Equal(rows[i][:2], want) {
			t.Errorf("row %d is %v, want %v", i, rows[i][:2], want)
		}
	}
}

func TestARunGoesOnAfterTheRowsOfAnEarlierOne(t *testing.T) {
	rows, report := run(t, table, matchfile.Options{After: 2})
	if len(rows) != 1 || rows[0][0] != "3" || report.Rows != 3 {
		t.Errorf("%v: %v", report, rows)
	}
}

func TestTheColumnIsToldOrAskedFor(t *testing.T) {
	for heading, want := range map[string]int{"户主,家庭住址": 1, "ADDRESS,x": 0, "甲,地址": 1} {
		if _, report := run(t, heading+"\n江山市,江山市\n", matchfile.Options{}); report.Column != strings.Split(heading, ",")[want] {
			t.Errorf("%s: column %q", heading, report.Column)
		}
	}
	_, err := matchfile.Run(t.Context(), register().All(), strings.NewReader("甲,乙\n1,2\n"), io.Discard, matchfile.Options{})
	if err == nil || !strings.Contains(err.Error(), "--column") {
		t.Errorf("no column: %v", err)
	}
	if _, report := run(t, "甲,乙\n江山市,2\n", matchfile.Options{Column: "甲"}); report.Reasons["matched"] != 1 {
		t.Errorf("column 甲: %v", report)
	}
}

// TestAWideLongTableTakesLittleMemory streams 20,000 rows of 300 columns, 90 MB,
// and looks at what is held meanwhile.
func TestAWideLongTableTakesLittleMemory(t *testing.T) {
	const rows, columns = 20_000, 300
	in, w := io.Pipe()
	go func() {
		head := make([]string, columns)
		for i := range head {
			head[i] = fmt.Sprintf("列%d", i)
		}
		head[7] = "地址"
		fmt.Fprintln(w, strings.Join(head, ","))
		line := strings.Repeat("值,", 7) + "江山清湖镇清湖一村10号" + strings.Repeat(",一个有些长的值", columns-8) + "\n"
		for range rows {
			if _, err := io.WriteString(w, line); err != nil {
				break
			}
		}
		w.Close()
	}()
	var most uint64
	out := &counter{}
	report, err := matchfile.Run(context.Background(), register().All(), in, out, matchfile.Options{Encoding: csvfile.UTF8, Progress: func(n int) {
		if n%(16*512) == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}})
	if err != nil || report.Rows != rows || out.lines != rows+1 || report.Reasons["matched"] != rows {
		t.Errorf("%v, %d lines written, %v", report, out.lines, err)
	}
	if most > 64<<20 {
		t.Errorf("%d MB held on the way", most>>20)
	}
}

// counter counts the lines written to it.
type counter struct{ lines int }

func (c *counter) Write(p []byte) (int, error) {
	c.lines += bytes.Count(p, []byte{'\n'})
	return len(p), nil
}
