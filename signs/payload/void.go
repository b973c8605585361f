package payload

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
	"time"

	"diming/signs"
)

// A Voided is a plate that no longer counts: void, taken down or replaced, and
// since when.
type Voided struct {
	Token signs.Token
	Since time.Time
}

// How sure a void list is that a plate which it names is void: one in 2^bits of
// the others is named, too. The list gives up bits before it gives up plates.
const (
	mostBits  = 20
	leastBits = 12
)

// A VoidList names void plates in few bytes: a Golomb coded set of their hashes.
// It names every plate that was given, and a few others by chance, so that what
// it names is to be asked of the register before anybody acts on it.
type VoidList struct {
	At       time.Time  // of the register
	Count    int        // plates named
	Complete *time.Time // plates void before then are not named; nil: all are
	Bits     int        // one in 2^Bits other plates is named by chance
	Set      []byte

	Key       Key // under which the list is signed, with [VoidList.Sign]
	Signature []byte
}

// hashOf is where a token falls among count·2^bits.
func hashOf(t signs.Token, count, width int) uint64 {
	sum := sha256.Sum256([]byte("diming void plate\n" + string(t)))
	high, _ := bits.Mul64(binary.BigEndian.Uint64(sum[:8]), uint64(count)<<width)
	return high
}

// MakeVoidList names plates in a set of at most most bytes: with fewer bits where
// they are many; where they are more than that holds, without those that became
// void first, and says since when it is complete.
func MakeVoidList(all []Voided, at time.Time, most int) VoidList {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Voided) int { return b.Since.Compare(a.Since) }) // the latest first
	for width := mostBits; width >= leastBits; width-- {
		if l := listOf(all, at, width); len(l.Set) <= most {
			return l
		}
	}
	kept := all
	for {
		kept = kept[:len(kept)*15/16]
		l := listOf(kept, at, leastBits)
		if len(l.Set) > most {
			continue
		}
		// Plates of the very moment at which it was cut may stand on either side.
		since := all[len(kept)].Since.Add(time.Microsecond)
		l.Complete = &since
		return l
	}
}

func listOf(all []Voided, at time.Time, width int) VoidList {
	l := VoidList{At: at, Bits: width}
	seen := map[signs.Token]bool{}
	for _, v := range all {
		seen[v.Token] = true
	}
	l.Count = len(seen)
	hashes := make([]uint64, 0, len(seen))
	for t := range seen {
		hashes = append(hashes, hashOf(t, l.Count, width))
	}
	slices.Sort(hashes)
	var w bitWriter
	before := uint64(0)
	for _, h := range hashes {
		step := h - before
		before = h
		for range step >> width { // the quotient in ones, closed by a zero
			w.bit(1)
		}
		w.bit(0)
		for i := width - 1; i >= 0; i-- {
			w.bit(step >> i & 1)
		}
	}
	l.Set = w.data
	return l
}

// Names tells whether a plate is on the list; err where the set is damaged.
func (l VoidList) Names(t signs.Token) (bool, error) {
	want := hashOf(t, l.Count, l.Bits)
	r, at := bitReader{data: l.Set}, uint64(0)
	for range l.Count {
		step := uint64(0)
		for r.bit() == 1 {
			step++
		}
		for range l.Bits {
			step = step<<1 | r.bit()
		}
		if r.over {
			return false, errVoidList
		}
		if at += step; at >= want {
			return at == want, nil
		}
	}
	return false, nil
}

var errVoidList = errors.New("the void list is damaged: fetch it again")

// Text is the set in base64url.
func (l VoidList) Text() string { return base64url.EncodeToString(l.Set) }

type bitWriter struct {
	data []byte
	n    int
}

func (w *bitWriter) bit(b uint64) {
	if w.n%8 == 0 {
		w.data = append(w.data, 0)
	}
	w.data[w.n/8] |= byte(b) << (7 - w.n%8)
	w.n++
}

type bitReader struct {
	data []byte
	n    int
	over bool
}

// bit gives the next bit; 0 past the end, and over says so.
func (r *bitReader) bit() uint64 {
	if r.n >= 8*len(r.data) {
		r.over = true
		return 0
	}
	b := r.data[r.n/8] >> (7 - r.n%8) & 1
	r.n++
	return uint64(b)
}
