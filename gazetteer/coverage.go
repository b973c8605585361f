package gazetteer

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/ledger"
	"diming/internal/version"
)

// ErrCoverage refuses a declaration that lacks its group, day or source.
var ErrCoverage = errors.New("a declaration of names that are held whole needs its groups, a day and a source")

// A Coverage declares that all names of some groups (package naming) in an
// area are held, as of a day. It is what lets a rule say that a name is free.
type Coverage struct {
	Area   uuid.UUID // a division or a built-up area; the nil id is the nation
	Groups []string
	AsOf   version.Date
	Source string
}

// DeclareCoverage keeps a declaration; a later one of the same area and group
// takes its place.
func (s *Store) DeclareCoverage(ctx context.Context, actor uuid.UUID, c Coverage, reason string) (int64, error) {
	if len(c.Groups) == 0 || c.AsOf.IsZero() || (version.AsOf{}).Day().Before(c.AsOf) || c.Source == "" {
		return 0, ErrCoverage
	}
	for _, g := range c.Groups {
		if groupNames[g] == "" {
			return 0, ErrCoverage
		}
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) (err error) {
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "name_coverage.declare", Kind: "division", Object: c.Area, Reason: reason,
			After: ledger.Fields{"groups": c.Groups, "as_of": c.AsOf.String(), "source": c.Source}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO name_coverage (area, class_group, as_of, source, entry)
			SELECT $1, g, $3, $4, $5 FROM unnest($2::text[]) g
			ON CONFLICT (area, class_group) DO UPDATE SET as_of = excluded.as_of, source = excluded.source, entry = excluded.entry`,
			c.Area, c.Groups, c.AsOf, c.Source, entry)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("declare names of %s held whole: %w", c.Area, err)
	}
	return entry, nil
}

// Errors of built-up areas.
var (
	ErrBuiltUp   = errors.New("a built-up area needs a name, a polygon that does not cross itself and the basis it was drawn on")
	ErrNoBuiltUp = errors.New("no built-up area has this id and stands on this day")
)

// A BuiltUpArea is a built-up area 建成区 in CGCS2000, in which the names of
// streets and estates must differ (地名管理条例第九条第八项).
type BuiltUpArea struct {
	ID     uuid.UUID
	County uuid.UUID
	Name   string
	Area   orb.MultiPolygon
	Basis  string // who drew it and from what; says synthetic where it is
	Valid  version.Span
}

// AddBuiltUpArea keeps a built-up area and answers its id. The streets that lie
// in it claim their names; those that two bear become findings 重.
func (s *Store) AddBuiltUpArea(ctx context.Context, actor uuid.UUID, b BuiltUpArea, reason string) (uuid.UUID, int64, error) {
	if b.Name == "" || len(b.Area) == 0 || b.Basis == "" {
		return uuid.Nil, 0, ErrBuiltUp
	}
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) (err error) {
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "built_up_area.add", Kind: "division", Object: b.County, Reason: reason,
			After: ledger.Fields{"area": id, "name": b.Name, "basis": b.Basis, "valid": b.Valid.String()}})
		if err != nil {
			return err
		}
		var fit bool
		if err := tx.QueryRow(ctx, `SELECT ST_IsValid($1::geometry)`, b.Area).Scan(&fit); err != nil || !fit {
			return errors.Join(err, ErrBuiltUp)
		}
		_, err = tx.Exec(ctx, `INSERT INTO built_up_area (id, county, name, area, basis, valid, entry) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, b.County, b.Name, b.Area, b.Basis, b.Valid.Range(), entry)
		if err != nil {
			return err
		}
		return claimWithin(ctx, tx, id, entry)
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("add built-up area %s: %w", b.Name, err)
	}
	return id, entry, nil
}

// EndBuiltUpArea says that from a day on an area is no longer built up as it was
// drawn: another is drawn in its place, or none. From then on the streets in it
// claim their names there no more.
func (s *Store) EndBuiltUpArea(ctx context.Context, actor, id uuid.UUID, on version.Date, reason string) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var county uuid.UUID
		var name string
		err := tx.QueryRow(ctx, `SELECT county, name FROM built_up_area WHERE id = $1 AND valid @> $2::date AND lower(valid) IS DISTINCT FROM $2::date FOR UPDATE`, id, on).Scan(&county, &name)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNoBuiltUp
		}
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "built_up_area.end", Kind: "division", Object: county, Reason: reason,
			Before: ledger.Fields{"area": id, "name": name}, After: ledger.Fields{"ends": on.String()}})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE built_up_area SET valid = valid * daterange(NULL, $2) WHERE id = $1`, id, on); err != nil {
			return err
		}
		return endClaimsWithin(ctx, tx, id, on)
	})
	if err != nil {
		return 0, fmt.Errorf("end built-up area %s: %w", id, err)
	}
	return entry, nil
}

// BuiltUpAreas lists the built-up areas of a county, by name.
func (s *Store) BuiltUpAreas(ctx context.Context, county uuid.UUID) ([]BuiltUpArea, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, county, name, area, basis, valid FROM built_up_area WHERE county = $1 ORDER BY name, id`, county)
	if err != nil {
		return nil, fmt.Errorf("built-up areas: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (b BuiltUpArea, err error) {
		var valid pgRange
		err = row.Scan(&b.ID, &b.County, &b.Name, &b.Area, &b.Basis, &valid)
		b.Valid = version.SpanOf(valid)
		return b, err
	})
}
