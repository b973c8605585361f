package artwork

import "math"

// A Path is closed contours in millimetres from the plate's top left corner,
// y downwards, filled by the rule of nonzero winding.
type Path struct{ ops []op }

type op struct {
	verb byte // M, L, C, Z
	p    [6]float64
}

// MoveTo, LineTo, CubeTo and Close make a Path a [glyph.Pen].
func (p *Path) MoveTo(x, y float64) { p.ops = append(p.ops, op{'M', [6]float64{x, y}}) }

// LineTo goes on by a straight line.
func (p *Path) LineTo(x, y float64) { p.ops = append(p.ops, op{'L', [6]float64{x, y}}) }

// CubeTo goes on by a cubic curve.
func (p *Path) CubeTo(x1, y1, x2, y2, x, y float64) {
	p.ops = append(p.ops, op{'C', [6]float64{x1, y1, x2, y2, x, y}})
}

// Close ends a contour.
func (p *Path) Close() { p.ops = append(p.ops, op{verb: 'Z'}) }

func (p *Path) rect(r Rect) {
	p.MoveTo(r.X, r.Y)
	p.LineTo(r.X+r.W, r.Y)
	p.LineTo(r.X+r.W, r.Y+r.H)
	p.LineTo(r.X, r.Y+r.H)
	p.Close()
}

// A Rect is a zone of a plate, in millimetres.
type Rect struct{ X, Y, W, H float64 }

func (r Rect) inset(by float64) Rect { return Rect{r.X + by, r.Y + by, r.W - 2*by, r.H - 2*by} }

// Bounds is the rectangle around a path; that of the ends of its curves' handles
// where they reach further.
func (p *Path) Bounds() Rect {
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, o := range p.ops {
		for i := 0; i < o.coordinates(); i += 2 {
			left, right = min(left, o.p[i]), max(right, o.p[i])
			top, bottom = min(top, o.p[i+1]), max(bottom, o.p[i+1])
		}
	}
	if left > right {
		return Rect{}
	}
	return Rect{left, top, right - left, bottom - top}
}

func (o op) coordinates() int {
	switch o.verb {
	case 'M', 'L':
		return 2
	case 'C':
		return 6
	}
	return 0
}

// flat gives the contours as points, none of them further from its curve than
// tolerance millimetres.
func (p *Path) flat(tolerance float64) [][][2]float64 {
	var all [][][2]float64
	var now [][2]float64
	for _, o := range p.ops {
		switch o.verb {
		case 'M':
			now = [][2]float64{{o.p[0], o.p[1]}}
		case 'L':
			now = append(now, [2]float64{o.p[0], o.p[1]})
		case 'C':
			now = curve(now, o.p, tolerance)
		case 'Z':
			if len(now) > 2 {
				all = append(all, now)
			}
			now = nil
		}
	}
	return all
}

// curve adds points of a cubic curve that begins at the last point. Chords of n
// equal steps stray by at most 3/4 of the larger second difference of its
// points over n² (Wang's bound).
func curve(points [][2]float64, c [6]float64, tolerance float64) [][2]float64 {
	at := points[len(points)-1]
	bend := max(math.Hypot(at[0]-2*c[0]+c[2], at[1]-2*c[1]+c[3]), math.Hypot(c[0]-2*c[2]+c[4], c[1]-2*c[3]+c[5]))
	n := max(1, int(math.Ceil(math.Sqrt(0.75*bend/tolerance))))
	for i := 1; i <= n; i++ {
		t := float64(i) / float64(n)
		u := 1 - t
		b := [4]float64{u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t}
		points = append(points, [2]float64{b[0]*at[0] + b[1]*c[0] + b[2]*c[2] + b[3]*c[4], b[0]*at[1] + b[1]*c[1] + b[2]*c[3] + b[3]*c[5]})
	}
	return points
}
