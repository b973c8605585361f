package printrun

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
	"diming/signs/payload"
	"diming/signs/plate"
)

const columns = `r.id, r.county, r.division, r.title, r.source, r.sheet, r.origin, r.state, r.job, r.job_why, r.faults, r.made_at, r.tag,
	(SELECT coalesce(sum(codes), 0)::int FROM print_run_part x WHERE x.run = r.id), (SELECT coalesce(max(last), 0)::int FROM print_run_part x WHERE x.run = r.id),
	(SELECT count(*)::int FROM print_run_plate x WHERE x.run = r.id), (SELECT count(*)::int FROM print_run_plate x WHERE x.run = r.id AND x.tried IS NOT NULL),
	(SELECT coalesce(jsonb_object_agg(state, n), '{}')::text FROM (SELECT p.state, count(*) n FROM print_run_plate x JOIN plate p ON p.id = x.plate WHERE x.run = r.id GROUP BY 1) s),
	(SELECT coalesce(jsonb_object_agg(kind, n), '{}')::text FROM (SELECT p.kind, count(*) n FROM print_run_plate x JOIN plate p ON p.id = x.plate WHERE x.run = r.id AND p.state <> 'void' GROUP BY 1) s)`

func scan(row pgx.CollectableRow) (Run, error) {
	var r Run
	var sheet, states, kinds string
	err := row.Scan(&r.ID, &r.County, &r.Division, &r.Title, &r.Source, &sheet, &r.Origin, &r.State, &r.Job.State, &r.Job.Why, &r.Job.Faults, &r.Made, &r.Tag, &r.Job.Codes, &r.Job.Plates, &r.Plates, &r.Tried, &states, &kinds)
	if err != nil {
		return r, err
	}
	return r, errors.Join(json.Unmarshal([]byte(sheet), &r.Stock), json.Unmarshal([]byte(states), &r.States), json.Unmarshal([]byte(kinds), &r.Kinds))
}

// ByID gives a run, or ErrNotFound.
func (s *Store) ByID(ctx context.Context, id uuid.UUID) (Run, error) {
	return one(ctx, s.DB, id, "")
}

func one(ctx context.Context, db pg.DB, id uuid.UUID, lock string) (Run, error) {
	rows, err := db.Query(ctx, `SELECT `+columns+` FROM print_run r WHERE r.id = $1 `+lock, id)
	if err != nil {
		return Run{}, err
	}
	r, err := pgx.CollectExactlyOneRow(rows, scan)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return r, err
}

// List gives the runs of divisions, each with all that it holds, the newest
// first, before the run with the given id; whole gives those of all divisions.
func (s *Store) List(ctx context.Context, within []uuid.UUID, whole bool, before uuid.UUID, limit int) ([]Run, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+columns+` FROM print_run r WHERE ($1 OR EXISTS (SELECT FROM division_above(r.division) a WHERE a.division = ANY($2)))
		AND ($3::uuid = '00000000-0000-0000-0000-000000000000' OR r.id < $3) ORDER BY r.id DESC LIMIT $4`, whole, within, before, limit)
	if err != nil {
		return nil, fmt.Errorf("list print runs: %w", err)
	}
	return pgx.CollectRows(rows, scan)
}

// Items gives plates of a run in their order: those after n, limit of them at
// most.
func (s *Store) Items(ctx context.Context, run uuid.UUID, after, limit int) ([]Item, error) {
	return s.items(ctx, `SELECT n, plate, stead, tried IS NOT NULL FROM print_run_plate WHERE run = $1 AND n > $2 ORDER BY n LIMIT $3`, run, after, limit)
}

func (s *Store) items(ctx context.Context, query string, args ...any) ([]Item, error) {
	rows, err := s.DB.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	ids := []uuid.UUID{}
	items, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Item, error) {
		var i Item
		var id uuid.UUID
		var stead *uuid.UUID
		err := row.Scan(&i.N, &id, &stead, &i.Tried)
		if stead != nil {
			i.Stead = *stead
		}
		ids = append(ids, id)
		return i, err
	})
	if err != nil {
		return nil, err
	}
	plates, err := (&plate.Store{DB: s.DB}).InOrder(ctx, ids)
	for i := range plates {
		items[i].Plate = plates[i]
	}
	if err != nil {
		return nil, err
	}
	said, err := (&payload.Store{DB: s.DB}).Of(ctx, ids)
	for i := range items {
		items[i].Sign = said[items[i].ID]
	}
	return items, err
}

// Parts gives the finished files of a run.
func (s *Store) Parts(ctx context.Context, run uuid.UUID) ([]Part, error) {
	rows, err := s.DB.Query(ctx, `SELECT n, first, last, sheets, codes, sha256, size_bytes FROM print_run_part WHERE run = $1 ORDER BY n`, run)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Part])
}

// Steps gives the life of a run, its latest step last.
func (s *Store) Steps(ctx context.Context, run uuid.UUID) ([]Done, error) {
	rows, err := s.DB.Query(ctx, `SELECT step, from_state, to_state, note, actor, at FROM print_run_step WHERE run = $1 ORDER BY n`, run)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Done])
}

// Division gives the division of a run, or ErrNotFound.
func (s *Store) Division(ctx context.Context, id uuid.UUID) (uuid.UUID, error) {
	var division uuid.UUID
	err := s.DB.QueryRow(ctx, `SELECT division FROM print_run WHERE id = $1`, id).Scan(&division)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return division, err
}
