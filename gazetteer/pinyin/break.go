package pinyin

import (
	"strings"
	"unicode/utf8"
)

// Break parts a reading, with or without tones, into lines of at most width
// characters for a plate. It breaks between words; a word that has no room on
// a line of its own is broken between syllables with a hyphen (rule 12), which
// stands for an apostrophe there. A single syllable that is wider than the
// line stays whole, as does a word that is no Hanyu Pinyin.
func Break(reading string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(reading) {
		if line != "" && length(line)+1+length(word) <= width {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		whole := breakWord(word, width)
		lines, line = append(lines, whole[:len(whole)-1]...), whole[len(whole)-1]
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

func breakWord(word string, width int) []string {
	if length(word) <= width {
		return []string{word}
	}
	parts, bad := segment(word)
	if bad != "" || len(parts) < 2 {
		return []string{word}
	}
	parts = joinRhotic(parts)
	var lines []string
	line := parts[0]
	for i, s := range parts[1:] {
		joint := ""
		if strings.ContainsRune("aoe", baseLetter([]rune(strings.ToLower(s))[0])) {
			joint = "'"
		}
		hyphen := 1
		if i == len(parts)-2 {
			hyphen = 0
		}
		if length(line)+length(joint)+length(s)+hyphen <= width {
			line += joint + s
			continue
		}
		lines, line = append(lines, line+"-"), s
	}
	return append(lines, line)
}

// joinRhotic keeps the r of rule 11 with its syllable.
func joinRhotic(parts []string) []string {
	if last := len(parts) - 1; last > 0 && strings.EqualFold(parts[last], "r") {
		return append(parts[:last-1:last-1], parts[last-1]+parts[last])
	}
	return parts
}

func length(s string) int { return utf8.RuneCountInString(s) }
