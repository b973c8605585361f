package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldBMP and foldRest map a traditional or variant character to the one that
// stands for it in comparisons; zero means itself.
var foldBMP, foldRest = foldTables(foldPairs)

func foldTables(pairs string) (*[1 << 16]rune, map[rune]rune) {
	bmp, rest := new([1 << 16]rune), map[rune]rune{}
	var from rune
	for i, r := range []rune(pairs) {
		switch {
		case i%2 == 0:
			from = r
		case from < 1<<16:
			bmp[from] = r
		default:
			rest[from] = r
		}
	}
	return bmp, rest
}

func foldRune(r rune) rune {
	if r < 1<<16 {
		if to := foldBMP[r]; to != 0 {
			return to
		}
		return r
	}
	if to, ok := foldRest[r]; ok {
		return to
	}
	return r
}

// normalize brings full-width letters and digits, letter case, compatibility
// characters, spaces and punctuation to one form. It keeps traditional and
// variant characters and tone marks.
func normalize(s string) string {
	if plainHan(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

// plainHan reports whether s is only unified ideographs of the basic block,
// which are already normal.
func plainHan(s string) bool {
	for _, r := range s {
		if r < 0x4e00 || r > 0x9fff {
			return false
		}
	}
	return true
}

// fold brings a normalized text to the form in which texts are compared:
// simplified standard characters, no tone or accent marks. Folding twice
// changes nothing.
func fold(s string) string {
	if !plainHan(s) {
		s = stripMarks(s)
	}
	return strings.Map(foldRune, s)
}

// stripMarks removes the combining marks of Latin letters.
func stripMarks(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}

// foldKey brings a pinyin key or a query to the form in which readings are
// compared: ASCII letters and digits, and ü, v, lyu all as u, because people
// type lvshun, lushun and lyushun for 旅顺.
func foldKey(s string) string {
	if !plainKey(s) {
		s = strings.Map(func(r rune) rune {
			r = unicode.ToLower(r)
			switch {
			case r == 'v':
				return 'u'
			case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
				return r
			}
			return -1
		}, stripMarks(s))
	}
	if strings.Contains(s, "lyu") {
		s = strings.ReplaceAll(s, "lyu", "lu")
	}
	return s
}

func plainKey(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z' || c == 'v') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// latinQuery returns the pinyin key that a normalized query spells, or "" if
// it is not Latin: tone marks and the tone digits 0 to 5 after a syllable go.
func latinQuery(normalized string) string {
	s := stripMarks(normalized)
	letters := false
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return ""
		}
		letters = letters || r >= 'a'
	}
	if !letters {
		return ""
	}
	return foldKey(dropToneDigits(s))
}

// dropToneDigits removes single digits 0 to 5 that follow a vowel's syllable;
// it leaves s alone if another digit is in it (318guodao).
func dropToneDigits(s string) string {
	var b strings.Builder
	vowel := false
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a':
			vowel = vowel || strings.IndexByte("aeiouv", c) >= 0
			b.WriteByte(c)
		case c > '5' || !vowel:
			return s
		default:
			vowel = false
		}
	}
	return b.String()
}

// cut returns the first n runes of s and the rest.
func cut(s string, n int) (head, tail string) {
	at := 0
	for ; n > 0 && at < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return s[:at], s[at:]
}
