package cover

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// A sweep goes over the seams from west to east. Between two neighbouring
// longitudes at which a seam begins, ends or crosses another, the seams lie
// above each other without meeting, and counting from below tells how many areas
// lie between each two: a strip. Strips of one kind that meet are one piece.
type sweep struct {
	areas  []Area
	boxes  []orb.Bound
	seams  []seam
	kindOf func(depth int) Kind
	strips []strip
	parent []int32
}

// A strip is the ground between two seams and two longitudes.
type strip struct {
	kind         Kind
	key          string // of an overlap: who overlaps
	below, above int32  // seams
	west, east   float64
}

// The strip number 0 stands for all that lies outside.
const outside = 0

// wideEnough is how far, in degrees, two strips must meet to be one piece: about
// a hundredth of a millimetre.
const wideEnough = 1e-10

func newSweep(areas []Area, seams []seam, kindOf func(int) Kind) *sweep {
	s := &sweep{areas: areas, seams: seams, kindOf: kindOf, strips: make([]strip, 1), parent: make([]int32, 1)}
	for _, a := range areas {
		s.boxes = append(s.boxes, a.Polygons.Bound())
	}
	slices.SortFunc(s.seams, func(a, b seam) int {
		return cmp.Or(cmp.Compare(a.p[0], b.p[0]), cmp.Compare(a.p[1], b.p[1]), cmp.Compare(a.q[0], b.q[0]), cmp.Compare(a.q[1], b.q[1]))
	})
	return s
}

// events are the longitudes at which something changes.
func (s *sweep) events() []float64 {
	var xs []float64
	edges := make([]edge, len(s.seams))
	for i, m := range s.seams {
		edges[i] = m.edge
		xs = append(xs, m.p[0], m.q[0])
	}
	eachPair(edges, func(i, j int) bool {
		if how, at := meet(edges[i], edges[j]); how == crossed {
			xs = append(xs, at[0])
		}
		return true
	})
	slices.Sort(xs)
	return slices.Compact(xs)
}

func (m seam) at(x float64) float64 {
	if m.q[0] == m.p[0] {
		return m.p[1]
	}
	return m.p[1] + (m.q[1]-m.p[1])*((x-m.p[0])/(m.q[0]-m.p[0]))
}

// A piece of a slab, with its strip.
type stretch struct {
	strip          int32
	kind           Kind
	key            string
	westLow        float64
	westHigh       float64
	eastLow, eastH float64
}

func (s *sweep) run(ctx context.Context, leastM2 float64, progress Progress) ([]Fault, error) {
	xs := s.events()
	var active []int32
	var before []stretch
	next := 0
	for i := 1; i < len(xs); i++ {
		west, east := xs[i-1], xs[i]
		active = slices.DeleteFunc(active, func(k int32) bool { return s.seams[k].q[0] <= west })
		for next < len(s.seams) && s.seams[next].p[0] <= west {
			if s.seams[next].q[0] > west {
				active = append(active, int32(next))
			}
			next++
		}
		mid := west + (east-west)/2
		heights := make(map[int32]float64, len(active))
		for _, k := range active {
			heights[k] = s.seams[k].at(mid)
		}
		slices.SortStableFunc(active, func(a, b int32) int { return cmp.Compare(heights[a], heights[b]) })
		now := s.slab(active, west, east)
		s.join(before, now)
		before = now
		if i%512 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			progress.say(float64(i) / float64(len(xs)))
		}
	}
	return s.faults(leastM2), nil
}

// slab makes the strips between two longitudes, those of the outside too.
func (s *sweep) slab(active []int32, west, east float64) []stretch {
	var all []stretch
	depth, inf := 0, math.Inf(1)
	add := func(kind Kind, key string, strip int32, lw, hw, le, he float64) {
		all = append(all, stretch{strip, kind, key, lw, hw, le, he})
	}
	open := s.kindOf(0)
	if len(active) == 0 {
		add(open, "", outside, -inf, inf, -inf, inf)
		return all
	}
	for n, k := range active {
		m := s.seams[k]
		if n == 0 {
			add(open, "", outside, -inf, m.at(west), -inf, m.at(east))
		}
		depth += m.rise
		if n == len(active)-1 {
			add(open, "", outside, m.at(west), inf, m.at(east), inf)
			break
		}
		kind := s.kindOf(depth)
		up := s.seams[active[n+1]]
		if kind == "" || up.at((west+east)/2) <= m.at((west+east)/2) {
			continue
		}
		key := ""
		if kind == Overlap {
			key = s.coverers(orb.Point{(west + east) / 2, (m.at((west+east)/2) + up.at((west+east)/2)) / 2})
		}
		s.strips = append(s.strips, strip{kind, key, k, active[n+1], west, east})
		s.parent = append(s.parent, int32(len(s.parent)))
		add(kind, key, int32(len(s.strips)-1), m.at(west), up.at(west), m.at(east), up.at(east))
	}
	return all
}

