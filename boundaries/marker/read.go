package marker

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/pg"
	"diming/internal/version"
)

// A Store reads and writes markers.
type Store struct{ DB pg.DB }

const markerColumns = `v.marker, v.county, v.line, coalesce(l.name, ''), l.a_division, l.b_division, coalesce(da.name, ''), coalesce(db.name, ''), v.junction,
	v.number, v.serial, v.letter, v.kind, v.faces, v.material, v.point, coalesce(v.elevation_m::text, ''), v.original, v.crs, v.keeper,
	v.place_a, v.place_b, v.place_c, v.set_on, v.note, v.source, m.state, m.tag, v.valid, lower(v.recorded), upper(v.recorded), v.version, v.entry`

// markerTables join a marker's versions with its line and the owners' names as
// they are now, or were last.
const markerTables = `marker_version v JOIN marker m ON m.id = v.marker
	LEFT JOIN LATERAL (SELECT b.name, b.a_division, b.b_division FROM boundary_line_version b
		WHERE b.line = v.line AND upper_inf(b.recorded) ORDER BY upper(b.valid) DESC NULLS FIRST LIMIT 1) l ON true
	LEFT JOIN LATERAL (SELECT d.name FROM division_version d WHERE d.division = l.a_division AND upper_inf(d.recorded)
		ORDER BY upper(d.valid) DESC NULLS FIRST LIMIT 1) da ON true
	LEFT JOIN LATERAL (SELECT d.name FROM division_version d WHERE d.division = l.b_division AND upper_inf(d.recorded)
		ORDER BY upper(d.valid) DESC NULLS FIRST LIMIT 1) db ON true`

func scanMarker(row pgx.CollectableRow) (Marker, error) {
	var (
		m              Marker
		a, b, junction *uuid.UUID
		valid          pgtype.Range[pgtype.Date]
		until          pgtype.Timestamptz
	)
	err := row.Scan(&m.ID, &m.County, &m.Line, &m.LineName, &a, &b, &m.NameA, &m.NameB, &junction, &m.Number, &m.Serial, &m.Letter, &m.Kind, &m.Faces,
		&m.Material, &m.Point, &m.ElevationM, &m.Original, &m.CRS, &m.Keeper, &m.PlaceA, &m.PlaceB, &m.PlaceC, &m.SetOn, &m.Note, &m.Source,
		&m.State, &m.Tag, &valid, &m.Recorded, &until, &m.Version, &m.Entry)
	m.OwnerA, m.OwnerB, m.Junction, m.ElevationM = value(a), value(b), value(junction), plain(m.ElevationM)
	m.Valid, m.RecordedUntil = version.SpanOf(valid), until.Time
	return m, err
}

