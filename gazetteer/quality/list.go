package quality

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// A Filter narrows a list of findings; what is empty does not.
type Filter struct {
	Within []uuid.UUID // divisions, each with all that it holds
	Whole  bool        // every place, also those in no division
	Check  string
	State  string // "" for open and assigned
	Owner  *uuid.UUID
	Place  *uuid.UUID
	Text   string // part of the name
	After  string // cursor
	Limit  int
}

// insideSQL are the divisions $1 with all that they hold.
const insideSQL = `WITH RECURSIVE inside AS (
		SELECT unnest($1::uuid[]) AS id
		UNION SELECT d.division FROM division_version d JOIN inside ON d.parent = inside.id WHERE upper_inf(d.recorded))`

const placeSQL = `JOIN LATERAL (SELECT within, class FROM place_version v WHERE v.place = f.place AND upper_inf(v.recorded)
		ORDER BY v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) v ON true`

// reachSQL lets through places in the divisions inside, or all where $2.
const reachSQL = `($2 OR coalesce(v.within, f.place) IN (SELECT id FROM inside) OR f.place IN (SELECT id FROM inside))`

// List gives the findings that a filter lets through, by check and place.
func (s *Store) List(ctx context.Context, f Filter) ([]Finding, error) {
	check, place, _ := strings.Cut(f.After, "/")
	after, err := uuid.Parse(place)
	if f.After != "" && err != nil {
		return nil, fmt.Errorf("list findings: %w", ErrNotFound)
	}
	rows, err := s.DB.Query(ctx, insideSQL+`
		SELECT f.check_id, f.place, coalesce(n.text, ''), v.class, c.name, coalesce(d.name, ''), f.detail, f.state, f.owner, f.reason, f.found_at, f.fixed_at
		FROM quality_finding f `+placeSQL+` JOIN place_class c ON c.code = v.class
		LEFT JOIN LATERAL (SELECT text FROM name_version n WHERE n.place = f.place AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND upper_inf(n.recorded)
			ORDER BY n.valid @> current_date DESC, upper(n.valid) DESC NULLS FIRST LIMIT 1) n ON true
		LEFT JOIN LATERAL (SELECT name FROM division_version d WHERE d.division = coalesce(v.within, f.place) AND upper_inf(d.recorded)
			ORDER BY d.valid @> current_date DESC, upper(d.valid) DESC NULLS FIRST LIMIT 1) d ON true
		WHERE `+reachSQL+` AND ($3 = '' OR f.check_id = $3) AND CASE WHEN $4 = '' THEN f.state IN ('open', 'assigned') ELSE f.state = $4 END
			AND ($5::uuid IS NULL OR f.owner = $5) AND ($6::uuid IS NULL OR f.place = $6) AND ($7 = '' OR strpos(n.text, $7) > 0)
			AND ($8 = '' OR (f.check_id, f.place) > ($8, $9::uuid))
		ORDER BY f.check_id, f.place LIMIT $10`, f.Within, f.Whole, f.Check, f.State, f.Owner, f.Place, f.Text, check, after, f.Limit)
	if err != nil {
		return nil, fmt.Errorf("list findings: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Finding])
}

// A Count is how many findings of a check are in a state.
type Count struct {
	Check, State string
	N            int
}

// Counts counts findings that are not fixed, by check and state.
func (s *Store) Counts(ctx context.Context, within []uuid.UUID, whole bool) ([]Count, error) {
	sql := insideSQL + ` SELECT f.check_id, f.state, count(*) FROM quality_finding f ` + placeSQL + ` WHERE f.state <> 'fixed' AND ` + reachSQL + ` GROUP BY 1, 2`
	args := []any{within, whole}
	if whole {
		sql, args = `SELECT check_id, state, count(*) FROM quality_finding WHERE state <> 'fixed' GROUP BY 1, 2`, nil
	}
	rows, err := s.DB.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("count findings: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Count])
}

// A Day is what was counted on one day.
type Day struct {
	Day            string // ISO date
	Check          string
	Open, Accepted int
}

// Trend gives the counts of the last days, the oldest first: of the counties
// that hold one of the divisions within, or of the whole register.
func (s *Store) Trend(ctx context.Context, within []uuid.UUID, whole bool, days int) ([]Day, error) {
	rows, err := s.DB.Query(ctx, `SELECT to_char(day, 'YYYY-MM-DD'), check_id, sum(open)::int, sum(accepted)::int FROM quality_count
		WHERE day > current_date - $3::int AND ($2 OR county IN (SELECT county FROM division_version WHERE division = ANY($1) AND upper_inf(recorded)))
		GROUP BY day, check_id ORDER BY day, check_id`, within, whole, days)
	if err != nil {
		return nil, fmt.Errorf("trend of findings: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Day])
}
