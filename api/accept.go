package api

import (
	"mime"
	"strconv"
	"strings"
)

// A mediaRange is a part of an Accept header.
type mediaRange struct {
	main, sub string
	weight    float64
}

// mediaRanges reads an Accept header (RFC 9110, 12.5.1). Parameters of media types
// but the weight are passed over; one whose weight cannot be read is refused, as 0 is.
func mediaRanges(header string) []mediaRange {
	var all []mediaRange
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		main, sub, _ := strings.Cut(strings.ToLower(strings.TrimSpace(name)), "/")
		one := mediaRange{main, sub, 1}
		for parameter := range strings.SplitSeq(parameters, ";") {
			key, text, _ := strings.Cut(parameter, "=")
			if !strings.EqualFold(strings.TrimSpace(key), "q") {
				continue
			}
			q, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
			if err != nil || !(q >= 0 && q <= 1) {
				q = 0
			}
			one.weight = q
		}
		if one.main != "" {
			all = append(all, one)
		}
	}
	return all
}

// precision tells how exactly a range names a media type, 0 where it does not.
func (m mediaRange) precision(media string) int {
	name, _, err := mime.ParseMediaType(media)
	if err != nil {
		name = media
	}
	main, sub, _ := strings.Cut(name, "/")
	switch {
	case m.main == main && m.sub == sub:
		return 3
	case m.main == main && m.sub == "*":
		return 2
	case m.main == "*" && m.sub == "*":
		return 1
	}
	return 0
}

// An offer is a form of an answer with the media types by which it may be asked for.
type offer struct {
	format string
	media  []string
}

// negotiated chooses what a client weighs highest; of equals what it names most
// exactly, then the first. "" where it accepts nothing that is offered. Without
// the header everything is accepted.
func negotiated(header string, offers []offer) string {
	ranges := mediaRanges(header)
	if len(ranges) == 0 {
		return offers[0].format
	}
	best, most, exact := "", 0., 0
	for _, o := range offers {
		for _, media := range o.media {
			weight, precision := weightOf(media, ranges)
			if weight > most || weight == most && weight > 0 && precision > exact {
				best, most, exact = o.format, weight, precision
			}
		}
	}
	return best
}

// weightOf is the weight of a media type by the range that names it most exactly.
func weightOf(media string, ranges []mediaRange) (weight float64, precision int) {
	for _, r := range ranges {
		if p := r.precision(media); p > precision {
			weight, precision = r.weight, p
		}
	}
	return weight, precision
}
