package naming

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"diming/gazetteer/pinyin"
)

// FormsOf gives the forms in which a name is compared. reading is that of the
// whole name with tones, where somebody gave or confirmed it, else "": then the
// draft serves. A reading that does not fit the characters is left aside.
//
// Syllables are parted by a space, so that 西安 (xī ān) and 仙 (xiān) differ;
// figures are read as digits (1 as yī).
func FormsOf(text, class, reading string, dialect Merges) Forms {
	f := Forms{Text: Compact(text)}
	f.Specific, _ = Split(f.Text, class)
	f.Look = lookFold(f.Specific)
	syllables := syllablesOf(f.Text, f.Specific, class, reading)
	f.Toned = strings.Join(syllables, " ")
	toneless, merged := make([]byte, 0, 48), []byte(nil)
	for i, s := range syllables {
		plain := pinyin.Toneless(s)
		if i > 0 {
			toneless = append(toneless, ' ')
		}
		toneless = append(toneless, plain...)
		if dialect != 0 {
			if i > 0 {
				merged = append(merged, ' ')
			}
			merged = dialect.appendMerged(merged, plain)
		}
	}
	f.Toneless, f.Dialect = string(toneless), string(merged)
	return f
}

// Compact gives a text compatibility composed and without white space: the form
// in which two names are the same text.
func Compact(text string) string {
	plain := true
	for _, r := range text {
		plain = plain && r >= 0x4e00 && r <= 0x9fff
	}
	if plain {
		return text
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, norm.NFKC.String(text))
}

// syllablesOf gives the reading of the specific part, a syllable for each
// character; what has no reading stands as it is.
func syllablesOf(text, specific, class, reading string) []string {
	draft := pinyin.Of(text, class, "").Syllables
	if reading != "" {
		if given, ok := fit(draft, text, reading); ok {
			draft = given
		}
	}
	out := make([]string, 0, len(draft))
	at := 0
	for _, s := range draft {
		if at >= len(specific) {
			break
		}
		if !strings.HasPrefix(text[at:], s) { // the reading of one character
			at += runeLen(text[at:])
			out = append(out, s)
			continue
		}
		for _, r := range s[:min(len(s), len(specific)-at)] {
			out = append(out, digitSyllable(r))
		}
		at += len(s)
	}
	return out
}

func runeLen(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}

var digitSyllables = [10]string{"líng", "yī", "èr", "sān", "sì", "wǔ", "liù", "qī", "bā", "jiǔ"}

func digitSyllable(r rune) string {
	if r >= '0' && r <= '9' {
		return digitSyllables[r-'0']
	}
	return string(unicode.ToLower(r))
}
