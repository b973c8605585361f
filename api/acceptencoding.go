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
	weights := encodingWeights(header)
	for _, e := range tiles.Encodings {
		w, named := weights[string(e)]
		if !named && e != tiles.Identity { // identity is always acceptable, but no wish
			w = weights["*"]
		}
		if w > most {
			best, most = e, w
		}
	}
	return best
}

// encodingWeights are the encodings of a header with their weights, 0 to 1; one
// whose weight cannot be read is refused, as 0 is.
func encodingWeights(header string) map[string]float64 {
	weights := map[string]float64{}
	for part := range strings.SplitSeq(header, ",") {
		name, rest, weighed := strings.Cut(part, ";")
		weight := 1.
		if weighed {
			_, text, _ := strings.Cut(rest, "=")
			q, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
			if err != nil || !(q >= 0 && q <= 1) {
				q = 0
			}
			weight = q
		}
		weights[strings.ToLower(strings.TrimSpace(name))] = weight
	}
	return weights
}
