package upkeep

import "time"

// A Clock runs from the moment when something was found to the moment when the
// office was told, for at most so many hours.
type Clock struct {
	Discovered, Reported time.Time
	Hours                int
}

// Limit is the last moment at which a report is in time.
func (c Clock) Limit() time.Time { return c.Discovered.Add(time.Duration(c.Hours) * time.Hour) }

// Kept tells whether the report came in time.
func (c Clock) Kept() bool { return !c.Reported.After(c.Limit()) }
