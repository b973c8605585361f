package artwork

import (
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"
)

// SVG writes a drawing at its true size.
func SVG(w io.Writer, d *Drawing) error {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%smm" height="%smm" viewBox="0 0 %s %s" role="img"><title>%s</title>`,
		mm(d.WidthMM), mm(d.HeightMM), mm(d.WidthMM), mm(d.HeightMM), html.EscapeString(d.Title))
	for _, g := range d.Grounds {
		fmt.Fprintf(&b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`, mm(g.X), mm(g.Y), mm(g.W), mm(g.H), g.Colour.hex())
	}
	for _, s := range d.Shapes {
		fmt.Fprintf(&b, `<path fill="%s" d="%s"/>`, s.Colour.hex(), s.Path.svg())
	}
	b.WriteString("</svg>\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write plate %q: %w", d.Title, err)
	}
	return nil
}

func (p *Path) svg() string {
	var b strings.Builder
	for _, o := range p.ops {
		b.WriteByte(o.verb)
		for i := 0; i < o.coordinates(); i++ {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(mm(o.p[i]))
		}
	}
	return b.String()
}

// mm writes a length to the micrometre.
func mm(v float64) string {
	text := strconv.FormatFloat(v, 'f', 3, 64)
	text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	if text == "-0" {
		return "0"
	}
	return text
}
