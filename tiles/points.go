package tiles

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

var (
	//go:embed sql/labels.sql
	labelsSQL string
	//go:embed sql/places.sql
	placesSQL string
)

// refreshLabels writes the labels of the given divisions, all if ids is nil.
func refreshLabels(ctx context.Context, tx pgx.Tx, ids []uuid.UUID) (difference, error) {
	rows, err := tx.Query(ctx, labelsSQL, planned, ids)
	if err != nil {
		return difference{}, fmt.Errorf("read labels: %w", err)
	}
	labels, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (feature, error) {
		var id uuid.UUID
		var code, name, pinyin, valid string
		var level, rank int16
		var seat, area []byte
		err := row.Scan(&id, &code, &name, &pinyin, &level, &rank, &valid, &seat, &area)
		if err != nil {
			return feature{}, err
		}
		at, err := labelPoint(seat, area)
		if err != nil {
			return feature{}, fmt.Errorf("division %v: %w", id, err)
		}
		held, err := parseSpan(valid)
		if err != nil {
			return feature{}, fmt.Errorf("division %v: %w", id, err)
		}
		return labelTable.feature(at, id, code, name, pinyin, level, rank, int16(levelZoom[int(level)]), held)
	})
	if err != nil {
		return difference{}, fmt.Errorf("read labels: %w", err)
	}
	return labelTable.replaceThinned(ctx, tx, ids, labels)
}

// replaceThinned is replace for points that are thinned.
func (t table) replaceThinned(ctx context.Context, tx pgx.Tx, ids []uuid.UUID, fresh []feature) (difference, error) {
	ids, fresh, err := t.thinOut(ctx, tx, ids, fresh)
	if err != nil {
		return difference{}, err
	}
	return t.replace(ctx, tx, ids, fresh)
}

// refreshPlaces writes the points and ways of the given places, all if ids is nil.
func refreshPlaces(ctx context.Context, tx pgx.Tx, ids []uuid.UUID) (difference, error) {
	rows, err := tx.Query(ctx, placesSQL, planned, ids)
	if err != nil {
		return difference{}, fmt.Errorf("read places: %w", err)
	}
	var points, ways []feature
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
		point, lines, err := placeFeatures(row)
		points, ways = append(points, point...), append(ways, lines...)
		return struct{}{}, err
	})
	if err != nil {
		return difference{}, fmt.Errorf("read places: %w", err)
	}
	changed, err := placeTable.replaceThinned(ctx, tx, ids, points)
	if err != nil {
		return difference{}, err
	}
	wayChanged, err := wayTable.replace(ctx, tx, ids, ways)
	changed.add(wayChanged)
	return changed, err
}

// placeFeatures makes what the map shows of one row of placesSQL: a way as its
// lines, along which its name is written, anything else as a point.
func placeFeatures(row pgx.CollectableRow) (points, ways []feature, err error) {
	var p place
	var valid string
	var point, extent []byte
	if err := row.Scan(&p.id, &p.name, &p.pinyin, &p.class, &p.rank, &valid, &point, &extent); err != nil {
		return nil, nil, err
	}
	held, err := parseSpan(valid)
	if err != nil {
		return nil, nil, fmt.Errorf("place %v: %w", p.id, err)
	}
	if ways, err = p.ways(extent, held); err != nil {
		return nil, nil, fmt.Errorf("place %v: %w", p.id, err)
	}
	if len(ways) > 0 {
		return nil, ways, nil
	}
	at, err := projectPoint(point)
	if err != nil {
		return nil, nil, fmt.Errorf("place %v: %w", p.id, err)
	}
	f, err := placeTable.feature(at, p.id, p.name, p.pinyin, p.class, p.rank, int16(rankZoom[p.rank]), held)
	return []feature{f}, nil, err
}

// labelPoint is the seat where there is one, else the middle of the area.
func labelPoint(seat, area []byte) (orb.Point, error) {
	if seat != nil {
		return projectPoint(seat)
	}
	polygons, err := projectArea(area)
	if err != nil {
		return orb.Point{}, err
	}
	return pole(polygons), nil
}

func projectPoint(data []byte) (orb.Point, error) {
	g, err := wkb.Unmarshal(data)
	if err != nil {
		return orb.Point{}, err
	}
	at, ok := g.(orb.Point)
	if !ok {
		return orb.Point{}, fmt.Errorf("position is a %s", g.GeoJSONType())
	}
	return mercator(at), nil
}

// A place is what the map shows of a public place.
type place struct {
	id                  uuid.UUID
	name, pinyin, class string
	rank                int16
}

// firstWayZoom is the first zoom that shows waters and roads; a band begins there.
const firstWayZoom = 8

// ways makes the lines of a water (class 12…) or road (class 23…) whose
// extent is given as well-known binary in degrees; an area gives its outline.
func (p place) ways(extent []byte, held span) ([]feature, error) {
	if extent == nil {
		return nil, nil
	}
	g, err := wkb.Unmarshal(extent)
	if err != nil {
		return nil, err
	}
	lines := linesOf(g)
	if len(lines) == 0 {
		return nil, nil
	}
	layer := "roads"
	if strings.HasPrefix(p.class, "12") {
		layer = "water"
	}
	for _, line := range lines {
		for i, p := range line {
			line[i] = mercator(p)
		}
	}
	var ways []feature
	for _, b := range bands[bandAt(firstWayZoom).number:] {
		var simple orb.MultiLineString
		for _, line := range lines {
			simple = append(simple, simplifyLine(line, b.toleranceM))
		}
		f, err := wayTable.feature(simple, p.id, layer, p.name, p.class, int16(b.number), held)
		if err != nil {
			return nil, err
		}
		ways = append(ways, f)
	}
	return ways, nil
}

// linesOf lists the lines of a geometry of any kind, and the outlines of its areas.
func linesOf(g orb.Geometry) []orb.LineString {
	switch g := g.(type) {
	case orb.Polygon:
		return edgeLines(orb.MultiPolygon{g})
	case orb.Collection:
		var lines []orb.LineString
		for _, part := range g {
			lines = append(lines, linesOf(part)...)
		}
		return lines
	}
	return edgeLines(g)
}
