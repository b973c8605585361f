package boundaries

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"diming/internal/pg"
	"diming/internal/version"
)

// A Store reads and writes divisions.
type Store struct{ DB pg.DB }

// versions is the table of division versions; its Columns are in the order of
// values.
var versions = version.Table{
	Objects: "division", Name: "division_version", Object: "division",
	Columns: []string{"county", "code_system", "code", "name", "level", "type", "parent",
		"area", "area_source", "area_basis", "seat", "visibility", "source"},
}

const divisionColumns = `v.division, v.code_system, v.code, v.name, v.level, v.type, v.parent, v.seat,
	v.area IS NOT NULL, coalesce(v.area_source, ''), v.area_basis, v.visibility, v.source, v.valid`

func scanDivision(row pgx.CollectableRow) (Division, error) {
	var (
		d     Division
		valid pgtype.Range[pgtype.Date]
	)
	err := row.Scan(&d.ID, &d.System, &d.Code, &d.Name, &d.Level, &d.Type, &d.Parent, &d.Seat,
		&d.HasArea, &d.AreaSource, &d.AreaBasis, &d.Visibility, &d.Source, &valid)
	d.Valid = version.SpanOf(valid)
	return d, err
}

// A Reader is what a read may see.
type Reader struct {
	AsOf     version.AsOf
	Internal bool // also what is not marked public
}

// where is the condition of a read, with its arguments from $n.
func (r Reader) where(n int) (string, []any) {
	sql, args := r.AsOf.Where("v", n)
	if !r.Internal {
		sql += " AND v.visibility = 'public'"
	}
	return sql + " AND d.withdrawn IS NULL", args
}

