package matching

import "math/bits"

// hashes hold a number for each hash, in one piece of memory without pointers:
// a question costs one look, where a map costs three. The zero value is empty.
type hashes struct {
	slots []slot
	shift uint // so many bits of the mixed hash are left over
	held  int
}

type slot struct {
	hash  uint64 // 0 is an empty slot
	value int32
}

const leastSlots = 64

// home is where a hash belongs.
func (h *hashes) home(hash uint64) int { return int(hash * hashFactor >> h.shift) }

// kept is the hash as it is held: none is 0.
func keptHash(hash uint64) uint64 {
	if hash == 0 {
		return 1
	}
	return hash
}

func (h *hashes) get(hash uint64) (int32, bool) {
	if len(h.slots) == 0 {
		return 0, false
	}
	hash = keptHash(hash)
	for at := h.home(hash); ; at = (at + 1) & (len(h.slots) - 1) {
		switch s := &h.slots[at]; s.hash {
		case hash:
			return s.value, true
		case 0:
			return 0, false
		}
	}
}

func (h *hashes) put(hash uint64, value int32) {
	if 3*(h.held+1) > 2*len(h.slots) {
		h.grow()
	}
	hash = keptHash(hash)
	at := h.home(hash)
	for h.slots[at].hash != 0 && h.slots[at].hash != hash {
		at = (at + 1) & (len(h.slots) - 1)
	}
	if h.slots[at].hash == 0 {
		h.held++
	}
	h.slots[at] = slot{hash, value}
}

func (h *hashes) grow() {
	was := h.slots
	h.slots = make([]slot, max(leastSlots, 2*len(was)))
	h.shift = uint(64 - bits.TrailingZeros(uint(len(h.slots))))
	h.held = 0
	for _, s := range was {
		if s.hash != 0 {
			h.put(s.hash, s.value)
		}
	}
}

// remove takes a hash out; those behind it that were pushed on move up.
func (h *hashes) remove(hash uint64) {
	if _, known := h.get(hash); !known {
		return
	}
	mask := len(h.slots) - 1
	at := h.home(keptHash(hash))
	for h.slots[at].hash != keptHash(hash) {
		at = (at + 1) & mask
	}
	h.held--
	for next := at; ; {
		next = (next + 1) & mask
		s := h.slots[next]
		if s.hash == 0 {
			break
		}
		if home := h.home(s.hash); (next-home)&mask >= (next-at)&mask {
			h.slots[at], at = s, next
		}
	}
	h.slots[at] = slot{}
}
