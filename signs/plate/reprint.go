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

// Reprints looks at the next page of plates that a filter leaves and that hang,
// and gives those whose content differs from what would be printed on a day. It
// gives the id after which the next page begins; uuid.Nil after the last.
func (s *Store) Reprints(ctx context.Context, f Filter, on version.Date) ([]Reprint, uuid.UUID, error) {
	f.States = []State{Installed, InUse, Faulty}
	limit := f.Limit
	hanging, err := s.List(ctx, f)
	if err != nil {
		return nil, uuid.Nil, err
	}
	said, err := s.wouldPrint(ctx, on, hanging)
	if err != nil {
		return nil, uuid.Nil, fmt.Errorf("what plates would say: %w", err)
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

// Now gives what a plate would say if it were printed on a day; nil where its
// address or place stands no more.
func (s *Store) Now(ctx context.Context, p Plate, on version.Date) (*Words, error) {
	said, err := s.wouldPrint(ctx, on, []Plate{p})
	if err != nil {
		return nil, err
	}
	return said[0], nil
}
