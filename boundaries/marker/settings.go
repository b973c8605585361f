package marker

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/marker/relocation"
	"diming/internal/pg"
	"diming/internal/version"
)

// PatternFor gives the form of marker numbers on lines of a level in a
// division: the one that is set, else that of GB/T 17796 on lines of provinces,
// else nil, where any number will do.
func PatternFor(ctx context.Context, db pg.DB, division uuid.UUID, level boundaries.Level) (*Pattern, error) {
	text, _, set, err := (&boundaries.Store{DB: db}).Setting(ctx, division, boundaries.SettingMarkerNumber, version.AsOf{}.Day())
	if err != nil {
		return nil, err
	}
	if !set || text == "" {
		if level != boundaries.Province {
			return nil, nil
		}
		text = Provincial
	}
	p, err := ParsePattern(text)
	return &p, err
}

// RulesFor gives the settings of steps that hold in a division on a day.
func RulesFor(ctx context.Context, db pg.DB, division uuid.UUID, on version.Date) (Rules, error) {
	v := values{ctx: ctx, db: db, division: division, on: on}
	r := Rules{References: v.whole(boundaries.SettingMarkerReferences), ToleranceM: v.hundredth(boundaries.SettingRepairTolerance), Today: on}
	return r, v.err
}

// RelocationSettings gives how good positions, azimuths and distances are in a
// division on a day.
func RelocationSettings(ctx context.Context, db pg.DB, division uuid.UUID, on version.Date) (relocation.Settings, error) {
	v := values{ctx: ctx, db: db, division: division, on: on}
	s := relocation.Settings{
		AzimuthSDDeg:         v.sixtieth(boundaries.SettingAzimuthSD),
		DistanceSDM:          v.hundredth(boundaries.SettingDistanceSD),
		PositionSDM:          v.hundredth(boundaries.SettingPositionSD),
		MeasuredAzimuthSDDeg: v.sixtieth(boundaries.SettingMeasuredAzimuthSD),
		MeasuredDistanceSDM:  v.hundredth(boundaries.SettingMeasuredDistSD),
		CompassSDDeg:         v.sixtieth(boundaries.SettingCompassSD),
		DeclinationDeg:       v.sixtieth(boundaries.SettingDeclination),
		DeclinationSDDeg:     v.sixtieth(boundaries.SettingDeclinationSD),
		ToleranceM:           v.hundredth(boundaries.SettingRelocTolerance),
	}
	return s, v.err
}

// values reads settings; its first error stays.
type values struct {
	ctx      context.Context
	db       pg.DB
	division uuid.UUID
	on       version.Date
	err      error
}

func (v *values) whole(key string) int {
	if v.err != nil {
		return 0
	}
	known, err := boundaries.Known(key)
	text, _, set, err2 := (&boundaries.Store{DB: v.db}).Setting(v.ctx, v.division, key, v.on)
	if err == nil {
		err = err2
	}
	if !set {
		text = known.Default
	}
	n := 0
	if err == nil {
		n, err = strconv.Atoi(text)
	}
	v.err = err
	return n
}

func (v *values) hundredth(key string) float64 { return float64(v.whole(key)) / 100 }
func (v *values) sixtieth(key string) float64  { return float64(v.whole(key)) / 60 }
