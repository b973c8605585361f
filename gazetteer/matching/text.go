package matching

import (
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"diming/gazetteer/pinyin"
	"diming/gazetteer/search"
)

// A class is what characters have in common that sound alike: the toneless
// syllable. Zero is no part of a name.
type class uint16

const (
	classes     = 512
	otherFirst  = 448 // of characters without a reading
	otherNumber = classes - otherFirst
)

// sounds are the classes of all characters.
type sounds struct {
	basic [1 << 16]class
	ids   map[string]class // of the syllables
}

// loadSounds is called by whoever makes an index: a program without one does
// not pay for it.
var loadSounds = sync.OnceValue(func() *sounds {
	s := &sounds{ids: make(map[string]class, otherFirst)}
	for r := rune(1); r < 1<<16; r++ {
		s.basic[r] = s.class(r)
	}
	return s
})

// class tells the class of a character from its reading.
func (s *sounds) class(r rune) class {
	sound := ""
	if r >= 0x2e80 {
		sound = pinyin.Sound(r)
	}
	if sound == "" {
		return otherClass(r)
	}
	id, known := s.ids[sound]
	if !known && len(s.ids)+1 < otherFirst {
		id = class(len(s.ids) + 1)
		s.ids[sound] = id
	}
	if id == 0 {
		return otherClass(r)
	}
	return id
}

func otherClass(r rune) class { return class(otherFirst + uint32(r)*2654435761>>16%otherNumber) }

// of gives the class of a character of a text; zero of what parts names.
func (s *sounds) of(r rune) class {
	if r == dash {
		return 0
	}
	if r = canon(r); r < 1<<16 {
		return s.basic[r]
	}
	if id, known := s.ids[pinyin.Sound(r)]; known {
		return id
	}
	return otherClass(r)
}

var numeralOf = [10]rune{'零', '一', '二', '三', '四', '五', '六', '七', '八', '九'}

// canon gives the character by which names are compared: simplified, digits as
// numerals, so that 清湖1村 is 清湖一村.
func canon(r rune) rune {
	switch {
	case r >= '0' && r <= '9':
		return numeralOf[r-'0']
	case r == '〇':
		return '零'
	}
	return r
}

// A text is what is left of an input for comparing: without spaces and marks,
// in half width, simplified.
type text struct {
	input []rune
	runes []rune // digits as digits, marks between numbers as -
	at    []int  // the character of the input that each comes from
	apart []bool // a space or a mark stood before it
}

const dash = '-'

// read folds an input. A dash stays, and stands for whatever parts two
// numbers: 3幢 2 501 is not 3幢2501.
func (t *text) read(input []rune) {
	t.input, t.runes, t.at, t.apart = input, t.runes[:0], t.at[:0], t.apart[:0]
	gap := false
	for i, r := range input {
		if r < 0x4e00 || r > 0x9fff {
			if wide := foldWidth(r); wide != nil {
				for _, r := range wide {
					gap = t.add(r, i, gap)
				}
				continue
			}
		}
		gap = t.add(r, i, gap)
	}
}

// foldWidth gives the compatibility form of what has another one; nil otherwise.
func foldWidth(r rune) []rune {
	if r < 0x80 {
		return nil
	}
	if r >= 0xff01 && r <= 0xff5e {
		return []rune{r - 0xfee0}
	}
	s := norm.NFKC.String(string(r))
	if s == string(r) {
		return nil
	}
	return []rune(s)
}

func (t *text) add(r rune, at int, gap bool) bool {
	switch {
	case isDash(r):
		r = dash
	case r == '#':
		r = '号'
	case r == '〇' || r == '○':
		r = '〇'
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Nl, r):
		r = search.FoldRune(unicode.ToUpper(r))
	default:
		return true
	}
	if n := len(t.runes); gap && n > 0 && isDigit(r) && isDigit(t.runes[n-1]) {
		t.runes, t.at, t.apart = append(t.runes, dash), append(t.at, at), append(t.apart, true)
	}
	t.runes, t.at, t.apart = append(t.runes, r), append(t.at, at), append(t.apart, gap)
	return false
}

func isDash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '−' || r == '~' || r == '_' }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// fold gives a registered name as it is compared.
func fold(name string) string {
	var t text
	t.read([]rune(name))
	out := t.runes[:0]
	for _, r := range t.runes {
		if r != dash {
			out = append(out, canon(r))
		}
	}
	return string(out)
}

// span gives a stretch of the folded text as it stands in the input.
func (t *text) span(from, to int) (text string, first, end int) {
	if from >= to {
		return "", 0, 0
	}
	first, end = t.at[from], t.at[to-1]+1
	return string(t.input[first:end]), first, end
}
