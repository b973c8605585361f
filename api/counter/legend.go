package counter

import "html/template"

// A Legend is the page that says what the symbols of a map mean.
type Legend struct {
	Frame
	Styles      []LegendStyle
	Groups      []LegendGroup
	Attribution string
}

// A LegendStyle leads to the legend of a style.
type LegendStyle struct {
	Word, Href string
	Here       bool // it is the one shown
}

// A LegendGroup is symbols under one head.
type LegendGroup struct {
	Word    string
	Entries []LegendEntry
}

// A LegendEntry is a symbol, drawn by us, and what it means.
type LegendEntry struct {
	Word   string
	Symbol template.HTML
}
