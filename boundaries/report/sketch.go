package report

import (
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/typeset"
)

// A canvas is what the map sheet is drawn on: a page, or a drawing of its own.
type canvas interface {
	Line(typeset.Stroke, []typeset.Point)
	Area(grey int, points []typeset.Point)
	At(x, y float64, st typeset.Style, text string)
	TextWidth(st typeset.Style, text string) float64
}

// The map sheet's frame on the page, in millimetres: below it stand its legend
// and notes.
var (
	frameA = typeset.Point{X: typeset.Left, Y: typeset.Top + 16}
	frameB = typeset.Point{X: typeset.Left + typeset.Measure, Y: typeset.Height - typeset.Bottom - 36}
)

var (
	mapTitle = typeset.Style{Size: typeset.Points(18), Head: true}
	mapText  = typeset.Style{Size: typeset.Points(9)}
	mapName  = typeset.Style{Size: typeset.Points(14), Bold: true}
	// lineDash is the stroke of a county's line: dash, dot, dash.
	lineDash = []float64{4, 1.2, 0.6, 1.2}
)

// A projection puts degrees on the page: equidistant along the meridian and the
// parallel of the middle, which is true to a part in a thousand over the length
// of a county's line.
type projection struct {
	lon0, lat0     float64 // degrees
	perLon, perLat float64 // metres per degree there
	scale          float64 // the denominator
	x0, y0         float64 // of the middle on the page, mm
}

func (p projection) at(q orb.Point) typeset.Point {
	mm := 1000 / p.scale
	return typeset.Point{X: p.x0 + (q.Lon()-p.lon0)*p.perLon*mm, Y: p.y0 - (q.Lat()-p.lat0)*p.perLat*mm}
}

// project fits a bound into a frame at a round scale.
func project(b orb.Bound, from, to typeset.Point) projection {
	c := b.Center()
	p := projection{lon0: c.Lon(), lat0: c.Lat(), x0: (from.X + to.X) / 2, y0: (from.Y + to.Y) / 2}
	p.perLon, p.perLat = metresPerDegree(c.Lat())
	const margin = 22.0 // mm, for labels
	need := max((b.Max.Lon()-b.Min.Lon())*p.perLon*1000/(to.X-from.X-2*margin), (b.Max.Lat()-b.Min.Lat())*p.perLat*1000/(to.Y-from.Y-2*margin), 1000)
	p.scale = roundScale(need)
	return p
}

// metresPerDegree gives the lengths of a degree of longitude and of latitude on
// the ellipsoid of CGCS2000.
func metresPerDegree(lat float64) (lon, latitude float64) {
	const a, f = 6378137.0, 1 / 298.257222101
	const e2 = f * (2 - f)
	sin, cos := math.Sincos(lat * math.Pi / 180)
	w := math.Sqrt(1 - e2*sin*sin)
	return a / w * cos * math.Pi / 180, a * (1 - e2) / (w * w * w) * math.Pi / 180
}

// roundScale is the next of 1, 2, 2.5, 5 times a power of ten that is no
// smaller.
func roundScale(need float64) float64 {
	for base := math.Pow(10, math.Floor(math.Log10(need))); ; base *= 10 {
		for _, m := range []float64{1, 2, 2.5, 5} {
			if base*m >= need*(1-1e-9) {
				return base * m
			}
		}
	}
}

// sheet is the map sheet while it is drawn.
type sheet struct {
	canvas
	r     *Report
	p     projection
	taken []box // where texts and symbols stand
}

// A box is a piece of the page, in millimetres.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) meets(o box) bool { return b.x0 < o.x1 && o.x0 < b.x1 && b.y0 < o.y1 && o.y0 < b.y1 }

// draw draws the map sheet on an upright A4 page.
func (r *Report) draw(c canvas) {
	bound, any := r.bound()
	title := r.Line.Name + "界线示意图"
	c.At(typeset.Left, typeset.Top+5, typeset.Style{Size: typeset.Points(16)}, "附件4")
	c.At(typeset.Left+(typeset.Measure-c.TextWidth(mapTitle, title))/2, typeset.Top+9, mapTitle, title)
	frame(c, frameA, frameB, 0.5)
	if !any {
		c.At(frameA.X+8, frameA.Y+12, mapText, "登记中没有界线的坐标。")
		return
	}
	s := &sheet{canvas: c, r: r, p: project(bound, frameA, frameB)}
	s.graticule(bound)
	s.lines()
	s.markers()
	s.owners()
	s.north()
	s.legend()
}

