package search

// keySets holds the lists of keySets with several keys.
type keySets struct {
	off  []uint32
	keys []uint32
}

func newKeySets(lists [][]uint32) keySets {
	s := keySets{off: make([]uint32, 1, len(lists)+1)}
	for _, l := range lists {
		s.keys = append(s.keys, l...)
		s.off = append(s.off, uint32(len(s.keys)))
	}
	return s
}

func (s *keySets) list(k keySet) []uint32 {
	i := k &^ manyKeys
	return s.keys[s.off[i]:s.off[i+1]]
}

// renumber gives k the places of its keys in the sorted table. A list belongs
// to one name and family, so done keeps it from being renumbered twice.
func (s *keySets) renumber(k keySet, place []uint32, done []bool) keySet {
	switch {
	case k == noKeys:
		return k
	case k&manyKeys == 0:
		return keySet(place[k-1] + 1)
	}
	if i := k &^ manyKeys; !done[i] {
		done[i] = true
		for j, key := range s.list(k) {
			s.list(k)[j] = place[key]
		}
	}
	return k
}

// each calls f for every key of k until f returns false.
func (s *keySets) each(k keySet, f func(key uint32) bool) {
	switch {
	case k == noKeys:
	case k&manyKeys == 0:
		f(uint32(k) - 1)
	default:
		for _, key := range s.list(k) {
			if !f(key) {
				return
			}
		}
	}
}
