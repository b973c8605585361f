package inspection

import (
	"bytes"
	"regexp"
)

// webm tells whether a file begins as a WebM, in which browsers record sound:
// the EBML header with that document type.
func webm(head []byte) bool {
	return bytes.HasPrefix(head, []byte{0x1a, 0x45, 0xdf, 0xa3}) && bytes.Contains(head[:min(len(head), 64)], []byte("webm"))
}

var (
	gpx     = regexp.MustCompile(`^(<\?xml[^>]*\?>)?\s*<gpx[\s>]`)
	geoJSON = regexp.MustCompile(`^\s*\{\s*"(type|features|geometry|properties|bbox|crs|name)"\s*:`)
)

// track tells whether a file begins as a GPX or GeoJSON track.
func track(head []byte) bool { return gpx.Match(head) || geoJSON.Match(head) }