func (r *Report) bound() (orb.Bound, bool) {
	var all orb.MultiPoint
	for _, part := range r.Map.Line {
		all = append(all, part...)
	}
	for _, m := range r.Markers {
		if m.Position != nil {
			all = append(all, *m.Position)
		}
	}
	return all.Bound(), len(all) > 0
}

func frame(c canvas, a, b typeset.Point, width float64) {
	c.Line(typeset.Stroke{Width: width}, []typeset.Point{a, {X: b.X, Y: a.Y}, b, {X: a.X, Y: b.Y}, a, {X: b.X, Y: a.Y}})
}

// graticule ticks the frame with round degrees.
func (s *sheet) graticule(b orb.Bound) {
	step := tickStep((frameB.X - frameA.X) * s.p.scale / 1000 / s.p.perLon / 4)
	side := s.p.scale / 1000
	west, east := s.p.lon0-(s.p.x0-frameA.X)*side/s.p.perLon, s.p.lon0+(frameB.X-s.p.x0)*side/s.p.perLon
	south, north := s.p.lat0-(frameB.Y-s.p.y0)*side/s.p.perLat, s.p.lat0+(s.p.y0-frameA.Y)*side/s.p.perLat
	thin := typeset.Stroke{Width: 0.15, Grey: 120}
	for n := math.Ceil(west / step); n*step < east; n++ {
		x := s.p.at(orb.Point{n * step, b.Min.Lat()}).X
		s.Line(thin, []typeset.Point{{X: x, Y: frameA.Y}, {X: x, Y: frameA.Y + 3}})
		s.Line(thin, []typeset.Point{{X: x, Y: frameB.Y - 3}, {X: x, Y: frameB.Y}})
		if label := minutes(n * step); x+s.TextWidth(mapText, label)/2 < frameB.X {
			s.At(x-s.TextWidth(mapText, label)/2, frameA.Y-1, mapText, label)
		}
	}
	for n := math.Ceil(south / step); n*step < north; n++ {
		y := s.p.at(orb.Point{b.Min.Lon(), n * step}).Y
		s.Line(thin, []typeset.Point{{X: frameA.X, Y: y}, {X: frameA.X + 3, Y: y}})
		s.Line(thin, []typeset.Point{{X: frameB.X - 3, Y: y}, {X: frameB.X, Y: y}})
		s.At(frameA.X+1, y-0.8, mapText, minutes(n*step))
		s.taken = append(s.taken, box{frameA.X, y - 4, frameA.X + 16, y + 1})
	}
}

// tickStep is a round part of a degree, in degrees.
func tickStep(about float64) float64 {
	for _, seconds := range []float64{5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600} {
		if seconds/3600 >= about {
			return seconds / 3600
		}
	}
	return math.Ceil(about)
}

// minutes writes degrees as degrees and minutes, with seconds where there are.
func minutes(v float64) string {
	seconds := int(math.Round(v * 3600))
	text := fmt.Sprintf("%d°%02d′", seconds/3600, seconds/60%60)
	if s := seconds % 60; s != 0 {
		text += fmt.Sprintf("%02d″", s)
	}
	return text
}

func (s *sheet) lines() {
	for _, part := range s.r.Map.Line {
		s.Line(typeset.Stroke{Width: 0.6, Dash: lineDash}, s.path(part))
	}
	for _, part := range s.r.Map.Stretch {
		s.Line(typeset.Stroke{Width: 2, Grey: 190}, s.path(part))
		s.Line(typeset.Stroke{Width: 0.6, Dash: lineDash}, s.path(part))
	}
}

func (s *sheet) path(part orb.LineString) []typeset.Point {
	points := make([]typeset.Point, len(part))
	for i, p := range part {
		points[i] = s.p.at(p)
	}
	return points
}

