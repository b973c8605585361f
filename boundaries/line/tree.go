package line

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/pg"
	"diming/internal/version"
)

// A unit is a division as it stands on a day.
type unit struct {
	id           uuid.UUID
	parent       uuid.UUID // uuid.Nil: none
	level        boundaries.Level
	system, code string
	name         string
	source       string // of its area; "" without one
	visibility   string
	from         version.Date // since when it is so
}

// A tree is the divisions of a day.
type tree map[uuid.UUID]unit

func readTree(ctx context.Context, db pg.DB, on version.Date) (tree, error) {
	rows, err := db.Query(ctx, `SELECT v.division, coalesce(v.parent, '00000000-0000-0000-0000-000000000000'), v.level, v.code_system, v.code, v.name,
			coalesce(v.area_source, ''), v.visibility, lower(v.valid)
		FROM division_version v JOIN division d ON d.id = v.division
		WHERE upper_inf(v.recorded) AND v.valid @> $1::date AND d.withdrawn IS NULL`, on)
	if err != nil {
		return nil, fmt.Errorf("divisions on %s: %w", on, err)
	}
	t := tree{}
	var u unit
	_, err = pgx.ForEachRow(rows, []any{&u.id, &u.parent, &u.level, &u.system, &u.code, &u.name, &u.source, &u.visibility, &u.from}, func() error {
		u.name = boundaries.StandardName(u.name)
		t[u.id] = u
		return nil
	})
	return t, err
}

// chain is a division with those above it, itself first.
func (t tree) chain(id uuid.UUID) []uuid.UUID {
	var up []uuid.UUID
	for u, ok := t[id]; ok && len(up) < 10; u, ok = t[u.parent] {
		up = append(up, u.id)
	}
	return up
}

// within tells whether a division is another or lies under it.
func (t tree) within(id, above uuid.UUID) bool {
	for _, up := range t.chain(id) {
		if up == above {
			return true
		}
	}
	return false
}

// part gives the highest divisions in which two differ: whose line lies between
// them.
func (t tree) between(a, b uuid.UUID) (uuid.UUID, uuid.UUID) {
	x, y := t.chain(a), t.chain(b)
	for len(x) > 1 && len(y) > 1 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return x[len(x)-1], y[len(y)-1]
}

// levelOf is the level of a line between two owners: the highest that differs.
func (t tree) levelOf(a, b Owner) boundaries.Level {
	if b.Kind != Division {
		return t[a.Division].level
	}
	x, y := t.between(a.Division, b.Division)
	return min(t[x].level, t[y].level)
}
