package assign

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries/compass"
	"diming/internal/ledger"
)

// A Wanted is how many of a village an officer sends to a shelter.
type Wanted struct {
	Shelter uuid.UUID
	Places  int
}

// Set sends a village where an officer says, as a plan of its own that differs
// from the one seen in this village alone. The next runs keep it until it is
// released. Further than the reach is the officer's to say; more than there is
// room for, or across a barrier, is nobody's.
func (s *Store) Set(ctx context.Context, actor, county uuid.UUID, hazard string, seen, village uuid.UUID, to []Wanted, reason string) (Plan, error) {
	return s.edit(ctx, actor, county, hazard, seen, village, "assignment.set", reason, func(tx pgx.Tx, p *Plan) error {
		in, _, _, err := read(ctx, tx, county, hazard)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(in.Villages, func(v Village) bool { return v.ID == village && v.Point != nil })
		if i < 0 {
			return ErrVillage
		}
		rows, err := byHand(in, in.Villages[i], *p, to)
		if err != nil {
			return err
		}
		p.replace(in, in.Villages[i], rows)
		return nil
	})
}

// Release lets the next run plan for a village again. Its rows stay until then.
func (s *Store) Release(ctx context.Context, actor, county uuid.UUID, hazard string, seen, village uuid.UUID, reason string) (Plan, error) {
	return s.edit(ctx, actor, county, hazard, seen, village, "assignment.release", reason, func(_ pgx.Tx, p *Plan) error {
		some := false
		for i := range p.Rows {
			if r := &p.Rows[i]; r.Village == village && r.ByHand {
				r.ByHand, some = false, true
			}
		}
		if !some {
			return ErrNothing
		}
		return nil
	})
}

func (s *Store) edit(ctx context.Context, actor, county uuid.UUID, hazard string, seen, village uuid.UUID, action, reason string, do func(pgx.Tx, *Plan) error) (Plan, error) {
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if !slices.Contains(Hazards, hazard) {
			return ErrHazard
		}
		if err := lock(ctx, tx, county, hazard); err != nil {
			return err
		}
		p, ok, err := planNow(ctx, tx, county, hazard)
		switch {
		case err != nil:
			return err
		case !ok:
			return ErrNoPlan
		case p.ID != seen:
			return ErrChanged
		}
		if err := do(tx, &p); err != nil {
			return err
		}
		return write(ctx, tx, actor, action, reason, p, ledger.Fields{"village": village.String()})
	})
	if err != nil {
		return Plan{}, fmt.Errorf("%s of village %s for %s: %w", action, village, hazard, err)
	}
	p, _, err := s.Now(ctx, county, hazard)
	return p, err
}

// A RoomError says how much room a shelter has for a village.
type RoomError struct {
	Shelter uuid.UUID
	Name    string
	Room    int
}

func (e *RoomError) Error() string {
	return fmt.Sprintf("shelter %s has room for %d", e.Name, e.Room)
}

// Unwrap lets errors.Is find ErrRoom.
func (e *RoomError) Unwrap() error { return ErrRoom }

// byHand checks what an officer wants for a village in a plan, and gives its rows.
func byHand(in Input, v Village, p Plan, to []Wanted) ([]Row, error) {
	var rows []Row
	people, walk := 0, newBarriers(in.Barriers)
	for i, w := range to {
		if w.Places <= 0 || slices.ContainsFunc(to[:i], func(o Wanted) bool { return o.Shelter == w.Shelter }) {
			return nil, ErrPlaces
		}
		j := slices.IndexFunc(in.Shelters, func(s Shelter) bool { return s.ID == w.Shelter })
		if j < 0 {
			return nil, ErrShelter
		}
		s := in.Shelters[j]
		if walk.between(*v.Point, s.Point) {
			return nil, fmt.Errorf("%w: %s", ErrAcross, s.Name)
		}
		room := s.Capacity
		for _, r := range p.Rows {
			if r.Shelter == s.ID && r.Village != v.ID {
				room -= r.Places
			}
		}
		if w.Places > room {
			return nil, &RoomError{s.ID, s.Name, max(0, room)}
		}
		_, metres := compass.Azimuth(*v.Point, s.Point)
		rows, people = append(rows, Row{v.ID, s.ID, w.Places, metres, true}), people+w.Places
	}
	switch {
	case len(rows) == 0:
		return nil, ErrPlaces
	case v.People != nil && people > *v.People:
		return nil, ErrPeople
	}
	return rows, nil
}

// replace puts the rows of one village in the place of those it had, and says for
// how many of it there is no place now.
func (p *Plan) replace(in Input, v Village, rows []Row) {
	p.Rows = append(slices.DeleteFunc(p.Rows, func(r Row) bool { return r.Village == v.ID }), rows...)
	p.Shorts = slices.DeleteFunc(p.Shorts, func(s Short) bool { return s.Village == v.ID })
	if v.People == nil {
		p.Shorts = append(p.Shorts, Short{v.ID, 0, NoNumber})
		return
	}
	left := *v.People
	for _, r := range rows {
		left -= r.Places
	}
	if left > 0 {
		alone := planning{Input: in, walk: newBarriers(in.Barriers)}
		_, _, why := alone.around(v, left)
		p.Shorts = append(p.Shorts, Short{v.ID, left, why})
	}
}
