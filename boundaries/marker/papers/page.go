package papers

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"diming/boundaries/marker/relocation"
	"diming/internal/typeset"
)

const notes = "坐标系 CGCS2000，3度带高斯－克吕格投影；高程 1985国家高程基准。"

var (
	title = typeset.Style{Size: typeset.Points(18), Head: true}
	body  = typeset.Style{Size: typeset.Points(10.5)}
	small = typeset.Style{Size: typeset.Points(8.5)}
	tiny  = typeset.Style{Size: typeset.Points(7)}
)

func foot(demo bool) func(*typeset.Sheet, int) {
	return func(s *typeset.Sheet, page int) {
		if demo {
			s.At(typeset.Left, 18, small, "示例数据，不作为依据")
		}
		s.At(typeset.Width/2-4, typeset.Height-14, small, fmt.Sprintf("第 %d 页", page))
	}
}

// FormPDF writes the register form of a marker: its fields, reference objects
// with a sketch, photos by face, and room for both sides to sign. It answers
// *glyph.MissingError where the fonts lack a character of it.
func FormPDF(w io.Writer, fonts typeset.Fonts, f Form, day time.Time) error {
	s := typeset.New(fonts, typeset.Properties{Title: "界桩登记表 " + f.Number, Author: f.LineName, Day: day}, foot(f.Demo))
	s.Centre(title, "界桩登记表")
	s.Skip(2)
	fields := f.Fields()
	rows := make([][]string, 0, (len(fields)+1)/2)
	for i := 0; i < len(fields); i += 2 {
		row := []string{fields[i].Label, fields[i].Value, "", ""}
		if i+1 < len(fields) {
			row[2], row[3] = fields[i+1].Label, fields[i+1].Value
		}
		rows = append(rows, row)
	}
	s.Grid(typeset.Grid{Style: small, Shares: []float64{2.2, 4, 2.4, 4}, Rows: rows})
	s.Skip(4)
	s.Paragraph(body, 0, fmt.Sprintf("方位物（%d 个）", len(f.References)))
	s.Grid(typeset.Grid{Style: small, Shares: []float64{0.8, 2, 1.6, 2.4, 1.5, 2.4, 1.8}, Head: referenceHead, Rows: f.references(), Centre: []bool{true}})
	s.Skip(4)
	f.sketch(s)
	f.pictures(s)
	s.Need(26)
	s.Grid(typeset.Grid{Style: body, Shares: []float64{2, 4, 1.2, 2.4}, Rows: [][]string{{"甲方代表签字\n ", "", "日期", ""}, {"乙方代表签字\n ", "", "日期", ""}}})
	return s.Write(w)
}

// sketchSide is the side of the sketch in millimetres.
const sketchSide = 74.0

