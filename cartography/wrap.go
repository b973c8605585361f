package cartography

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// aim is how wide the lines of a label are to be: MapLibre takes all its parts
// together, and none wider than most.
func (c *canvas) aim(parts []run, most float64, w block) float64 {
	total := 0.0
	for _, part := range parts {
		total += c.Letters.width(part.text, part.scale*w.size, w.spacing, w.bold)
	}
	return total / math.Max(1, math.Ceil(total/most))
}

// An opening is a place at which a line may end, with the best way to break the text
// before it.
type opening struct {
	at, before int // behind so many letters; the opening before it
	x, cost    float64
}

// broken breaks a text as MapLibre does, at spaces and between ideographs, where the
// lines come nearest to the width that is aimed at; last tells that the label ends with it.
func (c *canvas) broken(text string, size, aim float64, w block, last bool) []string {
	letters := []rune(text)
	ways := []opening{{}}
	x := 0.0
	for i, r := range letters {
		if !unicode.IsSpace(r) {
			x += c.Letters.width(string(r), size, w.spacing, w.bold)
		}
		end := i == len(letters)-1
		if !end && !unicode.IsSpace(r) && !unicode.Is(unicode.Han, r) {
			continue
		}
		way := opening{at: i + 1, x: x, cost: math.Inf(1)}
		for j, from := range ways {
			if cost := from.cost + ragged(x-from.x, aim, end && last); cost <= way.cost {
				way.before, way.cost = j, cost
			}
		}
		ways = append(ways, way)
	}
	var lines []string
	for i := len(ways) - 1; i > 0; i = ways[i].before {
		lines = append(lines, strings.TrimSpace(string(letters[ways[ways[i].before].at:ways[i].at])))
	}
	slices.Reverse(lines)
	return lines
}

// ragged is what a line costs by its width; the last of a label may rather be short than long.
func ragged(wide, aim float64, last bool) float64 {
	cost := (wide - aim) * (wide - aim)
	switch {
	case last && wide < aim:
		return cost / 2
	case last:
		return cost * 2
	}
	return cost
}
