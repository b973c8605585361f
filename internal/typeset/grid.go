package typeset

// A Grid is a table with a head that is repeated on each page.
type Grid struct {
	Style  Style
	Shares []float64 // widths, as shares of the text's width
	Head   []string  // none: no head
	Rows   [][]string
	Centre []bool // columns whose text stands in their middle
	Tight  bool   // less room above and below texts
}

const (
	gridLeading = 1.45 // of the size
	gridPadding = 1.5  // millimetres beside texts, and above and below
	gridTight   = 0.6  // above and below in a tight one
)

func (g Grid) above() float64 {
	if g.Tight {
		return gridTight
	}
	return gridPadding
}

// A cell is one cell of a row, cut into lines.
type cell struct {
	lines []string
	wide  float64
}

// Grid writes a table. A row that does not fit begins on another page; one
// that is higher than a page goes on from page to page.
func (s *Sheet) Grid(g Grid) {
	head := s.cells(g, Style{Size: g.Style.Size, Head: true}, g.Head)
	drawHead := func() {
		if len(g.Head) > 0 {
			s.row(g, Style{Size: g.Style.Size, Head: true}, head, true)
		}
	}
	// A head never stands alone at the foot of a page.
	if len(g.Rows) > 0 {
		s.Need(s.height(g, head) + min(s.height(g, s.cells(g, g.Style, g.Rows[0])), (Height-Top-Bottom)/3))
	}
	drawHead()
	for _, texts := range g.Rows {
		for row := s.cells(g, g.Style, texts); row != nil; {
			left := Height - Bottom - s.Y
			whole := Height - Top - Bottom - s.height(g, head)*b2f(len(g.Head) > 0)
			switch high := s.height(g, row); {
			case high <= left:
				s.row(g, g.Style, row, false)
				row = nil
			case high <= whole || left < whole/3:
				s.Break()
				drawHead()
			default:
				var now []cell
				now, row = cut(row, int((left-2*g.above())/(g.Style.Size*gridLeading)))
				s.row(g, g.Style, now, false)
				s.Break()
				drawHead()
			}
		}
	}
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func (s *Sheet) cells(g Grid, st Style, texts []string) []cell {
	total := 0.0
	for _, share := range g.Shares {
		total += share
	}
	row := make([]cell, len(texts))
	for i, text := range texts {
		wide := Measure * g.Shares[i] / total
		row[i] = cell{s.lines(st, text, wide-2*gridPadding, wide-2*gridPadding), wide}
	}
	return row
}

func (s *Sheet) height(g Grid, row []cell) float64 {
	most := 1
	for _, c := range row {
		most = max(most, len(c.lines))
	}
	return float64(most)*g.Style.Size*gridLeading + 2*g.above()
}

// cut parts a row after n lines.
func cut(row []cell, n int) (now, rest []cell) {
	for _, c := range row {
		at := min(n, len(c.lines))
		now, rest = append(now, cell{c.lines[:at], c.wide}), append(rest, cell{c.lines[at:], c.wide})
	}
	return now, rest
}

// row draws the cells of a row; its texts stand at the middle of its height
// where they are shorter.
func (s *Sheet) row(g Grid, st Style, row []cell, head bool) {
	high := s.height(g, row)
	x := Left
	for i, c := range row {
		s.pdf.SetLineWidth(0.2)
		s.pdf.Rect(x, s.Y, c.wide, high, "D")
		y := s.Y + (high-float64(len(c.lines))*st.Size*gridLeading)/2
		for n, line := range c.lines {
			inset := gridPadding
			if head || i < len(g.Centre) && g.Centre[i] {
				inset = (c.wide - s.width(st, line)) / 2
			}
			s.At(x+inset, y+st.Size*(gridLeading*float64(n)+1.1), st, line)
		}
		x += c.wide
	}
	s.Y += high
}
