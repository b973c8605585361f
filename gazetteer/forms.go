package gazetteer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"diming/gazetteer/naming"
)

// formsAtOnce is how many places' forms are made in one step.
const formsAtOnce = 5000

// formRow is one standard name with what is compared of it.
type formRow struct {
	Place    uuid.UUID
	Class    string
	Valid    pgtype.Range[pgtype.Date]
	Last     bool
	Text     string
	Reading  string
	Within   *uuid.UUID
	Location *orb.Point
}

// FreshenForms brings the projection name_form in line with the names that
// were written since it was last asked for, and answers how many places it
// looked at. The database notes every change itself (name_form_stale), within
// the change; whoever compares names calls this first. Two at once follow one
// another.
func (s *Store) FreshenForms(ctx context.Context) (places int, err error) {
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		rules, err := (&Store{DB: tx}).Rules(ctx)
		if err == nil {
			places, err = freshenForms(ctx, tx, rules.Merges())
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("freshen forms of names: %w", err)
	}
	return places, nil
}

// RebuildForms makes the whole projection again.
func (s *Store) RebuildForms(ctx context.Context) error {
	_, err := s.DB.Exec(ctx, `INSERT INTO name_form_stale SELECT id FROM place`)
	if err == nil {
		_, err = s.FreshenForms(ctx)
	}
	return err
}

// freshenForms brings the forms in line with the names, in the merges of the
// local dialect: where others were adopted since, all are made again.
func freshenForms(ctx context.Context, tx pgx.Tx, merges naming.Merges) (int, error) {
	dialect := strings.Join(merges.Names(), " ")
	var stale, other bool
	asked := `SELECT EXISTS (SELECT FROM name_form_stale), dialect <> $1 FROM name_form_made`
	if err := tx.QueryRow(ctx, asked, dialect).Scan(&stale, &other); err != nil || !stale && !other {
		return 0, err
	}
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('forms of names', 0))`); err != nil {
		return 0, err
	}
	if err := tx.QueryRow(ctx, asked, dialect).Scan(&stale, &other); err != nil {
		return 0, err
	}
	if other {
		if _, err := tx.Exec(ctx, `INSERT INTO name_form_stale SELECT id FROM place`); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(ctx, `UPDATE name_form_made SET dialect = $1`, dialect); err != nil {
			return 0, err
		}
	}
	rows, err := tx.Query(ctx, `DELETE FROM name_form_stale RETURNING place`)
	if err != nil {
		return 0, err
	}
	marked, err := pgx.CollectRows(rows, pgx.RowTo[*uuid.UUID])
	if err != nil {
		return 0, err
	}
	var all []uuid.UUID
	divisions := false
	for _, id := range marked {
		if id == nil {
			divisions = true
			continue
		}
		all = append(all, *id)
	}
	slices.SortFunc(all, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	all = slices.Compact(all)
	for chunk := range slices.Chunk(all, formsAtOnce) {
		if err := refreshForms(ctx, tx, chunk, merges); err != nil {
			return 0, err
		}
	}
	if divisions {
		return len(all), scopeForms(ctx, tx, nil)
	}
	return len(all), nil
}

// refreshForms makes the forms of some places again.
func refreshForms(ctx context.Context, tx pgx.Tx, of []uuid.UUID, merges naming.Merges) error {
	if _, err := tx.Exec(ctx, `DELETE FROM name_form WHERE place = ANY($1)`, of); err != nil {
		return err
	}
	rows, err := tx.Query(ctx, `
		SELECT n.place, p.class, n.valid, upper_inf(n.valid) OR upper(n.valid) IS NOT DISTINCT FROM upper(p.valid) AND NOT EXISTS (
				SELECT FROM place_version l WHERE l.place = n.place AND upper_inf(l.recorded) AND lower(l.valid) >= upper(n.valid)),
			n.text, n.reading, p.within, p.location
		FROM name_version n JOIN place o ON o.id = n.place AND o.withdrawn IS NULL,
		LATERAL (SELECT v.class, v.valid, v.within, v.location FROM place_version v
			WHERE v.place = n.place AND upper_inf(v.recorded) AND v.valid && n.valid
			ORDER BY upper(v.valid) DESC NULLS FIRST LIMIT 1) p
		WHERE n.place = ANY($1) AND upper_inf(n.recorded) AND n.kind = 'standard' AND n.lang = 'zh-Hans'`, of)
	if err != nil {
		return err
	}
	standing, err := pgx.CollectRows(rows, pgx.RowToStructByPos[formRow])
	if err != nil {
		return err
	}
	columns := []string{"place", "class", "class_group", "valid", "last", "text", "specific", "reading", "toned", "toneless", "look", "dialect", "within", "location"}
	err = copyRows(ctx, tx, "name_form", columns, standing, func(r formRow) []any {
		f := naming.FormsOf(r.Text, r.Class, r.Reading, merges)
		return []any{r.Place, r.Class, naming.Group(r.Class), r.Valid, r.Last, f.Text, f.Specific, r.Reading, f.Toned, f.Toneless, f.Look, f.Dialect, r.Within, r.Location}
	})
	if err != nil {
		return err
	}
	return scopeForms(ctx, tx, of)
}

// scopeForms says in which divisions the places lie, for some places or, by
// nil, for all.
func scopeForms(ctx context.Context, tx pgx.Tx, of []uuid.UUID) error {
	_, err := tx.Exec(ctx, `
		WITH RECURSIVE up AS (
			SELECT b.within AS begin, v.division, v.level, v.parent FROM (
				SELECT DISTINCT within FROM name_form WHERE within IS NOT NULL AND ($1::uuid[] IS NULL OR place = ANY($1))) b,
			LATERAL (SELECT division, level, parent FROM division_version WHERE division = b.within AND upper_inf(recorded)
				ORDER BY valid @> current_date DESC, upper(valid) DESC NULLS FIRST LIMIT 1) v
			UNION
			SELECT up.begin, v.division, v.level, v.parent FROM up,
			LATERAL (SELECT division, level, parent FROM division_version WHERE division = up.parent AND upper_inf(recorded)
				ORDER BY valid @> current_date DESC, upper(valid) DESC NULLS FIRST LIMIT 1) v),
		levels AS (
			SELECT begin, (array_agg(division) FILTER (WHERE level = 1))[1] AS province, (array_agg(division) FILTER (WHERE level = 2))[1] AS city,
				(array_agg(division) FILTER (WHERE level = 3))[1] AS county, (array_agg(division) FILTER (WHERE level = 4))[1] AS township
			FROM up GROUP BY begin)
		UPDATE name_form f SET province = l.province, city = l.city, county = l.county, township = l.township
		FROM levels l WHERE f.within = l.begin AND ($1::uuid[] IS NULL OR f.place = ANY($1))
		  AND (f.province, f.city, f.county, f.township) IS DISTINCT FROM (l.province, l.city, l.county, l.township)`, of)
	if err != nil {
		return fmt.Errorf("divisions of forms: %w", err)
	}
	return nil
}
