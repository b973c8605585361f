package artwork

import (
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// A Trim is what a workshop needs around a plate, in millimetres.
type Trim struct {
	BleedMM float64 // the ground goes on past the cut
	MarksMM float64 // length of the crop marks; 0: none
}

// markGap keeps crop marks clear of the bleed, millimetres.
const markGap = 1

func (t Trim) margin() float64 {
	if t.MarksMM == 0 {
		return t.BleedMM
	}
	return t.BleedMM + markGap + t.MarksMM
}

// Properties are what a PDF says of itself.
type Properties struct {
	Title string
	Day   time.Time // so that the same plates give the same bytes
}

// PDF writes drawings, a page for each, at their true size with bleed and crop
// marks; the trim box of a page is its plate.
func PDF(w io.Writer, p Properties, t Trim, drawings ...*Drawing) error {
	pdf := p.begin()
	m := t.margin()
	for _, d := range drawings {
		pdf.AddPageFormat("P", fpdf.SizeType{Wd: d.WidthMM + 2*m, Ht: d.HeightMM + 2*m})
		pdf.SetPageBox("trim", m, m, d.WidthMM, d.HeightMM) // the library writes two boxes in no order: one only
		d.put(pdf, t, m, m)
	}
	return p.end(w, pdf)
}

func (p Properties) begin() *fpdf.Fpdf {
	pdf := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "mm"})
	pdf.SetCatalogSort(true)
	pdf.SetTitle(p.Title, true)
	pdf.SetProducer("Diming", true)
	pdf.SetCreationDate(p.Day)
	pdf.SetModificationDate(p.Day)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	return pdf
}

func (p Properties) end(w io.Writer, pdf *fpdf.Fpdf) error {
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("write plates %q: %w", p.Title, err)
	}
	return nil
}

// put draws a plate whose top left corner is at x, y of the page.
func (d *Drawing) put(pdf *fpdf.Fpdf, t Trim, x, y float64) {
	pdf.TransformBegin()
	pdf.TransformTranslate(x, y)
	for _, g := range d.Grounds {
		r := g.bled(d, t.BleedMM)
		pdf.SetFillColor(int(g.Colour.R), int(g.Colour.G), int(g.Colour.B))
		pdf.Rect(r.X, r.Y, r.W, r.H, "F")
	}
	for _, s := range d.Shapes {
		pdf.SetFillColor(int(s.Colour.R), int(s.Colour.G), int(s.Colour.B))
		s.Path.pdf(pdf)
	}
	marks(pdf, t, d)
	pdf.TransformEnd()
}

// bled is a ground that goes on past those edges of the plate that it reaches.
func (g Ground) bled(d *Drawing, by float64) Rect {
	const touch = 1e-6
	r := g.Rect
	if r.X < touch {
		r.X, r.W = r.X-by, r.W+by
	}
	if r.Y < touch {
		r.Y, r.H = r.Y-by, r.H+by
	}
	if g.X+g.W > d.WidthMM-touch {
		r.W += by
	}
	if g.Y+g.H > d.HeightMM-touch {
		r.H += by
	}
	return r
}

func (p *Path) pdf(pdf *fpdf.Fpdf) {
	for _, o := range p.ops {
		switch o.verb {
		case 'M':
			pdf.MoveTo(o.p[0], o.p[1])
		case 'L':
			pdf.LineTo(o.p[0], o.p[1])
		case 'C':
			pdf.CurveBezierCubicTo(o.p[0], o.p[1], o.p[2], o.p[3], o.p[4], o.p[5])
		case 'Z':
			pdf.ClosePath()
		}
	}
	pdf.DrawPath("F")
}

// marks draws two crop marks at each corner.
func marks(pdf *fpdf.Fpdf, t Trim, d *Drawing) {
	if t.MarksMM == 0 {
		return
	}
	pdf.SetLineWidth(0.1)
	pdf.SetDrawColor(0, 0, 0)
	from, to := t.BleedMM+markGap, t.margin()
	for _, x := range []float64{0, d.WidthMM} {
		pdf.Line(x, -from, x, -to)
		pdf.Line(x, d.HeightMM+from, x, d.HeightMM+to)
	}
	for _, y := range []float64{0, d.HeightMM} {
		pdf.Line(-from, y, -to, y)
		pdf.Line(d.WidthMM+from, y, d.WidthMM+to, y)
	}
}
