package marker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
)

// ErrStands refuses to withdraw a marker on which something stands that is not
// that of the side which entered it by mistake: such a marker is given up, in
// law and by both sides, and not a slip of the register.
var ErrStands = errors.New("steps or records of both sides stand on the marker")

// A Withdrawal takes a marker out of the register that was entered by mistake.
type Withdrawal struct {
	Reason string
	For    []boundaries.Side // the sides for which the person acts
	Seen   []boundaries.Side // the sides of which records about the marker are kept elsewhere
}

// may tells whether a marker may be withdrawn on which something of sides stands.
func (w Withdrawal) may(stands []boundaries.Side) bool {
	a, b := slices.Contains(stands, boundaries.SideA), slices.Contains(stands, boundaries.SideB)
	return !(a && b) && (!a || slices.Contains(w.For, boundaries.SideA)) && (!b || slices.Contains(w.For, boundaries.SideB))
}

// Withdraw withdraws a marker that was read at tag. What was recorded of it stays
// to be read; its number is free again.
func (s *Store) Withdraw(ctx context.Context, actor, id uuid.UUID, tag int64, w Withdrawal) (int64, error) {
	w.Reason = strings.TrimSpace(w.Reason)
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := versions.Lock(ctx, tx, id); err != nil {
			return notFound(err)
		}
		in := &Store{DB: tx}
		m, err := in.latest(ctx, id)
		if err != nil {
			return err
		}
		stands, err := in.stands(ctx, id)
		switch {
		case err != nil:
			return err
		case m.Tag != tag:
			return ErrChanged
		case w.Reason == "":
			return ErrPaper
		case !w.may(append(stands, w.Seen...)):
			return ErrStands
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "marker.withdraw", Kind: "marker", Object: id, County: m.County, Reason: w.Reason, Before: m.fields()})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE marker SET withdrawn = $2, tag = $3 WHERE id = $1`, id, w.Reason, entry); err != nil {
			return err
		}
		return versions.Clear(ctx, tx, id, version.Span{}, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("withdraw marker %s: %w", id, err)
	}
	return entry, nil
}

// stands gives the sides of which steps or sightings of a marker are held.
func (s *Store) stands(ctx context.Context, id uuid.UUID) ([]boundaries.Side, error) {
	rows, err := s.DB.Query(ctx, `SELECT side FROM marker_sighting WHERE marker = $1 UNION SELECT side FROM marker_step WHERE marker = $1
		UNION SELECT 'a' FROM marker_step WHERE marker = $1 AND present_a UNION SELECT 'b' FROM marker_step WHERE marker = $1 AND present_b`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[boundaries.Side])
}
