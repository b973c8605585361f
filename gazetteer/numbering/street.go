package numbering

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Street is the centreline that gates are numbered along, in EPSG:4490. Its
// parts may be drawn in any order and direction.
type Street struct {
	Line orb.MultiLineString `json:"line"`
	// Start is near the end where numbers begin, where the scheme does not
	// know it by the compass.
	Start    *orb.Point `json:"start,omitempty"`
	DeadEnd  bool       `json:"dead_end,omitempty"`
	OneSided bool       `json:"one_sided,omitempty"`
	// Once says that a number stands once along the whole line, whoever gave
	// it, as under one name of the register. Else each owner counts by itself.
	Once bool `json:"once,omitempty"`
}

const (
	joinM  = 0.1  // parts whose ends are closer than this meet
	loopM  = 1.0  // a line whose ends are closer than this is a loop
	onLine = 0.01 // a gate closer than this lies on no side
)

// plane turns degrees into metres east and north of its origin.
type plane struct {
	o      orb.Point
	kx, ky float64
}

// planeAt is the plane that touches the CGCS2000 ellipsoid at o.
func planeAt(o orb.Point) plane {
	const a, f = 6378137.0, 1 / 298.257222101
	e2 := f * (2 - f)
	sin, cos := math.Sincos(o[1] * math.Pi / 180)
	w := math.Sqrt(1 - e2*sin*sin)
	return plane{o, a / w * cos * math.Pi / 180, a * (1 - e2) / (w * w * w) * math.Pi / 180}
}

func (p plane) to(q orb.Point) orb.Point {
	return orb.Point{(q[0] - p.o[0]) * p.kx, (q[1] - p.o[1]) * p.ky}
}

func (p plane) back(q orb.Point) orb.Point {
	return orb.Point{p.o[0] + q[0]/p.kx, p.o[1] + q[1]/p.ky}
}

func dist(a, b orb.Point) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// track is a street as it is numbered: metres, from its start to its end.
type track struct {
	plane   plane
	line    orb.LineString
	at      []float64 // metres from the start to each vertex
	oddLeft bool
	why     Text
}

// lay orders the street's line by the scheme, whichever way it was drawn.
func lay(s Scheme, st Street) (*track, error) {
	parts, pl, err := inMetres(st.Line)
	if err != nil {
		return nil, err
	}
	line, err := join(parts)
	if err != nil {
		return nil, err
	}
	a, b := line[0], line[len(line)-1]
	if dist(a, b) < loopM {
		return nil, refuse("这条街是环路，没有两端：请在起编处把中心线断开至少1米，并指定起点。", "The street is a loop without ends: cut its line by at least 1 m where numbers begin, and name the start.")
	}
	axis, name := s.NorthSouth, Text{"南北向", "north–south"}
	if math.Abs(b[0]-a[0]) >= math.Abs(b[1]-a[1]) {
		axis, name = s.EastWest, Text{"东西向", "east–west"}
	}
	if st.DeadEnd && s.DeadEnd != nil {
		axis, name = *s.DeadEnd, Text{"断头路", "dead end"}
	}
	back, err := reversed(axis.Start, a, b, st.Start, pl)
	if err != nil {
		return nil, err
	}
	if back {
		slices.Reverse(line)
	}
	t := &track{plane: pl, line: line, at: make([]float64, len(line))}
	for i := 1; i < len(line); i++ {
		t.at[i] = t.at[i-1] + dist(line[i-1], line[i])
	}
	if t.oddLeft, err = oddLeft(axis.Odd, line[0], line[len(line)-1]); err != nil {
		return nil, err
	}
	t.why = Text{fmt.Sprintf("%s，起点%s，单号侧%s", name.ZH, zhWord[string(axis.Start)], zhWord[string(axis.Odd)]),
		fmt.Sprintf("%s street, from %s, odd %s", name.EN, axis.Start, axis.Odd)}
	return t, nil
}

var zhWord = map[string]string{"N": "北端", "S": "南端", "E": "东端", "W": "西端", "entrance": "入口", "city_centre": "近市中心端", "explicit": "指定端",
	"left": "左", "right": "右", "north": "北", "south": "南", "east": "东", "west": "西", "odd": "单号", "even": "双号"}

