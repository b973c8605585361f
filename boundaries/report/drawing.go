package report

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"

	"golang.org/x/image/vector"

	"diming/internal/glyph"
	"diming/internal/typeset"
)

// A drawing is the map sheet by itself, for DOCX: as SVG, and as a picture for
// programs that draw none. Text is outlines, so that no font is asked for.
type drawing struct {
	fonts  typeset.Fonts
	from   typeset.Point // top left corner on the page, mm
	wide   float64       // mm
	high   float64
	svg    bytes.Buffer
	pixels *image.Gray
	err    error
}

// dotsPerMM is the resolution of the picture: 200 to the inch.
const dotsPerMM = 200 / 25.4

// sketch draws the map sheet below its number and title, which the text has.
func (r *Report) sketch(fonts typeset.Fonts) (*drawing, error) {
	d := &drawing{fonts: fonts, from: typeset.Point{X: typeset.Left, Y: typeset.Top}, wide: typeset.Measure, high: typeset.Height - typeset.Bottom - typeset.Top - 14}
	d.pixels = image.NewGray(image.Rect(0, 0, int(d.wide*dotsPerMM), int(d.high*dotsPerMM)))
	for i := range d.pixels.Pix {
		d.pixels.Pix[i] = 255
	}
	fmt.Fprintf(&d.svg, `<svg xmlns="http://www.w3.org/2000/svg" width="%gmm" height="%gmm" viewBox="0 0 %g %g">`, d.wide, d.high, d.wide, d.high)
	r.draw(d)
	d.svg.WriteString(`</svg>`)
	return d, d.err
}

// png is the picture.
func (d *drawing) png() ([]byte, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, d.pixels); err != nil {
		return nil, fmt.Errorf("draw map sheet: %w", err)
	}
	return out.Bytes(), nil
}

func (d *drawing) rel(p typeset.Point) typeset.Point {
	return typeset.Point{X: p.X - d.from.X, Y: p.Y - d.from.Y}
}

// Line draws a line through points.
func (d *drawing) Line(st typeset.Stroke, points []typeset.Point) {
	if len(points) < 2 {
		return
	}
	d.svg.WriteString(`<path fill="none" stroke-linejoin="round" stroke="` + hexGrey(st.Grey) + `" stroke-width="` + num(st.Width) + `"`)
	for i, dash := range st.Dash {
		d.svg.WriteString([]string{` stroke-dasharray="`, " "}[min(i, 1)] + num(dash))
	}
	if len(st.Dash) > 0 {
		d.svg.WriteByte('"')
	}
	d.svg.WriteString(` d="`)
	d.path(points)
	d.svg.WriteString(`"/>`)
	for _, stretch := range dashed(points, st.Dash) {
		d.ribbon(stretch, st)
	}
}

// ribbon fills a stroke of the picture, stretch by stretch with round joins.
func (d *drawing) ribbon(points []typeset.Point, st typeset.Stroke) {
	half := max(st.Width/2, 0.5/dotsPerMM)
	for i := 1; i < len(points); i++ {
		p, q := points[i-1], points[i]
		length := math.Hypot(q.X-p.X, q.Y-p.Y)
		if length == 0 {
			continue
		}
		nx, ny := -(q.Y-p.Y)/length*half, (q.X-p.X)/length*half
		d.fill(st.Grey, []typeset.Point{{X: p.X + nx, Y: p.Y + ny}, {X: q.X + nx, Y: q.Y + ny}, {X: q.X - nx, Y: q.Y - ny}, {X: p.X - nx, Y: p.Y - ny}})
		if i > 1 && half > 0.15 {
			d.fill(st.Grey, circle(p, half))
		}
	}
}

// dashed cuts a line into the stretches that a dash pattern draws.
func dashed(points []typeset.Point, dash []float64) [][]typeset.Point {
	if len(dash) == 0 {
		return [][]typeset.Point{points}
	}
	var all [][]typeset.Point
	now := []typeset.Point{points[0]}
	n, left := 0, dash[0]
	for i := 1; i < len(points); i++ {
		p, q := points[i-1], points[i]
		for {
			length := math.Hypot(q.X-p.X, q.Y-p.Y)
			if length <= left {
				left -= length
				if n%2 == 0 {
					now = append(now, q)
				}
				break
			}
			p = typeset.Point{X: p.X + (q.X-p.X)*left/length, Y: p.Y + (q.Y-p.Y)*left/length}
			if n%2 == 0 {
				all = append(all, append(now, p))
			}
			n++
			now, left = []typeset.Point{p}, dash[n%len(dash)]
		}
	}
	if n%2 == 0 && len(now) > 1 {
		all = append(all, now)
	}
	return all
}

// Area fills what points enclose.
func (d *drawing) Area(grey int, points []typeset.Point) {
	if len(points) < 3 {
		return
	}
	d.svg.WriteString(`<path fill="` + hexGrey(grey) + `" d="`)
	d.path(points)
	d.svg.WriteString(`Z"/>`)
	d.fill(grey, points)
}

