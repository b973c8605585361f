// Package inspection is the protocol of field records: what a phone writes on
// the mountain, what a server takes and answers, what both sides sign, and
// when that makes a record joint. All of it is functions on values. The server
// keeps what [Books] describes; the phone follows [Step].
//
// Whatever is digested or signed travels as canonical JSON (internal/canonical)
// and is kept to the byte. A digest is SHA-256 in lower-case hex, a signature
// Ed25519 over a line that names its purpose, a line feed, and the bytes.
// Coordinates are degrees of CGCS2000 (EPSG:4490) as decimal strings.
package inspection
