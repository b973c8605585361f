package search

import (
	"iter"
	"slices"
	"sync"
	"sync/atomic"
)

// An Index answers queries from any number of goroutines while documents are
// put and deleted. A reader sees each change whole or not at all.
type Index struct {
	state  atomic.Pointer[state]
	write  sync.Mutex // held by whoever makes a new state
	merges sync.WaitGroup
	busy   bool // a background merge runs
}

// A state is what readers see: the segments of public and of internal
// documents, the largest and oldest first. It never changes.
type state struct{ public, internal []view }

// views returns the segments that a caller may see.
func (st *state) views(internal bool) []view {
	if !internal {
		return st.public
	}
	return slices.Concat(st.public, st.internal)
}

// New returns an empty index.
func New() *Index {
	x := &Index{}
	x.state.Store(&state{})
	return x
}

// Len returns the number of documents, internal ones included.
func (x *Index) Len() int {
	n := 0
	for _, v := range x.state.Load().views(true) {
		n += v.live()
	}
	return n
}

// Load replaces everything by docs; of several with one ID the last stays.
// It changes nothing if it returns an error.
func (x *Index) Load(docs iter.Seq[Doc]) error {
	x.write.Lock()
	defer x.write.Unlock()
	st, err := build(docs)
	if err != nil {
		return err
	}
	x.state.Store(st)
	return nil
}

// build makes a segment of the public and one of the internal docs.
func build(docs iter.Seq[Doc]) (*state, error) {
	public, internal := newBuilder(), newBuilder()
	hidden := map[ID]bool{} // of IDs that came as internal, whether they did last
	for d := range docs {
		if err := check(&d); err != nil {
			return nil, err
		}
		if !d.Public {
			hidden[d.ID] = true
			internal.add(&d)
			continue
		}
		if len(hidden) > 0 && hidden[d.ID] {
			hidden[d.ID] = false
		}
		public.add(&d)
	}
	var fromPublic, fromInternal []ID
	for id, last := range hidden {
		if last {
			fromPublic = append(fromPublic, id)
		} else {
			fromInternal = append(fromInternal, id)
		}
	}
	return &state{bury(public.views(), fromPublic), bury(internal.views(), fromInternal)}, nil
}

func (b *builder) views() []view {
	if len(b.docs) == 0 {
		return nil
	}
	return []view{{seg: b.segment()}}
}

// Put adds documents or replaces those with the same ID. All of them become
// visible at once. It changes nothing if it returns an error.
func (x *Index) Put(docs ...Doc) error {
	last := make(map[ID]int, len(docs))
	for i := range docs {
		if err := check(&docs[i]); err != nil {
			return err
		}
		last[docs[i].ID] = i
	}
	public, internal := newBuilder(), newBuilder()
	gone := make([]ID, 0, len(last))
	for i := range docs {
		if last[docs[i].ID] != i {
			continue
		}
		gone = append(gone, docs[i].ID)
		if docs[i].Public {
			public.add(&docs[i])
		} else {
			internal.add(&docs[i])
		}
	}
	added := state{public.views(), internal.views()}
	x.change(gone, added)
	return nil
}

// Delete takes documents out; unknown IDs are no error.
func (x *Index) Delete(ids ...ID) { x.change(ids, state{}) }

// change publishes a state without the gone and with the added documents.
func (x *Index) change(gone []ID, added state) {
	x.write.Lock()
	defer x.write.Unlock()
	old := x.state.Load()
	x.state.Store(&state{
		public:   settle(append(bury(old.public, gone), added.public...)),
		internal: settle(append(bury(old.internal, gone), added.internal...)),
	})
	x.mergeLater()
}