// sketch draws the reference objects around the marker, north up, to a scale
// that holds the farthest one.
func (f Form) sketch(s *typeset.Sheet) {
	type ray struct {
		az, d float64
		name  string
	}
	var rays []ray
	farthest := 0.0
	for _, r := range f.References {
		az, err1 := strconv.ParseFloat(r.AzimuthDeg, 64)
		d, err2 := strconv.ParseFloat(r.DistanceM, 64)
		if err1 == nil && err2 == nil { // those without either cannot be drawn, and stand in the table
			rays = append(rays, ray{az * math.Pi / 180, d, r.Name + " " + r.DistanceM + " 米"})
			farthest = math.Max(farthest, d)
		}
	}
	if len(rays) == 0 {
		return
	}
	s.Need(sketchSide + 10)
	s.Paragraph(body, 0, "位置略图")
	top := s.Y
	centre := typeset.Point{X: typeset.Left + typeset.Measure/2, Y: top + sketchSide/2}
	thin := typeset.Stroke{Width: 0.2}
	s.Line(thin, []typeset.Point{{X: typeset.Left, Y: top}, {X: typeset.Left + typeset.Measure, Y: top}, {X: typeset.Left + typeset.Measure, Y: top + sketchSide}, {X: typeset.Left, Y: top + sketchSide}, {X: typeset.Left, Y: top}})
	scale := (sketchSide/2 - 10) / farthest
	for _, r := range rays {
		sin, cos := math.Sincos(r.az)
		at := typeset.Point{X: centre.X + r.d*scale*sin, Y: centre.Y - r.d*scale*cos}
		s.Line(typeset.Stroke{Width: 0.2, Dash: []float64{1.5, 1}}, []typeset.Point{centre, at})
		s.Area(0, []typeset.Point{{X: at.X - 0.9, Y: at.Y - 0.9}, {X: at.X + 0.9, Y: at.Y - 0.9}, {X: at.X + 0.9, Y: at.Y + 0.9}, {X: at.X - 0.9, Y: at.Y + 0.9}})
		x := at.X + 2
		if sin < 0 {
			x = at.X - 2 - s.TextWidth(small, r.name)
		}
		s.At(x, at.Y+1, small, r.name)
	}
	box := []typeset.Point{{X: centre.X - 1.6, Y: centre.Y - 1.6}, {X: centre.X + 1.6, Y: centre.Y - 1.6}, {X: centre.X + 1.6, Y: centre.Y + 1.6}, {X: centre.X - 1.6, Y: centre.Y + 1.6}, {X: centre.X - 1.6, Y: centre.Y - 1.6}}
	s.Area(255, box[:4])
	s.Line(typeset.Stroke{Width: 0.5}, box)
	s.At(centre.X+2.4, centre.Y+4.5, small, f.Number)
	f.north(s, typeset.Left+8, top+16)
	s.Y = top + sketchSide + 1
	s.Paragraph(tiny, 0, f.norths())
	s.Skip(3)
}

func (f Form) north(s *typeset.Sheet, x, y float64) {
	s.Line(typeset.Stroke{Width: 0.4}, []typeset.Point{{X: x, Y: y}, {X: x, Y: y - 9}})
	s.Area(0, []typeset.Point{{X: x, Y: y - 11}, {X: x - 1.2, Y: y - 8}, {X: x + 1.2, Y: y - 8}})
	s.At(x-1.5, y+3.5, small, "北")
}

// norths says from which norths the sketch is drawn: it does not turn azimuths
// of several norths into one.
func (f Form) norths() string {
	seen := map[relocation.North]bool{}
	for _, r := range f.References {
		if r.North != "" {
			seen[r.North] = true
		}
	}
	if len(seen) > 1 {
		return "略图按登记的方位角直接绘出，未作真北、坐标北、磁北之间的换算。"
	}
	for n := range seen {
		return "略图按" + NorthWords[n] + "绘出。"
	}
	return "略图上方为北。"
}

// pictures shows the photos, two in a row.
func (f Form) pictures(s *typeset.Sheet) {
	const wide, high = typeset.Measure/2 - 2, 58.0
	for i := 0; i < len(f.Photos); i += 2 {
		s.Need(high + 8)
		top := s.Y
		for n, p := range f.Photos[i:min(i+2, len(f.Photos))] {
			x := typeset.Left + float64(n)*(wide+4)
			s.Picture(p.JPEG, x, top, wide, high)
			s.At(x, top+high+4, small, PhotoWords[p.Face])
		}
		s.Y = top + high + 8
	}
}

// TablePDF writes the result table of a line's markers.
func TablePDF(w io.Writer, fonts typeset.Fonts, line string, all []Form, demo bool, day time.Time) error {
	s := typeset.New(fonts, typeset.Properties{Title: "界桩成果表 " + line, Author: line, Day: day}, foot(demo))
	s.Centre(title, "界桩成果表")
	s.Centre(body, line)
	s.Skip(2)
	rows := make([][]string, len(all))
	for i, f := range all {
		rows[i] = f.row(i + 1)
	}
	s.Grid(typeset.Grid{Style: tiny, Shares: []float64{0.8, 1.8, 1.3, 2.1, 2, 1.9, 2.1, 0.8, 1.3, 0.8, 2}, Head: tableHead, Rows: rows, Centre: []bool{true, false, true, true, true, true, true, true, true, true, true}})
	s.Skip(2)
	s.Paragraph(small, 0, notes+fmt.Sprintf("共 %d 座。", len(all)))
	return s.Write(w)
}
