package pinyin

import "unicode/utf8"

// unit is one character of a name with its reading.
type unit struct {
	syl    sylID
	p      *phrase // row that gave the reading, nil for a character alone
	at     uint8   // place in that row
	rhotic bool    // written 儿 that only colours the syllable before it
}

// resolved is a name with a reading for each character and its parts found.
type resolved struct {
	t        *table
	raw      []rune // as given; broken UTF-8 as U+FFFD
	folded   []rune // traditional characters as simplified
	units    []unit
	rest     []rivalry
	class    string
	division string
	guessed  bool // class was found by the generic part
	split    int  // the generic part begins here; len(raw) for none
	generic  *generic
	numeral  numeral
}

// rivalry is a stretch whose row could also be read as in another row.
type rivalry struct {
	from int
	rows []*phrase
}

func resolve(name, class, division string) *resolved {
	size := utf8.RuneCountInString(name)
	both := make([]rune, 2*size)
	n := &resolved{raw: both[:0:size], folded: both[size:size], units: make([]unit, 0, size)}
	n.set(name, class, division)
	return n
}

// set resolves another name in the same memory.
func (n *resolved) set(name, class, division string) {
	*n = resolved{
		t: tables(), class: class, division: division,
		raw: n.raw[:0], folded: n.folded[:0], units: n.units[:0], rest: n.rest[:0],
	}
	for _, r := range name {
		n.raw = append(n.raw, r)
		if f := n.t.glyph(r).fold; f != 0 {
			r = f
		}
		n.folded = append(n.folded, r)
		n.units = append(n.units, unit{})
	}
	n.read()
	n.findParts()
	n.findErhua()
	n.numeral = findNumeral(n)
}

// read gives each character its reading: the longest row that begins at it,
// else the default of the character.
func (n *resolved) read() {
	for i := 0; i < len(n.raw); {
		g := n.t.glyph(n.folded[i])
		if g.head {
			if p, rest := n.t.match(n.folded, i, n.division); p != nil {
				n.use(p, rest, i)
				i += len(p.text)
				continue
			}
		}
		if own := n.t.glyph(n.raw[i]); own.syl != 0 {
			g = own
		}
		n.units[i] = unit{syl: g.syl}
		i++
	}
}

func (n *resolved) use(p *phrase, rest []*phrase, at int) {
	for j, s := range p.syl {
		n.units[at+j] = unit{syl: s, p: p, at: uint8(j)}
	}
	if len(rest) > 0 {
		n.rest = append(n.rest, rivalry{at, rest})
	}
}

// row gives the override row that covers exactly the characters [from,to).
func (n *resolved) row(from, to int) *phrase {
	if from >= to {
		return nil
	}
	p := n.units[from].p
	if p == nil || p.source != Table || n.units[from].at != 0 || len(p.text) != to-from {
		return nil
	}
	return p
}

// findParts sets class, generic part and split.
func (n *resolved) findParts() {
	if n.class == "" {
		n.guessed = true
		if p := n.row(0, len(n.folded)); p != nil && p.class != "" {
			n.class = p.class
		}
	}
	n.generic, n.split = findGeneric(n.folded, n.class)
	if n.generic != nil && n.class == "" {
		n.class = n.generic.class
	}
	if n.guessed && n.class == "" && n.split == len(n.folded) {
		n.class = classVillage
	}
}

// confirmed tells whether the table holds this very name.
func (n *resolved) confirmed() bool {
	for _, p := range []*phrase{n.row(0, len(n.raw)), n.row(0, n.split)} {
		if p != nil && p.sure && p.same(n.class, n.guessed, n.division) {
			return n.plainGeneric(len(p.text))
		}
	}
	return false
}

// plainGeneric tells that every character after the first known ones has one
// reading, so that knowing the specific part is knowing the name.
func (n *resolved) plainGeneric(known int) bool {
	for i := known; i < len(n.raw); i++ {
		u := n.units[i]
		if u.syl == 0 || u.p != nil && u.p.source == Phrase {
			return false
		}
	}
	return true
}

// source names the origin of the part of the name that could be misread.
func (n *resolved) source() Source {
	s := Source("")
	for i, u := range n.units[:n.split] {
		switch {
		case u.p != nil && u.p.source == Phrase && s != Characters:
			s = Phrase
		case u.p != nil && s == "":
			s = Table
		case u.p == nil && len(n.t.others[n.moreAt(i)].readings) > 0:
			s = Characters
		}
	}
	if s == "" {
		return Characters
	}
	return s
}

func (n *resolved) moreAt(i int) uint16 { return n.t.glyph(n.folded[i]).more }

// findErhua marks a written 儿 in names of streets and lanes (rule 11: 盆儿胡同
// Pénr Hútong), not where it is a child or part of a known word.
func (n *resolved) findErhua() {
	if n.generic == nil || !n.generic.street {
		return
	}
	for i := 1; i < n.split; i++ {
		u := &n.units[i]
		if n.folded[i] != '儿' || u.p != nil || n.units[i-1].syl == 0 || n.units[i-1].rhotic {
			continue
		}
		if childWord[n.folded[i-1]] || i+1 < len(n.folded) && (n.folded[i+1] == '童' || n.folded[i+1] == '女') {
			continue
		}
		u.rhotic = true
	}
}

// childWord holds first characters of words such as 婴儿, where 儿 is a syllable.
var childWord = map[rune]bool{
	'女': true, '婴': true, '幼': true, '孤': true, '少': true, '健': true,
	'男': true, '育': true, '托': true, '孩': true,
}