// markers draws the markers, those that somebody found not sound filled, and
// writes their numbers where there is room.
func (s *sheet) markers() {
	for _, m := range s.r.Markers {
		if m.Position != nil {
			at := s.p.at(*m.Position)
			s.taken = append(s.taken, box{at.X - 1.6, at.Y - 1.6, at.X + 1.6, at.Y + 1.6})
		}
	}
	for _, m := range s.r.Markers {
		if m.Position == nil {
			continue
		}
		at := s.p.at(*m.Position)
		s.symbol(at, m.sound())
		s.label(at, m.Number)
	}
}

// sound tells whether nobody found a marker other than in good order.
func (m Marker) sound() bool {
	for _, side := range bothSides {
		if o := latest(m.Seen, "marker_check", side); o != nil && o.Condition != "normal" {
			return false
		}
	}
	return true
}

// symbol is a circle, white for a sound marker and black for another.
func (s *sheet) symbol(at typeset.Point, sound bool) {
	grey := 0
	if sound {
		grey = 255
	}
	ring := circle(at, 1.2)
	s.Area(grey, ring)
	s.Line(typeset.Stroke{Width: 0.35}, append(ring, ring[0], ring[1]))
	if sound {
		s.Area(0, circle(at, 0.3))
	}
}

func circle(at typeset.Point, radius float64) []typeset.Point {
	ring := make([]typeset.Point, 24)
	for i := range ring {
		sin, cos := math.Sincos(float64(i) * math.Pi / 12)
		ring[i] = typeset.Point{X: at.X + radius*cos, Y: at.Y + radius*sin}
	}
	return ring
}

// label writes a text beside a point, at the first of eight places that is
// free, or to the right if none is.
func (s *sheet) label(at typeset.Point, text string) {
	wide, high := s.TextWidth(mapText, text), mapText.Size
	var first *box
	for _, d := range [][2]float64{{1, 0}, {-1, 0}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}, {0, -1}, {0, 1}} {
		x := at.X + d[0]*2 - wide/2 + d[0]*wide/2
		y := at.Y + d[1]*(1.8+high/2)
		b := box{x, y - high/2, x + wide, y + high/2}
		if first == nil {
			first = &b
		}
		if s.free(b) {
			first = &b
			break
		}
	}
	s.taken = append(s.taken, *first)
	s.At(first.x0, first.y1-high*0.15, mapText, text)
}

func (s *sheet) free(b box) bool {
	if b.x0 < frameA.X+1 || b.x1 > frameB.X-1 || b.y0 < frameA.Y+1 || b.y1 > frameB.Y-1 {
		return false
	}
	for _, t := range s.taken {
		if b.meets(t) {
			return false
		}
	}
	for _, part := range s.r.Map.Line {
		for i := 1; i < len(part); i++ {
			if crosses(b, s.p.at(part[i-1]), s.p.at(part[i])) {
				return false
			}
		}
	}
	return true
}

// crosses tells whether a stretch between two points comes into a box.
func crosses(b box, p, q typeset.Point) bool {
	from, to := 0.0, 1.0
	for _, side := range [][2]float64{{p.X - q.X, p.X - b.x0}, {q.X - p.X, b.x1 - p.X}, {p.Y - q.Y, p.Y - b.y0}, {q.Y - p.Y, b.y1 - p.Y}} {
		switch {
		case side[0] == 0 && side[1] < 0:
			return false
		case side[0] < 0:
			from = max(from, side[1]/side[0])
		case side[0] > 0:
			to = min(to, side[1]/side[0])
		}
	}
	return from <= to
}

// owners writes the names of the two sides, each on its own.
func (s *sheet) owners() {
	for _, side := range bothSides {
		left := (side == boundaries.SideA) == s.r.Map.AOnLeft
		s.owner(s.r.Party(side).Name, left)
	}
}

