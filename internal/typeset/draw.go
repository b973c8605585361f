package typeset

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"fmt"

	"codeberg.org/go-pdf/fpdf"
)

// A Point lies on the page, in millimetres from its top left corner.
type Point struct{ X, Y float64 }

// A Stroke is how a line is drawn.
type Stroke struct {
	Width float64   // millimetres
	Dash  []float64 // millimetres drawn and left out in turn; none: drawn through
	Grey  int       // 0 black to 255 white
}

// Line draws a line through points.
func (s *Sheet) Line(st Stroke, points []Point) {
	if len(points) < 2 {
		return
	}
	s.pdf.SetLineWidth(st.Width)
	s.pdf.SetDrawColor(st.Grey, st.Grey, st.Grey)
	s.pdf.SetLineJoinStyle("round")
	s.pdf.SetDashPattern(st.Dash, 0)
	s.pdf.MoveTo(points[0].X, points[0].Y)
	for _, p := range points[1:] {
		s.pdf.LineTo(p.X, p.Y)
	}
	s.pdf.DrawPath("D")
	s.pdf.SetDashPattern(nil, 0)
	s.pdf.SetDrawColor(0, 0, 0)
}

// Area fills what points enclose with a grey, 0 black to 255 white.
func (s *Sheet) Area(grey int, points []Point) {
	if len(points) < 3 {
		return
	}
	s.pdf.SetFillColor(grey, grey, grey)
	s.pdf.MoveTo(points[0].X, points[0].Y)
	for _, p := range points[1:] {
		s.pdf.LineTo(p.X, p.Y)
	}
	s.pdf.ClosePath()
	s.pdf.DrawPath("F")
	s.pdf.SetFillColor(0, 0, 0)
}

// Clip draws what draw draws only as far as it lies in a box.
func (s *Sheet) Clip(x, y, wide, high float64, draw func()) {
	s.pdf.ClipRect(x, y, wide, high, false)
	draw()
	s.pdf.ClipEnd()
}

// TextWidth is how wide a line of text is, in millimetres.
func (s *Sheet) TextWidth(st Style, text string) float64 { return s.width(st, text) }

// Picture draws a JPEG picture, whole, into the box whose top left corner is at
// x, y: as large as the box lets it be, in its middle.
func (s *Sheet) Picture(jpeg []byte, x, y, wide, high float64) {
	sum := sha256.Sum256(jpeg)
	name := hex.EncodeToString(sum[:])
	options := fpdf.ImageOptions{ImageType: "JPEG"}
	info := s.pdf.GetImageInfo(name)
	if info == nil {
		info = s.pdf.RegisterImageOptionsReader(name, options, bytes.NewReader(jpeg))
		if err := s.pdf.Error(); err != nil {
			s.keep(fmt.Errorf("picture: %w", err))
			return
		}
		s.pictures++
		if err := inTurn(info, s.pictures); err != nil {
			s.keep(fmt.Errorf("picture: %w", err))
			return
		}
	}
	w, h := Fit(info.Width(), info.Height(), wide, high)
	s.pdf.ImageOptions(name, x+(wide-w)/2, y+(high-h)/2, w, h, false, options, 0, "")
}

// Fit gives the lengths of a picture of w by h that fills a box as far as it
// can without being cut.
func Fit(w, h, boxW, boxH float64) (float64, float64) {
	scale := min(boxW/w, boxH/h)
	return w * scale, h * scale
}

// Lines breaks a text into lines that are no wider than wide millimetres.
func (s *Sheet) Lines(st Style, text string, wide float64) []string {
	return s.lines(st, text, wide, wide)
}

// inTurn makes the library write a picture after those before it. It puts
// pictures in the order of their widths, and those of one width in none; a
// millionth of a pixel, which is not written, makes the widths differ. The
// fields are those of ImageInfoType.GobEncode, in its order.
func inTurn(info *fpdf.ImageInfoType, n int) error {
	raw, err := info.GobEncode()
	if err != nil {
		return err
	}
	var (
		data, smask, pal []byte
		obj, bits        int
		w, h, scale, dpi float64
		cs, filter, parm string
		trns             []int
	)
	fields := []any{&data, &smask, &obj, &w, &h, &cs, &pal, &bits, &filter, &parm, &trns, &scale, &dpi}
	from := gob.NewDecoder(bytes.NewReader(raw))
	for _, f := range fields {
		if err := from.Decode(f); err != nil {
			return err
		}
	}
	w += float64(n) / 1e6
	var out bytes.Buffer
	to := gob.NewEncoder(&out)
	for _, f := range fields {
		if err := to.Encode(f); err != nil {
			return err
		}
	}
	return info.GobDecode(out.Bytes())
}
