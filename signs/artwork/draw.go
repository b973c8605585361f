package artwork

import (
	"fmt"

	"diming/internal/glyph"
	"diming/signs"
)

// How a text stands in its zone.
const (
	fill       = 0.74  // its em, of the height of the zone
	fillPinyin = 0.5   // the same of the line of letters
	least      = 0.35  // of that, before a text counts as too long; six characters still stand on a building plate
	aside      = 0.03  // of the zone's width, kept free on either side
	hanMiddle  = 0.38  // of the em, from the baseline to the middle of Chinese characters
	capsMiddle = 0.366 // the same of capitals and digits
)

// A Drawing is one plate, ready to be written.
type Drawing struct {
	WidthMM, HeightMM float64
	Title             string
	Grounds           []Ground // they cover the plate
	Shapes            []Shape  // from the back to the front
	Code              *Rect    // where the code lies with its quiet zone
	Zones             map[Part]Rect
}

// A Ground is a coloured area that reaches the edge.
type Ground struct {
	Rect
	Colour Colour
}

// A Shape is what is printed on a ground.
type Shape struct {
	Colour Colour
	Part   string // of which part, for layers
	Path   Path
}

// Draw sets a content by a layout. It answers a *MissingPartError, a
// *TooLongError, a *glyph.MissingError or a *FineCodeError, and then draws
// nothing.
func Draw(font *glyph.Font, l Layout, s Scheme, c Content) (*Drawing, error) {
	if err := c.Check(font); err != nil {
		return nil, err
	}
	d := &Drawing{WidthMM: l.WidthMM, HeightMM: l.HeightMM, Title: c.Name + c.Number, Zones: map[Part]Rect{}}
	p := painter{font, d, c, l.RimMM}
	if c.Shelter != "" && !l.HasShelter() {
		return nil, &NoRoomError{c.Kind}
	}
	wide, high := l.WidthMM, l.HeightMM
	if c.Shelter != "" {
		high -= l.shelterZone().H
	}
	if l.CodeMM > 0 && c.Code != "" {
		wide -= l.CodeMM + l.RimMM
		if err := p.code(Rect{wide, (l.HeightMM - l.CodeMM) / 2, l.CodeMM, l.CodeMM}); err != nil {
			return nil, err
		}
	}
	x := 0.0
	for i, column := range l.Columns {
		if l.ByBearing {
			column.Ground = s.of(c.Bearing)
		}
		area := Rect{x, 0, column.Share * wide, high}
		ground := Rect{x, 0, area.W, l.HeightMM}
		if i == len(l.Columns)-1 {
			ground.W = l.WidthMM - x // under the code, too
		}
		d.Grounds = append(d.Grounds, Ground{ground, column.Ground})
		if err := p.rows(area, column); err != nil {
			return nil, err
		}
		x += area.W
	}
	last := l.Columns[len(l.Columns)-1]
	if c.Shelter != "" {
		if err := p.shelter(l); err != nil {
			return nil, err
		}
	}
	if err := p.serial(last.Ink); err != nil {
		return nil, err
	}
	return d, p.mark(l.Columns[0].Ink)
}

// A painter puts what a plate says onto its drawing.
type painter struct {
	font *glyph.Font
	d    *Drawing
	c    Content
	rim  float64
}

func (p *painter) rows(area Rect, column Column) error {
	inner := area.inset(p.rim)
	y := inner.Y
	for _, row := range column.Rows {
		zone := Rect{inner.X, y, inner.W, row.Share * inner.H}
		y += zone.H
		text := p.c.text(row.Part)
		if text == "" && row.Must {
			return &MissingPartError{p.c.Kind, row.Part}
		}
		p.d.Zones[row.Part] = zone
		if err := p.zone(row.Part, zone, column.Ink, text); err != nil {
			return err
		}
	}
	return nil
}