// owner writes a name to one side of the line, nearest its middle where there
// is room.
func (s *sheet) owner(name string, left bool) {
	part := longest(s.r.Map.Line)
	if len(part) < 2 {
		return
	}
	wide, high := s.TextWidth(mapName, name), mapName.Size
	for _, away := range []float64{14, 20, 28, 36} {
		for _, n := range []int{50, 40, 60, 30, 70, 20, 80} {
			i := min(max(len(part)*n/100, 1), len(part)-1)
			p, q := s.p.at(part[i-1]), s.p.at(part[i])
			length := math.Hypot(q.X-p.X, q.Y-p.Y)
			if length == 0 {
				continue
			}
			nx, ny := (q.Y-p.Y)/length, -(q.X-p.X)/length // to the left, y downwards
			if !left {
				nx, ny = -nx, -ny
			}
			cx, cy := p.X+nx*(away+wide/2*math.Abs(nx)), p.Y+ny*(away+high/2*math.Abs(ny))
			if b := (box{cx - wide/2, cy - high/2, cx + wide/2, cy + high/2}); s.free(b) {
				s.taken = append(s.taken, b)
				s.At(b.x0, b.y1-high*0.15, mapName, name)
				return
			}
		}
	}
}

func longest(all orb.MultiLineString) orb.LineString {
	var best orb.LineString
	for _, part := range all {
		if len(part) > len(best) {
			best = part
		}
	}
	return best
}

func (s *sheet) north() {
	at := typeset.Point{X: frameB.X - 10, Y: frameA.Y + 18}
	s.Area(255, []typeset.Point{{X: at.X - 5, Y: at.Y + 2}, {X: at.X + 5, Y: at.Y + 2}, {X: at.X + 5, Y: at.Y - 16}, {X: at.X - 5, Y: at.Y - 16}})
	s.Area(0, []typeset.Point{{X: at.X, Y: at.Y - 11}, {X: at.X - 2.2, Y: at.Y}, {X: at.X, Y: at.Y - 2.4}})
	s.Line(typeset.Stroke{Width: 0.3}, []typeset.Point{{X: at.X, Y: at.Y - 11}, {X: at.X + 2.2, Y: at.Y}, {X: at.X, Y: at.Y - 2.4}})
	s.At(at.X-s.TextWidth(mapText, "北")/2, at.Y-12, mapText, "北")
}

// legend stands below the frame: symbols, scale, and what the sheet is not.
func (s *sheet) legend() {
	y := frameB.Y + 6
	x := frameA.X + 2
	s.symbol(typeset.Point{X: x, Y: y - 1}, true)
	s.At(x+3, y, mapText, "界桩（完好或无记录）")
	x += 42
	s.symbol(typeset.Point{X: x, Y: y - 1}, false)
	s.At(x+3, y, mapText, "有一方记录为不完好的界桩")
	x += 50
	s.Line(typeset.Stroke{Width: 0.6, Dash: lineDash}, []typeset.Point{{X: x, Y: y - 1}, {X: x + 14, Y: y - 1}})
	s.At(x+16, y, mapText, "界线")
	if s.r.Map.Stretch != nil {
		s.Line(typeset.Stroke{Width: 2, Grey: 190}, []typeset.Point{{X: x + 26, Y: y - 1}, {X: x + 36, Y: y - 1}})
		s.At(x+38, y, mapText, "检查地段")
	}
	s.scaleBar(frameA.X+2, y+8)
	s.At(frameA.X+70, y+8, mapText, "比例尺 1:"+strconv.FormatFloat(s.p.scale, 'f', 0, 64)+"　2000国家大地坐标系　经纬度")
	s.At(frameA.X+2, y+15, mapText, "本图为检查情况的示意，不作为划界和绘制界线的依据；界线以批准的协议书及其附图（详图）为准。")
}

// scaleBar is four equal parts of a round length.
func (s *sheet) scaleBar(x, y float64) {
	part := roundScale(s.p.scale * 7 / 1000) // metres that are 7 to 14 mm
	wide := part * 1000 / s.p.scale
	for i := range 4 {
		a, b := x+float64(i)*wide, x+float64(i+1)*wide
		corners := []typeset.Point{{X: a, Y: y - 1.4}, {X: b, Y: y - 1.4}, {X: b, Y: y}, {X: a, Y: y}}
		if i%2 == 0 {
			s.Area(0, corners)
		}
		s.Line(typeset.Stroke{Width: 0.2}, append(corners, corners[0], corners[1]))
	}
	s.At(x-0.8, y-2, mapText, "0")
	label := strconv.FormatFloat(4*part/1000, 'f', -1, 64) + " 千米"
	s.At(x+4*wide-s.TextWidth(mapText, label)/2, y-2, mapText, label)
}
