package pinyin

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Typed gives the reading of name that somebody typed as it is written: tones
// as numbers after a syllable become marks (qing1hu2 jie1dao4 is Qīnghú Jiēdào,
// 0 and 5 are the neutral tone), v and u: are ü, each word begins with a
// capital, and an apostrophe parts where rule 10 wants it. What cannot be read
// so stays as typed; [Check] then says what is wrong with it.
func Typed(typed, name string) string {
	words := strings.Fields(norm.NFC.String(typed))
	plain := strings.Join(words, " ")
	if Check(plain, name) == nil {
		return plain
	}
	for i, w := range words {
		if !strings.Contains(strings.ToLower(name), strings.ToLower(w)) { // A1 of A1路 is no syllable
			words[i] = typedWord(w)
		}
	}
	return strings.Join(words, " ")
}

// tones are the marked letters of a vowel by its tone, the first to the fourth.
var tones = map[byte][]rune{'a': []rune("āáǎà"), 'e': []rune("ēéěè"), 'i': []rune("īíǐì"), 'o': []rune("ōóǒò"), 'u': []rune("ūúǔù"), 'v': []rune("ǖǘǚǜ")}

// typedWord writes one word, or gives it back as it was.
func typedWord(word string) string {
	letters := strings.NewReplacer("u:", "ü", "v", "ü", "’", "'").Replace(strings.ToLower(word))
	var out, run []rune
	for _, r := range letters {
		switch {
		case r >= '0' && r <= '5':
			before, said := lastSyllable(run)
			if said == "" {
				return word
			}
			out = joinSyllable(append(out, before...), said, r)
			run = run[:0]
		case r == '\'':
			out, run = append(append(out, run...), r), run[:0]
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			run = append(run, r)
		default:
			return word
		}
	}
	out = append(out, run...)
	if _, bad := segment(string(out)); bad != "" {
		return word
	}
	out[0] = unicode.ToUpper(out[0])
	return string(out)
}

// lastSyllable parts the syllable that a number stands after from those before
// it, ü as v in it; "" where it is none.
func lastSyllable(run []rune) (before []rune, said string) {
	for n := min(maxSyllable, len(run)); n > 0; n-- {
		said := strings.ReplaceAll(string(run[len(run)-n:]), "ü", "v")
		if !spelled[said] {
			continue
		}
		before := run[:len(run)-n]
		if _, bad := segment(string(before)); len(before) == 0 || bad == "" {
			return before, said
		}
	}
	return nil, ""
}

// joinSyllable writes a syllable with its tone behind what stands there.
func joinSyllable(out []rune, said string, tone rune) []rune {
	if len(out) > 0 && out[len(out)-1] != '\'' && strings.ContainsRune("aoe", rune(said[0])) {
		out = append(out, '\'')
	}
	mark := markPlace(said)
	for i := range len(said) {
		switch {
		case i == mark && tone >= '1' && tone <= '4':
			out = append(out, tones[said[i]][tone-'1'])
		case said[i] == 'v':
			out = append(out, 'ü')
		default:
			out = append(out, rune(said[i]))
		}
	}
	return out
}
