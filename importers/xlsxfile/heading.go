package xlsxfile

import (
	"slices"
	"strings"
)

// maxAtTop is how many merged cells a heading can have; a sheet with more is
// read as though it had none there, since each is compared with each column.
const maxAtTop = 1000

// grid is the top of a sheet as texts, by row and column.
type grid map[int]map[int]string

// findHeading finds the line or lines of the heading: the row that holds the
// most known headings, or else the first with two texts; with the rows that
// merged cells tie to it. What stands above is the title.
func (s *Sheet) findHeading(rows []sheetRow) error {
	for _, m := range s.merges {
		if m.top <= 10*headRows && len(s.atTop) <= maxAtTop {
			s.atTop = append(s.atTop, m)
		}
	}
	g := grid{}
	var numbers []int
	for _, r := range rows {
		texts := map[int]string{}
		for _, c := range r.cells {
			if text, reason := s.book.text(c); reason == "" && strings.TrimSpace(text) != "" {
				texts[c.column] = strings.Join(strings.Fields(text), " ")
			}
		}
		if len(texts) > 0 {
			g[r.number] = texts
			numbers = append(numbers, r.number)
		}
	}
	if len(numbers) == 0 {
		return ErrEmpty
	}
	best, most := 0, 0
	for _, n := range numbers {
		known := 0
		for _, text := range g[n] {
			if s.known(text) {
				known++
			}
		}
		if known > most {
			best, most = n, known
		}
	}
	for _, n := range numbers {
		if best == 0 && len(g[n]) > 1 {
			best = n
		}
	}
	if best == 0 {
		best = numbers[0]
	}
	first, last := s.block(g, best)
	s.last = last
	for _, n := range numbers {
		if n < first {
			for _, column := range columns(g[n]) {
				s.Title = append(s.Title, g[n][column])
			}
		}
	}
	s.Headings = s.headings(g, first, last)
	for _, h := range s.Headings {
		if s.known(h) {
			s.Recognised++
		}
	}
	return nil
}

func (s *Sheet) known(heading string) bool { return s.book.Known != nil && s.book.Known(heading) }

func columns(texts map[int]string) []int {
	all := make([]int, 0, len(texts))
	for c := range texts {
		all = append(all, c)
	}
	slices.Sort(all)
	return all
}

// block is the rows that belong to the heading in row at: those that share a
// merged cell with it, and those above or below a cell merged across some of
// its columns.
func (s *Sheet) block(g grid, at int) (first, last int) {
	first, last = at, at
	for changed := true; changed; {
		changed = false
		for _, m := range s.atTop {
			across := m.right > m.left && len(g[m.top]) > 1
			switch {
			case m.top < first && m.bottom >= first && len(g[m.top]) > 1:
				first, changed = m.top, true
			case m.top >= first && m.top <= last && m.bottom > last && m.bottom < at+headRows:
				last, changed = m.bottom, true
			case across && m.bottom == first-1:
				first, changed = m.top, true
			case across && m.top == last && m.bottom == last && s.splits(g, last):
				last, changed = last+1, true
			}
		}
	}
	return first, last
}

// splits reports whether the row below row divides its merged cells, and says
// nothing of other columns, as a row of data would.
func (s *Sheet) splits(g grid, row int) bool {
	for c := range g[row+1] {
		under := slices.ContainsFunc(s.atTop, func(m area) bool {
			return m.top == row && m.right > m.left && m.left <= c && c <= m.right
		})
		if !under {
			return false
		}
	}
	return len(g[row+1]) > 0
}

// headings names each column by its lowest text, together with the one above
// where the lowest alone names two columns.
func (s *Sheet) headings(g grid, first, last int) []string {
	width := 0
	for n := first; n <= last; n++ {
		for c := range g[n] {
			width = max(width, c+1)
		}
	}
	for _, m := range s.atTop {
		if m.top >= first && m.bottom <= last && len(g[m.top]) > 0 && g[m.top][m.left] != "" {
			width = max(width, m.right+1)
		}
	}
	parts := make([][]string, width)
	count := map[string]int{}
	for c := range parts {
		for n := first; n <= last; n++ {
			text := s.covering(g, n, c)
			if text != "" && !slices.Contains(parts[c], text) {
				parts[c] = append(parts[c], text)
			}
		}
		if len(parts[c]) > 0 {
			count[s.leaf(parts[c])]++
		}
	}
	headings := make([]string, width)
	for c, texts := range parts {
		switch {
		case len(texts) == 0:
			headings[c] = columnName(c)
		case len(texts) > 1 && count[s.leaf(texts)] > 1:
			headings[c] = strings.Join(texts, "")
		default:
			headings[c] = s.leaf(texts)
		}
	}
	return headings
}

// leaf is the lowest of the texts above a column that is known, or the lowest.
func (s *Sheet) leaf(texts []string) string {
	for _, text := range slices.Backward(texts) {
		if s.known(text) {
			return text
		}
	}
	return texts[len(texts)-1]
}

// covering is the text at a place, also where it was merged over it.
func (s *Sheet) covering(g grid, row, column int) string {
	if text := g[row][column]; text != "" || len(s.atTop) > maxAtTop {
		return text
	}
	for _, m := range s.atTop {
		if m.top <= row && row <= m.bottom && m.left <= column && column <= m.right {
			return g[m.top][m.left]
		}
	}
	return ""
}
