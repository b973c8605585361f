package fieldsync

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/pg"
	"diming/internal/version"
)

// Contents are what a phone takes along of a task, beside its form and its map.
type Contents struct {
	Task     uuid.UUID
	Kind     string // round, special or patrol
	Revision int64
	Line     uuid.UUID
	Geometry orb.MultiLineString // CGCS2000
	Stretch  orb.MultiLineString // of a special check, as drawn; nil: the whole line
	Markers  []Marker
	Segments []Segment
}

// A Marker is one as it is told to who looks for it.
type Marker struct {
	ID         uuid.UUID
	Number     string
	Serial     int
	Kind       string
	State      string
	Point      orb.Point
	ElevationM string // decimal metres, "" unknown
	Keeper     string // a, b or ""
	Faces      int
	References []Reference
	LastPhoto  *Photo
	LastCheck  *Check
}

// A Reference is an object by which a marker is found again. Numbers are
// decimal texts, "" unknown.
type Reference struct {
	ID         uuid.UUID
	Name, Kind string
	AzimuthDeg string
	North      string // true, grid or magnetic
	DistanceM  string
	Point      *orb.Point
}

// A Photo is a picture that a phone may take along.
type Photo struct {
	SHA256    string
	Bytes     int64
	MediaType string
	Taken     *time.Time
}

// A Check is what was seen last of a marker.
type Check struct {
	At        time.Time
	Condition string
	Text      string
}

// A Segment is a stretch of a line from marker to marker. Its id follows from
// the line and its ends: with another marker between them it is another.
type Segment struct {
	ID       uuid.UUID
	Name     string
	From, To uuid.UUID
}

// Contents gives what a phone takes along of a task, read at one moment.
func (s *Store) Contents(ctx context.Context, task uuid.UUID) (Contents, error) {
	c := Contents{Task: task}
	today := Land{}.today()
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `SELECT t.kind, t.revision, t.line, v.geom, t.stretch FROM field_task t JOIN boundary_line l ON l.id = t.line JOIN boundary_line_version v ON v.line = t.line
			WHERE t.id = $1 AND l.withdrawn IS NULL AND v.valid @> $2::date AND upper_inf(v.recorded)`, task, today).Scan(&c.Kind, &c.Revision, &c.Line, &c.Geometry, &c.Stretch)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		if c.Markers, err = markersOf(ctx, tx, task, c.Line, today); err != nil {
			return err
		}
		if c.Kind != Patrol {
			c.Segments = segmentsOf(c.Line, c.Markers)
		}
		return describe(ctx, tx, c.Markers, today)
	})
	if err != nil {
		return Contents{}, fmt.Errorf("contents of task %s: %w", task, err)
	}
	return c, nil
}

// markersOf gives those markers on the line of a task that it is about: of
// patrols, those that their contract covers.
func markersOf(ctx context.Context, db pg.DB, task, line uuid.UUID, today version.Date) ([]Marker, error) {
	all, err := markersOn(ctx, db, line, today)
	if err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, `SELECT marker FROM upkeep_contract_marker WHERE contract = $1`, task)
	if err != nil {
		return nil, err
	}
	covered, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil || len(covered) == 0 { // a contract covers one at least
		return all, err
	}
	return slices.DeleteFunc(all, func(m Marker) bool { return !slices.Contains(covered, m.ID) }), nil
}

