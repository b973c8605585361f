// Package pinyin drafts the Hanyu Pinyin spelling of Chinese place names by
// the 1984 rules (中国地名汉语拼音字母拼写规则（汉语地名部分）, (84)中地字第17号).
//
// A computed reading is a draft: many characters have several readings and the
// right one is fixed per place. The override table (data/readings.csv) holds
// the known ones; everything else comes from a phrase list or from the
// characters and is left for a person to confirm. [SearchKeys] gives the keys
// for finding a name also by its common wrong readings.
package pinyin

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Source tells where the least sure part of a reading comes from. Characters
// with one reading only do not count, unless there are no others.
type Source string

const (
	Table      Source = "table"      // override table: the place or a word in it is known
	Phrase     Source = "phrase"     // phrase list: a candidate
	Characters Source = "characters" // character by character
)

// Reading is a draft or known spelling of a name.
type Reading struct {
	Text         string   // by the 1984 rules, with tone marks: "Qīnghú Jiēdào"
	Plain        string   // toneless, lower case, no spaces or apostrophes, ü as v: "qinghujiedao"
	Initials     string   // one letter a syllable: "qhjd"; runs of other letters and digits in full
	Syllables    []string // per character with tone marks, lower case; other runs as they are
	Source       Source
	Confirmed    bool     // the override table holds this very name for this class and division, confidence H
	Alternatives []string // other possible Text values where a heteronym is not resolved, at most four
}

// String gives the spelling with tone marks.
func (r Reading) String() string { return r.Text }

// Capitals gives the form for signs, all capitals without tones: "QINGHU JIEDAO".
// ü keeps its dots: "LÜLIANG SHI".
func (r Reading) Capitals() string {
	var b strings.Builder
	for _, c := range r.Text {
		c = unicode.ToLower(c)
		switch plain := toneless[c]; plain {
		case 0:
			b.WriteRune(unicode.ToUpper(c))
		case 'v':
			b.WriteRune('Ü')
		default:
			b.WriteByte(plain - 'a' + 'A')
		}
	}
	return b.String()
}

// Roman gives a spelling without its tones, with its parts and capitals: the
// roman letters 罗马字母拼写 of letters and forms, "Qingyang Lu". ü keeps its
// dots; what is not Hanyu Pinyin stays as it is.
func Roman(spelling string) string {
	var b strings.Builder
	for _, c := range norm.NFC.String(spelling) {
		lower := unicode.ToLower(c)
		plain := rune(toneless[lower])
		switch {
		case plain == 0:
			plain = lower
		case plain == 'v':
			plain = 'ü'
		}
		if lower != c {
			plain = unicode.ToUpper(plain)
		}
		b.WriteRune(plain)
	}
	return b.String()
}

// Of gives the draft reading of name. class is a 5-digit GB/T 18521 class code,
// or "" to guess by the generic part; division is a code prefix of 2 to 12
// digits, or "". Every character of name stays in Text, read or as it is.
//
// name is one name: a chain of divisions (江山市贺村镇) is read, but its upper
// parts are joined to the specific part.
func Of(name, class, division string) Reading {
	n := resolve(name, class, division)
	r := Reading{Source: n.source(), Confirmed: n.confirmed()}
	r.Text = n.text()
	r.Plain, r.Initials = n.keys()
	r.Syllables = n.syllables()
	r.Alternatives = n.alternatives(r.Text)
	return r
}

// Split finds the specific part 专名 and the generic part 通名 of a name by its
// class. generic is "" where the rules write the name as one word (villages)
// or the class has no generic part in the name.
func Split(name, class string) (specific, generic string) {
	n := resolve(name, class, "")
	return string(n.raw[:n.split]), string(n.raw[n.split:])
}
