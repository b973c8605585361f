package xlsxfile

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A cell is as the sheet writes it.
type cell struct {
	column  int // 0-based
	kind    string
	style   int
	value   string
	formula bool
	stored  bool // a value is there, be it an empty one
}

// Reasons why a cell cannot be taken as it stands.
const (
	reasonLost     = "数值超过 15 位，Excel 已丢失末尾的数字；请改为文本并重新录入 / a number of more than 15 digits, whose last ones Excel has lost: enter it again as text"
	reasonFormula  = "公式没有保存的结果，请在 Excel 中重新计算并保存 / a formula without a stored result: calculate and save it in Excel"
	reasonError    = "公式出错 / an error of a formula"
	reasonNoNumber = "单元格内容无法读取 / the cell cannot be read"
	reasonNoDate   = "日期超出范围 / a date out of range"
)

// text is what the cell says: numbers without the noise behind their
// fifteenth digit, dates in ISO form. reason is why it must not be used.
func (b *Book) text(c cell) (text, reason string) {
	if c.formula && (!c.stored || c.value == "" && c.kind != "str") {
		return "", reasonFormula
	}
	switch c.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(c.value))
		s, found := b.texts.at(i)
		if err != nil || !found {
			return c.value, reasonNoNumber
		}
		return unescape(s), ""
	case "str", "inlineStr":
		return unescape(c.value), ""
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[strings.TrimSpace(c.value)], ""
	case "e":
		return c.value, reasonError
	case "d":
		return strings.TrimSuffix(c.value, "T00:00:00"), ""
	}
	if strings.TrimSpace(c.value) == "" {
		return "", ""
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(c.value), 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return c.value, reasonNoNumber
	}
	var s style
	if c.style >= 0 && c.style < len(b.styles) {
		s = b.styles[c.style]
	}
	if s.date || s.clock {
		return b.date(v, s)
	}
	return number(v, s)
}

func number(v float64, s style) (text, reason string) {
	text = strconv.FormatFloat(v, 'f', -1, 64)
	if math.Abs(v) >= 1e15 {
		return text, reasonLost
	}
	if shown, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64); err == nil {
		text = strconv.FormatFloat(shown, 'f', -1, 64)
	}
	if s.zeros > len(text) && v == math.Trunc(v) && v >= 0 {
		text = strings.Repeat("0", s.zeros-len(text)) + text
	}
	return text, ""
}

// date turns a serial number of days into ISO form. The system of 1900 counts
// a 29 February 1900 that never was; days before it are one off.
func (b *Book) date(v float64, s style) (text, reason string) {
	if v < 0 || v >= 2_958_466 { // the year 10000
		return strconv.FormatFloat(v, 'f', -1, 64), reasonNoDate
	}
	days, part := math.Modf(v)
	seconds := int(math.Round(part * 86400))
	if seconds == 86400 {
		days, seconds = days+1, 0
	}
	from := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case b.date1904:
		from = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	case days < 60:
		from = from.AddDate(0, 0, 1)
	}
	t := from.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)
	switch {
	case !s.date && days == 0:
		return t.Format("15:04:05"), ""
	case seconds == 0:
		return t.Format("2006-01-02"), ""
	}
	return t.Format("2006-01-02T15:04:05"), ""
}

// unescape turns _x000D_ and its like into the characters that they stand for.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		if len(s) >= 7 && s[:2] == "_x" && s[6] == '_' {
			if v, err := strconv.ParseUint(s[2:6], 16, 16); err == nil {
				b.WriteRune(rune(v))
				s = s[7:]
				continue
			}
		}
		b.WriteByte(s[0])
		s = s[1:]
	}
	return b.String()
}

// columnOf reads the letters of a reference such as AB12, and its row; ok is
// false where it is none or lies beyond what a sheet has.
func columnOf(ref string) (column, row int, ok bool) {
	i := 0
	for ; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		if column = column*26 + int(ref[i]-'A') + 1; column > MaxColumns {
			return 0, 0, false
		}
	}
	if i == 0 || len(ref)-i > 7 {
		return 0, 0, false
	}
	row, err := strconv.Atoi(ref[i:])
	return column - 1, row, err == nil && row >= 1 && row <= maxRows
}

// letters name a column, 0-based.
func letters(column int) string {
	s := ""
	for column++; column > 0; column = (column - 1) / 26 {
		s = string(rune('A'+(column-1)%26)) + s
	}
	return s
}

// What a sheet has at most.
const (
	MaxColumns = 16_384
	maxRows    = 1_048_576
)

func columnName(column int) string { return fmt.Sprintf("（%s 列）", letters(column)) }
