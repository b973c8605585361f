// Package testdata holds the small real data that the tests and the demo
// share; README.md beside it says where each file comes from.
package testdata

import "embed"

// Files are the data files by name.
//
//go:embed *.csv *.geojson
var Files embed.FS