// markersOn gives the markers that stand on a line or at a junction of it, along
// the line by their numbers.
func markersOn(ctx context.Context, db pg.DB, line uuid.UUID, today version.Date) ([]Marker, error) {
	rows, err := db.Query(ctx, `SELECT v.marker, v.number, v.serial, v.kind, m.state, v.point, coalesce(v.elevation_m::text, ''), v.keeper, v.faces
		FROM marker_version v JOIN marker m ON m.id = v.marker
		WHERE m.withdrawn IS NULL AND m.state <> 'retired' AND v.valid @> $2::date AND upper_inf(v.recorded) AND (v.line = $1
			OR v.junction IN (SELECT j.junction FROM boundary_junction_version j, boundary_line_version l
				WHERE l.line = $1 AND upper_inf(l.recorded) AND l.valid @> $2::date AND upper_inf(j.recorded) AND j.valid @> $2::date AND ST_Intersects(l.geom, j.point)))
		ORDER BY v.line <> $1, v.serial, v.letter, v.number`, line, today)
	if err != nil {
		return nil, fmt.Errorf("markers on line %s: %w", line, err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (m Marker, err error) {
		err = row.Scan(&m.ID, &m.Number, &m.Serial, &m.Kind, &m.State, &m.Point, &m.ElevationM, &m.Keeper, &m.Faces)
		return m, err
	})
}

// segmentsOf gives the stretches between one marker and the next; of markers
// that share a serial the first stands for all.
func segmentsOf(line uuid.UUID, markers []Marker) []Segment {
	var all []Segment
	for i, last := 1, 0; i < len(markers); i++ {
		from, to := markers[last], markers[i]
		if to.Serial == from.Serial {
			continue
		}
		all = append(all, Segment{ID: uuid.NewSHA1(line, []byte(from.ID.String()+" "+to.ID.String())), Name: from.Number + "—" + to.Number, From: from.ID, To: to.ID})
		last = i
	}
	return all
}

// describe adds to markers their reference objects, and what was seen of them last.
func describe(ctx context.Context, db pg.DB, markers []Marker, today version.Date) error {
	ids, at := make([]uuid.UUID, len(markers)), map[uuid.UUID]*Marker{}
	for i := range markers {
		ids[i], at[markers[i].ID] = markers[i].ID, &markers[i]
	}
	rows, err := db.Query(ctx, `SELECT f.marker, f.id, r.name, r.kind, coalesce(r.azimuth_deg::text, ''), r.azimuth_north, coalesce(r.distance_m::text, ''), r.point
		FROM marker_reference f JOIN marker_reference_version r ON r.reference = f.id
		WHERE f.marker = ANY($1) AND r.valid @> $2::date AND upper_inf(r.recorded) ORDER BY f.marker, r.ordinal, f.id`, ids, today)
	if err != nil {
		return err
	}
	var marker uuid.UUID
	var r Reference
	_, err = pgx.ForEachRow(rows, []any{&marker, &r.ID, &r.Name, &r.Kind, &r.AzimuthDeg, &r.North, &r.DistanceM, &r.Point}, func() error {
		at[marker].References = append(at[marker].References, r)
		return nil
	})
	if err != nil {
		return fmt.Errorf("reference objects: %w", err)
	}
	return errors.Join(lastPhotos(ctx, db, ids, at), lastChecks(ctx, db, ids, at))
}

// lastPhotos adds the latest picture of each marker that lies among the
// documents: of a field record that stands, or one that the office filed.
func lastPhotos(ctx context.Context, db pg.DB, ids []uuid.UUID, at map[uuid.UUID]*Marker) error {
	rows, err := db.Query(ctx, `SELECT DISTINCT ON (marker) marker, sha256, size_bytes, media_type, taken FROM (
			SELECT r.object AS marker, f.sha256, f.size_bytes, f.media_type, r.server_time AS taken
			FROM field_record r, jsonb_array_elements(r.body::jsonb -> 'files') j JOIN field_file f ON f.sha256 = j ->> 'sha256' AND f.done_at IS NOT NULL
			WHERE r.object = ANY($1) AND r.object_kind = 'marker' AND r.standing = 'accepted' AND r.withdrawn_by IS NULL AND j ->> 'role' = 'photo'
			UNION ALL SELECT p.marker, p.digest, p.size_bytes, p.media_type, coalesce(p.taken_on::timestamptz, p.at)
			FROM marker_photo p WHERE p.marker = ANY($1) AND p.removed IS NULL) p
		ORDER BY marker, taken DESC, sha256`, ids)
	if err != nil {
		return err
	}
	var marker uuid.UUID
	var p Photo
	_, err = pgx.ForEachRow(rows, []any{&marker, &p.SHA256, &p.Bytes, &p.MediaType, &p.Taken}, func() error {
		kept := p
		at[marker].LastPhoto = &kept
		return nil
	})
	if err != nil {
		return fmt.Errorf("last photos: %w", err)
	}
	return nil
}

// lastChecks adds what was seen of each marker last.
func lastChecks(ctx context.Context, db pg.DB, ids []uuid.UUID, at map[uuid.UUID]*Marker) error {
	rows, err := db.Query(ctx, `SELECT DISTINCT ON (object) object, server_time, body::jsonb ->> 'condition', body::jsonb ->> 'text'
		FROM field_record WHERE object = ANY($1) AND kind IN ('marker_check', 'patrol') AND standing = 'accepted' AND withdrawn_by IS NULL ORDER BY object, server_time DESC, came DESC`, ids)
	if err != nil {
		return err
	}
	var marker uuid.UUID
	var c Check
	_, err = pgx.ForEachRow(rows, []any{&marker, &c.At, &c.Condition, &c.Text}, func() error {
		kept := c
		at[marker].LastCheck = &kept
		return nil
	})
	if err != nil {
		return fmt.Errorf("last checks: %w", err)
	}
	return nil
}

// PhotoType gives the media type of a picture that belongs to a pack.
func (s *Store) PhotoType(ctx context.Context, sha256 string) (string, error) {
	var mediaType string
	err := s.DB.QueryRow(ctx, `SELECT media_type FROM field_file WHERE sha256 = $1 AND done_at IS NOT NULL
		UNION ALL SELECT media_type FROM marker_photo WHERE digest = $1 LIMIT 1`, sha256).Scan(&mediaType)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return "", fmt.Errorf("photo %s: %w", sha256, err)
	}
	return mediaType, nil
}

// Outing gives what other devices may take along of a task, under a name.
func (c Contents) Outing(name string, note func(Marker) string) Outing {
	o := Outing{Name: name, Line: c.Geometry}
	for _, m := range c.Markers {
		o.Markers = append(o.Markers, OutingMarker{Number: m.Number, Note: note(m), At: m.Point, ElevationM: m.ElevationM})
	}
	return o
}

// sidesText is how sides are kept.
func sidesText(sides []boundaries.Side) []string {
	all := make([]string, len(sides))
	for i, s := range sides {
		all[i] = string(s)
	}
	return all
}
