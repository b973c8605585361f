package line

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/boundaries/cover"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A Change is what a person changes of a line; nil fields stay. A new geometry
// is what an agreement and its approval say (行政区域界线管理条例 arts. 2, 9):
// never what a river has done.
type Change struct {
	Number, Name, LengthStated *string
	ApprovedBy, ApprovalNo     *string
	ApprovedOn                 *version.Date
	Agreement, Description     *string
	Visibility                 *string
	Geometry                   orb.MultiLineString // nil: stays
	Others                     []Redrawn           // other lines that end where this one now does
	From                       version.Date        // the day from which it is so; zero: as long as the present version
	Source, Reason             string
}

// A Redrawn is another line that a change redraws.
type Redrawn struct {
	Line     uuid.UUID
	Geometry orb.MultiLineString
}

// Change writes another version of a line. read is the version that its editor
// saw: ErrChanged where it is no longer the present one. Where the geometry
// changes, the areas on both sides are made anew in the same transaction; a
// *FaultError says where the lines would not make areas, and nothing changes.
func (s *Store) Change(ctx context.Context, actor, id uuid.UUID, read int64, c Change) (int64, error) {
	if strings.TrimSpace(c.Reason) == "" {
		return 0, fmt.Errorf("change boundary line %s: %w", id, ErrText)
	}
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if c.Geometry != nil || len(c.Others) > 0 {
			if err := lockLines(ctx, tx); err != nil {
				return err
			}
		}
		before, err := lockLine(ctx, tx, id, c.From)
		if err != nil {
			return err
		}
		if before.Version != read {
			return ErrChanged
		}
		after := c.apply(before)
		in := Store{DB: tx}
		if err := in.ready(ctx, tx, &after, false); err != nil {
			return err
		}
		action := "boundary_line.describe"
		if c.Geometry != nil || len(c.Others) > 0 {
			action = "boundary_line.change"
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: action, Kind: "boundary_line", Object: id, County: after.County,
			Reason: c.Reason, Before: before.fields(), After: after.fields()})
		if err != nil {
			return err
		}
		if action == "boundary_line.describe" {
			return write(ctx, tx, after, entry)
		}
		return in.redraw(ctx, tx, before, after, c, entry)
	})
	if err != nil {
		return 0, fmt.Errorf("change boundary line %s: %w", id, boundaries.AsFaceError(err))
	}
	return entry, nil
}

// lockLine locks a line and gives the version that holds on a day (zero: today,
// or the last), refusing one that was withdrawn.
func lockLine(ctx context.Context, tx pgx.Tx, id uuid.UUID, on version.Date) (Line, error) {
	if err := versions.Lock(ctx, tx, id); err != nil {
		return Line{}, ErrNotFound
	}
	in := Store{DB: tx}
	return in.ByID(ctx, boundaries.Reader{AsOf: version.AsOf{Valid: on}, Internal: true}, id)
}

// apply gives a line with the change.
func (c Change) apply(l Line) Line {
	set := func(to *string, from *string) {
		if from != nil {
			*to = strings.TrimSpace(*from)
		}
	}
	set(&l.Number, c.Number)
	set(&l.Name, c.Name)
	set(&l.LengthStated, c.LengthStated)
	set(&l.ApprovedBy, c.ApprovedBy)
	set(&l.ApprovalNo, c.ApprovalNo)
	set(&l.Agreement, c.Agreement)
	set(&l.Description, c.Description)
	set(&l.Visibility, c.Visibility)
	if c.ApprovedOn != nil {
		l.ApprovedOn = *c.ApprovedOn
	}
	if c.Geometry != nil {
		l.Geometry = c.Geometry
	}
	if c.Source != "" {
		l.Source = c.Source
	}
	if !c.From.IsZero() {
		l.Valid.From = c.From
	}
	return l
}

