package search

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// A docRec is a Doc without its names, its texts by number.
type docRec struct {
	id       ID
	name     uint32 // first of its names; they end where the next document's begin
	chain    uint32
	division uint32
	code     uint32
	reading  uint32 // in segment.readings
	class    uint16
	rank     uint8
	flags    uint8
	lon, lat float64
}

// The flags of a docRec.
const (
	isPublic uint8 = 1 << iota
	isCurrent
	hasPoint
	groupShift = iota // the class group lies above the flags
)

func (d *docRec) group() uint8 { return d.flags >> groupShift }

// A nameRec is one Name, its texts by number.
type nameRec struct {
	doc   uint32
	text  uint32 // folded, in segment.text
	orig  uint32 // as written, in segment.orig; noText if the folded text is the same
	plain keySet
	init  keySet
	kind  NameKind
}

const noText = ^uint32(0)

// A builder collects documents and makes a segment of them.
type builder struct {
	docs    []docRec
	names   []nameRec
	text    *interner
	orig    *interner
	reading *interner
	plain   *interner
	init    *interner
	code    *interner
	div     *interner
	class   *interner
	chain   *interner
	sets    [][]uint32 // keySets of several keys
	scratch []byte
}

func newBuilder() *builder {
	return &builder{text: newInterner(), orig: newInterner(), reading: newInterner(), plain: newInterner(), init: newInterner(),
		code: newInterner(), div: newInterner(), class: newInterner(), chain: newInterner()}
}

// check says what keeps d out of the index.
func check(d *Doc) error {
	switch {
	case d.ID == ID{}:
		return fmt.Errorf("index document: it has no id")
	case len(d.Names) == 0:
		return fmt.Errorf("index document %x: it has no name", d.ID)
	case d.HasPoint && !(d.Lon >= -180 && d.Lon <= 180 && d.Lat >= -90 && d.Lat <= 90):
		return fmt.Errorf("index document %x: lon %v lat %v is no place on earth", d.ID, d.Lon, d.Lat)
	}
	for _, n := range d.Names {
		if n.Text == "" || n.Kind > Variant {
			return fmt.Errorf("index document %x: name %q of kind %d is none", d.ID, n.Text, n.Kind)
		}
	}
	return nil
}

func (b *builder) add(d *Doc) {
	rec := docRec{
		id: d.ID, name: uint32(len(b.names)), rank: d.Rank, flags: group(d.Class) << groupShift,
		chain: b.chain.id(b.joinChain(d.Chain)), division: b.div.id(d.Division),
		code: b.code.id(d.Code), reading: b.reading.id(d.Reading), class: uint16(b.class.id(d.Class)),
	}
	for _, f := range [...]struct {
		on   bool
		flag uint8
	}{{d.Public, isPublic}, {d.Current, isCurrent}, {d.HasPoint, hasPoint}} {
		if f.on {
			rec.flags |= f.flag
		}
	}
	if d.HasPoint {
		rec.lon, rec.lat = d.Lon, d.Lat
	}
	for _, n := range d.Names {
		b.addName(uint32(len(b.docs)), n)
	}
	b.docs = append(b.docs, rec)
}

func (b *builder) addName(doc uint32, n Name) {
	folded := fold(normalize(n.Text))
	rec := nameRec{doc: doc, kind: n.Kind, text: b.text.id(folded), orig: noText}
	if folded != n.Text {
		rec.orig = b.orig.id(n.Text)
	}
	rec.plain = b.keySet(b.plain, n.Plain)
	rec.init = b.keySet(b.init, n.Initials)
	b.names = append(b.names, rec)
}

// A keySet is a set of keys of a family: empty, one key, or a numbered list.
type keySet uint32

const (
	noKeys   keySet = 0
	manyKeys keySet = 1 << 31
)

