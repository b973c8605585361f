package plate

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
	"diming/signs"
)

// A Shown plate is one with what it would say if it were printed today; nil where
// its address or place stands no more.
type Shown struct {
	Plate
	Now *Words
}

// shownAtOnce is how many plates are read at a time.
const shownAtOnce = 5000

// Shown gives plates with what they would say on a day, those that are gone too;
// all of them where ids is nil.
func (s *Store) Shown(ctx context.Context, ids []uuid.UUID, on version.Date) ([]Shown, error) {
	var all []Shown
	for after, more := uuid.Nil, true; more; {
		rows, err := s.DB.Query(ctx, `SELECT `+columns+from+`WHERE p.id > $1 AND ($2::uuid[] IS NULL OR p.id = ANY($2)) ORDER BY p.id LIMIT $3`, after, ids, shownAtOnce)
		if err != nil {
			return nil, fmt.Errorf("plates to show: %w", err)
		}
		plates, err := pgx.CollectRows(rows, scan)
		if err != nil {
			return nil, fmt.Errorf("plates to show: %w", err)
		}
		said, err := s.wouldPrint(ctx, on, plates)
		if err != nil {
			return nil, fmt.Errorf("what plates would say: %w", err)
		}
		for i, p := range plates {
			all = append(all, Shown{p, said[i]})
		}
		if more = len(plates) == shownAtOnce; more {
			after = plates[len(plates)-1].ID
		}
	}
	return all, nil
}

// ChangedBy lists the plates that one of the entries planned, found or changed
// last.
func (s *Store) ChangedBy(ctx context.Context, entries []int64) ([]uuid.UUID, error) {
	rows, err := s.DB.Query(ctx, `SELECT id FROM plate WHERE tag = ANY($1)`, entries)
	if err != nil {
		return nil, fmt.Errorf("plates of %d entries: %w", len(entries), err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// An OldCode is what another maker's code asks a server for, and the token of the
// plate that bears it.
type OldCode struct {
	Request, Host string
	Token         signs.Token
}

// OldCodes gives the codes of other makers that are web addresses: those on the
// given plates, or all where plates is nil.
func (s *Store) OldCodes(ctx context.Context, plates []uuid.UUID) ([]OldCode, error) {
	rows, err := s.DB.Query(ctx, `SELECT w.request, w.host, c.token FROM wall_code w JOIN sign_code c USING (plate)
		WHERE w.request <> '' AND ($1::uuid[] IS NULL OR w.plate = ANY($1)) ORDER BY w.request, w.host, c.token`, plates)
	if err != nil {
		return nil, fmt.Errorf("old codes: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[OldCode])
}
