package importers

import (
	"context"

	"github.com/paulmach/orb"

	"diming/gazetteer"
)

// An intake holds what the sound rows of one batch become, in their order, on
// the way to the store of their kind.
type intake interface {
	// add converts a row and keeps it; where something is at fault it refuses
	// the row and keeps nothing.
	add(c *converter, r *row)
	// placing gives the geometries of the row at i that PostGIS is to look at.
	placing(i int, r *row, m *mapping) []placing
	// keep drops what belongs to rows that were refused since; rows are those
	// behind what is held.
	keep(rows []*row)
	// load takes all into the store and accounts for each; in a dry run all but
	// the commit.
	load(ctx context.Context, r *run, rows []*row) (gazetteer.Counts, error)
	// preview fills in what the row at i is about and where.
	preview(i int, p *Preview)
	// mayPart tells whether a batch may end between two rows.
	mayPart(last, next *row) bool
}

// kept are those of all whose rows are sound.
func kept[T any](all []T, rows []*row) []T {
	sound := all[:0]
	for i, one := range all {
		if rows[i].sound() {
			sound = append(sound, one)
		}
	}
	return sound
}

// batch is what the gazetteer is told of one batch of rows.
func (r *run) batch() gazetteer.Batch {
	return gazetteer.Batch{
		Source: r.o.Source, Actor: r.o.Actor, Visibility: r.o.Classification, KeepPublic: r.o.byDefault,
		System: r.c.system, Note: r.o.Note, FileSHA256: r.in.digest(), Run: r.o.Job, Within: r.o.Within,
	}
}

type placeIntake struct{ all []gazetteer.Row }

func (in *placeIntake) add(c *converter, r *row) {
	p := c.placeOf(r)
	if c.checkOrigin(r, p.Key, c.keyField(r, p)); r.mark == "" {
		c.seen.place(r, c.m, p)
	}
	if r.sound() {
		in.all = append(in.all, p)
	}
}

func (in *placeIntake) placing(i int, r *row, m *mapping) []placing {
	if p := &in.all[i]; p.Location != nil {
		return []placing{pointPlacing(r, m, p.Location)}
	}
	return nil
}

func (in *placeIntake) keep(rows []*row) { in.all = kept(in.all, rows) }

func (in *placeIntake) load(ctx context.Context, r *run, _ []*row) (gazetteer.Counts, error) {
	b := r.batch()
	b.Match, b.NewPairs = true, r.o.Pairs == PairsNew
	if r.o.DryRun {
		return r.store.TryPlaces(ctx, b, in.all)
	}
	return r.store.LoadPlaces(ctx, b, in.all)
}

func (in *placeIntake) preview(i int, p *Preview) {
	p.Name, p.Class, p.After = in.all[i].Names[0].Text, in.all[i].Class, in.all[i].Location
}

func (in *placeIntake) mayPart(_, _ *row) bool { return true }

type divisionIntake struct{ all []gazetteer.DivisionRow }

func (in *divisionIntake) add(c *converter, r *row) {
	d := c.divisionOf(r)
	if c.checkOrigin(r, divisionKey(d), fieldCode); r.mark == "" {
		c.seen.division(r, c.m, d)
	}
	if r.sound() {
		in.all = append(in.all, d)
	}
}

func (in *divisionIntake) placing(i int, r *row, m *mapping) []placing {
	var all []placing
	d := &in.all[i]
	if d.Seat != nil {
		all = append(all, pointPlacing(r, m, d.Seat))
	}
	if d.Area != nil {
		all = append(all, placing{r, "geometry", d.Area, func(g orb.Geometry) {
			d.Area, _ = g.(orb.MultiPolygon) // ST_Transform keeps the type
		}})
	}
	return all
}

func (in *divisionIntake) keep(rows []*row) { in.all = kept(in.all, rows) }

func (in *divisionIntake) load(ctx context.Context, r *run, _ []*row) (gazetteer.Counts, error) {
	if r.o.DryRun {
		return r.store.TryDivisions(ctx, r.batch(), in.all)
	}
	return r.store.LoadDivisions(ctx, r.batch(), in.all)
}

func (in *divisionIntake) preview(i int, p *Preview) {
	p.Name, p.After, p.Area = in.all[i].Name, in.all[i].Seat, in.all[i].Area
}

// mayPart keeps the divisions of one county together: what became of a
// division in a later edition is told by comparing it with its neighbours.
func (in *divisionIntake) mayPart(last, next *row) bool { return countyOf(last) != countyOf(next) }