func value(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

func orNull(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// ByID gives a marker with its references as they are at the time asked about,
// ErrNotFound where it is not then, or ErrWithdrawn.
func (s *Store) ByID(ctx context.Context, at version.AsOf, id uuid.UUID) (Marker, error) {
	m, err := s.byID(ctx, at, id)
	if err != nil {
		return Marker{}, fmt.Errorf("marker %s: %w", id, err)
	}
	return m, nil
}

func (s *Store) byID(ctx context.Context, at version.AsOf, id uuid.UUID) (Marker, error) {
	where, args := at.Where("v", 2)
	rows, err := s.DB.Query(ctx, `SELECT `+markerColumns+` FROM `+markerTables+` WHERE v.marker = $1 AND m.withdrawn IS NULL AND `+where, append([]any{id}, args...)...)
	if err != nil {
		return Marker{}, err
	}
	m, err := pgx.CollectExactlyOneRow(rows, scanMarker)
	if errors.Is(err, pgx.ErrNoRows) {
		return Marker{}, s.why(ctx, id)
	}
	if err == nil {
		m.References, err = s.references(ctx, at, id)
	}
	return m, err
}

// why tells a withdrawn marker from one that is not.
func (s *Store) why(ctx context.Context, id uuid.UUID) error {
	var withdrawn bool
	err := s.DB.QueryRow(ctx, `SELECT withdrawn IS NOT NULL FROM marker WHERE id = $1`, id).Scan(&withdrawn)
	if err == nil && withdrawn {
		return ErrWithdrawn
	}
	if err == nil || errors.Is(err, pgx.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

const referenceColumns = `r.reference, r.ordinal, r.name, r.kind, coalesce(r.azimuth_deg::text, ''), r.azimuth_north, coalesce(r.distance_m::text, ''),
	r.point, coalesce(r.position_sd_m::text, ''), r.note`

func scanReference(row pgx.CollectableRow) (Reference, error) {
	var r Reference
	err := row.Scan(&r.ID, &r.Ordinal, &r.Name, &r.Kind, &r.AzimuthDeg, &r.North, &r.DistanceM, &r.Point, &r.PositionSDM, &r.Note)
	r.AzimuthDeg, r.DistanceM, r.PositionSDM = plain(r.AzimuthDeg), plain(r.DistanceM), plain(r.PositionSDM)
	return r, err
}

// plain leaves out the noughts that a numeric column adds behind its point.
func plain(decimal string) string {
	if strings.Contains(decimal, ".") {
		return strings.TrimSuffix(strings.TrimRight(decimal, "0"), ".")
	}
	return decimal
}

func (s *Store) references(ctx context.Context, at version.AsOf, marker uuid.UUID) ([]Reference, error) {
	where, args := at.Where("r", 2)
	rows, err := s.DB.Query(ctx, `SELECT `+referenceColumns+` FROM marker_reference_version r JOIN marker_reference o ON o.id = r.reference
		WHERE o.marker = $1 AND `+where+` ORDER BY r.ordinal, r.reference`, append([]any{marker}, args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanReference)
}

// A Filter narrows a list of markers.
type Filter struct {
	At     version.AsOf
	Line   *uuid.UUID // also those at the line's junctions
	Box    *orb.Bound
	States []State
	Within []uuid.UUID // of lines of which an owner is or lies under one of these
	Whole  bool        // of all lines
	After  Cursor
	Limit  int
}

// A Cursor is where a page of markers ends.
type Cursor struct {
	Line   uuid.UUID
	Serial int
	Marker uuid.UUID
}

// String writes a cursor for a link.
func (c Cursor) String() string { return fmt.Sprintf("%s|%d|%s", c.Line, c.Serial, c.Marker) }

// ParseCursor reads what String wrote; "" is the beginning.
func ParseCursor(text string) (Cursor, error) {
	var c Cursor
	if text == "" {
		return c, nil
	}
	parts := strings.Split(text, "|")
	if len(parts) != 3 {
		return c, errors.New("no cursor of markers")
	}
	var err1, err2, err3 error
	c.Line, err1 = uuid.Parse(parts[0])
	c.Serial, err2 = strconv.Atoi(parts[1])
	c.Marker, err3 = uuid.Parse(parts[2])
	return c, errors.Join(err1, err2, err3)
}

// List gives markers by line and serial, without their references.
func (s *Store) List(ctx context.Context, f Filter) ([]Marker, error) {
	where, args := f.At.Where("v", 9)
	var box any
	if f.Box != nil {
		box = *f.Box
	}
	states := make([]string, len(f.States))
	for i, one := range f.States {
		states[i] = string(one)
	}
	rows, err := s.DB.Query(ctx, `SELECT `+markerColumns+` FROM `+markerTables+`
		WHERE m.withdrawn IS NULL AND ($1::uuid IS NULL OR v.line = $1 OR v.junction IN (`+junctionsOf+`))
			AND ($2::geometry IS NULL OR v.point && $2) AND (cardinality($3::text[]) = 0 OR m.state = ANY($3))
			AND ($4 OR EXISTS (SELECT FROM unnest(ARRAY[l.a_division, l.b_division]) o, division_above(o) u WHERE o IS NOT NULL AND u.division = ANY($5)))
			AND (v.line, v.serial, v.marker) > ($6, $7, $8) AND `+where+`
		ORDER BY v.line, v.serial, v.marker LIMIT `+fmt.Sprintf("$%d", 9+len(args)),
		append(append([]any{f.Line, box, states, f.Whole, f.Within, f.After.Line, f.After.Serial, f.After.Marker}, args...), f.Limit)...)
	if err != nil {
		return nil, fmt.Errorf("list markers: %w", err)
	}
	return pgx.CollectRows(rows, scanMarker)
}

// junctionsOf are the junctions at which line $1 begins or ends.
const junctionsOf = `SELECT j.junction FROM boundary_junction_version j, boundary_line_version t, ST_Dump(t.geom) d
	WHERE t.line = $1 AND upper_inf(t.recorded) AND upper_inf(j.recorded)
		AND (ST_Equals(j.point, ST_StartPoint(d.geom)) OR ST_Equals(j.point, ST_EndPoint(d.geom)))`

// OfLine gives all markers of a line with their references, by serial, as a
// pack of a task or a result table wants them.
func (s *Store) OfLine(ctx context.Context, at version.AsOf, line uuid.UUID) ([]Marker, error) {
	all, err := s.List(ctx, Filter{At: at, Line: &line, Whole: true, Limit: 100000})
	if err != nil {
		return nil, err
	}
	byID, ids := map[uuid.UUID]*Marker{}, []uuid.UUID{}
	for i := range all {
		byID[all[i].ID] = &all[i]
		ids = append(ids, all[i].ID)
	}
	where, args := at.Where("r", 2)
	rows, err := s.DB.Query(ctx, `SELECT o.marker, `+referenceColumns+` FROM marker_reference_version r JOIN marker_reference o ON o.id = r.reference
		WHERE o.marker = ANY($1) AND `+where+` ORDER BY o.marker, r.ordinal, r.reference`, append([]any{ids}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("references of markers of %s: %w", line, err)
	}
	defer rows.Close()
	for rows.Next() {
		var of uuid.UUID
		var r Reference
		if err := rows.Scan(&of, &r.ID, &r.Ordinal, &r.Name, &r.Kind, &r.AzimuthDeg, &r.North, &r.DistanceM, &r.Point, &r.PositionSDM, &r.Note); err != nil {
			return nil, err
		}
		r.AzimuthDeg, r.DistanceM, r.PositionSDM = plain(r.AzimuthDeg), plain(r.DistanceM), plain(r.PositionSDM)
		byID[of].References = append(byID[of].References, r)
	}
	return all, rows.Err()
}

// Versions gives what was ever recorded of a marker, the latest first.
func (s *Store) Versions(ctx context.Context, id uuid.UUID) ([]Marker, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+markerColumns+` FROM `+markerTables+` WHERE v.marker = $1 ORDER BY lower(v.recorded) DESC, v.version DESC`, id)
	if err != nil {
		return nil, fmt.Errorf("versions of marker %s: %w", id, err)
	}
	return pgx.CollectRows(rows, scanMarker)
}

// Steps gives the steps of a marker, the first first.
func (s *Store) Steps(ctx context.Context, id uuid.UUID) ([]StepTaken, error) {
	rows, err := s.DB.Query(ctx, `SELECT n, step, from_state, to_state, on_day, side, present_a, present_b, person, point, coalesce(elevation_m::text, ''), original, crs,
		coalesce(apart_m::text, ''), coalesce(tolerance_m::text, ''), photo, meeting, document_a, document_b, note, actor, at
		FROM marker_step WHERE marker = $1 ORDER BY n`, id)
	if err != nil {
		return nil, fmt.Errorf("steps of marker %s: %w", id, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (StepTaken, error) {
		var t StepTaken
		var point *orb.Point
		var m Measure
		err := row.Scan(&t.N, &t.Step, &t.From, &t.To, &t.On, &t.Side, &t.PresentA, &t.PresentB, &t.Person, &point, &m.ElevationM, &m.Original, &m.CRS,
			&t.ApartM, &t.ToleranceM, &t.Photo, &t.Meeting, &t.DocumentA, &t.DocumentB, &t.Note, &t.Actor, &t.At)
		if point != nil {
			m.ElevationM = plain(m.ElevationM)
			m.Point, t.Measure = *point, &m
		}
		return t, err
	})
}

// Sightings gives what was seen of a marker, the latest first.
func (s *Store) Sightings(ctx context.Context, id uuid.UUID) ([]Sighting, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, marker, seen_at, side, condition, observer, point, coalesce(accuracy_m::text, ''), note
		FROM marker_sighting WHERE marker = $1 ORDER BY seen_at DESC, id`, id)
	if err != nil {
		return nil, fmt.Errorf("sightings of marker %s: %w", id, err)
	}
	return pgx.CollectRows(rows, scanSighting)
}

// LastSightings gives what was last seen of each marker that is or was on a line.
func (s *Store) LastSightings(ctx context.Context, line uuid.UUID) ([]Sighting, error) {
	rows, err := s.DB.Query(ctx, `SELECT DISTINCT ON (marker) id, marker, seen_at, side, condition, observer, point, coalesce(accuracy_m::text, ''), note
		FROM marker_sighting WHERE marker IN (SELECT marker FROM marker_version WHERE line = $1) ORDER BY marker, seen_at DESC, id`, line)
	if err != nil {
		return nil, fmt.Errorf("last sightings on line %s: %w", line, err)
	}
	return pgx.CollectRows(rows, scanSighting)
}

func scanSighting(row pgx.CollectableRow) (Sighting, error) {
	var g Sighting
	err := row.Scan(&g.ID, &g.Marker, &g.At, &g.Side, &g.Condition, &g.Observer, &g.Point, &g.AccuracyM, &g.Note)
	return g, err
}

// Photos gives the photos of a marker that stand, by face, the latest first.
func (s *Store) Photos(ctx context.Context, id uuid.UUID) ([]Photo, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, face, digest, media_type, name, size_bytes, taken_on, at FROM marker_photo
		WHERE marker = $1 AND removed IS NULL ORDER BY face, coalesce(taken_on, at::date) DESC, id DESC`, id)
	if err != nil {
		return nil, fmt.Errorf("photos of marker %s: %w", id, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (Photo, error) {
		var p Photo
		err := row.Scan(&p.ID, &p.Face, &p.Digest, &p.MediaType, &p.Name, &p.Size, &p.TakenOn, &p.At)
		return p, err
	})
}

// SideOf tells on which side of the marker's line a division lies or reaches:
// the sides of which it is, or is above, the owner.
func (s *Store) SideOf(ctx context.Context, m Marker, division uuid.UUID) ([]boundaries.Side, error) {
	var a, b bool
	err := s.DB.QueryRow(ctx, `SELECT coalesce((SELECT true FROM division_above($1) u WHERE u.division = $3 LIMIT 1), false),
		coalesce((SELECT true FROM division_above($2) u WHERE u.division = $3 LIMIT 1), false)`, orNull(m.OwnerA), orNull(m.OwnerB), division).Scan(&a, &b)
	var sides []boundaries.Side
	if a {
		sides = append(sides, boundaries.SideA)
	}
	if b {
		sides = append(sides, boundaries.SideB)
	}
	return sides, err
}

// Now gives a marker as the register holds it for the latest time: that
// which a change is about, ErrNotFound or ErrWithdrawn.
func (s *Store) Now(ctx context.Context, id uuid.UUID) (Marker, error) {
	m, err := s.latest(ctx, id)
	if err != nil {
		return Marker{}, fmt.Errorf("marker %s: %w", id, err)
	}
	return m, nil
}

// PhotoOf gives one photo of a marker that stands, or ErrPhoto.
func (s *Store) PhotoOf(ctx context.Context, marker, photo uuid.UUID) (Photo, error) {
	all, err := s.Photos(ctx, marker)
	if err != nil {
		return Photo{}, err
	}
	for _, p := range all {
		if p.ID == photo {
			return p, nil
		}
	}
	return Photo{}, fmt.Errorf("photo %s of marker %s: %w", photo, marker, ErrPhoto)
}

// Owners gives the divisions that own a line, side a first.
func (s *Store) Owners(ctx context.Context, line uuid.UUID) ([]uuid.UUID, error) {
	var a, b *uuid.UUID
	err := s.DB.QueryRow(ctx, `SELECT v.a_division, v.b_division FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line
		WHERE v.line = $1 AND upper_inf(v.recorded) AND l.withdrawn IS NULL ORDER BY upper(v.valid) DESC NULLS FIRST LIMIT 1`, line).Scan(&a, &b)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, content("没有这条界线，请重新选择。", "There is no such line; choose another.")
	}
	var owners []uuid.UUID
	for _, one := range []*uuid.UUID{a, b} {
		if one != nil {
			owners = append(owners, *one)
		}
	}
	return owners, err
}
