package gazetteer

import "github.com/google/uuid"

// A Pair is a row and a place of the register that may be one and the same:
// a person decides. A row may stand in several pairs.
type Pair struct {
	Row       int       `json:"row"`
	Line      int64     `json:"line,omitempty"` // of the file, where the caller knows it
	Key       string    `json:"key"`            // of the row: what a decision is given for
	Name      string    `json:"name"`           // that the row gives
	Place     uuid.UUID `json:"place"`
	PlaceName string    `json:"place_name"`
	Division  string    `json:"division"` // the smallest that the place lies in
	Source    string    `json:"source"`   // of the place
	DistanceM *float64  `json:"distance_m"`
	Why       string    `json:"why"` // what speaks for it and what keeps it in doubt
}

// A Decision is what a person made of the pairs of a row: the place that it
// is about, or, with the nil id, that it is about a new one.
type Decision struct {
	SameAs uuid.UUID `json:"same_as"`
}

// New reports whether the row is about a place that the register has not.
func (d Decision) New() bool { return d.SameAs == uuid.Nil }
