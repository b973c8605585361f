package cartography

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
)

// foot takes its place for the scale, the north and the attribution, and gives them
// drawn. The error is a SmallError where the attribution would leave no room for the
// north.
func (c *canvas) foot(s *Style, p Picture, attribution string) (string, error) {
	ink, halo := s.palette.Colours["word"], s.palette.Colours["halo"]
	paint := fmt.Sprintf(`fill="%s" stroke="%s" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`, ink, halo)
	var out bytes.Buffer
	const size, margin = 11.0, 8.0
	metres, long := ScaleBar(p.MetresPerPixel(), c.width/4)
	words := strconv.FormatFloat(metres, 'f', -1, 64) + " m"
	if metres >= 1000 {
		words = strconv.FormatFloat(metres/1000, 'f', -1, 64) + " km"
	}
	low := c.height - margin
	bar := fmt.Sprintf(`d="M%s %sv4h%sv-4"`, short(margin), short(low-4), short(long))
	fmt.Fprintf(&out, `<path fill="none" stroke="%s" stroke-width="4" %s/><path fill="none" stroke="%s" stroke-width="1.5" %s/>`, halo, bar, ink, bar)
	c.Letters.write(&out, words, margin+3, low-6, size, 0, false, paint)
	c.taken = append(c.taken, box{0, low - 6 - size, margin + long + 4, c.height})
	most := c.width - long - 4*margin
	if most < c.width/2 { // above the scale
		low, most = low-size-12, c.width-2*margin
	}
	lines := c.footLines(attribution, size, most)
	const under = margin + 20 // the north
	if lack := under - (low - float64(len(lines)-1)*size*1.25 - size); lack > 0 && len(lines) > 0 {
		return "", &SmallError{p.Width, p.Height + int(math.Ceil(lack))}
	}
	for i, text := range lines {
		wide := c.Letters.width(text, size, 0, false)
		y := low - float64(len(lines)-1-i)*size*1.25
		c.Letters.write(&out, text, c.width-margin-wide, y, size, 0, false, paint)
		c.taken = append(c.taken, box{c.width - margin - wide - 2, y - size, c.width, y + 4})
	}
	north := fmt.Sprintf(`transform="translate(%s %s)"`, short(c.width-margin-12), short(margin))
	fmt.Fprintf(&out, `<path %s fill="%s" stroke="%s" stroke-width="2" paint-order="stroke" d="M6 0L11 16L6 13L1 16Z"/>`, north, ink, halo)
	c.taken = append(c.taken, box{c.width - margin - 14, 0, c.width, margin + 20})
	return out.String(), nil
}

// footLines breaks an attribution into lines that are nowhere wider than most: between
// words, and where one is too wide between letters.
func (c *canvas) footLines(attribution string, size, most float64) []string {
	var all []string
	for _, text := range c.wrap(attribution, size, most, block{}) {
		now := ""
		for _, r := range text {
			if now != "" && c.Letters.width(now+string(r), size, 0, false) > most {
				all, now = append(all, now), ""
			}
			now += string(r)
		}
		if now != "" {
			all = append(all, now)
		}
	}
	return all
}
