package plate

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/signs"
)

// ByRequest gives the token of the plate whose old code a server is asked for:
// by host and request where a code says both, else by the request alone, for a
// proxy may hide the host that the phone asked for. ErrNotFound where there is
// none, or where two hosts had the same request and neither is this one.
func (s *Store) ByRequest(ctx context.Context, host, request string) (signs.Token, error) {
	rows, err := s.DB.Query(ctx, `SELECT w.host = $2, c.token FROM wall_code w JOIN sign_code c USING (plate) WHERE w.request = $1 AND w.request <> '' ORDER BY w.host = $2 DESC LIMIT 2`, request, host)
	if err != nil {
		return "", fmt.Errorf("wall code %s: %w", request, err)
	}
	type hit struct {
		Here  bool
		Token signs.Token
	}
	hits, err := pgx.CollectRows(rows, pgx.RowToStructByPos[hit])
	switch {
	case err != nil:
		return "", fmt.Errorf("wall code %s: %w", request, err)
	case len(hits) == 0 || len(hits) == 2 && hits[0].Here == hits[1].Here:
		return "", ErrNotFound
	}
	return hits[0].Token, nil
}

// ByCode gives the plate that bears a code of another maker, by the code's
// whole text; or ErrNotFound.
func (s *Store) ByCode(ctx context.Context, text string) (Plate, error) {
	var id uuid.UUID
	if err := s.DB.QueryRow(ctx, `SELECT plate FROM wall_code WHERE text = $1`, text).Scan(&id); errors.Is(err, pgx.ErrNoRows) {
		return Plate{}, ErrNotFound
	} else if err != nil {
		return Plate{}, fmt.Errorf("wall code: %w", err)
	}
	return s.ByID(ctx, id)
}

// A Foreign is a plate that hangs and whose code no server of ours answers: it
// is to be replaced, or its host pointed here.
type Foreign struct {
	Plate
	Code, Host string
}

// Foreign looks at the next plates of a county that hang and bear a code of
// another maker, by id after the given one, and gives those whose host is not
// among ours. It gives the id after which the next page begins; uuid.Nil after
// the last.
func (s *Store) Foreign(ctx context.Context, county string, ours []string, after uuid.UUID, limit int) ([]Foreign, uuid.UUID, error) {
	rows, err := s.DB.Query(ctx, `SELECT p.id, w.text, w.host FROM plate p JOIN wall_code w ON w.plate = p.id
		WHERE p.county = $1 AND p.state IN ('installed', 'in_use', 'faulty') AND NOT coalesce(w.host = ANY($2), false) AND p.id > $3 ORDER BY p.id LIMIT $4`, county, ours, after, limit)
	if err != nil {
		return nil, uuid.Nil, fmt.Errorf("foreign codes: %w", err)
	}
	var ids []uuid.UUID
	var all []Foreign
	var f Foreign
	if _, err := pgx.ForEachRow(rows, []any{&f.ID, &f.Code, &f.Host}, func() error { ids, all = append(ids, f.ID), append(all, f); return nil }); err != nil {
		return nil, uuid.Nil, fmt.Errorf("foreign codes: %w", err)
	}
	plates, err := s.ByIDs(ctx, ids)
	if err != nil {
		return nil, uuid.Nil, err
	}
	for i := range all {
		j := slices.IndexFunc(plates, func(p Plate) bool { return p.ID == all[i].ID })
		all[i].Plate = plates[j]
	}
	if len(all) < limit {
		return all, uuid.Nil, nil
	}
	return all, all[len(all)-1].ID, nil
}

// ByIDs gives plates in the order of their ids. Ids of none are left out.
func (s *Store) ByIDs(ctx context.Context, ids []uuid.UUID) ([]Plate, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+from+`WHERE p.id = ANY($1) ORDER BY p.id`, ids)
	if err != nil {
		return nil, fmt.Errorf("read plates: %w", err)
	}
	return pgx.CollectRows(rows, scan)
}
