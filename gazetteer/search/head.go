package search

import (
	"slices"
	"strings"
)

// A head is what a segment knows of the head of a part.
type head struct {
	chains []uint32 // those it fits wholly, ascending
	small  bool     // its documents are few and were matched one by one
}

// insideDocs is how many documents under the heads of a query are matched one
// by one rather than by the lists of their names.
const insideDocs = 3000

// readHeads finds the chains that the heads of the parts fit.
func (c *scan) readHeads() {
	c.heads = make([]head, len(c.plan.parts))
	if len(c.heads) == 1 {
		return
	}
	whole := c.plan.parts[0].fold
	ok := c.seg.chains.readable(whole)
	for i, part := range c.plan.parts {
		if part.head != "" && strings.HasPrefix(whole, part.head) && ok[len(part.head)] {
			c.heads[i].chains = c.seg.chains.wholly(part.head)
		}
	}
}

// fits says how well the head of part p goes with a chain.
func (c *scan) fits(p int, chain uint32) fits {
	if _, ok := slices.BinarySearch(c.heads[p].chains, chain); ok {
		return wholly
	}
	return min(c.seg.chains.fits(chain, c.plan.parts[p].head), partly)
}

// under reports whether a document of the chain lies under the head of part
// p; everything lies under no head.
func (c *scan) under(p int, chain uint32) bool {
	if p == 0 {
		return true
	}
	_, ok := slices.BinarySearch(c.heads[p].chains, chain)
	return ok
}

// matchInside matches the documents under the heads that have few of them.
func (c *scan) matchInside() {
	var docs []uint32
	for i := range c.heads {
		h := &c.heads[i]
		count := 0
		for _, chain := range h.chains {
			count += len(c.seg.chains.docs.postings(chain, chain+1))
		}
		if h.small = len(docs)+count <= insideDocs; h.small {
			for _, chain := range h.chains {
				docs = append(docs, c.seg.chains.docs.postings(chain, chain+1)...)
			}
		}
	}
	slices.Sort(docs)
	c.inside = map[level][]uint32{}
	for _, d := range slices.Compact(docs) {
		if !c.passes(d) {
			continue
		}
		if l, _ := c.best(d, noLevel); l != noLevel {
			c.inside[l] = append(c.inside[l], c.seg.docs[d].name)
		}
	}
}
