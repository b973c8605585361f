package signs

import (
	"fmt"
	"html"
	"io"
	"strings"
)

// svgBand is the height of the line under a demo code, in modules.
const svgBand = 5

// SVG writes m as a stand-alone drawing sizeMM wide, quiet zone included, one
// unit a module. Under Demo it is higher by a line that says 示例数据.
func SVG(w io.Writer, m Matrix, sizeMM float64) error {
	if err := m.checkSize(sizeMM); err != nil {
		return err
	}
	side, height := m.Side(), m.Side()
	title, mark := m.Text, ""
	if m.Demo {
		height += svgBand
		title += " (示例数据 sample data)"
		mark = fmt.Sprintf(`<text x="%g" y="%d" font-size="3.6" font-weight="600" text-anchor="middle" `+
			`font-family="system-ui,'Noto Sans SC','Microsoft YaHei',sans-serif">示例数据</text>`, float64(side)/2, side+2)
	}
	heightMM := m.ModuleMM(sizeMM) * float64(height)
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%gmm" height="%.4gmm" viewBox="0 0 %d %d" role="img">`+
		`<title>%s</title><rect width="%d" height="%d" fill="#fff"/><path shape-rendering="crispEdges" d="%s"/>%s</svg>`+"\n",
		sizeMM, heightMM, side, height, html.EscapeString(title), side, height, m.path(), mark)
	if err != nil {
		return fmt.Errorf("draw code %q: %w", m.Text, err)
	}
	return nil
}

// path is the dark modules as one path, a rectangle for each run in a row.
func (m Matrix) path() string {
	var b strings.Builder
	for y, row := range m.Modules {
		for x := 0; x < len(row); x++ {
			start := x
			for x < len(row) && row[x] {
				x++
			}
			if run := x - start; run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", start, y, run, run)
			}
		}
	}
	return b.String()
}
