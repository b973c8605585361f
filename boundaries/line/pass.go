package line

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A Redivision is what a change of divisions means for those that own lines. It
// is written already: the register holds the divisions as they are from Day on.
type Redivision struct {
	Day     version.Date
	Touched []uuid.UUID               // every division that was written
	Whole   map[uuid.UUID]uuid.UUID   // of one that ended: the one that took all of it
	Parts   map[uuid.UUID][]uuid.UUID // of one that gave land away: those that it came to
	Actor   uuid.UUID
	Reason  string
}

// Passed counts what became of the lines that a redivision reached.
type Passed struct {
	Changed int // other owners, or another level
	Ended   int // both sides are one division now
	Left    int // an owner ended and no successor is clear
}

// Lock lets one change of owners or geometry of lines run at a time.
func Lock(ctx context.Context, tx pgx.Tx) error { return lockLines(ctx, tx) }

// Pass has lines pass to the successors of their owners from the day of a
// redivision on, each with its own ledger entry; the geometry and the sides stay,
// as markers, records and signatures speak of them. A line whose sides are one
// division now ends on that day. Where no successor is clear the line stays as it
// is, and [Store.Check] tells of it. The caller holds Lock.
func Pass(ctx context.Context, tx pgx.Tx, r Redivision) (Passed, error) {
	var done Passed
	h, err := readHeirs(ctx, tx, r)
	if err != nil {
		return done, fmt.Errorf("pass boundary lines on %s: %w", r.Day, err)
	}
	lines, err := standing(ctx, tx, r)
	if err != nil {
		return done, fmt.Errorf("pass boundary lines on %s: %w", r.Day, err)
	}
	for _, before := range lines {
		before.Valid, _ = before.Valid.Intersect(version.Span{From: r.Day})
		after, clear := h.pass(before)
		switch {
		case !clear:
			done.Left++
			continue
		case after == nil:
			done.Ended++
		case after.A == before.A && after.B == before.B && after.Level == before.Level && after.County == before.County:
			continue
		default:
			done.Changed++
		}
		if err := passOne(ctx, tx, r, before, after); err != nil {
			return done, fmt.Errorf("pass boundary line %s: %w", before.ID, err)
		}
	}
	return done, nil
}

// standing reads every version of lines of touched divisions, and of those that
// lie or lay under them, that holds on the day or later.
func standing(ctx context.Context, tx pgx.Tx, r Redivision) ([]Line, error) {
	rows, err := tx.Query(ctx, `SELECT `+lineColumns+` FROM boundary_line_version v JOIN boundary_line l ON l.id = v.line
		WHERE `+ownedUnder+` AND upper_inf(v.recorded) AND l.withdrawn IS NULL AND v.valid && daterange($2::date, NULL)
		ORDER BY v.line, v.valid FOR NO KEY UPDATE OF l`, r.Touched, r.Day)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanLine)
}

// passOne writes what a line is from the day on; nil: it ends.
func passOne(ctx context.Context, tx pgx.Tx, r Redivision, before Line, after *Line) error {
	e := ledger.Entry{Actor: r.Actor, Action: "boundary_line.end", Kind: "boundary_line", Object: before.ID, County: before.County, Reason: r.Reason,
		Before: before.fields()}
	if after != nil {
		e.Action, e.County, e.After = "boundary_line.pass", after.County, after.fields()
	}
	entry, err := ledger.Append(ctx, tx, e)
	if err != nil {
		return err
	}
	if after == nil {
		return versions.Clear(ctx, tx, before.ID, before.Valid, entry)
	}
	return write(ctx, tx, *after, entry)
}

// heirs tell who has an owner's side of a line after a redivision. They are
// plain values.
type heirs struct {
	Redivision
	eve, day tree
	areas    map[uuid.UUID]orb.MultiPolygon // of those among whom land moved
}

func readHeirs(ctx context.Context, tx pgx.Tx, r Redivision) (heirs, error) {
	h := heirs{Redivision: r, areas: map[uuid.UUID]orb.MultiPolygon{}}
	var err error
	if h.eve, err = readTree(ctx, tx, version.DayOf(r.Day.Time().AddDate(0, 0, -1))); err != nil {
		return h, err
	}
	if h.day, err = readTree(ctx, tx, r.Day); err != nil {
		return h, err
	}
	in := boundaries.Store{DB: tx}
	for from, to := range r.Parts {
		for _, id := range append(slices.Clone(to), from) {
			if _, stands := h.day[id]; !stands {
				continue
			}
			area, err := in.Area(ctx, boundaries.Reader{AsOf: version.AsOf{Valid: r.Day}, Internal: true}, id)
			if err != nil {
				return h, err
			}
			h.areas[id] = area
		}
	}
	return h, nil
}

// pass gives a line as it is after the redivision, nil where it ends, and false
// where an owner ended and none is clear to follow.
func (h heirs) pass(l Line) (after *Line, clear bool) {
	l.A.Division, l.B = h.heir(l, boundaries.SideA).Division, h.heir(l, boundaries.SideB)
	for _, o := range []Owner{l.A, l.B} {
		if _, stands := h.day[o.Division]; o.Kind == Division && !stands {
			return nil, false
		}
	}
	if l.A == l.B {
		return nil, true
	}
	if l.B.Kind == Division {
		if h.day.within(l.A.Division, l.B.Division) || h.day.within(l.B.Division, l.A.Division) {
			return nil, false
		}
		l.Level = h.day.levelOf(l.A, l.B)
	}
	own := h.day[l.A.Division]
	l.County = boundaries.CountyOf(own.system, own.code)
	return &l, true
}

// heir is who has a side of a line after the redivision: the one that took all of
// its owner, or the one of those that took a part whose land lies along the line.
func (h heirs) heir(l Line, side boundaries.Side) Owner {
	o := l.Owner(side)
	if o.Kind != Division {
		return o
	}
	level := h.eve[o.Division].level
	for range len(h.Whole) {
		if _, stands := h.day[o.Division]; stands || h.Whole[o.Division] == uuid.Nil {
			break
		}
		o.Division = h.Whole[o.Division]
	}
	var among []uuid.UUID
	for _, id := range append(slices.Clone(h.Parts[o.Division]), o.Division) {
		if u, stands := h.day[id]; stands && (u.level == level || id == o.Division) {
			among = append(among, id)
		}
	}
	if len(h.Parts[o.Division]) == 0 {
		return o
	}
	if along := beside(l, side, among, h.areas); len(along) == 1 {
		o.Division = along[0]
	}
	return o
}
