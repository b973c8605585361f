package main

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// gb18030 is what most Chinese programs write.
var gb18030 = simplifiedchinese.GB18030

const heading = "代码,标准名称,经度,纬度,类别代码"

// villages are three rows that are all right.
var villages = []string{"1,清湖头村,118.5101,28.7102,22200", "2,凤凰山村,118.5203,28.7204,22200", "3,大溪滩村,118.5305,28.7306,22200"}

func (m *maker) encoded(e encoding.Encoding, lines ...string) []byte {
	b, err := e.NewEncoder().Bytes([]byte(strings.Join(lines, "\n") + "\n"))
	m.fail(err)
	return b
}

// tables makes CSV files.
func (m *maker) tables() {
	all := append([]string{heading}, villages...)
	m.write("empty.csv", nil)
	m.write("csv-bom-only.csv", []byte("\uFEFF"))
	m.text("csv-heading-only.csv", heading)
	m.write("csv-bom.csv", []byte("\uFEFF"+strings.Join(all, "\r\n")+"\r\n"))
	m.write("csv-utf16.csv", m.encoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), all...))
	m.write("csv-gb18030-semicolon.csv", m.encoded(gb18030, strings.Split(strings.ReplaceAll(strings.Join(all, "\n"), ",", ";"), "\n")...))
	m.write("csv-big5.csv", m.encoded(traditionalchinese.Big5, "code,name,lon,lat,class", "1,瑞穗鄉,121.6,23.9,22200", "2,鳳林鎮,121.5,23.8,22200"))
	m.text("csv-nul.csv", heading, villages[0], "2,凤凰\x00村,118.5203,28.7204,22200")
	m.text("csv-broken-utf8.csv", heading, villages[0], "2,凤\xE5\x87村,118.5203,28.7204,22200", villages[2], "4,丢\uFFFD村,118.54,28.74,22200")
	m.text("csv-duplicate-headings.csv", "代码,标准名称,标准名称,经度,纬度,类别代码", "1,清湖头村,另一个名字,118.51,28.71,22200")
	m.text("csv-16384-columns.csv", heading+strings.Repeat(",x", 16_384-5), villages[0]+strings.Repeat(",", 16_384-5))
	m.text("csv-quotes.csv", heading, villages[0], `2,"凤凰山村,118.5203,28.7204,22200`, `3,"大溪"滩村,118.53,28.73,22200`, "4,少栏", "5,多栏,118.5,28.7,22200,,,")
	m.text("csv-huge-numbers.csv", heading, "1,甲村,1e400,28.7,22200", "2,乙村,118.5,99999999999999999999,22200", "3,丙村,28.7,118.5,22200", "4,丁村,0x76,28.7,22200")
	m.text("csv-formulas.csv", heading, `1,"=HYPERLINK(""http://x"",""点我"")",118.51,28.71,22200`, villages[1])
	m.write("csv-in-xlsx-ending.xlsx", []byte(strings.Join(all, "\n")+"\n"))
	m.text("csv-control-characters.csv", heading, "1,甲\x1B[31m村,118.51,28.71,22200", "2,乙\u202E村,118.52,28.72,22200")
	m.text("csv-classified.csv", heading+",密级", villages[0]+",公开", villages[1]+",秘密")
}
