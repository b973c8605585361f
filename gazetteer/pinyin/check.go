package pinyin

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// FaultKind tells what is wrong with a reading.
type FaultKind string

const (
	NoSyllable  FaultKind = "no_syllable" // no syllable of Hanyu Pinyin, or a mark or an apostrophe is misplaced
	NoTone      FaultKind = "no_tone"     // the first syllable of a word has no tone mark
	NoCapital   FaultKind = "no_capital"  // a word does not begin with its only capital letter (rule 9)
	TooMany     FaultKind = "too_many"    // the syllable stands for no character
	TooFew      FaultKind = "too_few"     // the character has no syllable
	NotTheDigit FaultKind = "not_the_digit"
)

// Fault says why a reading cannot be the reading of a name, and where.
type Fault struct {
	Kind FaultKind
	At   string // the syllable, of too_few the character
}

func (f *Fault) Error() string {
	switch f.Kind {
	case NoTone:
		return fmt.Sprintf("the syllable %q has no tone mark", f.At)
	case NoCapital:
		return fmt.Sprintf("the word %q must begin with a capital letter and go on in small ones", f.At)
	case TooMany:
		return fmt.Sprintf("the syllable %q stands for no character of the name", f.At)
	case TooFew:
		return fmt.Sprintf("the character %q has no syllable", f.At)
	case NotTheDigit:
		return fmt.Sprintf("%q does not stand so in the name", f.At)
	}
	return fmt.Sprintf("%q is no syllable of Hanyu Pinyin with its tone mark in place", f.At)
}

// Check tells whether reading is well-formed Hanyu Pinyin with tone marks and
// has one syllable for each Han character of name; it does not tell whether
// the reading is right. A written 儿 may be an r, numerals may be digits, other
// letters and digits stand as they are, and spellings that are fixed by the
// rules for minority languages pass. The error is a *Fault.
func Check(reading, name string) error {
	n := resolve(name, "", "")
	c := &checker{n: n}
	for _, word := range readingWords(reading) {
		if err := c.word(word); err != nil {
			return err
		}
	}
	if c.skip(); c.at < len(n.raw) {
		return &Fault{TooFew, string(n.raw[c.at])}
	}
	return nil
}

// readingWords parts a reading at spaces and marks, and digits from letters.
func readingWords(reading string) []string {
	var words []string
	last := rune(' ')
	for _, r := range reading {
		joins := isWordRune(r) || r == '\'' || r == '’' || unicode.Is(unicode.Mn, r)
		switch {
		case !joins:
		case len(words) == 0 || !isWordRune(last) && last != '\'' && last != '’' || unicode.IsDigit(r) != unicode.IsDigit(last):
			words = append(words, string(r))
		default:
			words[len(words)-1] += string(r)
		}
		last = r
	}
	return words
}

// checker walks the characters of a name along the words of a reading.
type checker struct {
	n  *resolved
	at int
}

// skip passes marks and spaces of the name.
func (c *checker) skip() {
	for c.at < len(c.n.raw) && !isWordRune(c.n.raw[c.at]) {
		c.at++
	}
}

func (c *checker) word(word string) error {
	c.skip()
	if c.literal(word) || c.roman(word) {
		return nil
	}
	if r, _ := utf8.DecodeRuneInString(word); unicode.IsDigit(r) {
		return c.digits(word)
	}
	parts, bad := segment(word)
	if bad != "" {
		return &Fault{NoSyllable, bad}
	}
	first, size := utf8.DecodeRuneInString(word)
	if rest := word[size:]; !unicode.IsUpper(first) || rest != strings.ToLower(rest) {
		return &Fault{NoCapital, word}
	}
	if !marked(parts[0]) {
		return &Fault{NoTone, parts[0]}
	}
	for _, s := range parts {
		if err := c.syllable(s); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) syllable(s string) error {
	c.skip()
	if c.at == len(c.n.raw) || !unicode.Is(unicode.Han, c.n.raw[c.at]) && !unicode.Is(unicode.Co, c.n.raw[c.at]) ||
		s == "r" && c.n.folded[c.at] != '儿' {
		return &Fault{TooMany, s}
	}
	c.at++
	return nil
}

// literal takes letters and digits that stand so in the name.
func (c *checker) literal(word string) bool {
	rest := string(c.n.raw[c.at:])
	if !strings.HasPrefix(strings.ToLower(rest), strings.ToLower(word)) {
		return false
	}
	c.at += utf8.RuneCountInString(word)
	return true
}

// roman takes a spelling of the rules for minority languages.
func (c *checker) roman(word string) bool {
	if c.at == len(c.n.raw) {
		return false
	}
	p := c.n.units[c.at].p
	if p == nil || p.roman != word {
		return false
	}
	c.at += len(p.text)
	return true
}

// digits takes an ordinal in digits for its numerals in the name (rule 6).
func (c *checker) digits(word string) error {
	if m := c.n.numeral; m.to > c.at && m.from == c.at && m.digits == word {
		c.at = m.to
		return nil
	}
	return &Fault{NotTheDigit, word}
}