// redraw writes the lines of a change and the areas beside them.
func (s *Store) redraw(ctx context.Context, tx pgx.Tx, before, after Line, c Change, entry int64) error {
	on := dayIn(after.Valid)
	if err := noLaterLine(ctx, tx, before, after.Valid.From); err != nil {
		return err
	}
	old, err := s.ground(ctx, tx, on)
	if err != nil {
		return err
	}
	changed := []uuid.UUID{after.ID}
	if err := write(ctx, tx, after, entry); err != nil {
		return err
	}
	for _, o := range c.Others {
		other, err := lockLine(ctx, tx, o.Line, c.From)
		if err != nil {
			return err
		}
		if err := CheckGeometry(o.Geometry); err != nil {
			return err
		}
		other.Geometry = o.Geometry
		if !c.From.IsZero() {
			other.Valid.From = c.From
		}
		if err := noLaterLine(ctx, tx, other, other.Valid.From); err != nil {
			return err
		}
		if err := write(ctx, tx, other, entry); err != nil {
			return err
		}
		changed = append(changed, o.Line)
	}
	now, err := s.ground(ctx, tx, on)
	if err != nil {
		return err
	}
	if err := now.sound(ctx); err != nil {
		return err
	}
	beside := old.beside(changed)
	for d := range now.beside(changed) {
		beside[d] = true
	}
	faces, err := now.faces(beside)
	if err != nil {
		return err
	}
	if faces, err = s.different(ctx, tx, faces, on); err != nil {
		return err
	}
	if err := moveJunctions(ctx, tx, old, now, after.Valid, after.Source, entry); err != nil {
		return err
	}
	return boundaries.SetFaces(ctx, tx, faces, after.Valid.From, facesBasis+"："+after.Source, entry)
}

