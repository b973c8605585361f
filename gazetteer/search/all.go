package search

import "iter"

// All gives every document as the index holds it at the moment of the call,
// internal ones included, in no order that is promised. Keys come folded.
func (x *Index) All() iter.Seq[Doc] {
	views := x.state.Load().views(true)
	return func(yield func(Doc) bool) {
		for _, v := range views {
			for d := range v.seg.docs {
				if !v.dead.has(uint32(d)) && !yield(v.seg.doc(uint32(d))) {
					return
				}
			}
		}
	}
}
