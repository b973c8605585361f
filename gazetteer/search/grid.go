package search

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"github.com/paulmach/orb"
)

// cellsPerDegree makes cells of about 10 km, so that a county is a few dozen.
const cellsPerDegree = 10

// grid lists the documents of each cell, cell by cell from south-west.
type grid struct {
	cell []uint32 // ascending, one for each entry of doc
	doc  []uint32
}

func column(lon float64) int { return int(math.Floor((lon + 180) * cellsPerDegree)) }
func row(lat float64) int    { return int(math.Floor((lat + 90) * cellsPerDegree)) }

func cellOf(row, column int) uint32 { return uint32(row*(360*cellsPerDegree+1) + column) }

func newGrid(docs []docRec) grid {
	type entry struct{ cell, doc uint32 }
	var all []entry
	for i := range docs {
		if d := &docs[i]; d.flags&hasPoint != 0 {
			all = append(all, entry{cellOf(row(d.lat), column(d.lon)), uint32(i)})
		}
	}
	slices.SortFunc(all, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.cell, b.cell), cmp.Compare(a.doc, b.doc))
	})
	g := grid{make([]uint32, len(all)), make([]uint32, len(all))}
	for i, e := range all {
		g.cell[i], g.doc[i] = e.cell, e.doc
	}
	return g
}

// within returns the documents of the cells that box touches, or false if
// they are more than limit.
func (g *grid) within(box orb.Bound, limit int) ([]uint32, bool) {
	west, east := column(max(box.Min.Lon(), -180)), column(min(box.Max.Lon(), 180))
	south, north := row(max(box.Min.Lat(), -90)), row(min(box.Max.Lat(), 90))
	var out []uint32
	for r := south; r <= north; r++ {
		lo := sort.Search(len(g.cell), func(i int) bool { return g.cell[i] >= cellOf(r, west) })
		hi := sort.Search(len(g.cell), func(i int) bool { return g.cell[i] > cellOf(r, east) })
		if len(out)+hi-lo > limit {
			return nil, false
		}
		out = append(out, g.doc[lo:max(lo, hi)]...)
	}
	return out, true
}
