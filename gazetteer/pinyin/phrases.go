package pinyin

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed data/readings.csv
var readingsCSV string

//go:embed data/phrases.csv
var phrasesCSV string

// phrase is a row of the override table, or a candidate of the phrase list.
type phrase struct {
	text     []rune
	syl      []sylID
	cuts     []bool // cuts[i]: a new word begins at syllable i
	roman    string // spelling by the rules for minority languages, or ""
	class    string // class code without its right zeros, or ""
	division string // code prefix where the reading is right, or ""
	sure     bool   // confidence H
	source   Source
	rivals   []*phrase // rows of the same text, other readings
}

// loadPhrases reads the override table
// (name, reading, class, division, confidence, roman, basis)
// and then the candidates (name, reading) for texts the table does not hold.
func (t *table) loadPhrases() {
	byText := make(map[string][]*phrase, 1024)
	var order []string
	add := func(name string, p *phrase) {
		if byText[name] == nil {
			order = append(order, name)
		}
		byText[name] = append(byText[name], p)
	}
	for _, f := range csvRows(readingsCSV, 7) {
		p := t.newPhrase(f[0], f[1])
		p.class, p.division = strings.TrimRight(f[2], "0"), f[3]
		p.sure, p.roman, p.source = f[4] == "H", f[5], Table
		add(f[0], p)
	}
	for _, f := range csvRows(phrasesCSV, 2) {
		if byText[f[0]] != nil {
			continue
		}
		p := t.newPhrase(f[0], f[1])
		p.source = Phrase
		add(f[0], p)
	}
	for _, name := range order {
		t.index(byText[name])
	}
	for _, list := range t.phrases {
		slices.SortStableFunc(list, func(a, b *phrase) int { return len(b.text) - len(a.text) })
	}
}

func (t *table) newPhrase(name, reading string) *phrase {
	p := &phrase{text: []rune(name)}
	for i, word := range strings.Split(reading, "|") {
		for j, s := range strings.Fields(word) {
			p.syl = append(p.syl, t.syl.id(s))
			p.cuts = append(p.cuts, i > 0 && j == 0)
		}
	}
	if len(p.syl) != len(p.text) {
		panic("read embedded table: one syllable a character wanted: " + name)
	}
	return p
}

// index files the rows of one text under their first row; the rest hang from it.
func (t *table) index(rows []*phrase) {
	first := rows[0]
	first.rivals = rows[1:]
	t.slot(first.text[0]).head = true
	if len(first.text) == 1 {
		t.single[first.text[0]] = append(t.single[first.text[0]], first)
		return
	}
	key := pair(first.text[0], first.text[1])
	t.phrases[key] = append(t.phrases[key], first)
}

func pair(a, b rune) uint64 { return uint64(a)<<32 | uint64(b) }

// match finds the longest row at place i of name, and of the rows for that text
// the one for division. Rows of other readings that stay possible are the rest.
func (t *table) match(name []rune, i int, division string) (best *phrase, rest []*phrase) {
	text := name[i:]
	if len(text) > 1 {
		for _, p := range t.phrases[pair(text[0], text[1])] {
			if len(p.text) <= len(text) && slices.Equal(p.text, text[:len(p.text)]) && (i == 0 || !p.whole()) {
				return p.choose(division)
			}
		}
	}
	for _, p := range t.single[text[0]] {
		return p.choose(division)
	}
	return nil, nil
}

// whole tells rows that hold the generic part: 华县 is no part of 西华县.
func (p *phrase) whole() bool { return p.text[len(p.text)-1] == '县' }

// choose takes the row whose division prefix agrees longest with division; of
// equals the first in the table. Where no row agrees the first is still the best
// draft. rest are the other readings, as long as division has not decided.
func (p *phrase) choose(division string) (best *phrase, rest []*phrase) {
	if len(p.rivals) == 0 {
		return p, nil
	}
	all := append([]*phrase{p}, p.rivals...)
	score := -1
	best = p
	for _, q := range all {
		if s := q.agrees(division); s > score {
			best, score = q, s
		}
	}
	rest = all[:0]
	for _, q := range all {
		if score <= 0 && !slices.Equal(q.syl, best.syl) {
			rest = append(rest, q)
		}
	}
	return best, rest
}

// agrees scores how well a row fits a division: the digits that agree, 0 for a
// row without division or an unknown division, -1 for another division.
func (p *phrase) agrees(division string) int {
	n := min(len(p.division), len(division))
	if p.division[:n] != division[:n] {
		return -1
	}
	return n
}

// same tells whether the row speaks of a place of this class and division.
// Without a division only names of counties and above with one reading pass.
func (p *phrase) same(class string, guessed bool, division string) bool {
	if p.class != "" && !strings.HasPrefix(class, p.class) && !(guessed && countyUp(p.class) && countyUp(class)) {
		return false
	}
	if p.division == "" {
		return true
	}
	if division == "" {
		return countyUp(p.class) && len(p.rivals) == 0
	}
	return p.agrees(division) > 0
}

// countyUp tells the classes of provinces, prefectures and counties.
func countyUp(class string) bool {
	return len(class) >= 3 && class[:2] == "21" && class[2] >= '1' && class[2] <= '4'
}
