package cases

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"diming/internal/version"
)

// Figures are what an office asks about its cases of a time.
type Figures struct {
	Opened, Online int     // cases that came in 办件, and those of them online 网办
	OnTime, Late   int     // deadlines of the law and the place that were met, or missed
	ByState        []Count // of the open cases
	ByAge          []Count // of the open cases, by days since the application
	Days           []Days  // by step
}

// A Count is a number of something.
type Count struct {
	Of string `json:"of"`
	N  int    `json:"n"`
}

// Days are how long a step took: the middle one, and that which nine of ten
// cases stayed below, in calendar days.
type Days struct {
	Step   string  `json:"step"`
	N      int     `json:"n"`
	Median float64 `json:"median_days"`
	P90    float64 `json:"p90_days"`
}

// FiguresOf gives the figures of the cases opened in a span, in the whole
// register or in divisions with all that they hold.
func (s *Store) FiguresOf(ctx context.Context, whole bool, divisions []uuid.UUID, in version.Span) (Figures, error) {
	var f Figures
	const these = `WITH these AS (SELECT c.* FROM name_case c WHERE ($1 OR c.division IN (SELECT division FROM case_divisions($2))) AND $3::daterange @> c.opened_on) `
	args := []any{whole, divisions, in.Range()}
	err := s.DB.QueryRow(ctx, these+`SELECT count(*), count(*) FILTER (WHERE channel = 'online') FROM these WHERE state <> 'draft'`, args...).Scan(&f.Opened, &f.Online)
	if err != nil {
		return f, fmt.Errorf("figures of cases: %w", err)
	}
	err = s.DB.QueryRow(ctx, these+`SELECT count(*) FILTER (WHERE k.done_on <= k.due_on), count(*) FILTER (WHERE k.done_on > k.due_on OR k.done_on IS NULL AND k.due_on < $4)
		FROM these c JOIN case_clock k ON k.name_case = c.id`, append(args, s.today())...).Scan(&f.OnTime, &f.Late)
	if err != nil {
		return f, fmt.Errorf("figures of cases: %w", err)
	}
	if f.ByState, err = s.counts(ctx, these+`SELECT state, count(*) FROM these WHERE state NOT IN ('not_accepted', 'rejected', 'in_force', 'withdrawn')
		GROUP BY 1 ORDER BY 1`, args...); err != nil {
		return f, err
	}
	f.ByAge, err = s.counts(ctx, these+`SELECT age, count(*) FROM these, LATERAL (SELECT CASE WHEN $4 - opened_on < 8 THEN '0–7' WHEN $4 - opened_on < 31 THEN '8–30'
			WHEN $4 - opened_on < 91 THEN '31–90' ELSE '91+' END AS age) a
		WHERE state NOT IN ('not_accepted', 'rejected', 'in_force', 'withdrawn') GROUP BY 1 ORDER BY min($4 - opened_on)`, append(args, s.today())...)
	if err != nil {
		return f, err
	}
	f.Days, err = s.stepDays(ctx, these, args)
	return f, err
}

func (s *Store) counts(ctx context.Context, sql string, args ...any) ([]Count, error) {
	rows, err := s.DB.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("count cases: %w", err)
	}
	defer rows.Close()
	all := []Count{}
	for rows.Next() {
		var c Count
		if err := rows.Scan(&c.Of, &c.N); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

func (s *Store) stepDays(ctx context.Context, these string, args []any) ([]Days, error) {
	rows, err := s.DB.Query(ctx, these+`
		SELECT step, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days), percentile_cont(0.9) WITHIN GROUP (ORDER BY days)
		FROM these c, LATERAL (VALUES (1, 'accept', accepted_on - submitted_on), (2, 'decide', replied_on - accepted_on),
			(3, 'file', filed_on - replied_on), (4, 'announce', announced_on - replied_on)) t (n, step, days)
		WHERE days IS NOT NULL GROUP BY n, step ORDER BY n`, args...)
	if err != nil {
		return nil, fmt.Errorf("days by step: %w", err)
	}
	defer rows.Close()
	all := []Days{}
	for rows.Next() {
		var d Days
		if err := rows.Scan(&d.Step, &d.N, &d.Median, &d.P90); err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, rows.Err()
}