func inMetres(m orb.MultiLineString) ([]orb.LineString, plane, error) {
	var box orb.Bound
	n := 0
	for _, l := range m {
		for _, p := range l {
			if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) < 90) {
				return nil, plane{}, refuse("中心线坐标不是经纬度，请按CGCS2000经纬度提供。", "The line's coordinates are not degrees: give CGCS2000 longitude and latitude.")
			}
			if n == 0 {
				box = p.Bound()
			}
			box, n = box.Extend(p), n+1
		}
	}
	if n < 2 {
		return nil, plane{}, refuse("这条街没有中心线，请先在地图上画出。", "The street has no centreline: draw it on the map first.")
	}
	pl := planeAt(box.Center())
	var parts []orb.LineString
	for _, l := range m {
		var part orb.LineString
		for _, p := range l {
			q := pl.to(p)
			if len(part) == 0 || part[len(part)-1] != q {
				part = append(part, q)
			}
		}
		if len(part) > 1 {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return nil, plane{}, refuse("这条街的中心线没有长度，请重新画出。", "The street's line has no length: draw it again.")
	}
	return parts, pl, nil
}

// join makes one line of parts that meet end to end.
func join(parts []orb.LineString) (orb.LineString, error) {
	line, rest := slices.Clone(parts[0]), slices.Clone(parts[1:])
	for len(rest) > 0 {
		i := slices.IndexFunc(rest, func(p orb.LineString) bool { return meet(line, p) != nil })
		if i < 0 {
			return nil, refuse(fmt.Sprintf("中心线有%d段没有首尾相接，请接上断开处或删去岔路。", len(rest)),
				fmt.Sprintf("%d parts of the line do not meet end to end: close the breaks or take out the branches.", len(rest)))
		}
		line, rest = meet(line, rest[i]), slices.Delete(rest, i, i+1)
	}
	return line, nil
}

// meet is line and part as one, or nil where their ends do not meet.
func meet(line, part orb.LineString) orb.LineString {
	back := slices.Clone(part)
	slices.Reverse(back)
	for _, p := range []orb.LineString{part, back} {
		if dist(line[len(line)-1], p[0]) < joinM {
			return slices.Concat(line, p[1:])
		}
		if dist(p[len(p)-1], line[0]) < joinM {
			return slices.Concat(p, line[1:])
		}
	}
	return nil
}

// reversed says whether numbers begin at b, not at a.
func reversed(start End, a, b orb.Point, near *orb.Point, pl plane) (bool, error) {
	ahead := 0.0
	switch start {
	case North:
		ahead = a[1] - b[1]
	case South:
		ahead = b[1] - a[1]
	case East:
		ahead = a[0] - b[0]
	case West:
		ahead = b[0] - a[0]
	default:
		if near == nil {
			return false, refuse("这条街的起点不能由方位定出，请在地图上指定起点。", "The street's start does not follow from the compass: name it on the map.")
		}
		ahead = dist(pl.to(*near), b) - dist(pl.to(*near), a)
	}
	if math.Abs(ahead) < onLine {
		return false, refuse("两端离起编方位一样远，请指定起点。", "Both ends are equally near to the start: name the end explicitly.")
	}
	return ahead < 0, nil
}

// oddLeft says whether the odd side is on the left of a to b.
func oddLeft(odd Side, a, b orb.Point) (bool, error) {
	left := orb.Point{a[1] - b[1], b[0] - a[0]}
	v := map[Side]float64{Left: 1, Right: -1, NorthSide: left[1], SouthSide: -left[1], EastSide: left[0], WestSide: -left[0]}[odd]
	if math.Abs(v) < onLine {
		return false, refuse("单号侧的方位与街道走向一致，请改按左右定单号侧。", "The odd side points along the street: name it by hand, left or right.")
	}
	return v > 0, nil
}

// course is the track in degrees.
func (t *track) course() orb.LineString {
	line := make(orb.LineString, len(t.line))
	for i, p := range t.line {
		line[i] = t.plane.back(p)
	}
	return line
}

// place is the nearest point of the track to q (metres): its distance from
// the start, from the line, and whether q is on the left.
func (t *track) place(q orb.Point) (chainage, offset float64, left bool) {
	offset = math.Inf(1)
	area := 0.0
	for i := 1; i < len(t.line); i++ {
		a, b := t.line[i-1], t.line[i]
		d := orb.Point{b[0] - a[0], b[1] - a[1]}
		n := dist(a, b)
		if n == 0 {
			continue
		}
		k := min(1, max(0, ((q[0]-a[0])*d[0]+(q[1]-a[1])*d[1])/(n*n)))
		off := dist(q, orb.Point{a[0] + k*d[0], a[1] + k*d[1]})
		cross := (d[0]*(q[1]-a[1]) - d[1]*(q[0]-a[0])) / n
		// At a corner both segments are as near: the one that q lies more
		// squarely beside says the side.
		if off < offset-1e-6 || off < offset+1e-6 && math.Abs(cross) > math.Abs(area)+1e-6 {
			chainage, offset, area = t.at[i-1]+k*n, min(off, offset), cross
		}
	}
	return chainage, offset, area > 0
}
