package naming

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"
)

// A Word is one entry of a list that the rules look names up in. Lists are data
// that an office keeps; every entry says where it comes from.
type Word struct {
	List   string
	Text   string
	Note   string // of generics: the group of classes it is for
	Source string
}

// The lists.
const (
	Leaders     = "leaders"     // 国家领导人
	Persons     = "persons"     // 人名, with aliases and characters of literature
	Foreign     = "foreign"     // 外国人名、地名 and their transcriptions
	Brands      = "brands"      // 企业名、商标名
	Exaggerated = "exaggerated" // 刻意夸大
	Unhealthy   = "unhealthy"   // 庸俗、封建
	Generics    = "generics"    // 通名
	Exempt      = "exempt"      // established names that the clean-up lets be
)

// Lists are all lists in the order in which they are shown.
var Lists = []string{Leaders, Persons, Foreign, Brands, Exaggerated, Unhealthy, Generics, Exempt}

//go:embed data/words.csv
var wordsFile string

// Default gives the lists that come with the program: a beginning, which an
// office adds to and takes from. No local rule is adopted.
func Default() ([]Word, Local) {
	rows, err := csv.NewReader(strings.NewReader(wordsFile)).ReadAll()
	if err != nil {
		panic("naming: words.csv: " + err.Error()) // embedded: a test reads it
	}
	words := make([]Word, 0, len(rows))
	for _, r := range rows[1:] {
		words = append(words, Word{List: r[0], Text: r[1], Note: r[2], Source: r[3]})
	}
	return words, Local{}
}

// Local are the rules that a division adopted; a rule without its basis is off.
type Local struct {
	Dialect      Merges
	DialectBasis string
	Location     string // basis of N14: a division or street named in a name
	Settlements  string // basis of N15: natural villages single in a township, 街道 in the province
	CityWide     string // basis of N16: specific parts single in the whole city
	Sizes        []Size17
}

// A Size17 says what a generic part needs (N17).
type Size17 struct {
	Group, Generic string
	Least          Size // zero: not asked
	Basis          string
}

// in lists the words of a list that a text contains, the longest first and none
// within another.
func (r *Rules) in(list, text string) []Word {
	var found []Word
	for _, w := range r.lists[list] {
		if strings.Contains(text, w.Text) && !slices.ContainsFunc(found, func(f Word) bool { return strings.Contains(f.Text, w.Text) }) {
			found = append(found, w)
		}
	}
	return found
}

func texts(words []Word) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w.Text
	}
	return all
}
