package boundaries

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/version"
)

// Errors of a redivision.
var (
	// ErrLaterVersion refuses a change from a day after which the register
	// already holds another version of the division: it would be lost unseen.
	ErrLaterVersion = errors.New("the register holds a later version of the division")
	// ErrCodeUsed refuses a code that a division bears or ever bore.
	ErrCodeUsed = errors.New("the code is or was in use")
)

// A Redivided is what a division is from a day on: all of it, for one that
// goes on as for one that begins.
type Redivided struct {
	ID     uuid.UUID
	Code   string
	Name   string
	Parent *uuid.UUID
	Seat   *orb.Point // nil: stays where it is
	New    bool       // begins on that day
	Like   uuid.UUID  // of a new one: whose code system, visibility and source it takes
	Ended  bool       // ends on that day
	// Gains and Loses are divisions whose areas come to this one or leave it.
	// Where one of them has no area, or this has none, the area stays.
	Gains, Loses []uuid.UUID
}

// LockCodes lets one assignment of codes run at a time, beside loads too.
func LockCodes(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('division load'))`)
	return err
}

// UsedCodes gives all codes under a prefix that a division bears, bore or will
// bear by what the register holds now; those of withdrawn divisions never were.
func (s *Store) UsedCodes(ctx context.Context, system, prefix string) ([]string, error) {
	rows, err := s.DB.Query(ctx, `SELECT DISTINCT v.code FROM division_version v JOIN division d ON d.id = v.division
		WHERE v.code_system = $1 AND v.code LIKE $2 || '%' AND upper_inf(v.recorded) AND d.withdrawn IS NULL`, system, prefix)
	if err != nil {
		return nil, fmt.Errorf("codes under %s: %w", prefix, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// Redivide writes that a division is r from a day on, as part of ledger entry.
// The caller holds LockCodes, and writes those that others gain before those
// that gain them.
func Redivide(ctx context.Context, tx pgx.Tx, r Redivided, from version.Date, basis string, entry int64) error {
	if r.New {
		if _, err := tx.Exec(ctx, `INSERT INTO division (id) VALUES ($1)`, r.ID); err != nil {
			return err
		}
	}
	if err := versions.Lock(ctx, tx, r.ID); err != nil {
		return err
	}
	if err := noLater(ctx, tx, r.ID, from); err != nil {
		return err
	}
	valid := version.Span{From: from}
	if r.Ended {
		return versions.Clear(ctx, tx, r.ID, valid, entry)
	}
	d, area, err := standingBefore(ctx, tx, r, from)
	if err != nil {
		return err
	}
	if r.Code != d.Code {
		if err := neverUsed(ctx, tx, d.System, r.Code); err != nil {
			return err
		}
	}
	d.Code, d.Name, d.Parent = r.Code, r.Name, r.Parent
	if d.Level, err = LevelOf(d.System, r.Code); err != nil {
		return err
	}
	if r.Seat != nil {
		d.Seat = r.Seat
	}
	if len(r.Gains)+len(r.Loses) > 0 {
		to, err := areaAfter(ctx, tx, area, r, from)
		if err != nil {
			return err
		}
		if to != nil {
			if d.AreaSource == FromLines && !r.New {
				if err := releaseFace(ctx, tx, r.ID, basis, entry); err != nil {
					return err
				}
			}
			area, d.AreaSource, d.AreaBasis = to, "imported", basis
		}
	}
	valid.To = d.Valid.To
	return versions.Write(ctx, tx, r.ID, valid, entry, d.values(area)...)
}

// standingBefore is what stands of a division on the day, or of the one that a
// new one is like.
func standingBefore(ctx context.Context, tx pgx.Tx, r Redivided, from version.Date) (Division, orb.MultiPolygon, error) {
	store := Store{DB: tx}
	eve := Reader{AsOf: version.AsOf{Valid: version.DayOf(from.Time().AddDate(0, 0, -1))}, Internal: true}
	if r.New {
		like, err := store.ByID(ctx, eve, r.Like)
		return Division{System: like.System, Visibility: like.Visibility, Source: like.Source, AreaSource: like.AreaSource}, nil, err
	}
	d, err := store.ByID(ctx, eve, r.ID)
	if err != nil {
		return d, nil, err
	}
	area, err := store.Area(ctx, eve, r.ID)
	return d, area, err
}

func noLater(ctx context.Context, tx pgx.Tx, id uuid.UUID, from version.Date) error {
	var later bool
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM division_version
		WHERE division = $1 AND upper_inf(recorded) AND lower(valid) >= $2)`, id, from).Scan(&later)
	if err == nil && later {
		return fmt.Errorf("division %s: %w", id, ErrLaterVersion)
	}
	return err
}

