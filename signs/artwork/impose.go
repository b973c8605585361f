package artwork

import (
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"
)

// A Stock is the sheet or the cut of the roll that a workshop prints on, in
// millimetres.
type Stock struct {
	WidthMM, HeightMM float64
	EdgeMM            float64 // kept free on every side
	Trim              Trim    // around each plate
}

// A Placed is where a plate lies: its top left corner, in millimetres from that
// of its sheet.
type Placed struct {
	Sheet  int // from 0
	X, Y   float64
	Plate  int // index among the drawings
	CodeAt *Rect
}

// A TooLargeError says that a plate does not fit the stock.
type TooLargeError struct {
	Title             string
	WidthMM, HeightMM float64 // with its trim
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("plate %q needs %.0f × %.0f mm, more than the sheet has", e.Title, e.WidthMM, e.HeightMM)
}

// Impose lays plates on sheets in their order, row by row, from the top left; a
// plate of another height begins another row. The order is that of hanging, so
// that a cut stack is a walk.
func Impose(s Stock, drawings []*Drawing) ([]Placed, error) {
	all := make([]Placed, 0, len(drawings))
	m := s.Trim.margin()
	sheet, x, y, high := 0, s.EdgeMM, s.EdgeMM, 0.0
	for i, d := range drawings {
		w, h := d.WidthMM+2*m, d.HeightMM+2*m
		if w > s.WidthMM-2*s.EdgeMM || h > s.HeightMM-2*s.EdgeMM {
			return nil, &TooLargeError{d.Title, w, h}
		}
		if x+w > s.WidthMM-s.EdgeMM || high > 0 && h != high {
			x, y, high = s.EdgeMM, y+high, 0
		}
		if y+h > s.HeightMM-s.EdgeMM {
			sheet, x, y, high = sheet+1, s.EdgeMM, s.EdgeMM, 0
		}
		at := Placed{Sheet: sheet, X: x + m, Y: y + m, Plate: i}
		if d.Code != nil {
			at.CodeAt = &Rect{at.X + d.Code.X, at.Y + d.Code.Y, d.Code.W, d.Code.H}
		}
		all = append(all, at)
		x, high = x+w, h
	}
	return all, nil
}

// Sheets writes imposed plates, a page for each sheet.
func Sheets(w io.Writer, p Properties, s Stock, drawings []*Drawing, placed []Placed) error {
	pdf := p.begin()
	for i, at := range placed {
		if i == 0 || at.Sheet != placed[i-1].Sheet {
			pdf.AddPageFormat("P", fpdf.SizeType{Wd: s.WidthMM, Ht: s.HeightMM})
		}
		drawings[at.Plate].put(pdf, s.Trim, at.X, at.Y)
	}
	return p.end(w, pdf)
}