func (b *builder) keySet(n *interner, keys []string) keySet {
	var ids []uint32
	var single [4]uint32
	ids = single[:0]
	for _, k := range keys {
		if k = foldKey(k); k != "" {
			if id := n.id(k); !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	switch len(ids) {
	case 0:
		return noKeys
	case 1:
		return keySet(ids[0] + 1)
	}
	b.sets = append(b.sets, slices.Clone(ids))
	return manyKeys | keySet(len(b.sets)-1)
}

// Separators of a chain joined to one text; names that hold them lose them.
const (
	nameSep  = "\x1f"
	levelSep = "\x1e"
)

func (b *builder) joinChain(chain []Upper) string {
	out := b.scratch[:0]
	for i, u := range chain {
		if i > 0 {
			out = append(out, levelSep...)
		}
		for j, name := range u {
			if j > 0 {
				out = append(out, nameSep...)
			}
			out = append(out, withoutSeps(name)...)
		}
	}
	b.scratch = out
	return string(out)
}

func withoutSeps(name string) string {
	if !strings.ContainsAny(name, nameSep+levelSep) {
		return name
	}
	return strings.ReplaceAll(strings.ReplaceAll(name, nameSep, ""), levelSep, "")
}

// compare is the static order of documents: group, in force, rank, ID.
func (d *docRec) compare(e *docRec) int {
	if c := d.compareImportance(e); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(d.rank, e.rank), bytes.Compare(d.id[:], e.id[:]))
}

// compareImportance is the part of the order that comes before distance.
func (d *docRec) compareImportance(e *docRec) int {
	return cmp.Or(cmp.Compare(d.group(), e.group()), cmp.Compare(e.flags&isCurrent, d.flags&isCurrent))
}

// segment turns what was collected into a segment; the builder is spent.
// Of two documents with one ID the later one stays.
func (b *builder) segment() *segment {
	s := &segment{}
	var text, plain, init, code, div, chain []uint32
	var wg sync.WaitGroup
	wg.Go(func() { s.text.table, text = b.text.sorted() })
	wg.Go(func() {
		s.plain.table, plain = b.plain.sorted()
		s.init.table, init = b.init.sorted()
		s.code.table, code = b.code.sorted()
		s.division.table, div = b.div.sorted()
	})
	wg.Go(func() { s.chains, chain = newChains(b.chain) })
	s.orig, s.readings, s.classes = newTable(b.orig.keys), newTable(b.reading.keys), b.class.keys
	b.orig, b.reading, b.class = nil, nil, nil
	b.order(s)
	wg.Wait()
	for i := range s.docs {
		d := &s.docs[i]
		d.code, d.division, d.chain = code[d.code], div[d.division], chain[d.chain]
	}
	s.sets = newKeySets(b.sets)
	shared := make([]bool, len(b.sets)) // renumbered already
	for i := range s.names {
		n := &s.names[i]
		n.text = text[n.text]
		n.plain = s.sets.renumber(n.plain, plain, shared)
		n.init = s.sets.renumber(n.init, init, shared)
	}
	b.sets = nil
	s.index()
	return s
}

// order copies documents and names into s in static order.
func (b *builder) order(s *segment) {
	last := make([]uint32, len(b.docs))
	for i := range last {
		last[i] = uint32(i)
	}
	byID := func(i, j uint32) int {
		return cmp.Or(bytes.Compare(b.docs[i].id[:], b.docs[j].id[:]), cmp.Compare(j, i))
	}
	slices.SortFunc(last, byID)
	last = slices.CompactFunc(last, func(i, j uint32) bool { return b.docs[i].id == b.docs[j].id })
	slices.SortFunc(last, func(i, j uint32) int { return b.docs[i].compare(&b.docs[j]) })
	s.docs = make([]docRec, len(last))
	s.names = make([]nameRec, 0, len(b.names))
	for at, from := range last {
		d := b.docs[from]
		end := uint32(len(b.names))
		if int(from)+1 < len(b.docs) {
			end = b.docs[from+1].name
		}
		first := uint32(len(s.names))
		for _, n := range b.names[d.name:end] {
			n.doc = uint32(at)
			s.names = append(s.names, n)
		}
		d.name = first
		s.docs[at] = d
	}
	b.docs, b.names = nil, nil
}
