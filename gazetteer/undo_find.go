package gazetteer

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
)

// find reads what the import wrote and has not been undone yet, and locks it.
func (u *undoing) find(ctx context.Context) error {
	rows, err := u.tx.Query(ctx, `SELECT e.id, e.public FROM import_entry i JOIN ledger_entry e ON e.id = i.entry
		WHERE i.run = $1 AND NOT i.undo ORDER BY e.id`, u.Run)
	if err != nil {
		return err
	}
	var entry int64
	var public bool
	_, err = pgx.ForEachRow(rows, []any{&entry, &public}, func() error {
		u.entries, u.public = append(u.entries, entry), u.public || public
		return nil
	})
	if err != nil {
		return err
	}
	if len(u.entries) == 0 {
		return ErrNothingToUndo
	}
	touched, err := u.touched(ctx)
	if err != nil {
		return err
	}
	if err := places.LockAll(ctx, u.tx, touched); err != nil {
		return err
	}
	return u.sort(ctx, touched)
}

// touched are the places, divisions among them, that the import wrote and no
// undoing of it has put back.
func (u *undoing) touched(ctx context.Context) ([]uuid.UUID, error) {
	rows, err := u.tx.Query(ctx, `
		WITH wrote AS (
			SELECT place, entry, closed_by FROM place_version WHERE entry = ANY($1) OR closed_by = ANY($1)
			UNION ALL SELECT place, entry, closed_by FROM name_version WHERE entry = ANY($1) OR closed_by = ANY($1)
			UNION ALL SELECT division, entry, closed_by FROM division_version WHERE entry = ANY($1) OR closed_by = ANY($1)
			UNION ALL SELECT place, entry, NULL FROM place_source WHERE entry = ANY($1)),
		undone AS (
			SELECT v.place FROM place_version v JOIN import_entry i ON i.entry IN (v.entry, v.closed_by) WHERE i.run = $2 AND i.undo
			UNION SELECT v.place FROM name_version v JOIN import_entry i ON i.entry IN (v.entry, v.closed_by) WHERE i.run = $2 AND i.undo
			UNION SELECT v.division FROM division_version v JOIN import_entry i ON i.entry IN (v.entry, v.closed_by) WHERE i.run = $2 AND i.undo)
		SELECT DISTINCT place FROM wrote WHERE place NOT IN (SELECT place FROM undone)`, u.entries, u.Run)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// sort tells what the import added from what it changed.
func (u *undoing) sort(ctx context.Context, touched []uuid.UUID) error {
	rows, err := u.tx.Query(ctx, `
		WITH version AS MATERIALIZED (
			SELECT place, entry, recorded FROM place_version WHERE place = ANY($1)
			UNION ALL SELECT division, entry, recorded FROM division_version WHERE division = ANY($1))
		SELECT place, place IN (SELECT id FROM division),
			coalesce(min(lower(recorded)) FILTER (WHERE entry = ANY($2)) <= min(lower(recorded)) FILTER (WHERE NOT entry = ANY($2)),
				bool_or(entry = ANY($2)))
		FROM version GROUP BY place ORDER BY place`, touched, u.entries)
	if err != nil {
		return err
	}
	u.division = map[uuid.UUID]bool{}
	var id uuid.UUID
	var division, added bool
	_, err = pgx.ForEachRow(rows, []any{&id, &division, &added}, func() error {
		u.division[id] = division
		if added {
			u.added = append(u.added, id)
		} else {
			u.changed = append(u.changed, id)
		}
		return nil
	})
	return err
}

// changedSinceSQL finds of places $1, which the entries $2 wrote, those that
// another entry wrote later, with the last such entry. Undoings do not count,
// nor does what they undid: an import that was undone changed nothing.
const changedSinceSQL = `
	WITH version AS MATERIALIZED (
		SELECT place, recorded, entry, closed_by FROM place_version WHERE place = ANY($1)
		UNION ALL SELECT place, recorded, entry, closed_by FROM name_version WHERE place = ANY($1)
		UNION ALL SELECT division, recorded, entry, closed_by FROM division_version WHERE division = ANY($1)),
	began AS (
		SELECT place, min(CASE WHEN entry = ANY($2) THEN lower(recorded) ELSE upper(recorded) END) AS at
		FROM version WHERE entry = ANY($2) OR closed_by = ANY($2) GROUP BY place),
	act AS (
		SELECT v.place, v.entry FROM version v JOIN began b USING (place) WHERE lower(v.recorded) >= b.at
		UNION SELECT v.place, v.closed_by FROM version v JOIN began b USING (place) WHERE v.closed_by IS NOT NULL AND upper(v.recorded) >= b.at),
	undone AS (
		SELECT a.place, i.entry FROM act a JOIN import_entry u ON u.entry = a.entry AND u.undo
		JOIN import_entry i ON i.run = u.run)
	SELECT a.place, max(a.entry) FROM act a
	WHERE NOT a.entry = ANY($2) AND (a.place, a.entry) NOT IN (SELECT place, entry FROM undone)
	GROUP BY a.place
	UNION SELECT p.id, coalesce((SELECT max(e.id) FROM ledger_entry e WHERE e.object = p.id), 0) FROM place p
	WHERE p.id = ANY($1) AND p.withdrawn IS NOT NULL`

// leave takes out of what is undone all that was changed since, that others
// rest on, or that lies outside the actor's jurisdiction.
func (u *undoing) leave(ctx context.Context) error {
	left, err := u.changedSince(ctx)
	if err != nil {
		return err
	}
	if err := u.restedOn(ctx, left); err != nil {
		return err
	}
	if err := u.outside(ctx, left); err != nil {
		return err
	}
	if len(left) == 0 {
		return nil
	}
	stays := func(id uuid.UUID) bool { return left[id] != nil }
	ids := make([]uuid.UUID, 0, len(left))
	for _, id := range u.all() {
		if stays(id) {
			ids = append(ids, id)
		}
	}
	u.added, u.changed = slices.DeleteFunc(u.added, stays), slices.DeleteFunc(u.changed, stays)
	return u.tell(ctx, ids, left)
}

func (u *undoing) changedSince(ctx context.Context) (map[uuid.UUID]*Changed, error) {
	rows, err := u.tx.Query(ctx, `SELECT c.place, coalesce(e.action, ''), coalesce(e.body::json ->> 'reason', '')
		FROM (`+changedSinceSQL+`) c (place, entry) LEFT JOIN ledger_entry e ON e.id = c.entry`, u.all(), u.entries)
	if err != nil {
		return nil, err
	}
	left := map[uuid.UUID]*Changed{}
	var c Changed
	_, err = pgx.ForEachRow(rows, []any{&c.Place, &c.Action, &c.Reason}, func() error {
		one := c
		left[c.Place] = &one
		return nil
	})
	return left, err
}

// restedOn keeps divisions that the import added and that hold what others
// have brought.
func (u *undoing) restedOn(ctx context.Context, left map[uuid.UUID]*Changed) error {
	var divisions []uuid.UUID
	for _, id := range u.added {
		if u.division[id] {
			divisions = append(divisions, id)
		}
	}
	if len(divisions) == 0 {
		return nil
	}
	used, err := boundaries.InUse(ctx, u.tx, divisions, u.entries)
	if err != nil {
		return err
	}
	rows, err := u.tx.Query(ctx, `SELECT DISTINCT v.within FROM place_version v JOIN place p ON p.id = v.place AND p.withdrawn IS NULL
		WHERE v.within = ANY($1) AND upper_inf(v.recorded) AND NOT v.entry = ANY($2)`, divisions, u.entries)
	if err != nil {
		return err
	}
	holds, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	for _, id := range append(used, holds...) {
		if left[id] == nil {
			left[id] = &Changed{Place: id, Action: "in_use", Reason: "其中另有政区或地名 / other divisions or places lie in it"}
		}
	}
	return nil
}

// outside keeps places beyond the actor's jurisdiction.
func (u *undoing) outside(ctx context.Context, left map[uuid.UUID]*Changed) error {
	if u.Within == nil {
		return nil
	}
	above, err := readAbove(ctx, u.tx)
	if err != nil {
		return err
	}
	rows, err := u.tx.Query(ctx, `SELECT place, coalesce(CASE WHEN place IN (SELECT id FROM division) THEN place END, within)
		FROM place_version WHERE place = ANY($1) AND upper_inf(recorded)`, u.all())
	if err != nil {
		return err
	}
	var id uuid.UUID
	var in *uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&id, &in}, func() error {
		if (in == nil || !(Batch{Within: u.Within}).reaches(above.of(*in).chain)) && left[id] == nil {
			left[id] = &Changed{Place: id, Action: "outside", Reason: outsideJurisdiction}
		}
		return nil
	})
	return err
}

// tell lists what stays, with its names.
func (u *undoing) tell(ctx context.Context, ids []uuid.UUID, left map[uuid.UUID]*Changed) error {
	rows, err := u.tx.Query(ctx, `SELECT DISTINCT ON (place) place, text FROM name_version
		WHERE place = ANY($1) AND kind = 'standard' AND upper_inf(recorded)
		ORDER BY place, valid @> current_date DESC, lang = 'zh-Hans' DESC, upper(valid) DESC NULLS FIRST`, ids)
	if err != nil {
		return err
	}
	var id uuid.UUID
	var name string
	_, err = pgx.ForEachRow(rows, []any{&id, &name}, func() error {
		left[id].Name = name
		return nil
	})
	for _, id := range ids {
		u.done.ChangedSince = append(u.done.ChangedSince, *left[id])
	}
	return err
}
