// Package web holds the built public pages and the map styles inside the binary.
//
// The pages are made by `npm run build` in this folder; a checkout that has
// not been built holds an empty dist, and Files then answers no index.html.
package web

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

//go:embed styles/*.json
var styles embed.FS

// Files returns the built pages, with index.html and assets/ at the root.
// Names under assets/ carry a hash of their content and never change.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // only for an invalid path, and "dist" is a constant
	}
	return files
}

// Style returns the MapLibre style called name, without the ".json". A name
// that is no style gives an error for which errors.Is(err, fs.ErrNotExist) or
// errors.Is(err, fs.ErrInvalid) holds.
func Style(name string) ([]byte, error) {
	style, err := styles.ReadFile("styles/" + name + ".json")
	if err != nil {
		return nil, fmt.Errorf("read style %q: %w", name, err)
	}
	return style, nil
}
