package heritage

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// A Filter narrows a list of items; what is empty does not.
type Filter struct {
	Within []uuid.UUID // divisions, each with all that it holds; of the list, or of the place
	Whole  bool        // all of them
	Batch  *uuid.UUID
	Place  *uuid.UUID
	State  string
	Plan   string // state of the latest plan: PlanNone, PlanDrawn or PlanApproved
	Class  string
	Text   string // part of the name
	Open   bool   // only what everybody may read: listed, published, and of a public place
	After  uuid.UUID
	Limit  int
}

const planStateSQL = `coalesce((SELECT CASE WHEN a.plan IS NULL THEN 'drawn' ELSE 'approved' END FROM heritage_plan h LEFT JOIN heritage_plan_approval a ON a.plan = h.id
			WHERE h.item = i.id ORDER BY h.id DESC LIMIT 1), 'none')`

const itemSQL = `
	SELECT i.id, i.batch, i.place, b.title, b.published_on <= current_date IS TRUE, i.name, coalesce(n.text, ''), i.class, i.reason, i.state,
		i.proposed_by, i.reviewed_by, i.review, i.listed_on, i.ended_on, i.ended_why, b.division, coalesce(d.name, ''), v.location,
		v.visibility = 'public' AND p.withdrawn IS NULL, (SELECT count(*) FROM heritage_plan h WHERE h.item = i.id),
		` + planStateSQL + `,
		EXISTS (SELECT FROM heritage_plan h JOIN heritage_plan_approval a ON a.plan = h.id WHERE h.item = i.id)
	FROM heritage_item i JOIN heritage_batch b ON b.id = i.batch JOIN place p ON p.id = i.place
	LEFT JOIN LATERAL (SELECT text FROM name_version n WHERE n.place = i.place AND ` + standsToday + `) n ON true
	JOIN LATERAL (SELECT within, location, visibility FROM place_version v WHERE v.place = i.place AND upper_inf(v.recorded)
		ORDER BY v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) v ON true
	LEFT JOIN LATERAL (SELECT name FROM division_version d WHERE d.division = coalesce(v.within, i.place) AND upper_inf(d.recorded)
		ORDER BY d.valid @> current_date DESC, upper(d.valid) DESC NULLS FIRST LIMIT 1) d ON true
	WHERE `

func scanItem(row pgx.CollectableRow) (Item, error) {
	var i Item
	err := row.Scan(&i.ID, &i.Batch, &i.Place, &i.BatchTitle, &i.Published, &i.Name, &i.NameNow, &i.Class, &i.Reason, &i.State,
		&i.ProposedBy, &i.ReviewedBy, &i.Review, &i.ListedOn, &i.EndedOn, &i.EndedWhy, &i.Owner, &i.DivisionName, &i.Location, &i.Public, &i.Plans, &i.PlanState, &i.Approved)
	return i, err
}

// Items lists the items that a filter lets through, the newest first.
func (s *Store) Items(ctx context.Context, f Filter) ([]Item, error) {
	rows, err := s.DB.Query(ctx, itemSQL+`($1 OR EXISTS (SELECT FROM division_above(b.division) a WHERE a.division = ANY($2)))
		AND ($3::uuid IS NULL OR i.batch = $3) AND ($4::uuid IS NULL OR i.place = $4) AND ($5 = '' OR i.state = $5) AND ($6 = '' OR i.class = $6)
		AND ($7 = '' OR strpos(i.name, $7) > 0)
		AND (NOT $8 OR i.state = 'listed' AND b.published_on <= current_date AND v.visibility = 'public' AND p.withdrawn IS NULL)
		AND ($9 = '00000000-0000-0000-0000-000000000000'::uuid OR i.id < $9)
		AND ($11 = '' OR `+planStateSQL+` = $11)
		ORDER BY i.id DESC LIMIT $10`, f.Whole, f.Within, f.Batch, f.Place, f.State, f.Class, f.Text, f.Open, f.After, f.Limit, f.Plan)
	if err != nil {
		return nil, fmt.Errorf("list heritage names: %w", err)
	}
	return pgx.CollectRows(rows, scanItem)
}

// Item gives one item, or ErrNotFound.
func (s *Store) Item(ctx context.Context, id uuid.UUID) (Item, error) {
	rows, err := s.DB.Query(ctx, itemSQL+`i.id = $1`, id)
	if err != nil {
		return Item{}, fmt.Errorf("heritage name %s: %w", id, err)
	}
	i, err := pgx.CollectExactlyOneRow(rows, scanItem)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return i, err
}

// Of lists the entries of a place on protection lists; with open only what
// everybody may read.
func (s *Store) Of(ctx context.Context, place uuid.UUID, open bool) ([]Item, error) {
	return s.Items(ctx, Filter{Whole: true, Place: &place, Open: open, Limit: 20})
}
