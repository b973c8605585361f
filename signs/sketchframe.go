package signs

import (
	"math"

	"github.com/paulmach/orb"
)

// ringsM are the distances drawn around a point without an outline, in metres.
var ringsM = [...]float64{500, 1000}

// A frame carries degrees to the drawing: a flat projection about the centre
// of what is drawn, true in scale there and within a thousandth across a
// county, then a scale in metres for a unit.
type frame struct {
	centre         orb.Point
	lonM, latM     float64 // metres in a degree at the centre
	metresPerUnit  float64
	centreX, baseY float64 // the centre in the drawing
}

// frame fits the outline and the point, or the rings, into the drawing.
func (s Sketch) frame() frame {
	if !hasRing(s.Outline) && len(s.Ways) == 0 {
		f := frameAt(*s.Point)
		f.metresPerUnit = ringsM[len(ringsM)-1] / (sketchHeight/2 - sketchMargin)
		return f
	}
	bound := s.Outline.Bound()
	for i, way := range s.Ways {
		if i == 0 && !hasRing(s.Outline) {
			bound = way.Bound()
		}
		bound = bound.Union(way.Bound())
	}
	if s.Point != nil {
		bound = bound.Extend(*s.Point)
	}
	for _, m := range s.Marks {
		bound = bound.Extend(m.At)
	}
	f := frameAt(bound.Center())
	width := (bound.Max[0] - bound.Min[0]) * f.lonM / (sketchWidth - 2*sketchMargin)
	height := (bound.Max[1] - bound.Min[1]) * f.latM / (sketchHeight - 2*sketchMargin)
	f.metresPerUnit = max(width, height, 0.1) // 32 m across at the least
	return f
}

// frameAt has the length of degrees on the ellipsoid of CGCS2000 at the
// latitude of p (the usual series, good to a centimetre).
func frameAt(p orb.Point) frame {
	phi := p[1] * math.Pi / 180
	return frame{
		centre:  p,
		latM:    111132.954 - 559.822*math.Cos(2*phi) + 1.175*math.Cos(4*phi),
		lonM:    111412.84*math.Cos(phi) - 93.5*math.Cos(3*phi) + 0.118*math.Cos(5*phi),
		centreX: sketchWidth / 2, baseY: sketchHeight / 2,
	}
}

// unit carries p into the drawing, y downwards.
func (f frame) unit(p orb.Point) orb.Point {
	return orb.Point{
		f.centreX + (p[0]-f.centre[0])*f.lonM/f.metresPerUnit,
		f.baseY - (p[1]-f.centre[1])*f.latM/f.metresPerUnit,
	}
}

// scaleBar returns the length of the scale bar in units and in metres: 1, 2
// or 5 times a power of ten, 40 to 100 units long.
func (f frame) scaleBar() (units, metres float64) {
	longest := 100 * f.metresPerUnit
	power := math.Pow(10, math.Floor(math.Log10(longest)))
	metres = power
	for _, step := range []float64{2, 5} {
		if step*power <= longest {
			metres = step * power
		}
	}
	return metres / f.metresPerUnit, metres
}
