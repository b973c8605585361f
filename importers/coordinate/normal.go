package coordinate

import (
	"regexp"
	"strings"
)

// marks gives the many characters that stand for one mark.
var marks = strings.NewReplacer(
	"''", `"`, "′′", `"`, "’’", `"`,
	"°", "°", "º", "°", "˚", "°", "゜", "°", "度", "°",
	"′", "'", "’", "'", "‘", "'", "´", "'", "`", "'", "ʹ", "'", "＇", "'", "分", "'",
	"″", `"`, "”", `"`, "“", `"`, "ʺ", `"`, "＂", `"`, "秒", `"`,
	"，", ",", "－", "-", "–", "-", "—", "-", "−", "-", "＋", "+", "：", ":", "．", ".", "。", ".",
	"（", "(", "）", ")", "；", ";", "、", ";", "\u3000", " ", "\u00A0", " ", "\t", " ", "\u200B", "", "\uFEFF", "",
)

var (
	besideMark = regexp.MustCompile(` *([°'",;:+-]) *`)
	manySpaces = regexp.MustCompile(` +`)
)

// normal gives digits, letters and marks one width and one shape.
func normal(cell string) string {
	s := manySpaces.ReplaceAllString(strings.TrimSpace(marks.Replace(narrow(cell))), " ")
	return besideMark.ReplaceAllString(s, "$1")
}

// narrow gives digits and letters half width.
func narrow(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '０' && c <= '９' || c >= 'Ａ' && c <= 'Ｚ' || c >= 'ａ' && c <= 'ｚ' {
			return c - '！' + '!'
		}
		return c
	}, s)
}

// directions are what may stand before or behind a number; longer ones first.
var directions = []struct {
	text     string
	axis     Axis
	negative bool
}{
	{"东经", Lon, false}, {"東經", Lon, false}, {"西经", Lon, true}, {"北纬", Lat, false}, {"北緯", Lat, false}, {"南纬", Lat, true},
	{"经°", Lon, false}, {"纬°", Lat, false}, // 经度 and 纬度 with their mark replaced
	{"东", Lon, false}, {"北", Lat, false}, {"经", Lon, false}, {"纬", Lat, false},
	{"LON", Lon, false}, {"LAT", Lat, false}, {"E", Lon, false}, {"W", Lon, true}, {"N", Lat, false}, {"S", Lat, true},
}

// direction takes a direction off a number.
func direction(s string) (rest string, axis Axis, negative bool) {
	upper := strings.ToUpper(s)
	if len(upper) != len(s) {
		return s, Unsaid, false // a letter whose capital is longer: no direction is
	}
	for _, d := range directions {
		switch {
		case strings.HasPrefix(upper, d.text):
			return strings.TrimLeft(s[len(d.text):], " :="), d.axis, d.negative
		case strings.HasSuffix(upper, d.text):
			return strings.TrimRight(s[:len(s)-len(d.text)], " "), d.axis, d.negative
		}
	}
	return s, Unsaid, false
}
