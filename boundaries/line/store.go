package line

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// A Store reads and writes lines.
type Store struct{ DB pg.DB }

// versions is the table of line versions; its Columns are in the order of
// values. The length is measured by the database.
var versions = version.Table{
	Objects: "boundary_line", Name: "boundary_line_version", Object: "line",
	Columns: []string{"county", "number", "name", "level", "a_division", "b_kind", "b_division", "a_on_left", "geom",
		"length_stated", "approved_by", "approval_no", "approved_on", "agreement", "description", "visibility", "source", "length_m"},
}

func (l Line) values() []any {
	var b any
	if l.B.Kind == Division {
		b = l.B.Division
	}
	return []any{l.County, l.Number, l.Name, int16(l.Level), l.A.Division, string(l.B.Kind), b, l.AOnLeft, l.Geometry,
		l.LengthStated, l.ApprovedBy, l.ApprovalNo, l.ApprovedOn, l.Agreement, l.Description, l.Visibility, l.Source, 0}
}

const lineColumns = `v.line, v.county, v.number, v.name, v.level, v.a_division, v.b_kind, v.b_division, v.a_on_left, v.geom, v.length_m::float8,
	v.length_stated, v.approved_by, v.approval_no, v.approved_on, v.agreement, v.description, v.visibility, v.source,
	v.valid, lower(v.recorded), upper(v.recorded), v.version, v.entry`

func scanLine(row pgx.CollectableRow) (Line, error) {
	var (
		l     Line
		kind  string
		b     *uuid.UUID
		valid pgtype.Range[pgtype.Date]
		until pgtype.Timestamptz
	)
	err := row.Scan(&l.ID, &l.County, &l.Number, &l.Name, &l.Level, &l.A.Division, &kind, &b, &l.AOnLeft, &l.Geometry, &l.LengthM,
		&l.LengthStated, &l.ApprovedBy, &l.ApprovalNo, &l.ApprovedOn, &l.Agreement, &l.Description, &l.Visibility, &l.Source,
		&valid, &l.Recorded, &until, &l.Version, &l.Entry)
	l.A.Kind, l.B.Kind = Division, OwnerKind(kind)
	if b != nil {
		l.B.Division = *b
	}
	l.Valid, l.RecordedUntil = version.SpanOf(valid), until.Time
	return l, err
}

// where is the condition of a read, with its arguments from $n.
func where(r boundaries.Reader, n int) (string, []any) {
	sql, args := r.AsOf.Where("v", n)
	if !r.Internal {
		sql += " AND v.visibility = 'public'"
	}
	return sql + " AND l.withdrawn IS NULL", args
}

// ByID gives a line as it is at the time asked about, ErrNotFound where it is
// not then, or ErrWithdrawn.
func (s *Store) ByID(ctx context.Context, r boundaries.Reader, id uuid.UUID) (Line, error) {
	found, err := s.list(ctx, r, "v.line = $1", id)
	if err == nil && len(found) == 0 {
		err = s.why(ctx, id)
	}
	if err != nil {
		return Line{}, fmt.Errorf("boundary line %s: %w", id, err)
	}
	return found[0], nil
}

// why tells a withdrawn line from one that is not.
func (s *Store) why(ctx context.Context, id uuid.UUID) error {
	var withdrawn bool
	err := s.DB.QueryRow(ctx, `SELECT withdrawn IS NOT NULL FROM boundary_line WHERE id = $1`, id).Scan(&withdrawn)
	if err == nil && withdrawn {
		return ErrWithdrawn
	}
	if err == nil || errors.Is(err, pgx.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// List gives lines by level and name: those of which an owner is one of the
// divisions or lies under one; nil is all.
func (s *Store) List(ctx context.Context, r boundaries.Reader, under []uuid.UUID) ([]Line, error) {
	if under == nil {
		return s.list(ctx, r, "true")
	}
	return s.list(ctx, r, ownedUnder, under)
}

// ownedUnder is the condition that an owner of a version v is one of $1, or lies
// or ever lay under one.
const ownedUnder = `EXISTS (WITH RECURSIVE up AS (
			SELECT o AS id, 0 AS depth FROM unnest(ARRAY[v.a_division, v.b_division]) o WHERE o IS NOT NULL
			UNION SELECT p.parent, up.depth + 1 FROM up JOIN division_version p ON p.division = up.id AND upper_inf(p.recorded)
			WHERE p.parent IS NOT NULL AND up.depth < 10)
		SELECT FROM up WHERE up.id = ANY($1))`

func (s *Store) list(ctx context.Context, r boundaries.Reader, condition string, args ...any) ([]Line, error) {
	more, margs := where(r, len(args)+1)
	rows, err := s.DB.Query(ctx, `SELECT `+lineColumns+`
		FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line
		WHERE `+condition+` AND `+more+` ORDER BY v.level, v.number, v.name, v.line`, append(args, margs...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanLine)
}

// Add enters a line that stands from l.Valid on, with the reason. It gives the
// line's id and the ledger entry.
func (s *Store) Add(ctx context.Context, actor uuid.UUID, l Line, reason string) (uuid.UUID, int64, error) {
	l.ID = uuid.Must(uuid.NewV7())
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := s.ready(ctx, tx, &l, true); err != nil {
			return err
		}
		if strings.TrimSpace(reason) == "" {
			return ErrText
		}
		var err error
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "boundary_line.add", Kind: "boundary_line", Object: l.ID,
			County: l.County, Reason: reason, After: l.fields()})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO boundary_line (id) VALUES ($1)`, l.ID); err != nil {
			return err
		}
		return write(ctx, tx, l, entry)
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("add boundary line %s: %w", l.Name, err)
	}
	return l.ID, entry, nil
}

func write(ctx context.Context, tx pgx.Tx, l Line, entry int64) error {
	err := versions.Write(ctx, tx, l.ID, l.Valid, entry, l.values()...)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "boundary_line_number_once" {
		return ErrNumber
	}
	return err
}

// fields are what the ledger says of a line; where it runs, by its length and
// number of points, as the version row holds every one.
func (l Line) fields() ledger.Fields {
	f := ledger.Fields{"number": l.Number, "name": l.Name, "level": int(l.Level), "a": l.A.String(), "b": l.B.String(),
		"parts": len(l.Geometry), "geometry_sha256": digestOf(l.Geometry), "length_stated": l.LengthStated, "approved_by": l.ApprovedBy, "approval_no": l.ApprovalNo,
		"approved_on": l.ApprovedOn.String(), "agreement": l.Agreement, "description": l.Description, "visibility": l.Visibility,
		"source": l.Source, "valid": l.Valid.String()}
	return f
}
