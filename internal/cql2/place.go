package cql2

import (
	"strings"
	"unicode/utf8"
)

// around is how many characters a message shows on either side of a place.
const around = 16

// character counts the characters up to a byte of a filter, from one.
func character(s string, at int) int { return utf8.RuneCountInString(s[:at]) + 1 }

// shown is the part of a filter around a byte, which is marked.
func shown(s string, at int) string {
	before, after := []rune(s[:at]), []rune(s[at:])
	var text strings.Builder
	if len(before) > around {
		text.WriteString("…")
		before = before[len(before)-around:]
	}
	text.WriteString(string(before) + "▸" + string(after[:min(len(after), around)]))
	if len(after) > around {
		text.WriteString("…")
	}
	return strings.ReplaceAll(text.String(), "\x00", "�")
}

// misplaced says what is wrong at a byte of a filter, and shows the place.
func misplaced(s string, at int, e *Error) *Error {
	n, part := character(s, at), shown(s, at)
	return wrong("第 %d 个字符处（%s）：%[3]s", "At character %d (%s): %[4]s", n, part, e.ZH, e.EN)
}
