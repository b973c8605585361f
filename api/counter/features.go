package counter

import "html/template"

// A Link is a link with its word, or what is said with its title.
type Link struct{ Word, Value string }

// A FeatureIndex is a page of things that have pages of their own.
type FeatureIndex struct {
	Frame
	Text    string
	Entries []FeatureEntry
}

// A FeatureEntry is one of them.
type FeatureEntry struct {
	Title, Text string
	Links       []Link
}

// A FeatureTable is a page with a table: of the features of a collection, or of
// what is said about them.
type FeatureTable struct {
	Frame
	Text        string
	Map         template.HTML // a drawing of what the table holds; "" where nothing has a place
	Attribution string        // of the drawing
	Links       []Link
	Says        []Link   // before the table
	Heads       []string // of the columns, that of the name first
	Rows        []FeatureRow
	Next        string // address of the next page, "" after the last
}

// A FeatureRow is a feature in a table; Href is "" where it has no page.
type FeatureRow struct {
	Name, Href string
	Cells      []string
}

// A FeatureOne is a page of one feature.
type FeatureOne struct {
	Frame
	Text        string
	Map         template.HTML
	Attribution string
	Links       []Link
	Says        []Link
}