func neverUsed(ctx context.Context, tx pgx.Tx, system, code string) error {
	var used bool
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM division_version v JOIN division d ON d.id = v.division
		WHERE v.code_system = $1 AND v.code = $2 AND upper_inf(v.recorded) AND d.withdrawn IS NULL)`, system, code).Scan(&used)
	if err == nil && used {
		return fmt.Errorf("code %s: %w", code, ErrCodeUsed)
	}
	return err
}

// areaAfter is area with what it gains and without what it loses, as these
// were on the eve; nil where one of them is not held.
func areaAfter(ctx context.Context, tx pgx.Tx, area orb.MultiPolygon, r Redivided, from version.Date) (orb.MultiPolygon, error) {
	var own any
	if area != nil {
		own = area
	} else if !r.New {
		return nil, nil
	}
	var after orb.MultiPolygon
	err := tx.QueryRow(ctx, `
		WITH part AS (
			SELECT p.id, p.gained, v.area FROM (SELECT unnest($2::uuid[]) AS id, true AS gained UNION ALL SELECT unnest($3::uuid[]), false) p
			LEFT JOIN LATERAL (SELECT area FROM division_version WHERE division = p.id AND valid @> $4::date - 1
				ORDER BY upper_inf(recorded) DESC, upper(recorded) DESC LIMIT 1) v ON true)
		SELECT CASE WHEN (SELECT bool_or(area IS NULL) FROM part) THEN NULL ELSE
			ST_Multi(ST_CollectionExtract(ST_Union(
				ST_Difference(coalesce($1::geometry, ST_GeomFromText('MULTIPOLYGON EMPTY', 4490)),
					coalesce((SELECT ST_Union(area) FROM part WHERE NOT gained), ST_GeomFromText('MULTIPOLYGON EMPTY', 4490))),
				coalesce((SELECT ST_Union(area) FROM part WHERE gained), ST_GeomFromText('MULTIPOLYGON EMPTY', 4490))), 3)) END`,
		own, r.Gains, r.Loses, from).Scan(&after)
	if errors.Is(err, pgx.ErrNoRows) || len(after) == 0 {
		return nil, nil
	}
	return after, err
}

// A Turn is how a division stands on both sides of a day.
type Turn struct {
	ID                     uuid.UUID
	OldCode, NewCode       string
	OldName, NewName       string
	OldParent, NewParent   *uuid.UUID
	AreaChanged, SeatMoved bool
}

// TurnsOf reads what an entry made of the divisions that it wrote: each as it
// stood on the eve of the day and as it stands from that day on.
func TurnsOf(ctx context.Context, tx pgx.Tx, entry int64, from version.Date) ([]Turn, error) {
	rows, err := tx.Query(ctx, `
		WITH touched AS (
			SELECT DISTINCT division FROM division_version WHERE entry = $1 OR closed_by = $1)
		SELECT t.division, coalesce(b.code, ''), coalesce(a.code, ''), coalesce(b.name, ''), coalesce(a.name, ''), b.parent, a.parent,
			a.division IS NOT NULL AND b.division IS NOT NULL AND NOT coalesce(a.area ~= b.area AND ST_Equals(a.area, b.area), a.area IS NULL AND b.area IS NULL),
			a.division IS NOT NULL AND b.division IS NOT NULL AND NOT coalesce(ST_Equals(a.seat, b.seat), a.seat IS NULL AND b.seat IS NULL)
		FROM touched t
		LEFT JOIN division_version b ON b.division = t.division AND upper_inf(b.recorded) AND b.valid @> $2::date - 1
		LEFT JOIN division_version a ON a.division = t.division AND upper_inf(a.recorded) AND a.valid @> $2::date
		ORDER BY coalesce(nullif(b.code, ''), a.code), t.division`, entry, from)
	if err != nil {
		return nil, fmt.Errorf("turns of entry %d: %w", entry, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Turn])
}

// Under gives all divisions on the day that lie under one, itself included, by
// code.
func (s *Store) Under(ctx context.Context, r Reader, id uuid.UUID) ([]Division, error) {
	where, args := r.where(2)
	rows, err := s.DB.Query(ctx, `
		WITH RECURSIVE down AS (
			SELECT v.version, v.division, 0 AS depth FROM division_version v JOIN division d ON d.id = v.division WHERE v.division = $1 AND `+where+`
			UNION ALL
			SELECT v.version, v.division, down.depth + 1 FROM down, division_version v JOIN division d ON d.id = v.division
			WHERE v.parent = down.division AND down.depth < 10 AND `+where+`)
		SELECT `+divisionColumns+` FROM down JOIN division_version v USING (version) ORDER BY v.code`, append([]any{id}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("divisions under %s: %w", id, err)
	}
	return pgx.CollectRows(rows, scanDivision)
}

// An Outline is the area of a division as a sketch draws it.
type Outline struct {
	ID     uuid.UUID
	Code   string
	Name   string
	Level  Level
	Parent *uuid.UUID
	Label  orb.Point
	Area   orb.MultiPolygon
	Basis  string
}

// Outlines gives the held areas of divisions on a day, simplified to a
// thousandth of their common extent, the largest level first.
func (s *Store) Outlines(ctx context.Context, on version.Date, ids []uuid.UUID) ([]Outline, error) {
	rows, err := s.DB.Query(ctx, `
		WITH held AS (SELECT * FROM division_version WHERE division = ANY($1) AND upper_inf(recorded) AND valid @> $2::date AND area IS NOT NULL),
		box AS (SELECT ST_Extent(area) AS b FROM held),
		tolerance AS (SELECT greatest(ST_XMax(b) - ST_XMin(b), ST_YMax(b) - ST_YMin(b)) / 1000 AS t FROM box)
		SELECT division, code, name, level, parent, ST_PointOnSurface(area),
			ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_SimplifyPreserveTopology(area, t)), 3)), area_basis
		FROM held, tolerance ORDER BY level, code`, ids, on)
	if err != nil {
		return nil, fmt.Errorf("outlines: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Outline])
}
