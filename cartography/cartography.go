// Package cartography says how the register's maps are drawn.
//
// There is one table of layers (table.json) and one palette for each style
// (palettes.json). A [Style] after the MapLibre Style Specification, version 8, is
// the table with one palette put in, so that styles differ in colours and sizes and
// never in what they show. [Sprite] are our own signs, [Legend] says what each
// means, and [Drawer] draws still images after the same style.
package cartography

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// ErrUnknownStyle says that there is no style of that name.
var ErrUnknownStyle = errors.New("no such map style")

//go:embed table.json palettes.json symbols/*.svg
var files embed.FS

// Names lists the styles, the plain one first.
var Names = []string{"public", "office", "contrast", "dark", "print", "small"}

// A table holds what all styles share. Where a value begins with an @, a palette's
// colour, a face or the words of a label are put in.
type table struct {
	Fonts  map[string][]string `json:"fonts"`
	Layers []Layer             `json:"layers"`
	Legend []Group             `json:"legend"`
}

// A palette is what makes a style.
type palette struct {
	Zh      string            `json:"zh"`
	En      string            `json:"en"`
	Set     string            `json:"set"`  // of tiles, that the style draws unless asked otherwise
	Text    float64           `json:"text"` // times the sizes of words and signs in the table
	Line    float64           `json:"line"` // times its widths
	Halo    float64           `json:"halo"` // around words, in pixels
	Like    string            `json:"like"` // whose colours are meant where there are none
	Colours map[string]string `json:"colours"`
}

var (
	base     = mustRead[table]("table.json")
	palettes = mustRead[map[string]palette]("palettes.json")
)

// mustRead reads an embedded file; it fails only for one that is not valid.
func mustRead[T any](name string) T {
	var v T
	text, err := files.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(text, &v)
	}
	if err != nil {
		panic(fmt.Sprintf("%s: %v", name, err))
	}
	return v
}

// Title is the name of a style for a reader; lang is zh or en.
func Title(name, lang string) string { return inLang(lang, palettes[name].Zh, palettes[name].En) }

func inLang(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

func paletteOf(name string) (palette, error) {
	if !slices.Contains(Names, name) {
		return palette{}, fmt.Errorf("%w: %.40q", ErrUnknownStyle, name)
	}
	p := palettes[name]
	if p.Like != "" {
		p.Colours = palettes[p.Like].Colours
	}
	return p, nil
}