// zone sets a part; a minority's script takes the upper third of the name's
// zone (GB 17733).
func (p *painter) zone(part Part, zone Rect, ink Colour, text string) error {
	if part == Name && p.c.Minority != "" {
		above := Rect{zone.X, zone.Y, zone.W, zone.H / 3}
		if err := p.line(part, above, ink, p.c.Minority, capsMiddle); err != nil {
			return err
		}
		zone = Rect{zone.X, zone.Y + above.H, zone.W, zone.H - above.H}
	}
	middle := hanMiddle
	if part == Pinyin || part == Postcode {
		middle = capsMiddle
	}
	return p.line(part, zone, ink, text, middle)
}

// line sets one line in the middle of a zone, smaller where it is long.
func (p *painter) line(part Part, zone Rect, ink Colour, text string, middle float64) error {
	if text == "" {
		return nil
	}
	size, room := zone.H*fill, zone.W*(1-2*aside)
	if part == Pinyin {
		size = zone.H * fillPinyin
	}
	wide, err := p.font.Width(text, size)
	if err != nil {
		return err
	}
	if wide > room {
		if wide*least > room {
			return &TooLongError{part, text, wide*least - room}
		}
		size *= room / wide
		wide = room
	}
	shape := Shape{Colour: ink, Part: string(part)}
	if _, err := p.font.Draw(&shape.Path, text, zone.X+(zone.W-wide)/2, zone.Y+zone.H/2+middle*size, size); err != nil {
		return err
	}
	p.d.Shapes = append(p.d.Shapes, shape)
	return nil
}

// code draws the code on white.
func (p *painter) code(at Rect) error {
	m, err := signs.Encode(p.c.Code)
	if err != nil {
		return err
	}
	module := m.ModuleMM(at.W)
	if module < signs.MinPlateModuleMM {
		return &FineCodeError{module, signs.MinPlateModuleMM}
	}
	white, dark := Shape{Colour: White, Part: "code_ground"}, Shape{Colour: Black, Part: "code"}
	white.Path.rect(at)
	for y, row := range m.Modules {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				dark.Path.rect(Rect{at.X + float64(from)*module, at.Y + float64(y)*module, float64(x-from) * module, module})
			}
		}
	}
	p.d.Shapes = append(p.d.Shapes, white, dark)
	p.d.Code = &at
	return nil
}

// serialMM is the least height of the letters of a serial that an eye reads at
// arm's length, and serialShare its part of what it stands under.
const (
	serialMM    = 2.2
	serialShare = 0.1
)

// serial writes the token of a plate under its code, or in the lower right corner
// of a plate without one.
func (p *painter) serial(ink Colour) error {
	if p.c.Serial == "" {
		return nil
	}
	size := max(serialMM, p.d.HeightMM*serialShare/3)
	x, bottom := p.d.WidthMM-p.rim, p.d.HeightMM-p.rim*0.4
	if p.d.Code != nil {
		size = p.d.Code.W * serialShare
		x, bottom = p.d.Code.X+p.d.Code.W, p.d.Code.Y+p.d.Code.H+size*1.2
	}
	wide, err := p.font.Width(p.c.Serial, size)
	if err != nil {
		return err
	}
	if p.d.Code != nil {
		x -= (p.d.Code.W - wide) / 2
	}
	shape := Shape{Colour: ink, Part: "serial"}
	if _, err := p.font.Draw(&shape.Path, p.c.Serial, x-wide, bottom, size); err != nil {
		return err
	}
	p.d.Shapes = append(p.d.Shapes, shape)
	return nil
}

// mark says on the rim that a plate is an example.
func (p *painter) mark(ink Colour) error {
	if !p.c.Demo {
		return nil
	}
	size := max(2, p.rim*0.8)
	shape := Shape{Colour: ink, Part: "demo"}
	if _, err := p.font.Draw(&shape.Path, "示例数据", p.rim, p.d.HeightMM-p.rim*0.15, size); err != nil {
		return fmt.Errorf("mark of the demo: %w", err)
	}
	p.d.Shapes = append(p.d.Shapes, shape)
	return nil
}