func (s *Store) list(ctx context.Context, r Reader, condition string, args ...any) ([]Division, error) {
	where, more := r.where(len(args) + 1)
	rows, err := s.DB.Query(ctx, `SELECT `+divisionColumns+`
		FROM division_version v JOIN division d ON d.id = v.division
		WHERE `+condition+` AND `+where+` ORDER BY v.code_system, v.code`, append(args, more...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanDivision)
}

// ByCode gives the division that carries a code at the time asked about.
func (s *Store) ByCode(ctx context.Context, r Reader, code string) (Division, error) {
	found, err := s.list(ctx, r, "v.code = $1", code)
	if err != nil {
		return Division{}, fmt.Errorf("division %s: %w", code, err)
	}
	if len(found) == 0 {
		return Division{}, fmt.Errorf("division %s: %w", code, ErrNotFound)
	}
	return found[0], nil
}

// ByID gives a division as it is at the time asked about.
func (s *Store) ByID(ctx context.Context, r Reader, id uuid.UUID) (Division, error) {
	found, err := s.list(ctx, r, "v.division = $1", id)
	if err != nil {
		return Division{}, fmt.Errorf("division %s: %w", id, err)
	}
	if len(found) == 0 {
		return Division{}, fmt.Errorf("division %s: %w", id, ErrNotFound)
	}
	return found[0], nil
}

// Children gives the divisions directly under parent, by code; of the highest
// level held when parent is nil.
func (s *Store) Children(ctx context.Context, r Reader, parent *uuid.UUID) ([]Division, error) {
	if parent == nil {
		return s.list(ctx, r, "v.parent IS NULL")
	}
	return s.list(ctx, r, "v.parent = $1", *parent)
}

// Chain gives a division and those that hold it, from the largest down.
func (s *Store) Chain(ctx context.Context, r Reader, id uuid.UUID) ([]Division, error) {
	where, args := r.where(2)
	rows, err := s.DB.Query(ctx, `
		WITH RECURSIVE up AS (
			SELECT v.version, v.parent, 0 AS depth
			FROM division_version v JOIN division d ON d.id = v.division WHERE v.division = $1 AND `+where+`
			UNION ALL
			SELECT v.version, v.parent, up.depth + 1
			FROM up, division_version v JOIN division d ON d.id = v.division
			WHERE v.division = up.parent AND up.depth < 10 AND `+where+`)
		SELECT `+divisionColumns+` FROM up JOIN division_version v USING (version)
		ORDER BY up.depth DESC`, append([]any{id}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("chain of division %s: %w", id, err)
	}
	return pgx.CollectRows(rows, scanDivision)
}

// Around gives the chain of divisions that hold a point, from the largest down
// to the smallest whose area is held; none where no area does.
func (s *Store) Around(ctx context.Context, r Reader, p orb.Point) ([]Division, error) {
	where, args := r.where(2)
	var smallest uuid.UUID
	err := s.DB.QueryRow(ctx, `
		SELECT v.division FROM division_version v JOIN division d ON d.id = v.division
		WHERE ST_Intersects(v.area, $1::geometry) AND `+where+`
		ORDER BY v.level DESC, v.code LIMIT 1`, append([]any{p}, args...)...).Scan(&smallest)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("divisions around %v: %w", p, err)
	}
	return s.Chain(ctx, r, smallest)
}

// Area gives a division's area, nil where none is held.
func (s *Store) Area(ctx context.Context, r Reader, id uuid.UUID) (orb.MultiPolygon, error) {
	where, args := r.where(2)
	var area orb.MultiPolygon
	err := s.DB.QueryRow(ctx, `SELECT v.area FROM division_version v JOIN division d ON d.id = v.division
		WHERE v.division = $1 AND v.area IS NOT NULL AND `+where, append([]any{id}, args...)...).Scan(&area)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return area, err
}

// AreasOf gives the areas of many divisions at once; one without is not in it.
func (s *Store) AreasOf(ctx context.Context, r Reader, ids []uuid.UUID) (map[uuid.UUID]orb.MultiPolygon, error) {
	where, args := r.where(2)
	rows, err := s.DB.Query(ctx, `SELECT v.division, v.area FROM division_version v JOIN division d ON d.id = v.division
		WHERE v.division = ANY($1) AND v.area IS NOT NULL AND `+where, append([]any{ids}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("areas of %d divisions: %w", len(ids), err)
	}
	all := map[uuid.UUID]orb.MultiPolygon{}
	var id uuid.UUID
	var area orb.MultiPolygon
	_, err = pgx.ForEachRow(rows, []any{&id, &area}, func() error { all[id] = area; area = nil; return nil })
	return all, err
}

// Versions gives everything the register holds of a division, in order of
// valid time, as it believed at recorded (zero: now).
func (s *Store) Versions(ctx context.Context, r Reader, id uuid.UUID) ([]Division, error) {
	believed, args := r.AsOf.Believed("v", 2)
	if !r.Internal {
		believed += " AND v.visibility = 'public'"
	}
	rows, err := s.DB.Query(ctx, `SELECT `+divisionColumns+` FROM division_version v
		WHERE v.division = $1 AND `+believed+` ORDER BY lower(v.valid) NULLS FIRST`, append([]any{id}, args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanDivision)
}

// Bounds gives the box of all areas held, and false where none is.
func (s *Store) Bounds(ctx context.Context) (orb.Bound, bool, error) {
	var box orb.Geometry
	err := s.DB.QueryRow(ctx, `SELECT ST_SetSRID(ST_Envelope(ST_Extent(area)::geometry), 4490) FROM public_division WHERE upper_inf(recorded)`).Scan(&box)
	if err != nil || box == nil {
		return orb.Bound{}, false, err
	}
	return box.Bound(), true, nil
}

// A Neighbour is a division beside another, with its area.
type Neighbour struct {
	Name  string // standard name
	Label orb.Point
	Area  orb.MultiPolygon
}

// Neighbours gives the divisions of the same level whose areas touch a
// division's area, the largest first, at most limit.
func (s *Store) Neighbours(ctx context.Context, r Reader, id uuid.UUID, limit int) ([]Neighbour, error) {
	where, args := r.where(3)
	rows, err := s.DB.Query(ctx, `
		SELECT v.name, coalesce(v.seat, ST_PointOnSurface(v.area)), v.area FROM (SELECT division, level, area FROM division_version
			WHERE division = $1 AND upper_inf(recorded) AND area IS NOT NULL ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1) own,
			division_version v JOIN division d ON d.id = v.division
		WHERE v.area && own.area AND v.division <> own.division AND v.level = own.level
		  AND ST_Intersects(v.area, own.area) AND `+where+`
		ORDER BY ST_Area(v.area) DESC LIMIT $2`, append([]any{id, limit}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("neighbours of division %s: %w", id, err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Neighbour])
	for i := range all {
		all[i].Name = StandardName(all[i].Name)
	}
	return all, err
}

// IsEmpty tells whether no division was ever entered.
func (s *Store) IsEmpty(ctx context.Context) (bool, error) {
	var some bool
	err := s.DB.QueryRow(ctx, `SELECT EXISTS (SELECT FROM division)`).Scan(&some)
	return !some, err
}
