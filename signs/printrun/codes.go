package printrun

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"diming/signs/artwork"
	"diming/signs/plate"
)

// Codes are how many plates of a run bear a code, and how many of which kind have
// none by design.
type Codes struct {
	With    int
	Without map[artwork.Kind]int
}

// Codes counts the plates of a run by whether their design has a code, those that
// are void left out. Before the text is signed nothing is settled and none is
// counted.
func (s *Store) Codes(ctx context.Context, r Run) (Codes, error) {
	set, err := s.Design(ctx, r)
	if errors.Is(err, ErrPart) {
		return Codes{}, nil
	}
	if err != nil {
		return Codes{}, err
	}
	c := Codes{Without: map[artwork.Kind]int{}}
	for kind, n := range r.Kinds {
		if layout, known := set.Layout(kind); known && layout.CodeMM == 0 {
			c.Without[kind] = n
		} else {
			c.With += n
		}
	}
	return c, nil
}

// Unscanned gives the plates of a run that are still to be received and bear no
// code: they are received by their number, or ticked in this list.
func (s *Store) Unscanned(ctx context.Context, r Run, after, limit int) ([]Item, error) {
	codes, err := s.Codes(ctx, r)
	if err != nil {
		return nil, err
	}
	kinds := []string{}
	for kind := range codes.Without {
		kinds = append(kinds, string(kind))
	}
	return s.items(ctx, `SELECT x.n, x.plate, x.stead, x.tried IS NOT NULL FROM print_run_plate x JOIN plate p ON p.id = x.plate
		WHERE x.run = $1 AND x.n > $2 AND p.kind = ANY($4) AND p.state = ANY($5) ORDER BY x.n LIMIT $3`, r.ID, after, limit, kinds,
		[]string{string(plate.Checked), string(plate.Ordered), string(plate.Made)})
}

// Undrawn says of the plates that stopped the job of a run why they cannot be
// drawn.
func (s *Store) Undrawn(ctx context.Context, r Run) ([]Fault, error) {
	if len(r.Job.Faults) == 0 {
		return nil, nil
	}
	items, err := s.items(ctx, `SELECT n, plate, stead, tried IS NOT NULL FROM print_run_plate WHERE run = $1 AND n = ANY($2) ORDER BY n`, r.ID, r.Job.Faults)
	if err != nil {
		return nil, err
	}
	font, err := s.Fonts.Font(ctx)
	if err != nil {
		return nil, err
	}
	set, err := s.Design(ctx, r)
	if err != nil {
		return nil, err
	}
	var faults []Fault
	for _, i := range items {
		if _, _, err := s.drawing(font, set, r, i); err != nil {
			faults = append(faults, Fault{i.N, i.Plate, err})
		}
	}
	return faults, nil
}

// Signer is who signed the text last, of the steps of a run.
func Signer(steps []Done) uuid.UUID {
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i].Step == StepProof {
			return steps[i].Actor
		}
	}
	return uuid.Nil
}
