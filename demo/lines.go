package demo

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/demo/land"
	"diming/internal/ledger"
)

// Boundary gives lines and markers to a demo that was loaded before there were
// any. Where a line of the county is held nothing is done.
func (d *Demo) Boundary(ctx context.Context) error {
	home, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, countyCode)
	if err != nil {
		return err
	}
	held, err := (&line.Store{DB: d.Places.DB}).List(ctx, boundaries.Reader{Internal: true}, []uuid.UUID{home.ID})
	if err != nil || len(held) > 0 {
		return err
	}
	l, _, err := d.jiangshan()
	if err != nil {
		return err
	}
	return d.boundary(ctx, l)
}

// boundary loads lines and markers.
func (d *Demo) boundary(ctx context.Context, l *land.Land) error {
	if err := d.lines(ctx, l); err != nil {
		return err
	}
	if err := d.markers(ctx); err != nil {
		return err
	}
	return d.markersAround(ctx)
}

// lines derives the lines of the county, its towns and its villages from their
// areas. The counties around it own the outer line by their real names and
// codes, without an area: stand-ins.
func (d *Demo) lines(ctx context.Context, l *land.Land) error {
	home, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{}, countyCode)
	if err != nil {
		return err
	}
	beyond, err := d.beyond(ctx, l)
	if err != nil {
		return err
	}
	store := line.Store{DB: d.Places.DB}
	done, err := store.Derive(ctx, ledger.Console, line.Derivation{Under: home.ID, Level: boundaries.Village, Beyond: beyond, Number: lineNumber,
		Agreement: "示例数据：没有协议书", Visibility: "public", Source: basis, Reason: "示例数据载入"})
	if errors.Is(err, line.ErrHeld) {
		return nil
	}
	if err != nil {
		return err
	}
	d.Say("界线 %d 条，交会点 %d 个 / boundary lines, junctions", done.Lines, done.Junctions)
	return nil
}

// beyond tells which neighbour lies along which stretch of the outer line.
func (d *Demo) beyond(ctx context.Context, l *land.Land) ([]line.Abroad, error) {
	owners := map[string]line.Owner{}
	for _, n := range l.Neighbours {
		stand, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, n.Code)
		if err != nil {
			return nil, fmt.Errorf("neighbour %s: %w", n.Name, err)
		}
		owners[n.Code] = line.DivisionOwner(stand.ID)
	}
	var all []line.Abroad
	for _, one := range l.Lines {
		for _, side := range []string{one.Left, one.Right} {
			if owner, abroad := owners[side]; abroad {
				all = append(all, line.Abroad{Owner: owner, Path: one.Geometry})
			}
		}
	}
	return all, nil
}

// lineNumber numbers the lines of counties and towns by the codes of both sides,
// the smaller first; the lines of villages have no numbers.
func lineNumber(a, b string) string {
	if len(a) > 9 || b == "" {
		return ""
	}
	return a + b
}
