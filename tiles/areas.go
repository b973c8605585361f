package tiles

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// A division is one public version of a division that has an area.
type division struct {
	shape
	code, name string
}

// refreshAreas builds the areas and lines again that a change of the given
// divisions can reach, all if ids is nil, and says what differs.
//
// The geometry of a division depends on the vertices within its own bound
// (see simplify). So what has to be built again is every division whose bound
// meets the old or new one of a changed division, and what has to be known for
// that is every division whose bound meets one of those.
func refreshAreas(ctx context.Context, tx pgx.Tx, ids []uuid.UUID) (difference, error) {
	known, err := loadDivisions(ctx, tx, nil)
	if ids != nil {
		var reached []uuid.UUID
		if reached, known, err = loadAround(ctx, tx, ids); err == nil {
			ids = append(reached, ids...)
		}
	}
	if err != nil {
		return difference{}, err
	}
	areas, lines, err := generalise(known, ids)
	if err != nil {
		return difference{}, err
	}
	changed, err := areaTable.replace(ctx, tx, ids, areas)
	if err != nil {
		return changed, err
	}
	lineChanged, err := lineTable.replace(ctx, tx, ids, lines)
	changed.add(lineChanged)
	return changed, err
}

// generalise makes the areas of the divisions ids, all if that is nil, and the
// lines that bound one of them, for every band.
func generalise(known []division, ids []uuid.UUID) (areas, lines []feature, err error) {
	wanted := make(map[uuid.UUID]bool)
	for _, id := range ids {
		wanted[id] = true
	}
	var t *topology
	var shown []division
	for i, b := range bands {
		// Bands that show the same levels have the same lines to begin with.
		if i == 0 || b.deepest() != bands[i-1].deepest() {
			shown = slices.DeleteFunc(slices.Clone(known), func(d division) bool { return d.level > b.deepest() })
			var shapes []shape
			for _, d := range shown {
				shapes = append(shapes, d.shape)
			}
			t = newTopology(shapes)
		}
		t.simplify(b.toleranceM)
		for s, d := range shown {
			if ids != nil && !wanted[d.id] {
				continue
			}
			f, err := areaTable.feature(t.area(s), d.id, d.code, d.name, int16(d.level), int16(b.number), d.span)
			if err != nil {
				return nil, nil, err
			}
			areas = append(areas, f)
		}
		for _, l := range t.lines() {
			if ids != nil && !slices.ContainsFunc(l.owners, func(id uuid.UUID) bool { return wanted[id] }) {
				continue
			}
			f, err := lineTable.feature(l.geom, int16(l.level), l.owners, int16(b.number), l.span)
			if err != nil {
				return nil, nil, err
			}
			lines = append(lines, f)
		}
	}
	return areas, lines, nil
}

// loadAround finds the divisions that a change of ids reaches, and loads them
// with all around them.
func loadAround(ctx context.Context, tx pgx.Tx, ids []uuid.UUID) ([]uuid.UUID, []division, error) {
	old, err := areaTable.stored(ctx, tx, ids)
	if err != nil {
		return nil, nil, err
	}
	changed, err := loadDivisions(ctx, tx, ids)
	if err != nil {
		return nil, nil, err
	}
	ground := emptyBound
	for _, f := range old {
		ground = ground.Union(f.geom.Bound())
	}
	for _, d := range changed {
		ground = ground.Union(d.area.Bound())
	}
	if ground.IsEmpty() {
		return nil, nil, nil
	}
	reached, err := divisionsIn(ctx, tx, ground)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range reached {
		ground = ground.Union(d.area.Bound())
	}
	known, err := divisionsIn(ctx, tx, ground)
	if err != nil {
		return nil, nil, err
	}
	var near []uuid.UUID
	for _, d := range reached {
		near = append(near, d.id)
	}
	slices.SortFunc(near, compareIDs)
	return slices.Compact(near), known, nil
}

const divisionColumns = `SELECT division, code, name, level, valid::text, ST_AsBinary(area)
	FROM public_division
	WHERE upper_inf(recorded) AND area IS NOT NULL AND NOT ST_IsEmpty(area)`

// loadDivisions loads the versions of the given divisions, all if ids is nil.
func loadDivisions(ctx context.Context, tx pgx.Tx, ids []uuid.UUID) ([]division, error) {
	rows, err := tx.Query(ctx, divisionColumns+`
		AND ($1::uuid[] IS NULL OR division = ANY($1))
		ORDER BY division, valid`, planned, ids)
	return collectDivisions(rows, err)
}

// divisionsIn loads what touches a bound in EPSG:3857 metres.
func divisionsIn(ctx context.Context, tx pgx.Tx, b orb.Bound) ([]division, error) {
	b = b.Pad(2 * nodeM)
	min, max := degrees(b.Min), degrees(b.Max)
	rows, err := tx.Query(ctx, divisionColumns+`
		AND area && ST_MakeEnvelope($1, $2, $3, $4, 4490)
		ORDER BY division, valid`, min[0], min[1], max[0], max[1])
	return collectDivisions(rows, err)
}

func collectDivisions(rows pgx.Rows, err error) ([]division, error) {
	if err != nil {
		return nil, fmt.Errorf("read public divisions: %w", err)
	}
	divisions, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (division, error) {
		var d division
		var valid string
		var data []byte
		err := row.Scan(&d.id, &d.code, &d.name, &d.level, &valid, &data)
		if err != nil {
			return d, err
		}
		if d.span, err = parseSpan(valid); err != nil {
			return d, fmt.Errorf("division %v: %w", d.id, err)
		}
		if d.area, err = projectArea(data); err != nil {
			return d, fmt.Errorf("division %v: %w", d.id, err)
		}
		return d, nil
	})
	if err != nil {
		return nil, fmt.Errorf("read public divisions: %w", err)
	}
	return divisions, nil
}

// projectArea reads the well-known binary of an area in degrees, and lays its
// vertices on the grid.
func projectArea(data []byte) (orb.MultiPolygon, error) {
	g, err := wkb.Unmarshal(data)
	if err != nil {
		return nil, err
	}
	area, ok := g.(orb.MultiPolygon)
	if !ok {
		return nil, fmt.Errorf("area is a %s", g.GeoJSONType())
	}
	for _, polygon := range area {
		for _, ring := range polygon {
			for i, p := range ring {
				ring[i] = onGrid(mercator(p))
			}
		}
	}
	return area, nil
}
