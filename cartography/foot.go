package cartography

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// foot takes its place for the scale, the north and the attribution, and gives them
// drawn, on a strip of the ground. The error is a SmallError where the attribution would leave no room for the
// north.
func (c *canvas) foot(s *Style, p Picture, attribution string) (string, error) {
	ink, halo := s.palette.Colours["word"], s.palette.Colours["halo"]
	paint := fmt.Sprintf(`fill="%s" stroke="%s" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`, ink, halo)
	var out bytes.Buffer
	const size, margin = 11.0, 8.0
	metres, long := ScaleBar(p.MetresPerPixel(), c.width/4)
	words := distance(metres, s.lang)
	low := c.height - margin
	bar := fmt.Sprintf(`d="M%s %sv4h%sv-4"`, short(margin), short(low-4), short(long))
	fmt.Fprintf(&out, `<path fill="none" stroke="%s" stroke-width="4" %s/><path fill="none" stroke="%s" stroke-width="1.5" %s/>`, halo, bar, ink, bar)
	c.Letters.write(&out, words, margin+3, low-6, size, 0, false, paint)
	strip := low - 6 - size - 3
	most := c.width - long - 4*margin
	if most < c.width/2 { // above the scale
		low, most = low-size-12, c.width-2*margin
	}
	lines := c.footLines(attribution, size, most)
	const under = margin + 20 + size // the north
	if lack := under - (low - float64(len(lines)-1)*size*1.25 - size); lack > 0 && len(lines) > 0 {
		return "", &SmallError{p.Width, p.Height + int(math.Ceil(lack))}
	}
	for i, text := range lines {
		wide := c.Letters.width(text, size, 0, false)
		y := low - float64(len(lines)-1-i)*size*1.25
		c.Letters.write(&out, text, c.width-margin-wide, y, size, 0, false, paint)
		strip = math.Min(strip, y-size-3)
	}
	c.taken = append(c.taken, box{0, strip, c.width, c.height})
	north := fmt.Sprintf(`transform="translate(%s %s)"`, short(c.width-margin-12), short(margin))
	fmt.Fprintf(&out, `<path %s fill="%s" stroke="%s" stroke-width="2" paint-order="stroke" d="M6 0L11 16L6 13L1 16Z"/>`, north, ink, halo)
	word := inLang(s.lang, "北", "N")
	c.Letters.write(&out, word, c.width-margin-6-c.Letters.width(word, size, 0, false)/2, margin+16+size, size, 0, false, paint)
	c.taken = append(c.taken, box{c.width - margin - 14, 0, c.width, under})
	ground := fmt.Sprintf(`<path fill="%s" fill-opacity="0.92" d="M0 %sH%sV%sH0Z"/>`, halo, short(strip), short(c.width), short(c.height))
	return ground + out.String(), nil
}

// distance is the word at a scale, for a reader.
func distance(metres float64, lang string) string {
	number, unit := metres, inLang(lang, " 米", " m")
	if metres >= 1000 {
		number, unit = metres/1000, inLang(lang, " 公里", " km")
	}
	return strconv.FormatFloat(number, 'f', -1, 64) + unit
}

// entryBreak stands between the entries of an attribution.
const entryBreak = " · "

// footLines breaks an attribution into lines that are nowhere wider than most: between
// its entries, and an entry that alone is too wide within itself.
func (c *canvas) footLines(attribution string, size, most float64) []string {
	var all []string
	now := ""
	for _, entry := range strings.Split(attribution, entryBreak) {
		with := entry
		if now != "" {
			with = now + entryBreak + entry
		}
		if c.Letters.width(with, size, 0, false) <= most {
			now = with
			continue
		}
		if now != "" {
			all = append(all, now)
		}
		parts := c.cut(entry, size, most)
		all, now = append(all, parts[:len(parts)-1]...), parts[len(parts)-1]
	}
	if now != "" {
		all = append(all, now)
	}
	return all
}

// cut breaks a text at spaces, and a word that is too wide between letters.
func (c *canvas) cut(text string, size, most float64) []string {
	fits := func(text string) bool { return c.Letters.width(text, size, 0, false) <= most }
	var all []string
	now := ""
	for _, word := range strings.Fields(text) {
		if now != "" && fits(now+" "+word) {
			now += " " + word
			continue
		}
		if now != "" {
			all, now = append(all, now), ""
		}
		for _, r := range word {
			if now != "" && !fits(now+string(r)) {
				all, now = append(all, now), ""
			}
			now += string(r)
		}
	}
	return append(all, now)
}
