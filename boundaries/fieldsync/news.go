package fieldsync

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// News is what became of a task since a phone took its pack.
type News struct {
	Kind      string // of the task: round, special or patrol
	Revision  int64
	Records   []uuid.UUID // that were withdrawn
	Objects   []uuid.UUID // markers and the line, where they stand no more
	PackEnded bool        // the office withdrew what this phone took last
	Moved     bool        // the phone's owner takes part no more
}

// News tells a phone what became of a task in which its owner takes part or
// once took the pack of; else ErrNotFound.
func (s *Store) News(ctx context.Context, d Device, task uuid.UUID) (News, error) {
	var n News
	var mine bool
	err := s.DB.QueryRow(ctx, `SELECT t.kind, t.revision, t.given_up OR coalesce(p.ended_at IS NOT NULL, false),
			EXISTS (SELECT FROM (`+reached+`) m WHERE m.task = t.id)
			OR EXISTS (SELECT FROM field_invitation i WHERE i.id = $2 AND i.task = t.id AND i.ended_at IS NULL AND i.ends_at > $5),
			ARRAY(SELECT r.id FROM field_record r WHERE r.task = t.id AND (r.withdrawn_by IS NOT NULL OR r.standing = 'withdrawn') ORDER BY r.came),
			ARRAY(SELECT l.id FROM boundary_line l WHERE l.id = t.line AND l.withdrawn IS NOT NULL
				UNION SELECT m.id FROM marker m WHERE (m.withdrawn IS NOT NULL OR m.state = 'retired') AND m.id IN (SELECT v.marker FROM marker_version v WHERE v.line = t.line))
		FROM field_task t LEFT JOIN LATERAL (SELECT ended_at FROM field_pack p WHERE p.device = $3 AND p.task = t.id ORDER BY made_at DESC LIMIT 1) p ON true
		WHERE t.id = $4`, d.Account, d.Invitation, d.ID, task, s.now()).Scan(&n.Kind, &n.Revision, &n.PackEnded, &mine, &n.Records, &n.Objects)
	if err == nil && !mine {
		var once bool
		if err = s.DB.QueryRow(ctx, `SELECT EXISTS (SELECT FROM field_pack WHERE device = $1 AND task = $2)`, d.ID, task).Scan(&once); err == nil && !once {
			err = ErrNotFound
		}
		n.Moved = true
	}
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return News{}, fmt.Errorf("news of task %s: %w", task, err)
	}
	return n, nil
}
