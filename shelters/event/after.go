package event

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/shelters"
	"diming/shelters/assign"
)

// An After is what is said of an event from what was recorded while it went on:
// when people were warned, when each village was told, which shelters opened when
// and how many came. Every number counts facts of the ledger.
type After struct {
	Event    Event
	To       time.Time // until when it is counted: the end, or the moment asked at
	Steps    []Step
	Villages []VillageAfter // by code
	Shelters []ShelterAfter // those that were open or counted somebody, by when they opened
	Count    Count
}

// A VillageAfter is how it went in a village that was warned.
type VillageAfter struct {
	Village
	Told          *Telling // nil: nobody said that it was told
	assign.Placed          // in what the shelters hold that opened at any time
}

// A ShelterAfter is how it went at a shelter.
type ShelterAfter struct {
	ID       uuid.UUID
	Name     string
	Capacity int
	Before   bool       // it was open already when the event began
	Opened   *time.Time // first; nil: never
	Filled   *time.Time // when it was said to be full first
	Most     *int       // greatest number of people counted; nil: nobody counted
	MostAt   *time.Time
	Last     shelters.State
}

// A Count is the sum of it.
type Count struct {
	Villages, Told, Without int  // Without: whose people did not all find a place
	People, Places          int  // of those villages, where known
	Opened, Filled          int  // shelters
	Most                    *int // sum of the greatest numbers counted at each shelter; nil: nobody counted at any
	Counted                 int  // shelters at which somebody counted
}

// After gives it, for an event that is over or goes on.
func (s *Store) After(ctx context.Context, id uuid.UUID) (After, error) {
	a := After{To: s.now()}
	l, err := s.Look(ctx, id)
	if err != nil {
		return a, err
	}
	if a.Event = l.Event; a.Event.Until.Before(a.To) {
		a.To = a.Event.Until
	}
	if e := a.Event.Ended; e != nil && e.Before(a.To) {
		a.To = *e
	}
	if a.Steps, err = s.Steps(ctx, id); err != nil {
		return a, err
	}
	said, err := s.said(ctx, l.Shelters, a.To)
	if err != nil {
		return a, fmt.Errorf("reports during disaster event %s: %w", id, err)
	}
	a.tally(l, said)
	return a, nil
}

// A reported is one report of a shelter.
type reported struct {
	Shelter uuid.UUID
	State   shelters.State
	People  *int // nil where nobody counted, or the count was corrected
	At      time.Time
}

// said gives what was said of shelters until a moment, in the order of saying. A
// count that was corrected was never so, whenever that was found.
func (s *Store) said(ctx context.Context, of []shelters.Shelter, to time.Time) (map[uuid.UUID][]reported, error) {
	ids := make([]uuid.UUID, len(of))
	for i, one := range of {
		ids[i] = one.ID
	}
	rows, err := s.DB.Query(ctx, `SELECT r.shelter, r.state, CASE WHEN c.id IS NULL THEN r.people END, r.said_at
		FROM shelter_report r LEFT JOIN shelter_report c ON c.corrects = r.id
		WHERE r.shelter = ANY($1) AND r.said_at <= $2 ORDER BY r.shelter, r.said_at, r.came_at, r.id`, ids, to)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[reported])
	by := map[uuid.UUID][]reported{}
	for _, r := range all {
		by[r.Shelter] = append(by[r.Shelter], r)
	}
	return by, err
}

func (a *After) tally(l Look, said map[uuid.UUID][]reported) {
	rooms := map[uuid.UUID]int{}
	for _, one := range l.Shelters {
		k := kept(a.Event.Started, said[one.ID])
		if k.Opened == nil && k.Most == nil {
			continue
		}
		k.ID, k.Name, k.Capacity = one.ID, one.Name, one.Capacity
		a.Shelters = append(a.Shelters, k)
		if k.Opened != nil {
			rooms[one.ID] = one.Capacity
		}
		a.count(k)
	}
	slices.SortStableFunc(a.Shelters, func(x, y ShelterAfter) int {
		if x.Opened == nil || y.Opened == nil {
			return compareNil(x.Opened, y.Opened)
		}
		return x.Opened.Compare(*y.Opened)
	})
	a.villages(l, rooms)
}

// compareNil puts what never was last.
func compareNil(x, y *time.Time) int {
	switch {
	case x == nil && y != nil:
		return 1
	case x != nil && y == nil:
		return -1
	}
	return 0
}

func (a *After) count(k ShelterAfter) {
	if k.Opened != nil {
		a.Count.Opened++
	}
	if k.Filled != nil {
		a.Count.Filled++
	}
	if k.Most == nil {
		return
	}
	sum := *k.Most
	if a.Count.Most != nil {
		sum += *a.Count.Most
	}
	a.Count.Most, a.Count.Counted = &sum, a.Count.Counted+1
}

// villages says how it went in each: the same rule as while the event goes on, over
// the whole of the shelters that opened.
func (a *After) villages(l Look, rooms map[uuid.UUID]int) {
	all := make([]uuid.UUID, len(l.Villages))
	for i, v := range l.Villages {
		all[i] = v.ID
	}
	placed := l.input.Place(all, rooms)
	a.Count.Villages = len(all)
	for _, v := range l.Villages {
		p := placed[v.ID]
		a.Villages = append(a.Villages, VillageAfter{v.Village, v.Told, p})
		if v.Told != nil {
			a.Count.Told++
		}
		if p.Why == "" {
			continue
		}
		a.Count.Without++
		if a.Count.Places += p.Places; p.People != nil {
			a.Count.People += *p.People
		}
	}
}

// kept tells how it went at a shelter from a moment on, by what was said of it in
// the order of saying. What held when it began was said before: the last state,
// and the last count while the shelter was open or full.
func kept(from time.Time, said []reported) ShelterAfter {
	n := 0
	for n < len(said) && !said[n].At.After(from) {
		n++
	}
	var k ShelterAfter
	if before, ok := held(said[:n]); ok {
		k.add(before.State, before.People, from, before.At.Before(from))
	}
	for _, r := range said[n:] {
		k.add(r.State, r.People, r.At, false)
	}
	return k
}

// held is what holds after some reports; false where there is none.
func held(said []reported) (reported, bool) {
	if len(said) == 0 {
		return reported{}, false
	}
	var people *int
	for _, r := range said {
		if r.People != nil || r.State == shelters.Standby || r.State == shelters.Closed {
			people = r.People
		}
	}
	last := said[len(said)-1]
	last.People = people
	return last, true
}

// add takes what was said at a moment; before it was said before the event began.
func (k *ShelterAfter) add(state shelters.State, people *int, at time.Time, before bool) {
	k.Last = state
	if k.Opened == nil && (state == shelters.Open || state == shelters.Full) { // who is full had opened
		k.Opened, k.Before = &at, before
	}
	if state == shelters.Full && k.Filled == nil {
		k.Filled = &at
	}
	if people != nil && (k.Most == nil || *people > *k.Most) {
		k.Most, k.MostAt = people, &at
	}
}
