package supervision

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// A Filter narrows a list of matters; what is empty does not.
type Filter struct {
	Within  []uuid.UUID
	Whole   bool
	ID      *uuid.UUID
	Kind    string
	State   string
	Overdue bool
	Text    string // part of number, party or subject
	After   Cursor
	Limit   int
}

// A Cursor is where a page of the list ended.
type Cursor struct {
	Rank int
	Due  version.Date // zero where the rank does not go by deadlines
	ID   uuid.UUID    // nil: the beginning
}

// Ranks of the list: what is overdue stands on top, then what has a deadline,
// then what is open without one, then what is closed.
const (
	RankOverdue = iota
	RankDue
	RankOpen
	RankClosed
)

// Cursor is where a page that ends with m ended.
func (m Matter) Cursor() Cursor {
	c := Cursor{Rank: m.Rank, ID: m.ID}
	if m.Rank <= RankDue {
		c.Due = m.DueOn
	}
	return c
}

// List gives the matters that a filter lets through, overdue ones on top, and
// within each rank the earliest deadline and then the newest. Of a reporter it
// tells nothing.
func (s *Store) List(ctx context.Context, f Filter) ([]Matter, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT m.id, m.kind, m.division, coalesce(d.name, ''), m.number, m.party, m.subject, m.body, m.basis, m.place, coalesce(n.text, ''), m.made_on, m.due_on, m.state,
			m.result, m.closed_on, m.person IS NOT NULL, r.rank = 0, r.rank
		FROM supervision m
		CROSS JOIN LATERAL (SELECT CASE WHEN m.state <> 'open' THEN 3 WHEN m.due_on < current_date THEN 0
			WHEN m.due_on IS NOT NULL THEN 1 ELSE 2 END AS rank, CASE WHEN m.state = 'open' THEN coalesce(m.due_on, 'infinity') ELSE 'infinity' END AS due) r
		LEFT JOIN LATERAL (SELECT name FROM division_version v WHERE v.division = m.division AND upper_inf(v.recorded)
			ORDER BY v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) d ON true
		LEFT JOIN LATERAL (SELECT text FROM name_version n WHERE n.place = m.place AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND upper_inf(n.recorded) LIMIT 1) n ON true
		WHERE ($1 OR EXISTS (SELECT FROM division_above(m.division) a WHERE a.division = ANY($2))) AND ($3::uuid IS NULL OR m.id = $3)
			AND ($4 = '' OR m.kind = $4) AND ($5 = '' OR m.state = $5) AND (NOT $6 OR r.rank = 0)
			AND ($7 = '' OR strpos(concat_ws(' ', m.number, m.party, m.subject), $7) > 0)
			AND ($8 = '00000000-0000-0000-0000-000000000000'::uuid OR (r.rank, r.due) > ($9::int, coalesce($10::date, 'infinity'))
				OR (r.rank, r.due) = ($9::int, coalesce($10::date, 'infinity')) AND m.id < $8)
		ORDER BY r.rank, r.due, m.id DESC LIMIT $11`, f.Whole, f.Within, f.ID, f.Kind, f.State, f.Overdue, f.Text, f.After.ID, f.After.Rank, f.After.Due, f.Limit)
	if err != nil {
		return nil, fmt.Errorf("list supervision: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Matter])
}
