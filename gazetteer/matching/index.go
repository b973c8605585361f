package matching

import (
	"slices"
	"sync"

	"github.com/google/uuid"
)

// none is no node.
const none = -1

// A node is a name with what is needed to find it and to go up from it. One
// that is named as a parent before it was put has no keys yet.
type node struct {
	keys                 []key
	parent, child, after int32 // child is the first of its children, after the next of its parent's
	county               int32 // the county that it is or lies in, itself above one
	doors                int32 // addresses whose number stands under it
	kind                 Kind
	held                 bool
	hidden               bool // kept from the public
}

// A label is what of a node is told alone and not looked at while candidates are
// sought: a node fits into what a processor fetches at once.
type label struct {
	id      uuid.UUID
	current string
	former  []string
}

// An Index answers texts from any number of goroutines while names and
// addresses are put and removed.
type Index struct {
	mu     sync.RWMutex
	sounds *sounds
	nodes  []node
	labels []label // of the nodes
	nodeOf map[uuid.UUID]int32
	posts  posting
	uppers posting // of townships and what is larger alone

	// lengths tells, by the classes of the first two characters, how long the
	// keys are that begin so: bit n for n characters, the last for all beyond.
	lengths [classes * classes]uint32

	addresses []address
	addressOf map[uuid.UUID]int32
	numbered  hashes // by base and number: an address, or the complement of an index of doors
	doors     [][]int32
	freeDoors []int32
	freeRows  []int32
	writings  []key // of the name that is put now
	scratch   sync.Pool
}

// New returns an empty index.
func New() *Index {
	return &Index{
		sounds: loadSounds(), nodeOf: map[uuid.UUID]int32{}, addressOf: map[uuid.UUID]int32{},
		scratch: sync.Pool{New: func() any { return new(match) }},
	}
}

// chunk is how many names or addresses are taken in before readers get a turn.
const chunk = 4096

// PutNames adds names or replaces those with the same ID. Names may come in
// any order; a load is fastest with the larger before the smaller.
func (x *Index) PutNames(names ...Name) {
	for len(names) > 0 {
		n := min(len(names), chunk)
		x.mu.Lock()
		for i := range names[:n] {
			x.putName(&names[i])
		}
		x.mu.Unlock()
		names = names[n:]
	}
}

func (x *Index) putName(n *Name) {
	x.writings = x.sounds.keysOf(x.writings[:0], n)
	keys := x.writings
	at := x.node(n.ID)
	parent := int32(none)
	if n.Parent != uuid.Nil && n.Parent != n.ID {
		parent = x.node(n.Parent)
	}
	if parent != none && x.below(parent, at) {
		parent = none // the register holds a circle; what is put last gives way
	}
	x.unpost(at)
	d := &x.nodes[at]
	moved := d.parent != parent || d.kind != n.Kind || !d.held
	l := &x.labels[at]
	l.current, l.former = n.Current, n.pastAndOther()
	d.keys, d.kind, d.held, d.hidden = slices.Clone(keys), n.Kind, true, n.Hidden
	if d.parent != parent {
		x.unlink(at)
		x.link(at, parent)
	}
	if moved {
		x.settle(at)
	}
	x.post(at)
}

// node gives the node of an id, a new one where none is.
func (x *Index) node(id uuid.UUID) int32 {
	if at, known := x.nodeOf[id]; known {
		return at
	}
	at := int32(len(x.nodes))
	x.nodes = append(x.nodes, node{parent: none, child: none, after: none, county: at})
	x.labels = append(x.labels, label{id: id})
	x.nodeOf[id] = at
	return at
}

// below tells whether at lies under upper, or is it.
func (x *Index) below(at, upper int32) bool {
	for ; at != none; at = x.nodes[at].parent {
		if at == upper {
			return true
		}
	}
	return false
}

func (x *Index) link(at, parent int32) {
	d := &x.nodes[at]
	d.parent = parent
	if parent != none {
		d.after, x.nodes[parent].child = x.nodes[parent].child, at
	}
}

func (x *Index) unlink(at int32) {
	d := &x.nodes[at]
	if d.parent != none {
		link := &x.nodes[d.parent].child
		for *link != at {
			link = &x.nodes[*link].after
		}
		*link = d.after
	}
	d.parent, d.after = none, none
}

// settle brings the county of a node and of all below it up to date; their
// places in the lists go with it.
func (x *Index) settle(at int32) {
	d := &x.nodes[at]
	county := at
	if d.parent != none && d.kind > County {
		county = x.nodes[d.parent].county
	}
	if county == d.county && d.child == none {
		return
	}
	if county != d.county {
		posted := x.unpost(at)
		x.nodes[at].county = county
		if posted {
			x.post(at)
		}
	}
	for c := x.nodes[at].child; c != none; c = x.nodes[c].after {
		x.settle(c)
	}
}

// Remove takes names and addresses out; unknown ids are no error. An address
// whose name is removed stays findable by its other names.
func (x *Index) Remove(ids ...uuid.UUID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, id := range ids {
		if at, known := x.nodeOf[id]; known {
			x.unpost(at)
			d := &x.nodes[at]
			x.labels[at] = label{id: id}
			d.keys, d.held = nil, false
		}
		x.removeAddress(id)
	}
}

// Len gives the numbers of names and addresses held.
func (x *Index) Len() (names, addresses int) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for i := range x.nodes {
		if x.nodes[i].held {
			names++
		}
	}
	return names, len(x.addressOf)
}
