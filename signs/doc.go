// Package signs keeps plates as physical things: the codes on them, their
// artwork, and what stands behind a code.
//
// A plate's QR code carries the text
//
//	HTTPS://<HOST>/Q/<TOKEN>
//
// in capitals, so that it stays in the small alphanumeric mode. [NewToken]
// makes the token, [CodeText] the text, [Encode] the modules, [SVG] and [PNG]
// the artwork, [Links] the ways into the map apps, and [Sketch] the picture on
// the page.
package signs
