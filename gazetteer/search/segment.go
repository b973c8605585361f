package search

import (
	"bytes"
	"math"
	"slices"
	"sort"
	"strings"
	"sync"
)

// A segment is an immutable index over documents in static order. Postings
// are numbers of names, which follow the documents' order.
type segment struct {
	docs  []docRec
	names []nameRec
	byID  []uint32 // documents in order of ID

	text     family // folded names
	spoken   []uint8
	specific []uint8 // lengths in bytes for each text; 0 if beyond 255
	plain    family  // toneless pinyin
	init     family
	code     family // postings are the first names of documents
	division family // postings are documents
	orig     table
	readings table // of the standard names, as shown
	sets     keySets
	classes  []string
	chains   chains
	grams    grams
	slips    slips
	grid     grid
}

// index fills what follows from docs, names and the tables.
func (s *segment) index() {
	var wg sync.WaitGroup
	texts := s.text.table
	wg.Go(func() {
		s.measure(&texts)
		s.slips = newSlips(&texts, s.spoken, s.specific)
	})
	wg.Go(func() { s.grams = newGrams(&texts, s.names) })
	wg.Go(func() {
		s.text = newFamily(texts, func(yield func(key, posting uint32)) {
			for i := range s.names {
				yield(s.names[i].text, uint32(i))
			}
		})
	})
	wg.Go(func() {
		s.plain = s.nameFamily(s.plain.table, func(n *nameRec) keySet { return n.plain })
		s.init = s.nameFamily(s.init.table, func(n *nameRec) keySet { return n.init })
	})
	wg.Go(func() {
		s.code = newFamily(s.code.table, func(yield func(key, posting uint32)) {
			for i := range s.docs {
				yield(s.docs[i].code, s.docs[i].name)
			}
		})
		s.division = s.docFamily(s.division.table, func(d *docRec) uint32 { return d.division })
		s.chains.docs = s.docFamily(nameless(s.chains.text.len()), func(d *docRec) uint32 { return d.chain })
		s.grid = newGrid(s.docs)
		s.byID = make([]uint32, len(s.docs))
		for i := range s.byID {
			s.byID[i] = uint32(i)
		}
		slices.SortFunc(s.byID, func(a, b uint32) int { return bytes.Compare(s.docs[a].id[:], s.docs[b].id[:]) })
	})
	wg.Wait()
}

func (s *segment) nameFamily(t table, of func(*nameRec) keySet) family {
	return newFamily(t, func(yield func(key, posting uint32)) {
		for i := range s.names {
			s.sets.each(of(&s.names[i]), func(key uint32) bool {
				yield(key, uint32(i))
				return true
			})
		}
	})
}

func (s *segment) docFamily(t table, of func(*docRec) uint32) family {
	return newFamily(t, func(yield func(key, posting uint32)) {
		for i := range s.docs {
			yield(of(&s.docs[i]), uint32(i))
		}
	})
}

func (s *segment) measure(texts *table) {
	n := texts.len()
	s.spoken, s.specific = make([]uint8, n), make([]uint8, n)
	for i := range n {
		if t := texts.key(uint32(i)); len(t) <= math.MaxUint8 {
			s.spoken[i], s.specific[i] = uint8(spoken(t)), uint8(specific(t))
		}
	}
}

// find returns the document with the ID.
func (s *segment) find(id ID) (uint32, bool) {
	i := sort.Search(len(s.byID), func(i int) bool {
		return bytes.Compare(s.docs[s.byID[i]].id[:], id[:]) >= 0
	})
	if i < len(s.byID) && s.docs[s.byID[i]].id == id {
		return s.byID[i], true
	}
	return 0, false
}

// namesOf returns the run of names of document d.
func (s *segment) namesOf(d uint32) (lo, hi uint32) {
	hi = uint32(len(s.names))
	if int(d)+1 < len(s.docs) {
		hi = s.docs[d+1].name
	}
	return s.docs[d].name, hi
}

// written returns name n as it was handed in. The text is a copy, so that a
// hit does not keep the segment alive.
func (s *segment) written(n *nameRec) string {
	if n.orig != noText {
		return strings.Clone(s.orig.key(n.orig))
	}
	return strings.Clone(s.text.key(n.text))
}

// doc returns document d as it was handed in, its keys and codes folded.
func (s *segment) doc(d uint32) Doc {
	rec := &s.docs[d]
	out := Doc{
		ID: rec.id, Class: s.classes[rec.class], Division: s.division.key(rec.division),
		Chain: s.chains.uppers(rec.chain), Code: s.code.key(rec.code), Reading: s.readings.key(rec.reading), Rank: rec.rank,
		Public: rec.flags&isPublic != 0, Current: rec.flags&isCurrent != 0,
		HasPoint: rec.flags&hasPoint != 0, Lon: rec.lon, Lat: rec.lat,
	}
	lo, hi := s.namesOf(d)
	for i := lo; i < hi; i++ {
		n := &s.names[i]
		out.Names = append(out.Names, Name{Text: s.written(n), Kind: n.kind,
			Plain: s.keys(&s.plain, n.plain), Initials: s.keys(&s.init, n.init)})
	}
	return out
}

func (s *segment) keys(f *family, k keySet) []string {
	var out []string
	s.sets.each(k, func(key uint32) bool {
		out = append(out, f.key(key))
		return true
	})
	return out
}
