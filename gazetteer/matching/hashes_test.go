package matching

import (
	"testing"

	"pgregory.net/rapid"
)

func TestHashesHoldWhatAMapHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h hashes
		want := map[uint64]int32{}
		for range rapid.IntRange(0, 400).Draw(t, "steps") {
			hash := uint64(rapid.IntRange(0, 120).Draw(t, "hash"))
			if hash == 1 { // is held as 0 is
				continue
			}
			if rapid.IntRange(0, 2).Draw(t, "remove") == 0 {
				h.remove(hash)
				delete(want, hash)
				continue
			}
			value := int32(rapid.IntRange(-9, 9).Draw(t, "value"))
			h.put(hash, value)
			want[hash] = value
		}
		if h.held != len(want) {
			t.Fatalf("%d held, want %d", h.held, len(want))
		}
		for hash := range uint64(121) {
			if hash == 1 {
				continue
			}
			got, known := h.get(hash)
			if value, held := want[hash]; known != held || got != value {
				t.Fatalf("%d: %d, %v, want %d, %v", hash, got, known, value, held)
			}
		}
	})
}
