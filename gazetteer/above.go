package gazetteer

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"diming/boundaries"
)

type pgRange = pgtype.Range[pgtype.Date]

// An aboveIndex knows every division of today and what is above it, so that a
// load asks once and not for each row.
type aboveIndex struct {
	divisions map[uuid.UUID]boundaries.Division
	codes     map[string]uuid.UUID
	found     map[uuid.UUID]whereabouts
	anyArea   bool
}

func readAbove(ctx context.Context, tx pgx.Tx) (*aboveIndex, error) {
	rows, err := tx.Query(ctx, `
		SELECT DISTINCT ON (division) division, code_system, code, name, level, parent, area IS NOT NULL
		FROM division_version WHERE upper_inf(recorded)
		ORDER BY division, valid @> current_date DESC, upper(valid) DESC NULLS FIRST`)
	if err != nil {
		return nil, err
	}
	x := &aboveIndex{map[uuid.UUID]boundaries.Division{}, map[string]uuid.UUID{}, map[uuid.UUID]whereabouts{}, false}
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
		var d boundaries.Division
		err := row.Scan(&d.ID, &d.System, &d.Code, &d.Name, &d.Level, &d.Parent, &d.HasArea)
		x.divisions[d.ID] = d
		x.codes[d.Code] = d.ID
		x.anyArea = x.anyArea || d.HasArea
		return struct{}{}, err
	})
	return x, err
}

func (x *aboveIndex) byCode(code string) whereabouts {
	if id, ok := x.codes[code]; ok {
		return x.of(id)
	}
	return whereabouts{}
}

func (x *aboveIndex) of(id uuid.UUID) whereabouts {
	if at, ok := x.found[id]; ok {
		return at
	}
	var chain []boundaries.Division
	for next := &id; next != nil && len(chain) < 10; {
		d, ok := x.divisions[*next]
		if !ok {
			break
		}
		chain = append([]boundaries.Division{d}, chain...)
		next = d.Parent
	}
	at := whereabouts{within: &id, chain: chain}
	if len(chain) > 0 {
		in := chain[len(chain)-1]
		at.code, at.county = in.Code, boundaries.CountyOf(in.System, in.Code)
	}
	x.found[id] = at
	return at
}
