package pinyin

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind of a place in the text, for spaces and apostrophes between pieces.
type pieceKind uint8

const (
	start pieceKind = iota
	syllabic
	letters // letters, digits, characters without reading
	mark    // punctuation and spaces
)

// writer puts pieces together: spaces, capitals, apostrophes.
type writer struct {
	b    strings.Builder
	last pieceKind
}

func (w *writer) syllable(s string, newWord bool) {
	first, size := utf8.DecodeRuneInString(s)
	switch {
	case w.last == syllabic && !newWord:
		if strings.ContainsRune("aoe", baseLetter(first)) { // rule 10
			w.b.WriteByte('\'')
		}
		w.b.WriteString(s)
	default:
		if w.last == letters || w.last == syllabic {
			w.b.WriteByte(' ')
		}
		w.b.WriteRune(unicode.ToUpper(first))
		w.b.WriteString(s[size:])
	}
	w.last = syllabic
}

func (w *writer) literal(r rune) {
	k := mark
	if isWordRune(r) {
		k = letters
	}
	if k == letters && w.last == syllabic {
		w.b.WriteByte(' ')
	}
	w.b.WriteRune(r)
	w.last = k
}

// digits writes an ordinal; 第 before it takes a hyphen: Dì-9 Lòng.
func (w *writer) digits(s string, hyphen bool) {
	if hyphen {
		w.b.WriteByte('-')
	} else if w.last == syllabic || w.last == letters {
		w.b.WriteByte(' ')
	}
	w.b.WriteString(s)
	w.last = letters
}

func baseLetter(r rune) rune {
	if c, ok := toneless[r]; ok {
		return rune(c)
	}
	return r
}

// text writes the name by the rules.
func (n *resolved) text() string {
	var w writer
	w.b.Grow(4 * len(n.raw))
	w.last = start
	for i := 0; i < len(n.raw); i++ {
		u := n.units[i]
		switch {
		case i == n.numeral.from && n.numeral.to > i:
			w.digits(n.numeral.digits, i > 0 && n.folded[i-1] == '第')
			i = n.numeral.to - 1
		case u.p != nil && u.p.roman != "":
			if u.at == 0 {
				w.word(u.p.roman)
			}
		case u.syl == 0:
			w.literal(n.raw[i])
		case u.rhotic:
			w.b.WriteByte('r')
		default:
			w.syllable(n.t.syl.list[u.syl].toned, n.cut(i))
		}
	}
	return w.b.String()
}

// word writes a spelling that is fixed as a whole.
func (w *writer) word(s string) {
	if w.last == syllabic || w.last == letters {
		w.b.WriteByte(' ')
	}
	w.b.WriteString(s)
	w.last = syllabic
}

// cut tells whether a new word begins at character i.
func (n *resolved) cut(i int) bool {
	u := n.units[i]
	if i == n.split || i > 0 && n.roman(i-1) && !n.roman(i) {
		return true
	}
	if u.p != nil && u.p.cuts[u.at] {
		return true
	}
	if i > n.split && n.generic != nil {
		for _, c := range n.generic.cuts {
			if i == len(n.raw)-len(n.generic.text)+c {
				return true
			}
		}
	}
	return i < n.split && n.peopleBegins(i)
}

func (n *resolved) roman(i int) bool { return n.units[i].p != nil && n.units[i].p.roman != "" }

// syllables gives the reading of each character; other runs as they are.
func (n *resolved) syllables() []string {
	out := make([]string, 0, len(n.raw))
	literal := -1
	for i, u := range n.units {
		if u.syl == 0 {
			if literal < 0 {
				literal = i
			}
			continue
		}
		if literal >= 0 {
			out, literal = append(out, string(n.raw[literal:i])), -1
		}
		if u.rhotic {
			out = append(out, "r")
			continue
		}
		out = append(out, n.t.syl.list[u.syl].toned)
	}
	if literal >= 0 {
		out = append(out, string(n.raw[literal:]))
	}
	return out
}
