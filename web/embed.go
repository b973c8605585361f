// Package web holds the built pages inside the binary.
//
// The pages are made by `npm run build` in this folder; a checkout that has
// not been built holds an empty dist, and Files then answers no index.html.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files returns the built pages, with index.html and assets/ at the root.
// Names under assets/ carry a hash of their content and never change.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // only for an invalid path, and "dist" is a constant
	}
	return files
}
