package cartography

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"

	"diming/internal/glyph"
)

// Letters draws words as outlines, so that a picture looks alike everywhere. A word
// with a character that no font here holds is left to the fonts of who looks at it.
type Letters struct {
	mu            sync.Mutex
	regular, bold *glyph.Font
}

// ready opens the fonts. A failure is not kept: fonts that are installed later are
// found.
func (l *Letters) ready(ctx context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for style, f := range map[string]**glyph.Font{"Regular": &l.regular, "Bold": &l.bold} {
		if *f != nil {
			continue
		}
		if font, err := glyph.Open(ctx, style, glyph.Signs...); err == nil {
			*f = font
		}
	}
}

func (l *Letters) font(bold bool) *glyph.Font {
	if bold && l.bold != nil {
		return l.bold
	}
	return l.regular
}

// width is how wide a line is, spacing added behind each letter.
func (l *Letters) width(text string, size, spacing float64, bold bool) float64 {
	extra := spacing * size * float64(len([]rune(text)))
	if f := l.font(bold); f != nil {
		if w, err := f.Width(text, size); err == nil {
			return w + extra
		}
	}
	wide := 0.0
	for _, r := range text { // about so
		if r < 0x2e80 {
			wide += 0.55
		} else {
			wide++
		}
	}
	return wide*size + extra
}

// write writes a line from its left end on a baseline; paint is attributes.
func (l *Letters) write(w *bytes.Buffer, text string, x, y, size, spacing float64, bold bool, paint string) {
	if f := l.font(bold); f != nil && f.Check(text) == nil {
		var pen pathPen
		at := x
		for _, r := range text {
			next, err := f.Draw(&pen, string(r), at, y, size)
			if err != nil {
				break // Check has seen to it
			}
			at = next + spacing*size
		}
		fmt.Fprintf(w, `<path %s d="%s"/>`, paint, pen.String())
		return
	}
	weight := ""
	if bold {
		weight = ` font-weight="600"`
	}
	fmt.Fprintf(w, `<text x="%s" y="%s" font-size="%s" letter-spacing="%s"%s font-family="PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif" %s>%s</text>`,
		short(x), short(y), short(size), short(spacing*size), weight, paint, escaped(text))
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder fails at nothing
	return b.String()
}

// A pathPen writes the path of an SVG.
type pathPen struct{ strings.Builder }

func (p *pathPen) MoveTo(x, y float64) { p.WriteString("M" + tenth(x) + " " + tenth(y)) }
func (p *pathPen) LineTo(x, y float64) { p.WriteString("L" + tenth(x) + " " + tenth(y)) }
func (p *pathPen) CubeTo(x1, y1, x2, y2, x, y float64) {
	p.WriteString("C" + tenth(x1) + " " + tenth(y1) + " " + tenth(x2) + " " + tenth(y2) + " " + tenth(x) + " " + tenth(y))
}
func (p *pathPen) Close() { p.WriteString("Z") }

// tenth writes a length to a tenth of a pixel, as fine as outlines need.
func tenth(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }
