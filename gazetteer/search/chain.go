package search

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// chains holds the distinct chains of a segment's documents.
type chains struct {
	text  table      // each chain as joinChain wrote it
	off   []uint32   // the levels of each chain
	level []uint32   // numbers into forms
	forms [][]string // for each distinct level the folded names and specific parts

	sorted []string   // all forms, to tell cheaply what is no chain at all
	owners [][]uint32 // for each sorted form the levels that have it
	within family     // for each level the chains that it is in; without keys
	docs   family     // for each chain its documents; without keys
}

func newChains(n *interner) (chains, []uint32) {
	t, place := n.sorted()
	c := chains{text: t, off: make([]uint32, 1, t.len()+1)}
	levels := map[string]uint32{}
	for i := range t.len() {
		for _, level := range splitLevels(t.key(uint32(i))) {
			id, ok := levels[level]
			if !ok {
				id = uint32(len(c.forms))
				levels[level] = id
				c.forms = append(c.forms, levelForms(level))
			}
			c.level = append(c.level, id)
		}
		c.off = append(c.off, uint32(len(c.level)))
	}
	c.invert()
	return c, place
}

// invert makes the way back from forms to levels and from levels to chains.
func (c *chains) invert() {
	owners := map[string][]uint32{}
	for level, forms := range c.forms {
		for _, form := range forms {
			owners[form] = append(owners[form], uint32(level))
		}
	}
	c.sorted = slices.Sorted(maps.Keys(owners))
	c.owners = make([][]uint32, len(c.sorted))
	for i, form := range c.sorted {
		c.owners[i] = slices.Clip(owners[form])
	}
	c.within = newFamily(nameless(len(c.forms)), func(yield func(key, posting uint32)) {
		for i := range c.text.len() {
			for _, level := range c.level[c.off[i]:c.off[i+1]] {
				yield(level, uint32(i))
			}
		}
	})
}

// nameless is a table of n empty keys, for a family that is read by number.
func nameless(n int) table { return table{off: make([]uint32, n+1)} }

// starts reports whether some chain's level is a beginning of the head, so
// that the head can fit partly.
func (c *chains) starts(head string) bool {
	for at := range head {
		if _, ok := slices.BinarySearch(c.sorted, head[:at]); ok {
			return true
		}
	}
	_, ok := slices.BinarySearch(c.sorted, head)
	return ok
}

// wholly returns the chains that the head fits wholly: among those with a
// level that the head ends in.
func (c *chains) wholly(head string) []uint32 {
	var out []uint32
	for at := range head {
		form, ok := slices.BinarySearch(c.sorted, head[at:])
		if !ok {
			continue
		}
		for _, level := range c.owners[form] {
			for _, chain := range c.within.postings(level, level+1) {
				if c.fits(chain, head) == wholly {
					out = append(out, chain)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func splitLevels(chain string) []string {
	if chain == "" {
		return nil
	}
	return strings.Split(chain, levelSep)
}

// levelForms returns every form by which a chain may call a level.
func levelForms(level string) []string {
	var out []string
	for name := range strings.SplitSeq(level, nameSep) {
		f := fold(normalize(name))
		for _, form := range []string{f, f[:spoken(f)], f[:specific(f)]} {
			if form != "" && !slices.Contains(out, form) {
				out = append(out, form)
			}
		}
	}
	return slices.Clip(out)
}

// uppers returns chain i as it was handed in.
func (c *chains) uppers(i uint32) []Upper {
	var out []Upper
	for _, level := range splitLevels(c.text.key(i)) {
		out = append(out, strings.Split(level, nameSep))
	}
	return out
}

// current returns the current name of each level of chain i.
func (c *chains) current(i uint32) []string {
	var out []string
	for _, level := range splitLevels(c.text.key(i)) {
		name, _, _ := strings.Cut(level, nameSep)
		out = append(out, strings.Clone(name))
	}
	return out
}

// fits says how well a head goes with the divisions of a document.
type fits uint8

const (
	unrelated fits = iota // it starts with none of them
	partly                // it starts with some of them, then differs
	wholly                // it is some of them, from larger to smaller
)

// fits compares the folded head of a query with chain i.
func (c *chains) fits(i uint32, head string) fits {
	return c.fitFrom(c.level[c.off[i]:c.off[i+1]], head)
}

func (c *chains) fitFrom(levels []uint32, head string) fits {
	best := unrelated
	for i, level := range levels {
		for _, form := range c.forms[level] {
			rest, ok := strings.CutPrefix(head, form)
			if !ok {
				continue
			}
			if rest == "" || c.fitFrom(levels[i+1:], rest) == wholly {
				return wholly
			}
			best = partly
		}
	}
	return best
}

// readable returns for each byte offset of the folded text whether what
// stands before it can be read as names of divisions; only such a head can fit
// a chain wholly.
func (c *chains) readable(text string) []bool {
	ok := make([]bool, len(text)+1)
	ok[0] = true
	for from := range text {
		if !ok[from] {
			continue
		}
		for to := from; to < len(text); {
			_, size := utf8.DecodeRuneInString(text[to:])
			to += size
			if !ok[to] {
				_, ok[to] = slices.BinarySearch(c.sorted, text[from:to])
			}
		}
	}
	return ok
}
