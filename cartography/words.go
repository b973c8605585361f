package cartography

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// A box is what a sign or a word takes of the picture.
type box struct{ left, top, right, bottom float64 }

func (b box) meets(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

func (b box) within(width, height float64) bool {
	return b.left >= 0 && b.top >= 0 && b.right <= width && b.bottom <= height
}

// A saying is a word that stands along a line; it is not said again nearby.
type saying struct {
	layer, text string
	at          orb.Point
}

// sayAgain is how far apart the same word may stand along lines, in pixels.
const sayAgain = 280

// A spotted feature is one with the point at which its sign and words are placed.
type spotted struct {
	shown
	env
	at    orb.Point
	line  []orb.Point // along which the words stand; nil for a point
	order float64
}

// symbols places the signs and words of a layer and gives them drawn.
func (c *canvas) symbols(l Layer) (string, error) {
	var all []spotted
	for _, sh := range c.sheets {
		err := c.each(l, sh, func(f shown, e env) error {
			order, err := e.number(l.Layout["symbol-sort-key"], 0)
			for _, s := range spots(l, sh, f) {
				s.shown, s.env, s.order = f, e, order
				all = append(all, s)
			}
			return err
		})
		if err != nil {
			return "", err
		}
	}
	slices.SortStableFunc(all, func(a, b spotted) int { return cmp.Compare(a.order, b.order) })
	var out bytes.Buffer
	for _, s := range all {
		if err := c.place(&out, l, s); err != nil {
			return "", err
		}
	}
	return out.String(), nil
}

// spots are where a feature has signs and words on a sheet.
func spots(l Layer, sh sheet, f shown) []spotted {
	var all []spotted
	if placement, _ := l.Layout["symbol-placement"].(string); placement == "line" || placement == "line-center" {
		for _, line := range linesOf(f.geom) {
			if mid := along(line, lengthOf(line)/2); sh.owns(mid) {
				all = append(all, spotted{at: mid, line: line})
			}
		}
		return all
	}
	for _, p := range pointsOf(f.geom) {
		if sh.owns(p) {
			all = append(all, spotted{at: p})
		}
	}
	return all
}

// along is the point of a line so far from its beginning.
func along(line []orb.Point, far float64) orb.Point {
	for i := 1; i < len(line); i++ {
		d := math.Hypot(line[i][0]-line[i-1][0], line[i][1]-line[i-1][1])
		if far <= d && d > 0 {
			t := far / d
			return orb.Point{line[i-1][0] + (line[i][0]-line[i-1][0])*t, line[i-1][1] + (line[i][1]-line[i-1][1])*t}
		}
		far -= d
	}
	return line[len(line)-1]
}

// place draws a feature's sign and words where there is room for them.
func (c *canvas) place(out *bytes.Buffer, l Layer, s spotted) error {
	var own []box // that a feature's words may meet
	defer func() { c.taken = append(c.taken, own...) }()
	icon, err := c.icon(out, l, s, &own)
	if err != nil || l.Layout["text-field"] == nil {
		return err
	}
	if optional := l.Layout["text-optional"] == true; l.Layout["icon-image"] != nil && !icon && !optional {
		return nil
	}
	w, err := c.block(l, s)
	if err != nil || len(w.lines) == 0 {
		return err
	}
	if s.line != nil {
		c.sayAlong(out, l, s, w)
		return nil
	}
	anchors, err := anchorsOf(l, s.env)
	if err != nil {
		return err
	}
	for _, anchor := range anchors {
		left, top := w.corner(s.at, anchor)
		b := box{left - w.padding, top - w.padding, left + w.width + w.padding, top + w.height + w.padding}
		if c.free(b) || l.Layout["text-allow-overlap"] == true {
			own = append(own, b)
			w.write(out, c, left, top, "")
			return nil
		}
	}
	return nil
}

func (c *canvas) free(b box) bool {
	return c.sample || b.within(c.width, c.height) && !slices.ContainsFunc(c.taken, b.meets)
}

// icon draws the sign of a feature, adds what it takes, and tells whether it did.
func (c *canvas) icon(out *bytes.Buffer, l Layer, s spotted, taken *[]box) (bool, error) {
	name, err := s.text(l.Layout["icon-image"], "")
	if err != nil || name == "" {
		return false, err
	}
	symbol, ok := symbolOf(name)
	if !ok {
		return false, fmt.Errorf("there is no sign %q", name)
	}
	size, err := s.number(l.Layout["icon-size"], 1)
	if err != nil {
		return false, err
	}
	overlap, err := s.value(l.Layout["icon-allow-overlap"])
	if err != nil {
		return false, err
	}
	padding, err := s.number(l.Layout["icon-padding"], 2)
	if err != nil {
		return false, err
	}
	w, h := float64(symbol.Width)*size, float64(symbol.Height)*size
	left, top := s.at[0]-w/2, s.at[1]-h/2
	b := box{left - padding, top - padding, left + w + padding, top + h + padding}
	if overlap != true && !c.free(b) {
		return false, nil
	}
	*taken = append(*taken, b)
	fmt.Fprintf(out, `<g transform="translate(%s %s) scale(%s)">%s</g>`, short(left), short(top), short(size), symbol.inner())
	return true, nil
}

// anchorsOf are the sides of its point on which a label may stand, the best first.
func anchorsOf(l Layer, e env) ([]string, error) {
	if list, ok := l.Layout["text-variable-anchor"].([]any); ok {
		var all []string
		for _, v := range list {
			all = append(all, fmt.Sprint(v))
		}
		return all, nil
	}
	anchor, err := e.text(l.Layout["text-anchor"], "center")
	return []string{anchor}, err
}

// A block is the lines of a label, centred.
type block struct {
	lines                  []line
	width, height          float64
	size, spacing, leading float64
	padding, radial        float64
	shift                  [2]float64 // pixels
	bold                   bool
	colour, halo           string
	haloWidth, opacity     float64
}

type line struct {
	text        string
	size, width float64
}

// block measures the words of a feature; without lines there are none.
func (c *canvas) block(l Layer, s spotted) (block, error) {
	var w block
	var most float64
	for _, of := range []struct {
		from      map[string]any
		name      string
		to        *float64
		otherwise float64
	}{
		{l.Layout, "text-size", &w.size, 16}, {l.Layout, "text-letter-spacing", &w.spacing, 0}, {l.Layout, "text-line-height", &w.leading, 1.2},
		{l.Layout, "text-padding", &w.padding, 2}, {l.Layout, "text-radial-offset", &w.radial, 0}, {l.Layout, "text-max-width", &most, 10},
		{l.Paint, "text-halo-width", &w.haloWidth, 0}, {l.Paint, "text-opacity", &w.opacity, 1},
	} {
		var err error
		if *of.to, err = s.number(of.from[of.name], of.otherwise); err != nil {
			return w, err
		}
	}
	var err error
	if w.colour, err = s.text(l.Paint["text-color"], "#000000"); err != nil {
		return w, err
	}
	if w.halo, err = s.text(l.Paint["text-halo-color"], "none"); err != nil {
		return w, err
	}
	if fonts, ok := l.Layout["text-font"].([]string); ok {
		w.bold = strings.HasSuffix(fonts[0], "Semibold")
	}
	if at, ok := l.Layout["text-offset"].([]any); ok && len(at) == 2 {
		for i, v := range at {
			n, _ := v.(float64)
			w.shift[i] = n * w.size
		}
	}
	said, err := s.value(l.Layout["text-field"])
	if err != nil {
		return w, err
	}
	if s.line != nil {
		most = math.Inf(1)
	}
	parts := linesSaid(said)
	aim := c.aim(parts, most*w.size, w)
	for i, part := range parts {
		size := part.scale * w.size
		for _, text := range c.broken(part.text, size, aim, w, i == len(parts)-1) {
			w.lines = append(w.lines, line{text, size, c.Letters.width(text, size, w.spacing, w.bold)})
		}
	}
	for _, one := range w.lines {
		w.width, w.height = math.Max(w.width, one.width), w.height+one.size*w.leading
	}
	return w, nil
}

// linesSaid are the lines of what a text-field gives.
func linesSaid(said any) []run {
	runs, ok := said.([]run)
	if !ok {
		text, _ := said.(string)
		runs = []run{{text, 1}}
	}
	var all []run
	for _, r := range runs {
		if strings.TrimSpace(r.text) != "" {
			all = append(all, r)
		}
	}
	return all
}

// lifted is how much nearer to its point than its radial offset says MapLibre sets a
// label above or beneath it, in sizes of the label.
const lifted = 7.0 / 24

// corner is the upper left corner of a block that stands on a side of a point.
func (w block) corner(at orb.Point, anchor string) (left, top float64) {
	left, top = at[0]-w.width/2+w.shift[0], at[1]-w.height/2+w.shift[1]
	away := w.radial * w.size
	if strings.Contains(anchor, "-") {
		away /= math.Sqrt2
	}
	near := away // above and beneath
	if w.radial > 0 {
		near -= lifted * w.size
	}
	if strings.Contains(anchor, "left") {
		left += w.width/2 + away
	}
	if strings.Contains(anchor, "right") {
		left -= w.width/2 + away
	}
	if strings.Contains(anchor, "top") {
		top += w.height/2 + near
	}
	if strings.Contains(anchor, "bottom") {
		top -= w.height/2 + near
	}
	return left, top
}

// rise is how far the baseline stands below the middle of a line, in its size.
const rise = 0.36

// write draws a block; turn is the attributes of a group around it.
func (w block) write(out *bytes.Buffer, c *canvas, left, top float64, turn string) {
	paint := fmt.Sprintf(`fill="%s"`, w.colour)
	if w.haloWidth > 0 {
		paint += fmt.Sprintf(` stroke="%s" stroke-width="%s" stroke-linejoin="round" paint-order="stroke"`, w.halo, short(2*w.haloWidth))
	}
	fmt.Fprintf(out, `<g%s%s>`, turn, share("opacity", w.opacity))
	for _, one := range w.lines {
		baseline := top + one.size*(w.leading/2+rise)
		c.Letters.write(out, one.text, left+(w.width-one.width)/2, baseline, one.size, w.spacing, w.bold, paint)
		top += one.size * w.leading
	}
	out.WriteString("</g>")
}

// sayAlong writes a label along its line, straight, where the line is long and
// straight enough.
func (c *canvas) sayAlong(out *bytes.Buffer, l Layer, s spotted, w block) {
	long := lengthOf(s.line)
	if long < w.width {
		return
	}
	a, b := along(s.line, long/2-w.width/2), along(s.line, long/2+w.width/2)
	if math.Hypot(b[0]-a[0], b[1]-a[1]) < 0.93*w.width {
		return
	}
	text := w.lines[0].text
	for _, said := range c.said {
		if said.layer == l.ID && said.text == text && math.Hypot(said.at[0]-s.at[0], said.at[1]-s.at[1]) < sayAgain {
			return
		}
	}
	angle := math.Atan2(b[1]-a[1], b[0]-a[0])
	if math.Cos(angle) < 0 {
		angle += math.Pi
	}
	middle := orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
	cos, sin := math.Abs(math.Cos(angle)), math.Abs(math.Sin(angle))
	halfWide, halfHigh := (w.width*cos+w.height*sin)/2+w.padding, (w.width*sin+w.height*cos)/2+w.padding
	at := orb.Point{middle[0] - math.Sin(angle)*w.shift[1], middle[1] + math.Cos(angle)*w.shift[1]}
	taken := box{at[0] - halfWide, at[1] - halfHigh, at[0] + halfWide, at[1] + halfHigh}
	if !c.free(taken) {
		return
	}
	c.taken, c.said = append(c.taken, taken), append(c.said, saying{l.ID, text, s.at})
	left, top := w.corner(middle, "center")
	w.write(out, c, left, top, fmt.Sprintf(` transform="rotate(%s %s %s)"`, short(angle*180/math.Pi), short(middle[0]), short(middle[1])))
}
