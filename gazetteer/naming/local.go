package naming

// A Switch is a local rule that a division adopts or not, with the text that it
// rests on.
type Switch struct {
	On    bool   `json:"on"`
	Basis string `json:"basis"`
}

// A Local is what a division adopts beyond national law (N14–N17 and what a
// local rule adds to the comparison of names).
type Local struct {
	Location   Switch `json:"location"`   // N14
	Localities Switch `json:"localities"` // N15
	SameClass  Switch `json:"same_class"` // N16
	Sizes      Switch `json:"sizes"`      // N17
	NoReuse    Switch `json:"no_reuse"`   // cancelled names
	// Dialect are the merges of the local dialect, each with its basis.
	Dialect []DialectMerge `json:"dialect,omitempty"`
	// SizeTable serves where Sizes is on.
	SizeTable []SizeRow `json:"size_table,omitempty"`
}

// A DialectMerge is one merge that a division adopts: "n/l", "zh/z", "ch/c",
// "sh/s", "-ng/-n" or "f/h".
type DialectMerge struct {
	Merge string `json:"merge"`
	Basis string `json:"basis"`
}

// A SizeRow says how large a thing must be to bear a generic part. Zero sets no
// bound; a width at the upper bound belongs to the larger generic part.
type SizeRow struct {
	Class           string  `json:"class"` // the begin of the class codes
	Generic         string  `json:"generic"`
	MinLandM2       float64 `json:"min_land_m2,omitempty"`
	MinFloorM2      float64 `json:"min_floor_m2,omitempty"`
	MinHeightM      float64 `json:"min_height_m,omitempty"`
	MinGreenPercent float64 `json:"min_green_percent,omitempty"`
	MinLengthM      float64 `json:"min_length_m,omitempty"`
	MinWidthM       float64 `json:"min_width_m,omitempty"`
	MaxWidthM       float64 `json:"max_width_m,omitempty"`
	Basis           string  `json:"basis"`
}

// Merges are the merges adopted; unknown ones count for nothing.
func (l Local) Merges() Merges {
	var m Merges
	for _, d := range l.Dialect {
		one, _ := MergesOf([]string{d.Merge})
		m |= one
	}
	return m
}
