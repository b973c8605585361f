package upkeep

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/version"
)

// What is due.
const (
	DuePatrol   = "patrol"   // the patrol of a period
	DueReport   = "report"   // a report that waits for its handling
	DueContract = "contract" // a contract that runs out
	DueMatter   = "matter"   // a meeting, visit or step to be remembered
	DueUntil    = "until"    // an agreement that runs out
)

// A Due is something to be done by a day.
type Due struct {
	What     string
	Line     uuid.UUID
	Side     boundaries.Side
	Object   uuid.UUID // contract, report or matter
	Kind     string    // of a report or matter
	Title    string    // of a matter: its own words; of a contract: its number
	On       version.Date
	Overdue  bool
	Missed   int // of a patrol: periods without one
	Contract *Contract
}

// Dues gives what is due of a scope until a day, seen from today: what is overdue
// first, then by day. Open reports are always due: at once.
func (s *Store) Dues(ctx context.Context, f Filter, today, until version.Date) ([]Due, error) {
	contracts, err := s.Contracts(ctx, f)
	if err != nil {
		return nil, err
	}
	var all []Due
	for _, c := range contracts {
		all = append(all, c.dues(today)...)
	}
	f.Open = true
	reports, err := s.Reports(ctx, f)
	if err != nil {
		return nil, err
	}
	for _, r := range reports {
		on := DayAt(r.Clock.Discovered)
		all = append(all, Due{What: DueReport, Line: r.Line, Side: r.Side, Object: r.ID, Kind: r.Kind, Title: r.Text, On: on, Overdue: on.Before(today)})
	}
	matters, err := s.Matters(ctx, f)
	if err != nil {
		return nil, err
	}
	for _, m := range matters {
		all = append(all, m.dues(today)...)
	}
	return inOrder(all, until), nil
}

func inOrder(all []Due, until version.Date) []Due {
	all = slices.DeleteFunc(all, func(d Due) bool { return until.Before(d.On) })
	slices.SortStableFunc(all, func(a, b Due) int {
		if a.Overdue != b.Overdue {
			return cmp.Compare(btoi(b.Overdue), btoi(a.Overdue))
		}
		return a.On.Time().Compare(b.On.Time())
	})
	return all
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// dues are the next patrol of a contract, and its end.
func (c Contract) dues(today version.Date) []Due {
	var all []Due
	if st := c.Standing(today); !st.Due.IsZero() {
		all = append(all, Due{What: DuePatrol, Line: c.Line, Side: c.Side, Object: c.ID, Title: c.Number, On: st.Due, Overdue: st.Overdue, Missed: st.Missed, Contract: &c})
	}
	if end := c.Running().To; c.EndedOn.IsZero() && !end.Before(today) {
		all = append(all, Due{What: DueContract, Line: c.Line, Side: c.Side, Object: c.ID, Title: c.Number, On: end, Contract: &c})
	}
	return all
}

// dues are the reminder of an open matter, and the end of an agreement.
func (m Matter) dues(today version.Date) []Due {
	var all []Due
	add := func(what string, on version.Date) {
		if !on.IsZero() {
			all = append(all, Due{What: what, Line: m.Line, Side: m.Side, Object: m.ID, Kind: m.Kind, Title: m.Title, On: on, Overdue: on.Before(today)})
		}
	}
	add(DueMatter, m.NextOn)
	add(DueUntil, m.Until)
	return all
}
