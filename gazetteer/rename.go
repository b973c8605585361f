package gazetteer

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
)

// Rename says that from the first day of valid the place's standard name is
// text; what it was called until then becomes a former name by that. It
// answers *TakenError as Add does.
func (s *Store) Rename(ctx context.Context, actor, place uuid.UUID, text string, valid version.Span, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		switch {
		case text == "":
			return ErrNoName
		case reason == "":
			return ErrReason
		}
		p, err := held(ctx, tx, place, valid.From)
		if err != nil {
			return err
		}
		if p.namedLater(valid) {
			return ErrLaterName
		}
		before := p.Name(valid.From)
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "name.rename", Kind: "place", Object: place,
			Public: p.Visibility == "public", Reason: reason,
			Before: ledger.Fields{"text": before.Text, "reading": before.Reading},
			After:  ledger.Fields{"text": text, "valid": valid.String()}})
		if err != nil {
			return err
		}
		return s.replaceName(ctx, tx, p, text, valid, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("rename place %s: %w", place, err)
	}
	return entry, nil
}

// held locks a place whose name is about to change and gives it as it is on a
// day. It answers ErrNotFound, ErrWithdrawn, and ErrDivision for a place whose
// name changes with the divisions.
func held(ctx context.Context, tx pgx.Tx, place uuid.UUID, day version.Date) (Place, error) {
	if err := places.Lock(ctx, tx, place); err != nil {
		return Place{}, notFound(err)
	}
	p, err := (&Store{DB: tx}).Place(ctx, Reader{AsOf: version.AsOf{Valid: day}, Internal: true}, place)
	switch {
	case err != nil:
		return p, err
	case p.withdrawn():
		return p, ErrWithdrawn
	case p.IsDivision:
		return p, ErrDivision
	}
	return p, nil
}

// namedLater tells whether a standard name begins after the first day of valid
// and within it: the renaming would take it away unseen.
func (p Place) namedLater(valid version.Span) bool {
	for _, n := range p.Names {
		if n.Kind == Standard && n.Lang == Hans && !n.Valid.From.IsZero() && valid.From.Before(n.Valid.From) && valid.Contains(n.Valid.From) {
			return true
		}
	}
	return false
}

// replaceName makes text the standard name in valid, with its claims.
func (s *Store) replaceName(ctx context.Context, tx pgx.Tx, p Place, text string, valid version.Span, entry int64) error {
	for _, n := range p.Names {
		if n.Kind != Standard || n.Lang != Hans {
			continue
		}
		if err := names.Lock(ctx, tx, n.ID); err != nil {
			return err
		}
		if err := names.Clear(ctx, tx, n.ID, valid, entry); err != nil {
			return err
		}
	}
	at, err := s.surroundings(ctx, tx, p, valid)
	if err != nil {
		return err
	}
	made, err := allClaims(ctx, tx, located{p.ID, p.Class, text, valid, p.Location}, at)
	if err != nil {
		return err
	}
	if err := queue(ctx, tx, p.ID, made); err != nil {
		return err
	}
	again := RowName{Text: text, Kind: Standard, Lang: Hans}
	if again.confirmed, err = confirmedBefore(ctx, tx, p.ID, text); err != nil {
		return err
	}
	if err := addName(ctx, tx, p.ID, again, p.Class, at.code, p.Visibility, p.Source, valid, entry); err != nil {
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

// surroundings are the divisions above a place that is already held.
func (s *Store) surroundings(ctx context.Context, tx pgx.Tx, p Place, valid version.Span) (whereabouts, error) {
	above := p.Within
	if p.IsDivision {
		above = &p.ID
	}
	if above == nil {
		return whereabouts{}, nil
	}
	divisions := boundaries.Store{DB: tx}
	chain, err := divisions.Chain(ctx, Reader{AsOf: version.AsOf{Valid: valid.From}, Internal: true}, *above)
	if err != nil || len(chain) == 0 {
		return whereabouts{within: above}, err
	}
	in := chain[len(chain)-1]
	return whereabouts{above, in.Code, boundaries.CountyOf(in.System, in.Code), chain}, nil
}

func notFound(err error) error {
	if errors.Is(err, version.ErrNotFound) {
		return ErrNotFound
	}
	return err
}
