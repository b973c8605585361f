package naming

import (
	"strings"
	"unicode/utf8"

	"diming/gazetteer/search"
)

// A Word is an entry of a word list. An office edits the lists; each entry says
// where it comes from.
type Word struct {
	List   string `json:"list"`
	Text   string `json:"text"`
	Kind   string `json:"kind,omitempty"` // what it means is said at the lists
	Note   string `json:"note,omitempty"`
	Source string `json:"source"`
}

// The lists.
const (
	Leaders     = "leaders"     // state leaders; kind common: an ordinary word as well
	Persons     = "persons"     // other persons, aliases, characters of literature; kind common
	Foreign     = "foreign"     // kind person, place or word
	Brands      = "brands"      // enterprises and trademarks; kind common
	Exaggerated = "exaggerated" // 大
	Unhealthy   = "unhealthy"   // kind feudal, vulgar or superstition
	Generics    = "generics"    // generic parts; kind: the begin of the class codes that use it
	Exempt      = "exempt"      // established and commemorative, in the clean-up only
)

// Lists are the names of the lists that come with the program, in order; the
// office's own are beside them in ListKinds.
var Lists = []string{Leaders, Persons, Foreign, Brands, Exaggerated, Unhealthy, Generics, Exempt}

// common is the kind of a word that has another meaning.
const common = "common"

// An index finds the words of a list in a text. Traditional characters are
// found as their simplified forms.
type index map[rune][]indexed

type indexed struct {
	folded string
	word   Word
}

func (x index) add(w Word) {
	folded := search.Fold(w.Text)
	first, size := utf8.DecodeRuneInString(folded)
	if size == 0 {
		return
	}
	list := append(x[first], indexed{folded, w})
	for i := len(list) - 1; i > 0 && len(list[i-1].folded) < len(list[i].folded); i-- {
		list[i-1], list[i] = list[i], list[i-1]
	}
	x[first] = list
}

// hit is a word found in a text, and where in the folded text.
type hit struct {
	Word
	from, to int
}

// find gives the words of the list in a folded text from the left, the longest
// at each place, none within another.
func (x index) find(folded string) []hit {
	var hits []hit
	for at := 0; at < len(folded); {
		first, size := utf8.DecodeRuneInString(folded[at:])
		for _, e := range x[first] {
			if strings.HasPrefix(folded[at:], e.folded) {
				hits = append(hits, hit{e.word, at, at + len(e.folded)})
				size = len(e.folded)
				break
			}
		}
		at += size
	}
	return hits
}

// endings are generic parts by their last character, the longest first.
type endings map[rune][]Word

func (e endings) add(w Word) {
	last, size := utf8.DecodeLastRuneInString(w.Text)
	if size == 0 || w.Kind == "" {
		return
	}
	list := append(e[last], w)
	for i := len(list) - 1; i > 0 && len(list[i-1].Text) < len(list[i].Text); i-- {
		list[i-1], list[i] = list[i], list[i-1]
	}
	e[last] = list
}

// of gives the longest generic part of the class that the text ends in; whole
// allows the text to be nothing else.
func (e endings) of(text, class string, whole bool) string {
	last, _ := utf8.DecodeLastRuneInString(text)
	for _, w := range e[last] {
		if strings.HasPrefix(class, w.Kind) && strings.HasSuffix(text, w.Text) && (whole || len(w.Text) < len(text)) {
			return w.Text
		}
	}
	return ""
}

// elsewhere gives a generic part of another class that the text ends in, with
// the begin of its class code. Only what is sure counts: those of divisions and
// streets, and longer ones; a village may well end in 湖 or 塘.
func (e endings) elsewhere(text, class string) (generic, kind string) {
	last, _ := utf8.DecodeLastRuneInString(text)
	for _, w := range e[last] {
		if strings.HasPrefix(class, w.Kind) || !strings.HasSuffix(text, w.Text) || len(w.Text) == len(text) || w.Kind[0] != '2' {
			continue
		}
		if utf8.RuneCountInString(w.Text) > 1 || strings.HasPrefix(w.Kind, "21") || strings.Contains("路街巷弄桥", w.Text) {
			return w.Text, w.Kind
		}
	}
	return "", ""
}
