package plate

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"diming/internal/version"
)

// A Reprint is a plate that hangs and no longer says what it should.
type Reprint struct {
	Plate
	Now *Words // what it would say; nil where its address or place stands no more
}

// Reprints looks at the next plates of a county that hang, by id after the given
// one, and gives those whose content differs from what would be printed on a
// day. It gives the id after which the next page begins; uuid.Nil after the
// last.
func (s *Store) Reprints(ctx context.Context, county string, on version.Date, after uuid.UUID, limit int) ([]Reprint, uuid.UUID, error) {
	hanging, err := s.List(ctx, Filter{County: county, States: []State{Installed, InUse, Faulty}, After: after, Limit: limit})
	if err != nil {
		return nil, uuid.Nil, err
	}
	said, err := s.wouldPrint(ctx, on, hanging)
	if err != nil {
		return nil, uuid.Nil, fmt.Errorf("what plates of %s would say: %w", county, err)
	}
	var all []Reprint
	for i, p := range hanging {
		if said[i] == nil || *said[i] != p.Words {
			all = append(all, Reprint{p, said[i]})
		}
	}
	if len(hanging) < limit {
		return all, uuid.Nil, nil
	}
	return all, hanging[len(hanging)-1].ID, nil
}
