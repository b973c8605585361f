// Package cell reads what people write into the cells of a spreadsheet:
// numbers with their units, days, yes and no, telephone numbers. What can be
// meant in one way only is read; anything else is an error that says why, in
// Chinese and English.
package cell

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"diming/internal/version"
)

// Errors, in words for who wrote the cell.
var (
	ErrCount = errors.New("不是一个整数，请写成 300 的样子 / not one whole number: write it like 300")
	ErrRange = errors.New("是一个范围，请写一个数 / a range: write one number")
	ErrMinus = errors.New("人数和面积不能是负数 / neither persons nor areas are negative")
	ErrDay   = errors.New("日期看不懂，请写成 2026-01-05 的样子 / not a day: write it like 2026-01-05")
	ErrYesNo = errors.New("请写“是”或“否” / write yes or no")
	ErrPhone = errors.New("不是能拨打的号码 / not a number that can be dialled")
)

// Narrow gives the digits, letters and marks of full width those of ASCII.
func Narrow(s string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		switch {
		case c >= '！' && c <= '～':
			return c - '！' + '!'
		case c == '\u3000' || c == '\u00A0':
			return ' '
		case c == '－' || c == '—' || c == '–' || c == '‐' || c == '−':
			return '-'
		}
		return c
	}, s))
}

var (
	about     = regexp.MustCompile(`^(大约|约|近|大概)|(左右|上下|以上|余|多)$`)
	unit      = regexp.MustCompile(`(人|平方米|平米|㎡|m²|m2|M2|床|个)$`)
	thousands = regexp.MustCompile(`^-?[0-9]{1,3}(,[0-9]{3})+$`)
	whole     = regexp.MustCompile(`^-?[0-9]{1,12}(\.0+)?$`)
	between   = regexp.MustCompile(`^[0-9]+ *(-|~|至|到) *[0-9]+$`)
)

// Count reads a number of persons or square metres: 300, 300人, ３００, 1,200.
// roughly tells that the cell says 约 or 左右 beside it.
func Count(s string) (n int, roughly bool, err error) {
	s = Narrow(s)
	for { // 约300人左右: from both ends
		rest := strings.TrimSpace(unit.ReplaceAllString(about.ReplaceAllString(s, ""), ""))
		if rest == s {
			break
		}
		roughly, s = roughly || about.MatchString(s), rest
	}
	switch {
	case between.MatchString(s):
		return 0, false, ErrRange
	case thousands.MatchString(s):
		s = strings.ReplaceAll(s, ",", "")
	case !whole.MatchString(s):
		return 0, false, ErrCount
	}
	s, _, _ = strings.Cut(s, ".")
	if n, err = strconv.Atoi(s); err != nil {
		return 0, false, ErrCount
	}
	if n < 0 {
		return 0, false, ErrMinus
	}
	return n, roughly, nil
}

var (
	spelled = regexp.MustCompile(`^([0-9]{4})[-/.年] ?([0-9]{1,2})[-/.月] ?([0-9]{1,2})日?([T ][0-9:]+)?$`)
	packed  = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})()$`)
)

// Day reads a calendar day: 2026-01-05, 2026/1/5, 2026年1月5日, 20260105. A time
// of day beside it is passed over.
func Day(s string) (version.Date, error) {
	s = Narrow(s)
	parts := spelled.FindStringSubmatch(s)
	if parts == nil {
		parts = packed.FindStringSubmatch(s)
	}
	if parts == nil {
		return version.Date{}, ErrDay
	}
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(parts[i+1]) // digits, by the pattern
	}
	day := version.Day(n[0], time.Month(n[1]), n[2])
	if day.Time().Day() != n[2] || int(day.Time().Month()) != n[1] {
		return version.Date{}, ErrDay // 31 February
	}
	return day, nil
}

var (
	yes = []string{"是", "有", "能", "可", "可以", "√", "✓", "y", "yes", "true", "1", "同意", "已同意", "具备", "24小时", "全天"}
	no  = []string{"否", "无", "没有", "不能", "不可", "×", "✗", "x", "n", "no", "false", "0", "不同意", "未同意", "不具备"}
)

// YesNo reads 是 and 否 and their like.
func YesNo(s string) (bool, error) {
	s = strings.ToLower(Narrow(s))
	for _, word := range yes {
		if s == word {
			return true, nil
		}
	}
	for _, word := range no {
		if s == word {
			return false, nil
		}
	}
	return false, ErrYesNo
}
