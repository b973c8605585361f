package gazetteer

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/ledger"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	// ErrVisibility says that a place is either public or internal.
	ErrVisibility = errors.New("visibility is public or internal")
	// ErrNotThen refuses a change from a day on which the place was not in force.
	ErrNotThen = errors.New("the place is not in force on that day")
)

// An Amendment is what is changed of a place beside its names. A nil field
// stays as it stands.
type Amendment struct {
	Description
	Class, Visibility *string
	Location          *orb.Point
}

// Amend says that from a day on a place is otherwise, until its version ends;
// the zero day corrects the whole version that stands today. A class under
// which the name must be single is claimed as by Add, with its *TakenError. A
// new position puts the place into the division around it.
func (s *Store) Amend(ctx context.Context, actor, place uuid.UUID, a Amendment, from version.Date, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if reason == "" {
			return ErrReason
		}
		if err := places.Lock(ctx, tx, place); err != nil {
			return notFound(err)
		}
		was, err := (&Store{DB: tx}).Place(ctx, Reader{AsOf: version.AsOf{Valid: from}, Internal: true}, place)
		if err != nil {
			return err
		}
		p, valid := was, was.Valid
		if !from.IsZero() {
			valid.From = from
		}
		before, after, err := a.check(&p, valid)
		if err != nil {
			return err
		}
		moved, err := s.relocate(ctx, tx, &p, a.Location, valid)
		if err != nil {
			return err
		}
		if moved != nil {
			after["division"] = moved.code
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "place.edit", Kind: "place", Object: place,
			Public: was.Visibility == "public" && p.Visibility == "public", Reason: reason, Before: before, After: after})
		if err != nil {
			return err
		}
		return s.rewrite(ctx, tx, was, p, moved, valid, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("amend place %s: %w", place, err)
	}
	return entry, nil
}

// check sets what is amended on p and answers what it was and is.
func (a Amendment) check(p *Place, valid version.Span) (before, after ledger.Fields, err error) {
	switch {
	case p.withdrawn():
		return nil, nil, ErrWithdrawn
	case p.IsDivision && (a.Class != nil && *a.Class != p.Class || a.Visibility != nil && *a.Visibility != p.Visibility || a.Location != nil):
		return nil, nil, ErrDivision // its area and its version among the divisions say so
	case !p.Valid.Contains(valid.From) && valid != p.Valid:
		return nil, nil, ErrNotThen
	case a.Visibility != nil && *a.Visibility != "public" && *a.Visibility != "internal":
		return nil, nil, ErrVisibility
	}
	if err := valid.Check(); err != nil {
		return nil, nil, err
	}
	before, after = a.apply(p)
	after["valid"] = valid.String()
	if a.Class != nil {
		before["class"], after["class"] = p.Class, *a.Class
		p.Class = *a.Class
	}
	if a.Visibility != nil {
		before["visibility"], after["visibility"] = p.Visibility, *a.Visibility
		p.Visibility = *a.Visibility
	}
	if a.Location != nil {
		if p.Location != nil {
			before["location"] = position(*p.Location)
		}
		after["location"] = position(*a.Location)
		p.Location = a.Location
	}
	return before, after, nil
}

// position is a point as the ledger says it: decimal strings.
func position(p orb.Point) []string { return []string{decimal(p.Lon()), decimal(p.Lat())} }

// relocate puts p into the division around a new position and answers what the
// divisions say of it; nil where it stays in its division, and where no area
// that is held lies around the position.
func (s *Store) relocate(ctx context.Context, tx pgx.Tx, p *Place, to *orb.Point, valid version.Span) (*whereabouts, error) {
	if to == nil {
		return nil, nil
	}
	at, err := s.locate(ctx, tx, Draft{Location: to, Valid: valid})
	if err != nil || at.within == nil {
		return nil, err
	}
	was, err := s.surroundings(ctx, tx, *p, asLocated(valid))
	if err != nil {
		return nil, err
	}
	for _, d := range was.chain { // a smaller one, whose area is not held, may be known
		if d.ID == *at.within {
			return nil, nil
		}
	}
	p.Within = at.within
	return &at, nil
}

// asLocated is when the divisions around a place are asked for, as locate does:
// today for what is in force without end, as the divisions of its first day
// may not be held.
func asLocated(valid version.Span) version.Span {
	if valid.To.IsZero() {
		return version.Span{}
	}
	return valid
}

// rewrite writes the version of a place again, with the claims of its class
// and division and the visibility of its names.
func (s *Store) rewrite(ctx context.Context, tx pgx.Tx, was, p Place, moved *whereabouts, valid version.Span, entry int64) error {
	if err := rewriteTexts(ctx, tx, p, moved, valid, entry); err != nil {
		return classError(err)
	}
	if was.Class != p.Class || moved != nil || !samePoint(was.Location, p.Location) {
		if err := s.reclaim(ctx, tx, p, valid); err != nil {
			return err
		}
	}
	if was.Visibility == p.Visibility {
		return nil
	}
	for _, n := range p.Names {
		shared, ok := n.Valid.Intersect(valid)
		if !ok {
			continue
		}
		n.Visibility = p.Visibility
		if err := names.Lock(ctx, tx, n.ID); err != nil {
			return err
		}
		if err := names.Write(ctx, tx, n.ID, shared, entry, n.values(p.ID)...); err != nil {
			return err
		}
	}
	return nil
}

// samePoint tells whether a place stayed where it was: a street that moves may
// come into another built-up area.
func samePoint(a, b *orb.Point) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// reclaim gives up the claims of a place in valid and makes those of its class.
func (s *Store) reclaim(ctx context.Context, tx pgx.Tx, p Place, valid version.Span) error {
	at, err := s.surroundings(ctx, tx, p, asLocated(valid))
	if err != nil {
		return err
	}
	var made []claim
	for _, n := range p.Names {
		if shared, ok := n.Valid.Intersect(valid); ok && n.Kind == Standard && n.Lang == Hans {
			all, err := allClaims(ctx, tx, located{p.ID, p.Class, n.Text, shared, p.Location}, at)
			if err != nil {
				return err
			}
			made = append(made, all...)
		}
	}
	if err := queue(ctx, tx, p.ID, made); err != nil {
		return err
	}
	if err := release(ctx, tx, p.ID, valid); err != nil {
		return err
	}
	if err := forgetDuplicates(ctx, tx, p.ID); err != nil {
		return err
	}
	return insist(ctx, tx, made)
}
