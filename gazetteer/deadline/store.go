package deadline

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/pg"
	"diming/internal/version"
)

// A Holiday is one day of the official arrangements.
type Holiday struct {
	Day      version.Date
	Kind     string // rest or work
	Name     string
	Source   string
	Verified bool
}

// Read gives the calendar that is held.
func Read(ctx context.Context, db pg.DB) (Calendar, error) {
	c := Calendar{Rest: map[version.Date]string{}, Work: map[version.Date]string{}, Years: map[int]bool{}}
	rows, err := db.Query(ctx, `SELECT day, kind, name FROM holiday`)
	if err != nil {
		return c, fmt.Errorf("holidays: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var h Holiday
		if err := rows.Scan(&h.Day, &h.Kind, &h.Name); err != nil {
			return c, fmt.Errorf("holidays: %w", err)
		}
		c.Years[h.Day.Time().Year()] = true
		if h.Kind == "work" {
			c.Work[h.Day] = h.Name
		} else {
			c.Rest[h.Day] = h.Name
		}
	}
	return c, rows.Err()
}

// Of gives the limit that a division sets for a key of the settings, on a day:
// its own, an inherited one or the default; ok is false for one that is 0,
// which is: no limit.
func Of(ctx context.Context, db pg.DB, division uuid.UUID, key string, unit Unit, on version.Date) (l Limit, ok bool, err error) {
	known, err := boundaries.Known(key)
	if err != nil {
		return l, false, err
	}
	value, basis := known.Default, known.Basis
	set, given, found, err := (&boundaries.Store{DB: db}).Setting(ctx, division, key, on)
	if err != nil {
		return l, false, err
	}
	if found {
		value, basis = set, given
	}
	n, err := strconv.Atoi(value)
	if err != nil {
		return l, false, fmt.Errorf("setting %s: %w", key, err)
	}
	return Limit{N: n, Unit: unit, Basis: basis}, n > 0, nil
}
