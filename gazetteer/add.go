package gazetteer

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
)

// places and names are the tables of versions; placeValues and nameValues are
// in the order of their Columns.
var (
	places = version.Table{Objects: "place", Name: "place_version", Object: "place",
		Columns: []string{"county", "class", "within", "place_code", "location", "extent", "elevation_m", "given_position",
			"meaning", "origin", "history", "description", "heritage", "visibility", "source"}}
	names = version.Table{Objects: "name", Name: "name_version", Object: "name",
		Columns: []string{"place", "kind", "lang", "text", "specific", "generic", "reading", "reading_state", "visibility", "source"}}
)

// Add enters a place with its names, and claims the standard one. It answers
// the place's id and the ledger entry of the change; *TakenError when the name
// is taken where it must be single, and then nothing is entered.
func (s *Store) Add(ctx context.Context, actor uuid.UUID, d Draft, reason string) (uuid.UUID, int64, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		at, err := s.locate(ctx, tx, d)
		if err != nil {
			return err
		}
		after, err := d.fields()
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "place.add", Kind: "place", Object: id,
			County: at.county, Public: d.Visibility == "public", Reason: reason, After: after})
		if err != nil {
			return err
		}
		return s.enter(ctx, tx, id, d, at, entry)
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("add place: %w", err)
	}
	return id, entry, nil
}

// whereabouts is what the divisions say about a draft.
type whereabouts struct {
	within *uuid.UUID
	code   string // of the division it lies in
	county string
	chain  []boundaries.Division
}

func (s *Store) locate(ctx context.Context, tx pgx.Tx, d Draft) (whereabouts, error) {
	divisions := boundaries.Store{DB: tx}
	r := Reader{Internal: true}
	if !d.Valid.To.IsZero() {
		r.AsOf.Valid = d.Valid.From
	}
	var chain []boundaries.Division
	var err error
	switch {
	case d.Division != "":
		var in boundaries.Division
		if in, err = divisions.ByCode(ctx, r, d.Division); err == nil {
			chain, err = divisions.Chain(ctx, r, in.ID)
		}
	case d.Location != nil:
		chain, err = divisions.Around(ctx, r, *d.Location)
	}
	if err != nil || len(chain) == 0 {
		return whereabouts{}, err
	}
	smallest := chain[len(chain)-1]
	return whereabouts{&smallest.ID, smallest.Code, boundaries.CountyOf(smallest.System, smallest.Code), chain}, nil
}

func (s *Store) enter(ctx context.Context, tx pgx.Tx, id uuid.UUID, d Draft, at whereabouts, entry int64) error {
	if len(d.Names) == 0 || d.Names[0].Text == "" {
		return ErrNoName
	}
	if _, err := tx.Exec(ctx, `INSERT INTO place (id) VALUES ($1)`, id); err != nil {
		return err
	}
	if err := places.Write(ctx, tx, id, d.Valid, entry, d.values(at)...); err != nil {
		return classError(err)
	}
	for i, n := range d.Names {
		if err := addName(ctx, tx, id, n.filled(i), d.Class, at.code, d.Visibility, d.Source, d.Valid, entry); err != nil {
			return err
		}
	}
	made, err := allClaims(ctx, tx, located{id, d.Class, d.Names[0].Text, d.Valid, d.Location}, at)
	if err != nil {
		return err
	}
	return insist(ctx, tx, made)
}

func classError(err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "place_version_class_fkey" {
		return ErrClass
	}
	return err
}
