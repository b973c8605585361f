package fieldsync

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
)

// Patrol is the kind of task that is the patrols under a contract.
const Patrol = "patrol"

// A Mine is a task in which the owner of a phone takes part.
type Mine struct {
	Task     uuid.UUID
	Kind     string // round, special or patrol
	Revision int64
	Sides    []boundaries.Side
	Markers  int
	Bytes    *int64 // of the last pack that this phone took; nil: none
}

// Mine gives the tasks in which a phone's owner takes part and that are not
// done, what is due first.
func (s *Store) Mine(ctx context.Context, d Device) ([]Mine, error) {
	rows, err := s.DB.Query(ctx, `WITH mine AS (`+reached+`
			UNION SELECT i.task, i.side FROM field_invitation i WHERE i.id = $2 AND i.ended_at IS NULL AND i.ends_at > $4)
		SELECT t.id, t.kind, t.revision, array_agg(m.side ORDER BY m.side),
			(SELECT count(*) FROM marker_version v JOIN marker k ON k.id = v.marker WHERE v.line = t.line AND upper_inf(v.recorded) AND v.valid @> $5::date AND k.withdrawn IS NULL AND k.state <> 'retired'
				AND (t.kind <> 'patrol' OR k.id IN (SELECT marker FROM upkeep_contract_marker WHERE contract = t.id)))::int,
			(SELECT p.size_bytes FROM field_pack p WHERE p.device = $3 AND p.task = t.id ORDER BY p.made_at DESC LIMIT 1)
		FROM mine m JOIN field_task t ON t.id = m.task
		WHERE t.listed GROUP BY t.id, t.kind, t.revision, t.line, t.due ORDER BY t.due, t.id`, d.Account, d.Invitation, d.ID, s.now(), Land{}.today())
	if err != nil {
		return nil, fmt.Errorf("tasks of phone %s: %w", d.ID, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Mine, error) {
		var m Mine
		var sides []string
		err := row.Scan(&m.Task, &m.Kind, &m.Revision, &sides, &m.Markers, &m.Bytes)
		for _, side := range sides {
			m.Sides = append(m.Sides, boundaries.Side(side))
		}
		return m, err
	})
}

// MineIs gives one task in which a phone's owner takes part, or ErrNotFound.
func (s *Store) MineIs(ctx context.Context, d Device, task uuid.UUID) (Mine, error) {
	all, err := s.Mine(ctx, d)
	if err != nil {
		return Mine{}, err
	}
	for _, m := range all {
		if m.Task == task {
			return m, nil
		}
	}
	return Mine{}, fmt.Errorf("task %s of phone %s: %w", task, d.ID, ErrNotFound)
}
