package pinyin

import (
	"strings"
	"unicode"
)

// sylID numbers an interned syllable; 0 means that the character has no
// reading and stays as it is.
type sylID uint16

// syllable is one spelling with its keys, made once.
type syllable struct {
	toned   string // "lǜ"
	plain   string // "lv"
	initial byte   // 'l'
}

// syllabary interns syllables, so that a reading is a number in the tables.
type syllabary struct {
	list []syllable
	ids  map[string]sylID
}

func newSyllabary() *syllabary {
	return &syllabary{list: make([]syllable, 1), ids: make(map[string]sylID, 1600)}
}

func (s *syllabary) id(toned string) sylID {
	if id, ok := s.ids[toned]; ok {
		return id
	}
	plain := Toneless(toned)
	if plain == "" {
		return 0
	}
	id := sylID(len(s.list))
	s.list = append(s.list, syllable{toned, plain, plain[0]})
	s.ids[toned] = id
	return id
}

// toneless maps the marked letters of Hanyu Pinyin to plain ones, ü to v.
var toneless = map[rune]byte{
	'ā': 'a', 'á': 'a', 'ǎ': 'a', 'à': 'a',
	'ē': 'e', 'é': 'e', 'ě': 'e', 'è': 'e', 'ê': 'e', 'ế': 'e', 'ề': 'e',
	'ī': 'i', 'í': 'i', 'ǐ': 'i', 'ì': 'i',
	'ō': 'o', 'ó': 'o', 'ǒ': 'o', 'ò': 'o',
	'ū': 'u', 'ú': 'u', 'ǔ': 'u', 'ù': 'u',
	'ü': 'v', 'ǖ': 'v', 'ǘ': 'v', 'ǚ': 'v', 'ǜ': 'v',
	'ń': 'n', 'ň': 'n', 'ǹ': 'n', 'ḿ': 'm',
}

// Toneless gives the search key of a spelling: no tone marks, lower case, ü as
// v, and only letters and digits. Characters without a reading are kept.
func Toneless(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		if r < 0x80 {
			if c := asciiKey(byte(r)); c != 0 {
				b.WriteByte(c)
			}
			continue
		}
		writeKeyRune(&b, r)
	}
	return b.String()
}

func asciiKey(c byte) byte {
	switch {
	case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		return c
	case c >= 'A' && c <= 'Z':
		return c + 'a' - 'A'
	}
	return 0
}

func writeKeyRune(b *strings.Builder, r rune) {
	r = unicode.ToLower(r)
	if c, ok := toneless[r]; ok {
		b.WriteByte(c)
		return
	}
	if r < 0x80 { // the Kelvin sign and its like
		if c := asciiKey(byte(r)); c != 0 {
			b.WriteByte(c)
		}
		return
	}
	if isWordRune(r) {
		b.WriteRune(r)
	}
}

// isWordRune tells letters, digits and characters of the private use areas
// (names with characters that have no code yet) from punctuation.
func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Co, r)
}
