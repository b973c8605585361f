package naming

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"diming/gazetteer/pinyin"
)

// fit parts a reading of the whole name into one syllable for each character
// that the draft reads; ok is false where it has more or fewer.
func fit(draft []string, text, reading string) (syllables []string, ok bool) {
	words := letterRuns(reading)
	syllables = make([]string, len(draft))
	copy(syllables, draft)
	var read []int // places in the draft that are readings
	at := 0
	for i, s := range draft {
		if strings.HasPrefix(text[at:], s) {
			at += len(s)
			continue
		}
		at += runeLen(text[at:])
		read = append(read, i)
	}
	budget := 4000 // of tries: a reading of many letters may be parted in very many ways
	parts, ok := part(words, len(read), &budget)
	if !ok {
		return nil, false
	}
	for i, at := range read {
		syllables[at] = parts[i]
	}
	return syllables, true
}

// letterRuns gives the runs of letters of a reading in lower case.
func letterRuns(reading string) []string {
	return strings.FieldsFunc(strings.ToLower(norm.NFC.String(reading)), func(r rune) bool {
		return !unicode.IsLetter(r)
	})
}

// part cuts the words into exactly n syllables, the longest first.
func part(words []string, n int, budget *int) ([]string, bool) {
	if *budget--; *budget < 0 {
		return nil, false
	}
	if len(words) == 0 || n == 0 {
		return make([]string, 0, 8), len(words) == 0 && n == 0
	}
	word := words[0]
	ends := make([]int, 0, 6)
	for i := range word {
		if i > 0 && len(ends) < 6 {
			ends = append(ends, i)
		}
	}
	if len(ends) < 6 {
		ends = append(ends, len(word))
	}
	for i := len(ends) - 1; i >= 0; i-- {
		syllable := word[:ends[i]]
		if !pinyin.IsSyllable(pinyin.Toneless(syllable)) {
			continue
		}
		rest := words[1:]
		if ends[i] < len(word) {
			rest = append([]string{word[ends[i]:]}, rest...)
		}
		if tail, ok := part(rest, n-1, budget); ok {
			return append([]string{syllable}, tail...), true
		}
	}
	return nil, false
}
