package boundaries

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"

	"diming/boundaries/cover"
	"diming/internal/version"
)

// ErrFace refuses to write the area of a division otherwise than from its lines.
var ErrFace = errors.New("the area of the division is made from its lines")

// FromLines is the source of an area that is made from lines.
const FromLines = "faces"

// A Face is the area of a division as its lines enclose it.
type Face struct {
	Division uuid.UUID
	Area     orb.MultiPolygon
}

// SetFaces says that from a day on the areas of divisions are those that their
// lines enclose, as part of ledger entry. All else that is said of them stays.
// Only boundaries/line calls it; the database compares area and lines when the
// transaction ends.
func SetFaces(ctx context.Context, tx pgx.Tx, faces []Face, from version.Date, basis string, entry int64) error {
	ids, areas := make([]uuid.UUID, len(faces)), make([]orb.MultiPolygon, len(faces))
	for i, f := range faces {
		ids[i], areas[i] = f.Division, f.Area
	}
	if err := versions.LockAll(ctx, tx, ids); err != nil {
		return err
	}
	valid := version.Span{From: from}.Range()
	if _, err := tx.Exec(ctx, `UPDATE division_version v SET recorded = tstzrange(lower(v.recorded), o.stamp), closed_by = $3
		FROM (SELECT division, greatest(clock_timestamp(), max(lower(recorded)) + interval '1 microsecond', max(upper(recorded)) + interval '1 microsecond') AS stamp
			FROM division_version WHERE division = ANY($1) GROUP BY division) o
		WHERE v.division = o.division AND upper_inf(v.recorded) AND v.valid && $2::daterange`, ids, valid, entry); err != nil {
		return fmt.Errorf("areas from lines: %w", err)
	}
	_, err := tx.Exec(ctx, `INSERT INTO division_version (division, valid, recorded, entry, county, code_system, code, name, level, type, parent,
			area, area_source, area_basis, seat, visibility, source)
		SELECT v.division, p.part, tstzrange(upper(v.recorded), NULL), $4, v.county, v.code_system, v.code, v.name, v.level, v.type, v.parent,
			CASE WHEN p.inside THEN f.area ELSE v.area END, CASE WHEN p.inside THEN 'faces' ELSE v.area_source END,
			CASE WHEN p.inside THEN $5 ELSE v.area_basis END, v.seat, v.visibility, v.source
		FROM unnest($1::uuid[], $2::geometry[]) f (division, area)
		JOIN division_version v ON v.division = f.division AND v.closed_by = $4,
		LATERAL (SELECT v.valid * $3::daterange AS part, true AS inside
			UNION ALL SELECT unnest(datemultirange(v.valid) - datemultirange($3::daterange)), false) p
		WHERE NOT isempty(p.part)`, ids, areas, valid, entry, basis)
	if err != nil {
		return fmt.Errorf("areas from lines: %w", err)
	}
	return nil
}

// releaseFace notes that by entry the area of a division is no longer made from
// its lines.
func releaseFace(ctx context.Context, tx pgx.Tx, id uuid.UUID, reason string, entry int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO division_face_release (entry, division, reason) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, entry, id, reason)
	return err
}

// AsFaceError tells the refusal of the database to write an area otherwise than
// from its lines as ErrFace.
func AsFaceError(err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "division_face" {
		return errors.Join(ErrFace, err)
	}
	return err
}

// sameGround tells whether two areas have the same edges, however their rings
// begin and run.
func sameGround(a, b orb.MultiPolygon) bool { return cover.Same(a, b) }