// noLaterLine refuses a change from a day after which the register already holds
// another version of the line: it would be lost unseen.
func noLaterLine(ctx context.Context, tx pgx.Tx, l Line, from version.Date) error {
	var later bool
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM boundary_line_version WHERE line = $1 AND upper_inf(recorded) AND lower(valid) > $2::date)`,
		l.ID, from).Scan(&later)
	if err == nil && later {
		err = boundaries.ErrLaterVersion
	}
	return err
}

// ground reads all lines of a day.
func (s *Store) ground(ctx context.Context, tx pgx.Tx, on version.Date) (*ground, error) {
	t, err := readTree(ctx, tx, on)
	if err != nil {
		return nil, err
	}
	in := Store{DB: tx}
	lines, err := in.list(ctx, boundaries.Reader{AsOf: version.AsOf{Valid: on}, Internal: true}, "true")
	if err != nil {
		return nil, err
	}
	owned := map[uuid.UUID]bool{}
	for _, l := range lines {
		owned[l.A.Division], owned[l.B.Division] = true, true
	}
	return layOut(t, lines, s.islands(ctx, tx, t, owned, on)), nil
}

// islands tells whose an island is that no line of its parts meets: the part
// that has it now.
func (s *Store) islands(ctx context.Context, tx pgx.Tx, t tree, owned map[uuid.UUID]bool, on version.Date) func(orb.LineString, uuid.UUID) uuid.UUID {
	return func(path orb.LineString, under uuid.UUID) uuid.UUID {
		if path[0] != path[len(path)-1] {
			return uuid.Nil
		}
		var parts []uuid.UUID
		for id := range owned {
			if id != under && t.within(id, under) {
				parts = append(parts, id)
			}
		}
		if len(parts) == 0 {
			return uuid.Nil
		}
		var found uuid.UUID
		err := tx.QueryRow(ctx, `SELECT division FROM division_version WHERE division = ANY($1) AND upper_inf(recorded) AND valid @> $2::date
			AND ST_Intersects(area, $3::geometry) ORDER BY level DESC, ST_Length(ST_Intersection(ST_Boundary(area), $3::geometry)) DESC LIMIT 1`, parts, on, path).Scan(&found)
		if err != nil {
			return uuid.Nil
		}
		return found
	}
}

// sound refuses lines that cross: the areas between them would overlap.
func (g *ground) sound(ctx context.Context) error {
	areas, err := g.leaves()
	if err != nil {
		return err
	}
	r, err := cover.Check(ctx, areas, 0.01, nil)
	if err != nil {
		return err
	}
	for _, f := range r.Faults {
		if f.Kind == cover.Overlap {
			return &FaultError{f.At, "界线相交，" + areas[f.Areas[0]].Name + "等的面重叠", "lines cross, and areas overlap"}
		}
	}
	return nil
}

// different keeps the faces that are not the areas that stand.
func (s *Store) different(ctx context.Context, tx pgx.Tx, faces []boundaries.Face, on version.Date) ([]boundaries.Face, error) {
	in := boundaries.Store{DB: tx}
	var kept []boundaries.Face
	for _, f := range faces {
		stands, err := in.Area(ctx, boundaries.Reader{AsOf: version.AsOf{Valid: on}, Internal: true}, f.Division)
		if err != nil {
			return nil, err
		}
		if !cover.Same(stands, f.Area) {
			kept = append(kept, f)
		}
	}
	return kept, nil
}

// moveJunctions has the junctions stand where the lines now end: one that is no
// longer an end moves to the new end nearest to it, or goes with its lines.
func moveJunctions(ctx context.Context, tx pgx.Tx, old, now *ground, valid version.Span, source string, entry int64) error {
	was, is := old.ends(), now.ends()
	var gone, come []orb.Point
	for p := range was {
		if !is[p] {
			gone = append(gone, p)
		}
	}
	for p := range is {
		if !was[p] {
			come = append(come, p)
		}
	}
	for _, p := range gone {
		var id uuid.UUID
		var name string
		err := tx.QueryRow(ctx, `SELECT junction, name FROM boundary_junction_version WHERE upper_inf(recorded) AND valid @> $2::date AND point && $1::geometry AND ST_Equals(point, $1::geometry)`,
			p, dayIn(valid)).Scan(&id, &name)
		if err == pgx.ErrNoRows {
			continue
		}
		if err != nil {
			return err
		}
		if err := junctions.Lock(ctx, tx, id); err != nil {
			return err
		}
		if n := nearest(come, p); n >= 0 {
			err = junctions.Write(ctx, tx, id, valid, entry, name, come[n], source)
			come = append(come[:n], come[n+1:]...)
		} else {
			err = junctions.Clear(ctx, tx, id, valid, entry)
		}
		if err != nil {
			return err
		}
	}
	return copyJunctions(ctx, tx, come, valid, source, entry)
}

var junctions = version.Table{Objects: "boundary_junction", Name: "boundary_junction_version", Object: "junction", Columns: []string{"name", "point", "source"}}

func nearest(all []orb.Point, p orb.Point) int {
	best, at := 0.0, -1
	for i, q := range all {
		if d := (q[0]-p[0])*(q[0]-p[0]) + (q[1]-p[1])*(q[1]-p[1]); at < 0 || d < best {
			best, at = d, i
		}
	}
	return at
}

// ends are the points where parts end.
func (g *ground) ends() map[orb.Point]bool {
	all := map[orb.Point]bool{}
	for _, p := range g.parts {
		if !p.Closed() {
			all[p.Path[0]], all[p.Path[len(p.Path)-1]] = true, true
		}
	}
	return all
}

// Junctions gives the junctions in which a line ends, as they were at the time
// asked about.
func (s *Store) Junctions(ctx context.Context, r boundaries.Reader, id uuid.UUID) ([]Junction, error) {
	l, err := s.ByID(ctx, r, id)
	if err != nil {
		return nil, err
	}
	ends := orb.MultiPoint{}
	for _, p := range l.Geometry {
		ends = append(ends, p[0], p[len(p)-1])
	}
	when, args := r.AsOf.Where("j", 2)
	rows, err := s.DB.Query(ctx, `SELECT j.junction, j.name, j.point FROM boundary_junction_version j
		WHERE j.point && $1::geometry AND ST_Intersects(j.point, $1::geometry) AND `+when+` ORDER BY j.junction`, append([]any{ends}, args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Junction])
}

// History gives everything the register says, or ever said, of a line, the
// latest record first.
func (s *Store) History(ctx context.Context, r boundaries.Reader, id uuid.UUID) ([]Line, error) {
	visible := ""
	if !r.Internal {
		visible = " AND v.visibility = 'public' AND upper_inf(v.recorded)"
	}
	rows, err := s.DB.Query(ctx, `SELECT `+lineColumns+` FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line
		WHERE v.line = $1`+visible+` ORDER BY lower(v.recorded) DESC, v.version DESC`, id)
	if err != nil {
		return nil, fmt.Errorf("history of boundary line %s: %w", id, err)
	}
	return pgx.CollectRows(rows, scanLine)
}
