package importers

import (
	"crypto/sha256"
	"fmt"

	"diming/gazetteer"
	"diming/internal/version"
)

// seenKeys remembers the keys of a file by their digests, 16 bytes each, so
// that a million rows fit in some tens of megabytes.
type seenKeys struct {
	places    map[[16]byte]int32
	divisions map[string][]seenSpan
}

type seenSpan struct {
	valid version.Span
	row   int
}

// place refuses a key that stood in an earlier row. A key of the source's own
// counts even where its row is refused: once corrected, that row will need it.
func (s *seenKeys) place(r *row, m *mapping, p gazetteer.Row) {
	own := r.values[fieldKey] != "" || p.PlaceCode != ""
	if !own && !r.sound() {
		return
	}
	if s.places == nil {
		s.places = map[[16]byte]int32{}
	}
	sum := sha256.Sum256([]byte(p.Key))
	id := [16]byte(sum[:16])
	if first, found := s.places[id]; found {
		column, value := m.name(fieldName), p.Names[0].Text
		if r.values[fieldKey] != "" {
			column, value = m.name(fieldKey), p.Key
		} else if p.PlaceCode != "" {
			column, value = m.name(fieldPlaceCode), p.Key
		}
		r.mark = keyDigest(p.Key)
		r.refuse(column, value, duplicateOf(int(first)))
		return
	}
	s.places[id] = int32(r.number)
}

// division refuses a code whose time overlaps that of an earlier row.
func (s *seenKeys) division(r *row, m *mapping, d gazetteer.DivisionRow) {
	if d.Code == "" {
		return
	}

	if s.divisions == nil {
		s.divisions = map[string][]seenSpan{}
	}
	id := d.Code
	for _, other := range s.divisions[id] {
		if overlap(other.valid, d.Valid) {
			r.mark = keyDigest(divisionKey(d))
			r.refuse(m.name(fieldCode), d.Code, duplicateOf(other.row))
			return
		}
	}
	s.divisions[id] = append(s.divisions[id], seenSpan{d.Valid, r.number})
}

// divisionKey is what two rows of divisions must not share.
func divisionKey(d gazetteer.DivisionRow) string { return d.Code + " " + d.Valid.String() }

func duplicateOf(first int) string {
	return fmt.Sprintf("与第 %d 行重复 / a duplicate of row %d", first, first)
}

func overlap(a, b version.Span) bool {
	return (a.To.IsZero() || b.From.IsZero() || b.From.Before(a.To)) &&
		(b.To.IsZero() || a.From.IsZero() || a.From.Before(b.To))
}
