package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/demo/land"
	"diming/internal/ledger"
	"diming/shelters/assign"
)

// Assignments draws two barriers on streams of the county and accepts an
// assignment for typhoons and one for floods. What is held already is left as it
// is; where no village has people or no shelter stands there is nothing to assign.
func (d *Demo) Assignments(ctx context.Context) error {
	home, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, countyCode)
	if err != nil {
		return err
	}
	store := &assign.Store{DB: d.Places.DB}
	if err := d.barriers(ctx, store, home.ID); err != nil {
		return fmt.Errorf("demo barriers: %w", err)
	}
	for _, hazard := range []string{"typhoon", "flood"} {
		if _, held, err := store.Now(ctx, home.ID, hazard); err != nil || held {
			if err != nil {
				return err
			}
			continue
		}
		p, err := store.Propose(ctx, home.ID, hazard)
		if err != nil {
			return err
		}
		if len(p.Rows) == 0 {
			continue
		}
		if _, err := store.Accept(ctx, ledger.Console, home.ID, hazard, p.Digest, "示例数据载入"); err != nil {
			return err
		}
	}
	return nil
}

// barriers draws a stretch of each of the two longest streams, where none is drawn.
func (d *Demo) barriers(ctx context.Context, store *assign.Store, county uuid.UUID) error {
	held, err := store.Barriers(ctx, nil, true)
	if err != nil || len(held) > 0 {
		return err
	}
	l, _, err := d.jiangshan()
	if err != nil {
		return err
	}
	streams := slices.Clone(l.Streams)
	slices.SortStableFunc(streams, func(a, b land.Way) int { return len(b.Geometry) - len(a.Geometry) })
	if len(streams) < 2 {
		return errors.New("the county has no two streams")
	}
	for i, hazards := range [][]string{{"flood", "typhoon"}, {"flood"}} {
		s := streams[i]
		_, err := store.Draw(ctx, ledger.Console, assign.Drawn{County: county, Kind: "river", Name: fmt.Sprintf("示例%s%d（汛期不能过）", s.Kind, i+1), Hazards: hazards, Line: stretch(s.Geometry)}, "示例数据载入")
		if err != nil {
			return err
		}
	}
	return nil
}

// stretch is the middle sixth of a stream: what lies between two bridges, say.
func stretch(line orb.LineString) orb.LineString {
	n := len(line)
	from := n * 5 / 12
	return slices.Clone(line[from:min(n, max(from+2, n*7/12))])
}
