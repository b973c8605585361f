package plate

import (
	"context"
	"errors"
	"fmt"

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

// Foreign looks at the next plates of a filter that hang and bear a code of
// another maker, and gives those whose host is not among ours. It gives the id
// after which the next page begins; uuid.Nil after the last.
func (s *Store) Foreign(ctx context.Context, f Filter, ours []string) ([]Foreign, uuid.UUID, error) {
	f.States, f.Foreign = []State{Installed, InUse, Faulty}, append([]string{}, ours...)
	plates, err := s.List(ctx, f)
	if err != nil || len(plates) == 0 {
		return nil, uuid.Nil, err
	}
	ids := make([]uuid.UUID, len(plates))
	for i, p := range plates {
		ids[i] = p.ID
	}
	rows, err := s.DB.Query(ctx, `SELECT plate, text, host FROM wall_code WHERE plate = ANY($1)`, ids)
	if err != nil {
		return nil, uuid.Nil, fmt.Errorf("foreign codes: %w", err)
	}
	codes := map[uuid.UUID]WallCode{}
	var id uuid.UUID
	var c WallCode
	if _, err := pgx.ForEachRow(rows, []any{&id, &c.Text, &c.Host}, func() error { codes[id] = c; return nil }); err != nil {
		return nil, uuid.Nil, fmt.Errorf("foreign codes: %w", err)
	}
	all := make([]Foreign, len(plates))
	for i, p := range plates {
		all[i] = Foreign{p, codes[p.ID].Text, codes[p.ID].Host}
	}
	if len(all) < f.Limit {
		return all, uuid.Nil, nil
	}
	return all, ids[len(ids)-1], nil
}