func (d *drawing) path(points []typeset.Point) {
	for i, p := range points {
		p = d.rel(p)
		d.svg.WriteString([]string{"M", "L"}[min(i, 1)] + num(p.X) + " " + num(p.Y))
	}
}

func (d *drawing) fill(grey int, points []typeset.Point) {
	o := outline{d: d}
	for i, p := range points {
		if i == 0 {
			o.move(p)
		} else {
			o.line(p)
		}
	}
	o.done(grey)
}

// At writes a line of text whose baseline begins at x, y.
func (d *drawing) At(x, y float64, st typeset.Style, text string) {
	o := &outline{d: d, svg: &d.svg}
	d.svg.WriteString(`<path d="`)
	_, err := d.font(st).Draw(o, text, x, y, st.Size)
	d.svg.WriteString(`"/>`)
	o.done(0)
	d.keep(err)
}

// TextWidth is how wide a line of text is, in millimetres.
func (d *drawing) TextWidth(st typeset.Style, text string) float64 {
	wide, err := d.font(st).Width(text, st.Size)
	d.keep(err)
	return wide
}

func (d *drawing) font(st typeset.Style) *glyph.Font {
	switch {
	case st.Head:
		return d.fonts.Head
	case st.Bold:
		return d.fonts.Bold
	}
	return d.fonts.Regular
}

func (d *drawing) keep(err error) {
	if d.err == nil {
		d.err = err
	}
}

func hexGrey(grey int) string { return fmt.Sprintf("#%02x%02x%02x", grey, grey, grey) }
func num(v float64) string    { return fmt.Sprintf("%.2f", v) }

// An outline is a shape of the picture while it is traced; where svg is set it
// is written there too. It fills only the piece of the picture that it covers.
type outline struct {
	d     *drawing
	svg   *bytes.Buffer
	moves []func(r *vector.Rasterizer, dx, dy float32)
	lo    typeset.Point // in dots
	hi    typeset.Point
}

func (o *outline) dot(x, y float64) (float32, float32) {
	p := o.d.rel(typeset.Point{X: x, Y: y})
	p.X, p.Y = p.X*dotsPerMM, p.Y*dotsPerMM
	if len(o.moves) == 0 {
		o.lo, o.hi = p, p
	}
	o.lo = typeset.Point{X: min(o.lo.X, p.X), Y: min(o.lo.Y, p.Y)}
	o.hi = typeset.Point{X: max(o.hi.X, p.X), Y: max(o.hi.Y, p.Y)}
	return float32(p.X), float32(p.Y)
}

func (o *outline) write(letter string, points ...float64) {
	if o.svg == nil {
		return
	}
	o.svg.WriteString(letter)
	for i := 0; i+1 < len(points); i += 2 {
		p := o.d.rel(typeset.Point{X: points[i], Y: points[i+1]})
		fmt.Fprintf(o.svg, "%.2f %.2f ", p.X, p.Y)
	}
}

func (o *outline) move(p typeset.Point) { o.MoveTo(p.X, p.Y) }
func (o *outline) line(p typeset.Point) { o.LineTo(p.X, p.Y) }

// MoveTo begins a contour.
func (o *outline) MoveTo(x, y float64) {
	o.write("M", x, y)
	ax, ay := o.dot(x, y)
	o.moves = append(o.moves, func(r *vector.Rasterizer, dx, dy float32) { r.MoveTo(ax-dx, ay-dy) })
}

// LineTo draws a line.
func (o *outline) LineTo(x, y float64) {
	o.write("L", x, y)
	ax, ay := o.dot(x, y)
	o.moves = append(o.moves, func(r *vector.Rasterizer, dx, dy float32) { r.LineTo(ax-dx, ay-dy) })
}

// CubeTo draws a curve.
func (o *outline) CubeTo(x1, y1, x2, y2, x, y float64) {
	o.write("C", x1, y1, x2, y2, x, y)
	ax, ay := o.dot(x1, y1)
	bx, by := o.dot(x2, y2)
	cx, cy := o.dot(x, y)
	o.moves = append(o.moves, func(r *vector.Rasterizer, dx, dy float32) { r.CubeTo(ax-dx, ay-dy, bx-dx, by-dy, cx-dx, cy-dy) })
}

// Close ends a contour.
func (o *outline) Close() {
	o.write("Z")
	o.moves = append(o.moves, func(r *vector.Rasterizer, _, _ float32) { r.ClosePath() })
}

// done fills the shape.
func (o *outline) done(grey int) {
	if len(o.moves) == 0 {
		return
	}
	piece := image.Rect(int(o.lo.X)-1, int(o.lo.Y)-1, int(o.hi.X)+2, int(o.hi.Y)+2).Intersect(o.d.pixels.Bounds())
	if piece.Empty() {
		return
	}
	r := vector.NewRasterizer(piece.Dx(), piece.Dy())
	for _, m := range o.moves {
		m(r, float32(piece.Min.X), float32(piece.Min.Y))
	}
	r.ClosePath()
	r.Draw(o.d.pixels, piece, image.NewUniform(color.Gray{Y: uint8(grey)}), image.Point{})
}
