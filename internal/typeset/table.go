package typeset

import "slices"

// Table writes rows in ruled cells. Widths are shares of the text's width; a
// row that does not fit begins on another page, and is never split.
func (s *Sheet) Table(st Style, shares []float64, rows [][]string) {
	const padding = 2.0
	total := 0.0
	for _, share := range shares {
		total += share
	}
	for _, row := range rows {
		cells, most := make([][]string, len(row)), 1
		for i, text := range row {
			wide := Measure*shares[i]/total - 2*padding
			cells[i] = s.lines(st, text, wide, wide)
			most = max(most, len(cells[i]))
		}
		height := float64(most)*st.Size*1.45 + 2*padding
		s.Need(height)
		x := Left
		for i, lines := range cells {
			wide := Measure * shares[i] / total
			s.pdf.SetLineWidth(0.2)
			s.pdf.Rect(x, s.Y, wide, height, "D")
			for n, line := range lines {
				s.At(x+padding, s.Y+padding+st.Size*(1.45*float64(n)+1), st, line)
			}
			x += wide
		}
		s.Y += height
	}
}

// lines breaks a text into lines: between Chinese characters, or at the spaces
// of others; a closing mark never begins a line, an opening one never ends it.
func (s *Sheet) lines(st Style, text string, first, next float64) []string {
	var all []string
	line, wide, room := "", 0.0, first
	for _, piece := range unbroken(text) {
		if piece == "\n" {
			all, line, wide, room = append(all, line), "", 0, next
			continue
		}
		w := s.width(st, piece)
		if line != "" && wide+w > room+1e-6 {
			all, line, wide, room = append(all, line), "", 0, next
			if piece == " " {
				continue
			}
		}
		for w > room { // one piece wider than a line: by characters
			fits := s.fitting(st, piece, room)
			all, piece, room = append(all, string(fits)), piece[len(string(fits)):], next
			w = s.width(st, piece)
		}
		line, wide = line+piece, wide+w
	}
	return append(all, line)
}

// fitting is as much of a piece as has room, one character at least.
func (s *Sheet) fitting(st Style, piece string, room float64) []rune {
	runes := []rune(piece)
	n := len(runes)
	for n > 1 && s.width(st, string(runes[:n])) > room {
		n--
	}
	return runes[:n]
}

var (
	opening = []rune("（《“‘〔【「『")
	closing = []rune("）》”’〕】」』，。；：、！？·")
	// counters stay with the figure before them.
	counters = []rune("年月日号份条天")
)

// unbroken cuts a text into what stays together in a line.
func unbroken(text string) []string {
	var pieces []string
	var held []rune
	flush := func() {
		if len(held) > 0 {
			pieces, held = append(pieces, string(held)), nil
		}
	}
	runes := []rune(text)
	for i, r := range runes {
		if r == ' ' || r == '\n' {
			flush()
			pieces = append(pieces, string(r))
			continue
		}
		held = append(held, r)
		if i+1 < len(runes) && joins(r, runes[i+1]) {
			continue
		}
		flush()
	}
	flush()
	return pieces
}

// joins tells whether no line may end between a and b.
func joins(a, b rune) bool {
	switch {
	case b == ' ' || b == '\n':
		return false
	case slices.Contains(opening, a), slices.Contains(closing, b):
		return true
	case '0' <= a && a <= '9' && slices.Contains(counters, b):
		return true
	}
	return a < 0x2E80 && b < 0x2E80 // letters and digits of other scripts
}
