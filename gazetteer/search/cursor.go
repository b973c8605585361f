package search

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"math"
)

// A Cursor says after which hit a page begins; empty means at the first. It
// holds nothing but that hit's place in the order and a digest of the query.
type Cursor string

var infinite = math.Inf(1)

// A place is where a hit stands in the order of its level.
type place struct {
	level level
	far   bool // beyond the matches that are ordered by distance
	flags uint8
	rank  uint8
	dist  float64
	id    ID
}

func placeOf(l level, far bool, c candidate) *place {
	d := c.rec()
	return &place{l, far, d.flags, d.rank, c.dist, d.id}
}

// before reports whether p stands before d in static order; a nil place
// stands before all.
func (p *place) before(d *docRec) bool {
	if p == nil {
		return true
	}
	at := docRec{id: p.id, rank: p.rank, flags: p.flags}
	return at.compare(d) < 0
}

// nearer reports whether p stands before c in the order by distance.
func (p *place) nearer(c candidate) bool {
	at := docRec{id: p.id, rank: p.rank, flags: p.flags}
	return compareNear(&at, p.dist, c.rec(), c.dist) < 0
}

// compareNear orders by importance, distance, rank, ID.
func compareNear(a *docRec, distA float64, b *docRec, distB float64) int {
	return cmp.Or(a.compareImportance(b), cmp.Compare(distA, distB),
		cmp.Compare(a.rank, b.rank), bytes.Compare(a.id[:], b.id[:]))
}

const cursorSize = 8 + 4 + 8 + 16

func (p *place) cursor(digest uint64) Cursor {
	b := binary.BigEndian.AppendUint64(nil, digest)
	far := byte(0)
	if p.far {
		far = 1
	}
	b = append(b, byte(p.level), far, p.flags, p.rank)
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(p.dist))
	return Cursor(base64.RawURLEncoding.EncodeToString(append(b, p.id[:]...)))
}

// place reads the cursor of a query with the digest; nil for an empty one.
func (c Cursor) place(digest uint64) (*place, error) {
	if c == "" {
		return nil, nil
	}
	if len(c) > base64.RawURLEncoding.EncodedLen(cursorSize) {
		return nil, ErrCursor
	}
	b, err := base64.RawURLEncoding.DecodeString(string(c))
	if err != nil || len(b) != cursorSize || binary.BigEndian.Uint64(b) != digest {
		return nil, ErrCursor
	}
	p := &place{level: level(b[8]), far: b[9] == 1, flags: b[10], rank: b[11],
		dist: math.Float64frombits(binary.BigEndian.Uint64(b[12:])), id: ID(b[20:])}
	if p.level >= noLevel || b[9] > 1 || math.IsNaN(p.dist) {
		return nil, ErrCursor
	}
	return p, nil
}
