package signs

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// An Issued code is one with the plate that bears it; uuid.Nil for the code of a
// place that is printed on paper.
type Issued struct {
	Code
	Plate uuid.UUID
}

const issuedSQL = `SELECT token, place, coalesce(revoked, ''), plate FROM sign_code `

// All gives every code that was ever issued.
func (s *Store) All(ctx context.Context) ([]Issued, error) { return s.issued(ctx, issuedSQL) }

// Since gives the codes issued after a moment. One that is being issued just now
// is not seen yet, and bears the moment before: ask with some minutes to spare.
func (s *Store) Since(ctx context.Context, at time.Time) ([]Issued, error) {
	return s.issued(ctx, issuedSQL+`WHERE issued > $1`, at)
}

// OfPlates gives the codes that plates bear.
func (s *Store) OfPlates(ctx context.Context, plates []uuid.UUID) ([]Issued, error) {
	return s.issued(ctx, issuedSQL+`WHERE plate = ANY($1)`, plates)
}

func (s *Store) issued(ctx context.Context, sql string, args ...any) ([]Issued, error) {
	rows, err := s.DB.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("codes: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Issued, error) {
		var c Issued
		var plate *uuid.UUID
		err := row.Scan(&c.Token, &c.Place, &c.Revoked, &plate)
		if plate != nil {
			c.Plate = *plate
		}
		return c, err
	})
}
