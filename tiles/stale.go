package tiles

import "sync"

// keptCells bounds the memory that a changes takes, to some 40 MB.
const keptCells = 1 << 19

// A changes remembers what changed last, by the cells of the tiles' own grid, in
// epochs. What was read in an epoch is still right as long as no cell that its
// tile lies in changed in a later one; a tile is asked when it is served, so
// nothing has to be looked for and dropped. The zero value is ready.
type changes struct {
	mu        sync.RWMutex
	epoch     uint64
	forgotten uint64 // cells up to this epoch are gone: what is older is stale
	mark      string // names the last change that is known here
	last      map[cell]uint64
}

// now is the epoch to note before reading from the database.
func (c *changes) now() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.epoch
}

// lastMark names the last change that is known here. What is made after asking
// holds that change.
func (c *changes) lastMark() string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.mark
}

// add begins a new epoch with what changed, up to the change that mark names. It
// is called after the commit.
func (c *changes) add(cells []cell, mark string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	c.mark = mark
	if c.last == nil || len(c.last) > keptCells {
		c.last, c.forgotten = make(map[cell]uint64), c.epoch-1
	}
	for _, one := range cells {
		c.last[one] = c.epoch
	}
}

// forget makes all that was read before stale: what changed is not known.
func (c *changes) forget(mark string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	c.mark = mark
	c.last, c.forgotten = nil, c.epoch
}

// stale reports whether something that a tile of a set shows changed after the
// given epoch; if not, the tile is right for the epoch that is returned.
func (c *changes) stale(g Grid, set string, tile Coord, since uint64) (bool, uint64) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	switch {
	case since == c.epoch:
		return false, since
	case since < c.forgotten:
		return true, since
	}
	at := tile.deep()
	for _, t := range tiersOf[set] {
		for above := at; ; above = above.parent() {
			if c.last[cellOf(g, t, at.Z, above)] > since {
				return true, since
			}
			if above.Z == 0 {
				break
			}
		}
	}
	return false, c.epoch
}
