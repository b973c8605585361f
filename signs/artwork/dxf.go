package artwork

import (
	"fmt"
	"io"
	"strings"
)

// flatness is how far a cutter's straight steps may stray from a curve, in
// millimetres: less than a blade is wide.
const flatness = 0.02

// DXF writes a drawing for cutters, as closed polylines of AutoCAD Release 12:
// millimetres, y upwards, the plate's edge on layer CUT and each part on a
// layer of its name.
func DXF(w io.Writer, d *Drawing) error {
	var b strings.Builder
	b.WriteString("0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1009\n9\n$EXTMIN\n10\n0\n20\n0\n9\n$EXTMAX\n10\n" + mm(d.WidthMM) + "\n20\n" + mm(d.HeightMM) + "\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n")
	var edge Path
	edge.rect(Rect{0, 0, d.WidthMM, d.HeightMM})
	edge.dxf(&b, "CUT", d.HeightMM)
	for _, s := range d.Shapes {
		s.Path.dxf(&b, strings.ToUpper(s.Part), d.HeightMM)
	}
	b.WriteString("0\nENDSEC\n0\nEOF\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write plate %q: %w", d.Title, err)
	}
	return nil
}

func (p *Path) dxf(b *strings.Builder, layer string, height float64) {
	for _, contour := range p.flat(flatness) {
		fmt.Fprintf(b, "0\nPOLYLINE\n8\n%s\n66\n1\n10\n0\n20\n0\n30\n0\n70\n1\n", layer)
		for _, at := range contour {
			fmt.Fprintf(b, "0\nVERTEX\n8\n%s\n10\n%s\n20\n%s\n30\n0\n", layer, mm(at[0]), mm(height-at[1]))
		}
		fmt.Fprintf(b, "0\nSEQEND\n8\n%s\n", layer)
	}
}
