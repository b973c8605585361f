package artwork

// shelterShare is the part of a plate's height that the line of the nearest
// shelter takes along the lower edge.
const shelterShare = 0.13

// shelterZone is where that line stands.
func (l Layout) shelterZone() Rect {
	high := l.HeightMM * shelterShare
	return Rect{0, l.HeightMM - high, l.WidthMM, high}
}

// HasShelter tells whether a layout has room for the line: below the code with
// its serial, of a plate that has one.
func (l Layout) HasShelter() bool {
	return l.CodeMM > 0 && (l.HeightMM+l.CodeMM)/2+l.CodeMM*serialShare*1.5 <= l.shelterZone().Y
}

// shelter sets the line on the ground of the first column, across the plate.
func (p *painter) shelter(l Layout) error {
	zone, first := l.shelterZone(), l.Columns[0]
	ground := first.Ground
	if l.ByBearing {
		ground = p.d.Grounds[0].Colour
	}
	p.d.Grounds = append(p.d.Grounds, Ground{zone, ground})
	p.d.Zones[Shelter] = zone
	inner := Rect{l.RimMM, zone.Y, zone.W - 2*l.RimMM, zone.H - l.RimMM/2}
	return p.line(Shelter, inner, first.Ink, p.c.Shelter, hanMiddle)
}