// coverers names the areas over a point, as a key.
func (s *sweep) coverers(p orb.Point) string {
	var ids []rune
	for i, box := range s.boxes {
		if box.Contains(p) && covers(s.areas[i].Polygons, p) {
			ids = append(ids, rune(i))
		}
	}
	key := make([]byte, 0, 4*len(ids))
	for _, i := range ids {
		key = append(key, byte(i>>24), byte(i>>16), byte(i>>8), byte(i))
	}
	return string(key)
}

// covers tells by the number of rings around a point whether an area covers it.
func covers(all orb.MultiPolygon, p orb.Point) bool {
	for _, polygon := range all {
		n := 0
		for _, ring := range polygon {
			if locate(ring, p) >= 0 {
				n++
			}
		}
		if n%2 == 1 {
			return true
		}
	}
	return false
}

// join makes one piece of strips of one kind that meet where two slabs do.
// Both are in order from below.
func (s *sweep) join(before, now []stretch) {
	i, j := 0, 0
	for i < len(before) && j < len(now) {
		a, b := before[i], now[j]
		if a.kind == b.kind && a.kind != "" && a.key == b.key && min(a.eastH, b.westHigh)-max(a.eastLow, b.westLow) > wideEnough {
			s.union(a.strip, b.strip)
		}
		if a.eastH < b.westHigh {
			i++
		} else {
			j++
		}
	}
}

func (s *sweep) find(i int32) int32 {
	for s.parent[i] != i {
		s.parent[i] = s.parent[s.parent[i]]
		i = s.parent[i]
	}
	return i
}

func (s *sweep) union(a, b int32) {
	a, b = s.find(a), s.find(b)
	s.parent[max(a, b)] = min(a, b) // what meets the outside is outside
}

// A piece is what strips that meet are together.
type piece struct {
	areaM2, widest float64
	at             orb.Point
	lengths        map[int32]float64 // of the lines of areas along it
	wide           width
	strip          int32
}

func (s *sweep) faults(leastM2 float64) []Fault {
	pieces := map[int32]*piece{}
	for i := 1; i < len(s.strips); i++ {
		root := s.find(int32(i))
		if root == outside {
			continue
		}
		p := pieces[root]
		if p == nil {
			p = &piece{lengths: map[int32]float64{}, strip: root}
			pieces[root] = p
		}
		s.add(p, s.strips[i])
	}
	var all []Fault
	for _, p := range pieces {
		if p.areaM2 > leastM2 {
			all = append(all, Fault{s.strips[p.strip].kind, p.at, p.areaM2, p.wide.metres(), s.named(p)})
		}
	}
	slices.SortFunc(all, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(b.AreaM2, a.AreaM2), cmp.Compare(a.At[0], b.At[0]), cmp.Compare(a.At[1], b.At[1]))
	})
	return all
}

func (s *sweep) add(p *piece, t strip) {
	below, above := s.seams[t.below], s.seams[t.above]
	mid := (t.west + t.east) / 2
	low, high := below.at(mid), above.at(mid)
	lon, lat := metresPerDegree((low + high) / 2)
	area := (high - low) * lat * (t.east - t.west) * lon // a trapezium's mean height
	p.areaM2 += area
	if area > p.widest {
		p.widest, p.at = area, orb.Point{mid, (low + high) / 2}
	}
	p.wide.add(below, above, t, lon, lat)
	for _, m := range []seam{below, above} {
		for _, a := range m.areas {
			p.lengths[a] += math.Hypot((t.east-t.west)*lon, (m.at(t.east)-m.at(t.west))*lat)
		}
	}
}

func (s *sweep) named(p *piece) []int {
	var ids []int
	if key := s.strips[p.strip].key; key != "" {
		for i := 0; i+3 < len(key); i += 4 {
			ids = append(ids, int(key[i])<<24|int(key[i+1])<<16|int(key[i+2])<<8|int(key[i+3]))
		}
		return ids
	}
	for a := range p.lengths {
		ids = append(ids, int(a))
	}
	slices.SortFunc(ids, func(a, b int) int {
		return cmp.Or(cmp.Compare(p.lengths[int32(b)], p.lengths[int32(a)]), cmp.Compare(a, b))
	})
	return ids
}
