package demo

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/demo/land"
	"diming/gazetteer"
	"diming/gazetteer/naming"
	"diming/internal/ledger"
	"diming/internal/version"
)

// builtUpDegrees is half the width of the synthetic built-up area.
const builtUpDegrees = 0.03

// coverage declares what the demo holds whole, by its code table, and draws a
// synthetic built-up area around the seat of the county.
func (d *Demo) coverage(ctx context.Context, l *land.Land) error {
	home, err := d.Places.Boundaries.ByCode(ctx, boundaries.Reader{}, countyCode)
	if err != nil {
		return err
	}
	held, err := d.Places.BuiltUpAreas(ctx, home.ID)
	if err != nil || len(held) > 0 {
		return err
	}
	whole := gazetteer.Coverage{Groups: []string{naming.GroupVillage, naming.GroupTownship}, AsOf: version.Day(2023, time.December, 31), Source: editions}
	nation := whole
	whole.Area, nation.Area, nation.Groups = home.ID, uuid.Nil, []string{naming.GroupDivision}
	for _, c := range []gazetteer.Coverage{whole, nation} {
		if _, err := d.Places.DeclareCoverage(ctx, ledger.Console, c, "示例数据载入"); err != nil {
			return err
		}
	}
	at, r := l.Seats[countyCode], builtUpDegrees
	ring := orb.Ring{{at[0] - r, at[1] - r}, {at[0] + r, at[1] - r}, {at[0] + r, at[1] + r}, {at[0] - r, at[1] + r}, {at[0] - r, at[1] - r}}
	_, _, err = d.Places.AddBuiltUpArea(ctx, ledger.Console, gazetteer.BuiltUpArea{County: home.ID, Name: "城区建成区（示例）",
		Area: orb.MultiPolygon{{ring}}, Basis: "示例数据：合成（synthetic），并非实际建成区"}, "示例数据载入")
	return err
}
