package tiles

import (
	"sync"

	"github.com/paulmach/orb"
)

// A box is ground (EPSG:3857 metres) on which something changed, and the
// zooms that show it.
type box struct {
	from, to int
	orb.Bound
}

// everything touches every tile.
var everything = box{0, MaxZoom, orb.Bound{Min: orb.Point{-2 * halfWorldM, -2 * halfWorldM}, Max: orb.Point{2 * halfWorldM, 2 * halfWorldM}}}

// touches reports whether the tile may show something of the box.
func (b box) touches(c Coord) bool {
	return b.from <= c.Z && min(c.Z, MaxZoom) <= b.to && b.Intersects(c.reach())
}

// keptBoxes bounds the memory and the time that a changes holds.
const keptBoxes = 4096

// A changes remembers what changed, in epochs. What was read in an epoch is
// still right as long as no box of a later one touches it; a tile is asked
// when it is served, so nothing has to be looked for and dropped. The zero
// value is ready.
type changes struct {
	mu        sync.RWMutex
	epoch     uint64
	forgotten uint64 // boxes up to this epoch are gone: what is older is stale
	log       []epochBox
}

type epochBox struct {
	epoch uint64
	box
}

// now is the epoch to note before reading from the database.
func (c *changes) now() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.epoch
}

// add begins a new epoch with what changed. It is called after the commit.
func (c *changes) add(boxes []box) {
	if len(boxes) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	for _, b := range boxes {
		c.log = append(c.log, epochBox{c.epoch, b})
	}
	if over := len(c.log) - keptBoxes; over > 0 {
		c.forgotten = c.log[over-1].epoch
		c.log = append([]epochBox(nil), c.log[over:]...)
	}
}

// stale reports whether something that the tile shows changed after the given
// epoch; if not, the tile is right for the epoch that is returned.
func (c *changes) stale(tile Coord, since uint64) (bool, uint64) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if since == c.epoch {
		return false, since
	}
	if since < c.forgotten {
		return true, since
	}
	for i := len(c.log) - 1; i >= 0 && c.log[i].epoch > since; i-- {
		if c.log[i].touches(tile) {
			return true, since
		}
	}
	return false, c.epoch
}
