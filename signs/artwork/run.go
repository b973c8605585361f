package artwork

import (
	"fmt"

	"diming/internal/glyph"
)

// A FaultyPlateError names the plate that stops a run.
type FaultyPlateError struct {
	Index int // among the contents, from 0
	Plate Content
	Err   error
}

func (e *FaultyPlateError) Error() string {
	return fmt.Sprintf("plate %d, %s%s: %v", e.Index+1, e.Plate.Name, e.Plate.Number, e.Err)
}

// Unwrap gives why it cannot be made.
func (e *FaultyPlateError) Unwrap() error { return e.Err }

// DrawAll draws the plates of a run by the layouts of their kinds, or none: a
// plate that cannot be made stops the run and is named by a *FaultyPlateError.
func DrawAll(font *glyph.Font, layouts func(Kind) (Layout, bool), s Scheme, all []Content) ([]*Drawing, error) {
	drawings := make([]*Drawing, len(all))
	for i, c := range all {
		l, known := layouts(c.Kind)
		if !known {
			return nil, &FaultyPlateError{i, c, fmt.Errorf("no layout of plates of kind %q", c.Kind)}
		}
		d, err := Draw(font, l, s, c)
		if err != nil {
			return nil, &FaultyPlateError{i, c, err}
		}
		drawings[i] = d
	}
	return drawings, nil
}
