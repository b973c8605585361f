package search

import (
	"slices"
	"unicode/utf8"
)

// gather returns a stream with at least every name that can match at level l:
// what is in it beside them costs time, never a wrong hit.
func (c *scan) gather(l level) *stream {
	key := streamKey{source: sourceOf(l), chained: l.chained()}
	if key.chained && key.source != byLoose {
		key.level = l
	}
	if st, ok := c.streams[key]; ok {
		return st
	}
	st := &stream{}
	for i := range c.plan.parts {
		if (i > 0) == key.chained && c.worth(i, key.source) {
			c.add(st, &c.plan.parts[i], key.source)
		}
	}
	if key.chained && key.source != byLoose {
		st.add(c.inside[l])
	}
	st.start()
	c.streams[key] = st
	return st
}

type streamKey struct {
	source  source
	chained bool
	level   level // of a chained stream: it holds the documents found inside
}

// A source is a way to candidates; several levels may share one.
type source uint8

const (
	byCode source = iota
	byCodePrefix
	byExact
	byPinyin
	byInitials
	byPrefix
	byPinyinPrefix
	byInitialsPrefix
	byMixed
	byPiece
	bySlip
	byLoose
)

func sourceOf(l level) source {
	if l >= firstLoose {
		return byLoose
	}
	switch b := l.basis(); {
	case b == onCode:
		return byCode
	case b == onCodePrefix:
		return byCodePrefix
	case b <= onAlias:
		return byExact
	case b == onPinyin:
		return byPinyin
	case b == onInitials:
		return byInitials
	case b <= onAliasPrefix:
		return byPrefix
	case b == onPinyinPrefix:
		return byPinyinPrefix
	case b == onInitialsPrefix:
		return byInitialsPrefix
	case b <= onMixedInitials:
		return byMixed
	case b <= onInfixOther:
		return byPiece
	}
	return bySlip
}

// worth reports whether part i can find anything at the source that was not
// found inside: the head must fit chains of many documents.
func (c *scan) worth(i int, src source) bool {
	switch p := &c.plan.parts[i]; {
	case p.fold == "":
		return false
	case src == byLoose:
		return p.runes >= 2 && !isGeneric(p.fold) && (endsInDivision(p.head) || c.seg.chains.starts(p.head))
	default:
		return i == 0 || src != byPiece && len(c.heads[i].chains) > 0 && !c.heads[i].small
	}
}

func (c *scan) add(st *stream, p *part, src source) {
	s := c.seg
	switch src {
	case byCode:
		for code := trimCode(c.plan.code); len(code) <= 12; code += "0" {
			st.add(s.code.of(code))
		}
	case byCodePrefix:
		c.addPrefix(st, &s.code, c.plan.code)
	case byExact:
		c.addExact(st, p)
	case byPinyin:
		c.addPinyin(st, p)
	case byInitials:
		st.add(s.init.of(p.plain))
	case byPrefix:
		c.addPrefix(st, &s.text, p.fold)
	case byPinyinPrefix:
		c.addPrefix(st, &s.plain, p.plain)
	case byInitialsPrefix:
		c.addPrefix(st, &s.init, p.plain)
	case byMixed:
		c.addPrefix(st, &s.text, p.han)
	case byPiece:
		st.add(s.grams.holding(p.fold))
	case bySlip:
		c.addSlips(st, p)
	case byLoose:
		c.addLoose(st, p)
	}
}

// addLoose adds what the rest of a chain finds by itself, if the head says
// divisions or at least starts with one that the place lies in.
func (c *scan) addLoose(st *stream, p *part) {
	found := &stream{}
	c.addExact(found, p)
	c.addPinyin(found, p)
	found.add(c.seg.init.of(p.plain))
	for _, list := range found.parts {
		if !endsInDivision(p.head) {
			list = slices.DeleteFunc(slices.Clone(list), func(n uint32) bool {
				return c.seg.chains.fits(c.seg.docs[c.seg.names[n].doc].chain, p.head) == unrelated
			})
		}
		st.add(list)
	}
}

func (c *scan) addPrefix(st *stream, f *family, prefix string) {
	if prefix != "" {
		lo, hi := f.prefix(prefix)
		st.addRun(f, lo, hi)
	}
}

func (c *scan) addExact(st *stream, p *part) {
	s := c.seg
	st.add(s.text.of(p.fold))
	c.addTexts(st, s.slips.of(hashText(asIs, p.fold, "")))
}

func (c *scan) addTexts(st *stream, texts []uint32) {
	for _, t := range texts {
		st.add(c.seg.text.postings(t, t+1))
	}
}

func (c *scan) addPinyin(st *stream, p *part) {
	if p.plain == "" {
		return
	}
	st.add(c.seg.plain.of(p.plain))
	for _, g := range plainGenerics {
		st.add(c.seg.plain.of(p.plain + g))
	}
}

// addSlips looks up what one slip can have made of a name: the text as it
// is, less one character, and every beginning of it, which finds a slip in
// the generic part.
func (c *scan) addSlips(st *stream, p *part) {
	if p.plain != "" {
		return
	}
	look := func(how, head, tail string) { c.addTexts(st, c.seg.slips.of(hashText(how, head, tail))) }
	if p.runes == 2 {
		look(asIs, swapped(p.fold), "")
	}
	look(asIs, p.specific, "")
	if p.runes < minSlip {
		return
	}
	near := func(text string) {
		look(lessOne, text, "")
		eachLess(text, func(head, tail string) {
			look(asIs, head, tail)
			look(lessOne, head, tail)
		})
	}
	near(p.fold)
	if p.spoken != p.fold {
		near(p.spoken)
	}
	for i, r := range p.fold {
		look(asIs, p.fold[:i+utf8.RuneLen(r)], "")
	}
}
