package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// best returns the best level at which document d matches, and the name. It
// may leave out levels after upTo. It depends on the document and the
// query alone, which makes order and paging independent of how the
// documents are spread over segments.
func (c *scan) best(d uint32, upTo level) (level, uint32) {
	lo, hi := c.seg.namesOf(d)
	if c.plan.empty {
		return 0, lo
	}
	if l := c.onCode(d); l != noLevel {
		return l, lo
	}
	found, name := noLevel, lo
	for i := lo; i < hi; i++ {
		for p := range c.plan.parts {
			if l := c.nameLevel(p, &c.seg.names[i], min(upTo, found)); l < found {
				found, name = l, i
			}
		}
	}
	return found, name
}

func (c *scan) onCode(d uint32) level {
	q := c.plan.code
	if q == "" {
		return noLevel
	}
	code := c.seg.code.key(c.seg.docs[d].code)
	switch {
	case code == "":
		return noLevel
	case trimCode(code) == trimCode(q):
		return levelOf(onCode, false)
	case strings.HasPrefix(code, q):
		return levelOf(onCodePrefix, false)
	}
	return noLevel
}

// nameLevel is the level of one name read by one part of the query.
func (c *scan) nameLevel(p int, n *nameRec, upTo level) level {
	part := &c.plan.parts[p]
	b := c.basis(part, n, upTo >= firstGuess && part.plain == "" && c.under(p, c.seg.docs[n.doc].chain))
	switch {
	case b == onNothing:
		return noLevel
	case p == 0:
		return levelOf(b, false)
	}
	switch f := c.fits(p, c.seg.docs[n.doc].chain); {
	case f == wholly:
		return levelOf(b, true)
	case b <= onInitials && part.runes >= 2 && !isGeneric(part.fold) && (f == partly || endsInDivision(part.head)):
		return firstLoose + level(b)
	}
	return noLevel
}

// basis compares one name with one part of the query; guesses says whether
// to look for slips.
func (c *scan) basis(p *part, n *nameRec, guesses bool) basis {
	s := c.seg
	t := s.text.key(n.text)
	if p.fold == "" {
		return onNothing
	}
	if strings.HasPrefix(t, p.fold) {
		return c.literal(p, n, t)
	}
	if b := c.latin(p, n, t); b != onNothing {
		return b
	}
	if p.head == "" && strings.Contains(t, p.fold) {
		if n.kind == Standard {
			return onInfix
		}
		return onInfixOther
	}
	if !guesses {
		return onNothing
	}
	return guess(p, t, int(s.spoken[n.text]), int(s.specific[n.text]))
}

// literal is the basis of a name that starts with the query's characters.
func (c *scan) literal(p *part, n *nameRec, t string) basis {
	b := onPrefix
	if size := len(p.fold); size == len(t) || size == int(c.seg.spoken[n.text]) || size == int(c.seg.specific[n.text]) {
		b = onExact
	}
	kind := n.kind
	if kind == Standard && c.folded(p, n) && !strings.HasPrefix(normalize(c.seg.written(n)), p.raw) {
		kind = Variant
	}
	return byKind(b, kind)
}

// folded reports whether folding changed the query or the name.
func (c *scan) folded(p *part, n *nameRec) bool { return n.orig != noText || p.raw != p.fold }

// latin is the basis of a name by its reading.
func (c *scan) latin(p *part, n *nameRec, t string) basis {
	switch {
	case p.plain != "":
		return min(c.reading(&c.seg.plain, n.plain, p.plain, onPinyin, onPinyinPrefix),
			c.reading(&c.seg.init, n.init, p.plain, onInitials, onInitialsPrefix))
	case p.tail != "" && strings.HasPrefix(t, p.han):
		return c.mixed(p, n)
	}
	return onNothing
}

func (c *scan) reading(f *family, keys keySet, q string, whole, prefix basis) basis {
	found := onNothing
	c.seg.sets.each(keys, func(key uint32) bool {
		rest, ok := strings.CutPrefix(f.key(key), q)
		switch {
		case !ok:
		case rest == "", whole == onPinyin && isPlainGeneric(rest):
			found = whole
		default:
			found = min(found, prefix)
		}
		return found != whole
	})
	return found
}

func isPlainGeneric(s string) bool {
	_, ok := slices.BinarySearch(plainGenerics, s)
	return ok
}

// mixed compares the Latin tail with the reading of the name after its
// characters. Where a syllable starts is not known: a reading counts if the
// tail comes in it after as many letters as there are characters.
func (c *scan) mixed(p *part, n *nameRec) basis {
	found, skip := onNothing, utf8.RuneCountInString(p.han)
	c.seg.sets.each(n.init, func(key uint32) bool {
		if k := c.seg.init.key(key); len(k) >= skip && strings.HasPrefix(k[skip:], p.tail) {
			found = onMixedInitials
		}
		return found == onNothing
	})
	c.seg.sets.each(n.plain, func(key uint32) bool {
		if k := c.seg.plain.key(key); len(k) >= skip && len(p.tail) > 1 && strings.Contains(k[skip:], p.tail) {
			found = onMixedPinyin
		}
		return found != onMixedPinyin
	})
	return found
}

// guess is the basis of a name that is nearly what was typed. What it accepts,
// addSlips must find.
func guess(p *part, t string, spoken, specific int) basis {
	if spoken == 0 {
		return onNothing
	}
	name, core := t[:spoken], t[:specific]
	swap := ""
	if p.runes == 2 {
		swap = swapped(p.fold)
	}
	switch {
	case swap != "" && (swap == t || swap == name || swap == core):
		return onSlip
	case p.runes >= minSlip && slipped(p, t, name, core):
		return onSlip
	case p.specific == core && p.specific != p.fold:
		return onGeneric
	}
	return onNothing
}

// slipped reports whether one slip lies between the query and the folded name
// t, its spoken part, or its specific part. A slip in the specific part of a
// name with an organ is looked for in the spoken part only.
func slipped(p *part, t, name, core string) bool {
	switch {
	case p.spoken == name, oneSlip(p.fold, core):
		return true
	case oneSlip(p.fold, t) && (name == t || strings.HasPrefix(p.fold, core)):
		return true
	}
	return utf8.RuneCountInString(p.spoken) >= minSlip && oneSlip(p.spoken, name)
}
