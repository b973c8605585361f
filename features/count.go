package features

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// matched holds how many features the last queries found. What is pinned does
// not change, so that a number is right for as long as the key says the same.
type matched struct {
	sync.Mutex
	counts map[string]int64
}

// maxMatched is how many numbers are kept: some kilobytes.
const maxMatched = 256

// count is how many features a query finds, whatever its page.
func (s *Store) count(ctx context.Context, tx pgx.Tx, c *Collection, q Query, pinned int64) (int64, error) {
	st := newStatement(c, q, pinned)
	where, err := st.where()
	if err != nil {
		return 0, err
	}
	sql := "SELECT count(*) FROM " + st.tables() + " WHERE " + where
	bound, err := json.Marshal(st.args)
	if err != nil {
		return 0, err
	}
	key := sql + string(bound)
	s.matched.Lock()
	n, known := s.matched.counts[key]
	s.matched.Unlock()
	if known {
		return n, nil
	}
	if err := tx.QueryRow(ctx, sql, st.args...).Scan(&n); err != nil {
		return 0, err
	}
	s.matched.Lock()
	defer s.matched.Unlock()
	if s.matched.counts == nil || len(s.matched.counts) >= maxMatched {
		s.matched.counts = map[string]int64{}
	}
	s.matched.counts[key] = n
	return n, nil
}

// One gives a feature as q's days and reading have it, or ErrNotFound.
func (s *Store) One(ctx context.Context, c *Collection, q Query, id uuid.UUID) (Page, error) {
	page := Page{Properties: c.chosen(q.Properties), Matched: 1}
	err := s.read(ctx, func(tx pgx.Tx) error {
		pinned, err := pinOf(ctx, tx)
		if err != nil {
			return err
		}
		q.Sort, q.After = nil, nil
		q.Equal = []Equal{{"id", id.String()}}
		st := newStatement(c, q, pinned)
		sql, err := st.page(page.Properties, part{half: whole}, 2)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, sql, st.args...)
		if err != nil {
			return err
		}
		one, err := pgx.CollectExactlyOneRow(rows, func(row pgx.CollectableRow) (Feature, error) {
			f, _, err := scanFeature(row, page.Properties, 0)
			return f, err
		})
		if err != nil {
			return err
		}
		page.Features = []Feature{one}
		return c.complete(ctx, tx, st.asOf, page)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return Page{}, fmt.Errorf("%s %s: %w", c.ID, id, err)
	}
	return page, nil
}
