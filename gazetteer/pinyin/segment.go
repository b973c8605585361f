package pinyin

import (
	"strings"
	"unicode"
)

// maxSyllable is the length of the longest syllable in letters: zhuang.
const maxSyllable = 6

// segment parts one written word into its syllables, with the case and the
// marks they have. A syllable that begins with a, o or e and is not the first
// stands after an apostrophe (rule 10); the apostrophe is dropped. A closing r
// of rule 11 is its own part. bad is the rest that is no syllable, "" where
// the whole word is well-formed.
func segment(word string) (parts []string, bad string) {
	s := &segmenter{word: []rune(strings.ReplaceAll(word, "’", "'"))}
	s.far = -1
	if s.from(0, false) {
		return s.parts, ""
	}
	return nil, string(s.word[max(s.far, 0):])
}

// segmenter tries the longest syllable first and goes back where the rest is none.
type segmenter struct {
	word  []rune
	parts []string
	far   int // where the attempt that came furthest failed
}

func (s *segmenter) from(at int, free bool) bool {
	rest := s.word[at:]
	switch {
	case len(rest) == 0:
		return at > 0 && !free
	case rest[0] == '\'' && at > 0 && !free:
		return s.from(at+1, true)
	case len(rest) == 1 && at > 0 && !free && unicode.ToLower(rest[0]) == 'r':
		s.parts = append(s.parts, string(rest))
		return true
	}
	vowel := strings.ContainsRune("aoe", baseLetter(unicode.ToLower(rest[0])))
	if at == 0 || vowel == free { // an apostrophe only where it parts
		for n := min(maxSyllable, len(rest)); n > 0; n-- {
			if !wellFormed(rest[:n]) {
				continue
			}
			kept := len(s.parts)
			s.parts = append(s.parts, string(rest[:n]))
			if s.from(at+n, false) {
				return true
			}
			s.parts = s.parts[:kept]
		}
	}
	s.far = max(s.far, at)
	return false
}

// wellFormed tells whether the letters are a syllable with at most one tone
// mark, and that where it belongs.
func wellFormed(letters []rune) bool {
	var plain strings.Builder
	mark := -1
	for i, r := range letters {
		r = unicode.ToLower(r)
		base := baseLetter(r)
		if base < 'a' || base > 'z' || r == 'v' {
			return false
		}
		if r != base && r != 'ü' && r != 'ê' {
			if mark >= 0 {
				return false
			}
			mark = i
		}
		plain.WriteRune(base)
	}
	return spelled[plain.String()] && (mark < 0 || mark == markPlace(plain.String()))
}

// markPlace tells which letter of a syllable bears the mark: a or e, the o of
// ou, else the last vowel.
func markPlace(plain string) int {
	if i := strings.IndexAny(plain, "ae"); i >= 0 {
		return i
	}
	if i := strings.Index(plain, "ou"); i >= 0 {
		return i
	}
	return strings.LastIndexAny(plain, "iouv")
}

// marked tells whether a syllable bears a tone.
func marked(syllable string) bool {
	for _, r := range syllable {
		if r = unicode.ToLower(r); r != baseLetter(r) && r != 'ü' && r != 'ê' {
			return true
		}
	}
	return false
}

// InitialsOf gives one letter for each syllable of a spelling, runs of digits in
// full; "" for one that is no Hanyu Pinyin.
func InitialsOf(reading string) string {
	var b strings.Builder
	for _, word := range readingWords(reading) {
		if strings.Trim(word, "0123456789") == "" {
			b.WriteString(word)
			continue
		}
		parts, bad := segment(word)
		if bad != "" {
			return ""
		}
		for _, s := range parts {
			b.WriteByte(Toneless(s)[0])
		}
	}
	return b.String()
}
