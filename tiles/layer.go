package tiles

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/wkb"
)

// A layer is features that one view publishes, shown as the view has them.
type layer struct {
	name  string
	tier  tier
	view  string
	from  int    // the first zoom that shows it
	lines bool   // generalised by band
	kinds []Kind // of changes after which the view is compared, those of its own object by id
	own   Kind   // whose ids are the view's objects; "" where all is always compared
	by    string // the view that tells which entries touched which objects; "" where none is needed
}

// layers are compared as a whole where they are small; what a county has a
// hundred thousand of is compared by object.
var layers = []layer{
	{name: "addresses", tier: publicTier, view: "address_point", from: 16, own: "address", by: "address_touched"},
	{name: "shelters", tier: publicTier, view: "shelter_point", from: 8, kinds: []Kind{"shelter"}},
	{name: "markers", tier: officeTier, view: "office_marker", from: 9, kinds: []Kind{Division, "marker", "boundary_line", "boundary_task"}},
	{name: "boundary_agreements", tier: officeTier, view: "office_boundary_line", from: 5, lines: true, kinds: []Kind{Division, "boundary_line"}},
	{name: "disputes", tier: officeTier, view: "office_dispute", from: 5, lines: true, kinds: []Kind{Division, "boundary_line", "upkeep_matter"}},
	{name: "plates", tier: officeTier, view: "office_plate", from: 15, kinds: []Kind{Division}, own: "plate", by: "plate_touched"},
	{name: "findings", tier: draftTier, view: "draft_finding", from: 10, kinds: []Kind{Division, "quality"}, own: Place},
	{name: "boundary_lines", tier: linesTier, view: "boundary_line_shape", lines: true, kinds: []Kind{"boundary_line"}},
	{name: "proposals", tier: draftTier, view: "draft_proposal", from: 10, kinds: []Kind{Division, Place, "case"}},
}

// refreshLayers compares what the changes may have reached of every layer.
func refreshLayers(ctx context.Context, tx pgx.Tx, changes []Change) (difference, error) {
	var entries []int64
	for _, c := range changes {
		if c.Entry != 0 {
			entries = append(entries, c.Entry)
		}
	}
	var all difference
	for _, l := range layers {
		ids, whole := l.reached(changes)
		if !whole && l.by != "" && len(entries) > 0 {
			touched, err := l.touchedBy(ctx, tx, entries)
			if err != nil {
				return all, err
			}
			ids = append(ids, touched...)
		}
		if whole {
			ids = nil
		} else if len(ids) == 0 {
			continue
		}
		changed, err := l.refresh(ctx, tx, ids)
		if err != nil {
			return all, err
		}
		all.add(changed)
	}
	return all, nil
}

// reached gives the objects of the layer that changes name, and whether it has to
// be compared as a whole.
func (l layer) reached(changes []Change) (ids []uuid.UUID, whole bool) {
	for _, c := range changes {
		switch {
		case slices.Contains(l.kinds, c.Kind):
			whole = true
		case c.Kind == l.own && c.ID != uuid.Nil:
			ids = append(ids, c.ID)
		}
	}
	return ids, whole
}

func (l layer) touchedBy(ctx context.Context, tx pgx.Tx, entries []int64) ([]uuid.UUID, error) {
	object := strings.TrimSuffix(l.by, "_touched")
	rows, err := tx.Query(ctx, "SELECT "+object+" FROM "+l.by+" WHERE entry = ANY($1)", entries)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", l.by, err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", l.by, err)
	}
	return ids, nil
}

//go:embed sql/layer.sql
var layerSQL string

// refresh makes the stored features of the objects ids, all if that is nil, those
// that the view publishes, touching only what differs, and says what that is.
func (l layer) refresh(ctx context.Context, tx pgx.Tx, ids []uuid.UUID) (difference, error) {
	from, to, tolerance := []int{l.from}, []int{deepestZoom}, []float64{0}
	if l.lines {
		from, to, tolerance = l.bands()
	}
	var changed difference
	rows, err := tx.Query(ctx, strings.Replace(layerSQL, "FROM published ", "FROM "+l.view+" ", 1), planned, l.name, ids, from, to, tolerance)
	if err != nil {
		return changed, fmt.Errorf("compare layer %s: %w", l.name, err)
	}
	var added bool
	f := feature{tier: l.tier}
	var data []byte
	_, err = pgx.ForEachRow(rows, []any{&added, &f.key, &f.from, &f.to, &data}, func() (err error) {
		f.key = l.name + separator + f.key
		if f.geom, err = wkb.Unmarshal(data); err != nil {
			return err
		}
		if added {
			changed.added = append(changed.added, f)
		} else {
			changed.gone = append(changed.gone, f)
		}
		return nil
	})
	if err != nil {
		return changed, fmt.Errorf("compare layer %s: %w", l.name, err)
	}
	return changed, nil
}

// bands are the runs of zooms in which the layer's lines are generalised alike,
// with their tolerances in metres.
func (l layer) bands() (from, to []int, tolerance []float64) {
	for i, b := range bands {
		if b.to < l.from {
			continue
		}
		last := b.to
		if i == len(bands)-1 {
			last = deepestZoom
		}
		from, to, tolerance = append(from, max(b.from, l.from)), append(to, last), append(tolerance, b.toleranceM)
	}
	return from, to, tolerance
}
