package tiles

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// alongCurve orders features by the first zoom that shows them, and then along a
// curve on which neighbours on the ground are mostly neighbours (that of Morton):
// written so, what a tile reads lies on a few pages and not on one for each.
func alongCurve(features []feature) {
	type placed struct {
		feature
		at uint64
	}
	all := make([]placed, len(features))
	for i, f := range features {
		all[i] = placed{f, curve(f.geom.Bound().Center())}
	}
	slices.SortFunc(all, func(a, b placed) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.at, b.at)) })
	for i, f := range all {
		features[i] = f.feature
	}
}

// curve is the place of a point in EPSG:3857 metres along the curve: the bits of
// its coordinates in turns.
func curve(p orb.Point) uint64 {
	return spread(p[0]) | spread(p[1])<<1
}

// curveBits is how many bits of each coordinate a place along the curve has.
const curveBits = 31

func spread(m float64) uint64 {
	n := uint64(max(min((m+halfWorldM)/(2*halfWorldM), 1), 0) * (1<<curveBits - 1))
	n = (n | n<<16) & 0x0000ffff0000ffff
	n = (n | n<<8) & 0x00ff00ff00ff00ff
	n = (n | n<<4) & 0x0f0f0f0f0f0f0f0f
	n = (n | n<<2) & 0x3333333333333333
	return (n | n<<1) & 0x5555555555555555
}

// collect is the inverse of spread, as a part of the world's width.
func collect(n uint64) float64 {
	n &= 0x5555555555555555
	n = (n | n>>1) & 0x3333333333333333
	n = (n | n>>2) & 0x0f0f0f0f0f0f0f0f
	n = (n | n>>4) & 0x00ff00ff00ff00ff
	n = (n | n>>8) & 0x0000ffff0000ffff
	n = (n | n>>16) & 0x00000000ffffffff
	return float64(n) / (1<<curveBits - 1)
}
