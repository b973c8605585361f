package shelters

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/pg"
	"diming/internal/version"
)

// Limits are the settings of shelters in a division.
type Limits struct {
	AppraisalYears int
	StockMonths    int
	WarnDays       int
	LeastCapacity  map[Level]int    // persons; levels not named have none
	AreaDM2        map[Duration]int // effective area for a person, in square decimetres
	Clock          time.Duration    // by which a phone's clock may be off
	OutsideM       int              // from a shelter to its division
	TrialDays      int              // how long the trial of a duty number 拨测 counts
}

var settingKeys = []string{boundaries.SettingShelterAppraisal, boundaries.SettingShelterStock, boundaries.SettingShelterWarn,
	boundaries.SettingShelterCounty, boundaries.SettingShelterTownship, boundaries.SettingShelterVillage,
	boundaries.SettingShelterAreaUrgent, boundaries.SettingShelterAreaShort, boundaries.SettingShelterAreaLong,
	boundaries.SettingShelterClock, boundaries.SettingShelterOutside, boundaries.SettingShelterTrial}

// limits reads settings as they are stored; what is not set has its default.
func limits(set map[string]string) (Limits, error) {
	n := map[string]int{}
	for _, key := range settingKeys {
		text, ok := set[key]
		if !ok {
			known, err := boundaries.Known(key)
			if err != nil {
				return Limits{}, err
			}
			text = known.Default
		}
		v, err := strconv.Atoi(text)
		if err != nil {
			return Limits{}, fmt.Errorf("setting %s: %w", key, err)
		}
		n[key] = v
	}
	return Limits{
		AppraisalYears: n[boundaries.SettingShelterAppraisal],
		StockMonths:    n[boundaries.SettingShelterStock],
		WarnDays:       n[boundaries.SettingShelterWarn],
		LeastCapacity: map[Level]int{CountyLevel: n[boundaries.SettingShelterCounty], TownshipLevel: n[boundaries.SettingShelterTownship],
			VillageLevel: n[boundaries.SettingShelterVillage]},
		AreaDM2: map[Duration]int{Urgent: n[boundaries.SettingShelterAreaUrgent], Short: n[boundaries.SettingShelterAreaShort],
			Long: n[boundaries.SettingShelterAreaLong]},
		Clock:     time.Duration(n[boundaries.SettingShelterClock]) * time.Minute,
		OutsideM:  n[boundaries.SettingShelterOutside],
		TrialDays: n[boundaries.SettingShelterTrial],
	}, nil
}

// settingsSQL gives, for each of the divisions $1, the nearest value of each of
// the keys $2 on the day $3, its own or one that it inherits.
const settingsSQL = `
WITH RECURSIVE up AS (
	SELECT DISTINCT id AS start, id AS division, 0 AS depth FROM unnest($1::uuid[]) id
	UNION ALL
	SELECT up.start, v.parent, up.depth + 1 FROM up JOIN division_version v ON v.division = up.division
	WHERE v.parent IS NOT NULL AND upper_inf(v.recorded) AND v.valid @> $3::date AND up.depth < 10)
SELECT DISTINCT ON (up.start, s.key) up.start, s.key, s.value FROM up JOIN setting_version s ON s.division = up.division
WHERE s.key = ANY($2) AND upper_inf(s.recorded) AND s.valid @> $3::date ORDER BY up.start, s.key, up.depth`

// LimitsOf gives the limits that hold in each of some divisions on a day.
func LimitsOf(ctx context.Context, db pg.DB, divisions []uuid.UUID, on version.Date) (map[uuid.UUID]Limits, error) {
	rows, err := db.Query(ctx, settingsSQL, divisions, settingKeys, on)
	if err != nil {
		return nil, err
	}
	set := map[uuid.UUID]map[string]string{}
	var id uuid.UUID
	var key, value string
	_, err = pgx.ForEachRow(rows, []any{&id, &key, &value}, func() error {
		if set[id] == nil {
			set[id] = map[string]string{}
		}
		set[id][key] = value
		return nil
	})
	if err != nil {
		return nil, err
	}
	all := map[uuid.UUID]Limits{}
	for _, id := range divisions {
		if _, done := all[id]; done {
			continue
		}
		if all[id], err = limits(set[id]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func limitsIn(ctx context.Context, db pg.DB, division uuid.UUID) (Limits, error) {
	all, err := LimitsOf(ctx, db, []uuid.UUID{division}, version.Today())
	return all[division], err
}
