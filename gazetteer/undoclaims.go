package gazetteer

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/version"
)

// claim gives the claims of what was added up, and the changed places theirs
// back. Another that came by a name only while the import stood may hold the
// claim by now; so it is not enough to claim again: a place that had lost a
// claim before the import has lost it again, whoever is first now.
func (u *undoing) claim(ctx context.Context) error {
	moved, err := u.renamed(ctx)
	if err != nil {
		return err
	}
	for _, id := range append(moved, u.added...) {
		if err := forgetDuplicates(ctx, u.tx, id); err != nil {
			return err
		}
		if err := release(ctx, u.tx, id, version.Span{}); err != nil {
			return err
		}
	}
	all, err := claimsOf(ctx, u.tx, moved)
	if err != nil {
		return err
	}
	lost, err := u.lost(ctx, moved)
	if err != nil {
		return err
	}
	var made []claim
	for _, c := range all {
		other, ok := lost[c.name()]
		if !ok {
			made = append(made, c)
			continue
		}
		if _, err := u.tx.Exec(ctx, `INSERT INTO name_finding (place, check_id, scope, class_group, key, other, entry)
			VALUES ($1, '重', $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`, c.place, c.scope, c.group, c.key, other, u.entry); err != nil {
			return err
		}
	}
	_, err = note(ctx, u.tx, made, u.entry)
	return err
}

// A claimName is what is claimed, by whom, at whatever time.
type claimName struct {
	place, scope uuid.UUID
	group, key   string
}

func (c claim) name() claimName { return claimName{c.place, c.scope, c.group, c.key} }

// lost are the claims that places had lost before the import first touched
// them, and to whom; not those of which they held a part, nor those to a place
// that is no more.
func (u *undoing) lost(ctx context.Context, places []uuid.UUID) (map[claimName]uuid.UUID, error) {
	rows, err := u.tx.Query(ctx, `
		WITH past AS (
			SELECT p.* FROM name_claim_past p
			JOIN (SELECT place, min(entry) AS entry FROM name_claim_past WHERE place = ANY($1) AND entry = ANY($2) GROUP BY place) first USING (place, entry))
		SELECT l.place, l.scope, l.class_group, l.key, l.other FROM past l JOIN place o ON o.id = l.other
		WHERE l.valid IS NULL AND o.withdrawn IS NULL AND NOT EXISTS (SELECT FROM past h
			WHERE h.valid IS NOT NULL AND (h.place, h.scope, h.class_group, h.key) = (l.place, l.scope, l.class_group, l.key))`, places, u.entries)
	if err != nil {
		return nil, err
	}
	lost := map[claimName]uuid.UUID{}
	var n claimName
	var other uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&n.place, &n.scope, &n.group, &n.key, &other}, func() error { lost[n] = other; return nil })
	return lost, err
}

// renamed are the changed places of which something changed that claims rest
// on: standard name, class or division.
func (u *undoing) renamed(ctx context.Context) ([]uuid.UUID, error) {
	rows, err := u.tx.Query(ctx, `
		SELECT DISTINCT place FROM name_version WHERE place = ANY($1) AND kind = 'standard' AND (entry = $2 OR closed_by = $2)
		UNION
		SELECT place FROM place_version WHERE place = ANY($1) AND (entry = $2 OR closed_by = $2)
		GROUP BY place HAVING count(DISTINCT (class, within)) > 1`, u.changed, u.entry)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// claimsOf lists what the standard names of places claim as they stand, in the
// language of each place's first name.
func claimsOf(ctx context.Context, tx pgx.Tx, ids []uuid.UUID) ([]claim, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	above, err := readAbove(ctx, tx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
		SELECT n.place, n.text, n.valid, v.class, v.within, v.location FROM name_version n
		CROSS JOIN LATERAL (SELECT class, within, location FROM place_version WHERE place = n.place AND upper_inf(recorded) AND valid && n.valid
			ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1) v
		WHERE n.place = ANY($1) AND n.kind = 'standard' AND upper_inf(n.recorded)
		  AND n.lang = (SELECT f.lang FROM name_version f WHERE f.place = n.place AND f.kind = 'standard' AND upper_inf(f.recorded)
			ORDER BY f.lang <> 'zh-Hans', f.version LIMIT 1)`, ids)
	if err != nil {
		return nil, err
	}
	var all []claim
	var (
		id     uuid.UUID
		text   string
		valid  pgRange
		class  string
		within *uuid.UUID
		at     *orb.Point

		streets []located
	)
	_, err = pgx.ForEachRow(rows, []any{&id, &text, &valid, &class, &within, &at}, func() error {
		streets = append(streets, located{id, class, text, version.SpanOf(valid), at})
		all = append(all, claims(id, class, text, version.SpanOf(valid), chainAbove(above, within))...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	made, err := builtUpClaims(ctx, tx, streets...)
	return append(all, made...), err
}
