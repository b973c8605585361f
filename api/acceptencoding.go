package api

import (
	"strconv"
	"strings"

	"diming/tiles"
)

// encodingFor chooses how to pack a tile from an Accept-Encoding header (RFC
// 9110, 12.5.3): what the client weighs highest, of equals the first that we
// would rather send. Without the header, and where nothing fits, nothing is packed.
func encodingFor(header string) tiles.Encoding {
	best, most := tiles.Identity, 0.
	if header == "" {
		return best
	}
	const notNamed = -1.
	others := notNamed // the weight of those that the header does not name
	weights := [...]float64{notNamed, notNamed, notNamed, notNamed}
	for part := range strings.SplitSeq(header, ",") {
		name, weight := weighed(part)
		if name == "*" {
			others = weight
		}
		for i, e := range tiles.Encodings {
			if strings.EqualFold(name, string(e)) {
				weights[i] = weight
			}
		}
	}
	for i, e := range tiles.Encodings {
		w := weights[i]
		if w == notNamed && e != tiles.Identity { // identity is always acceptable, but no wish
			w = others
		}
		if w > most {
			best, most = e, w
		}
	}
	return best
}

// weighed is an encoding of a header with its weight, 0 to 1; one whose weight
// cannot be read is refused, as 0 is.
func weighed(part string) (name string, weight float64) {
	name, rest, found := strings.Cut(part, ";")
	name = strings.TrimSpace(name)
	if !found {
		return name, 1
	}
	_, text, _ := strings.Cut(rest, "=")
	q, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return name, 0
	}
	return name, q
}
