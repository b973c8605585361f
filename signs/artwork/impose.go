package artwork

import (
	"fmt"
	"io"
	"slices"

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

// A shelf is a row of a sheet that is filled from the left; its height is that of
// the plate that began it.
type shelf struct{ y, high, x float64 }

// Impose lays plates on sheets in their order. A plate goes to the right of others
// of its height, into the uppermost row of the sheet that has room; where there is
// none it begins a row below; where no row fits below any more it fills up a higher
// row; only then it begins another sheet. The order of sheets, and of plates of one
// kind on a sheet, is that of hanging: a cut stack is a walk. The same plates
// always lie in the same places.
func Impose(s Stock, drawings []*Drawing) ([]Placed, error) {
	all := make([]Placed, 0, len(drawings))
	m := s.Trim.margin()
	sheet, foot := 0, s.EdgeMM // of the lowest row
	var shelves []shelf
	for i, d := range drawings {
		w, h := d.WidthMM+2*m, d.HeightMM+2*m
		if w > s.WidthMM-2*s.EdgeMM || h > s.HeightMM-2*s.EdgeMM {
			return nil, &TooLargeError{d.Title, w, h}
		}
		on := room(shelves, s, w, func(row shelf) bool { return row.high == h })
		if on < 0 && foot+h > s.HeightMM-s.EdgeMM {
			on = room(shelves, s, w, func(row shelf) bool { return row.high > h })
			if on < 0 {
				sheet, foot, shelves = sheet+1, s.EdgeMM, nil
			}
		}
		if on < 0 {
			on = len(shelves)
			shelves = append(shelves, shelf{y: foot, high: h, x: s.EdgeMM})
			foot += h
		}
		at := Placed{Sheet: sheet, X: shelves[on].x + m, Y: shelves[on].y + m, Plate: i}
		if d.Code != nil {
			at.CodeAt = &Rect{at.X + d.Code.X, at.Y + d.Code.Y, d.Code.W, d.Code.H}
		}
		all = append(all, at)
		shelves[on].x += w
	}
	return all, nil
}

// room gives the first row that fits and has room for a width; -1 for none.
func room(shelves []shelf, s Stock, width float64, fits func(shelf) bool) int {
	return slices.IndexFunc(shelves, func(row shelf) bool { return fits(row) && row.x+width <= s.WidthMM-s.EdgeMM })
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
