package event

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/shelters"
	"diming/shelters/assign"
)

// A Look is an event as its office sees it at one moment.
type Look struct {
	Event    Event
	Shelters []shelters.Shelter      // of the county that suit the hazard and lie in the areas or within reach of their villages
	Villages []VillageNow            // by code
	Inside   map[uuid.UUID]bool      // shelters that lie in the areas
	ReachM   int                     // how far people go, in a straight line
	Points   map[uuid.UUID]orb.Point // of villages, where they are known

	input assign.Input
}

// A VillageNow is a village that is warned.
type VillageNow struct {
	Village
	Told          *Telling // nil: nobody said so yet
	assign.Placed          // in the open shelters
}

// Look gives an event with its shelters and villages as they stand now.
func (s *Store) Look(ctx context.Context, id uuid.UUID) (Look, error) {
	var l Look
	var err error
	if l.Event, err = s.ByID(ctx, id); err != nil {
		return l, err
	}
	if l.Shelters, err = s.shelters(ctx, l.Event); err != nil {
		return l, fmt.Errorf("shelters of disaster event %s: %w", id, err)
	}
	if l.input, err = (&assign.Store{DB: s.DB}).Input(ctx, l.Event.County, l.Event.Hazard); err != nil {
		return l, err
	}
	warned, err := s.Villages(ctx, l.Event)
	if err != nil {
		return l, err
	}
	if err := s.near(ctx, &l, warned); err != nil {
		return l, fmt.Errorf("shelters of disaster event %s: %w", id, err)
	}
	rooms := map[uuid.UUID]int{}
	for _, one := range l.Shelters {
		rooms[one.ID] = shelters.Room(one)
	}
	l.Villages, err = s.villagesNow(ctx, l, warned, rooms)
	return l, err
}

// near keeps of the county's shelters those of the areas and those to which the
// people of a village that is warned may go, and says where these villages lie.
func (s *Store) near(ctx context.Context, l *Look, warned []Village) error {
	l.ReachM, l.Points = l.input.ReachM, map[uuid.UUID]orb.Point{}
	some := l.input
	some.Villages = nil
	for _, v := range l.input.Villages {
		if v.Point != nil && slices.ContainsFunc(warned, func(w Village) bool { return w.ID == v.ID }) {
			some.Villages, l.Points[v.ID] = append(some.Villages, v), *v.Point
		}
	}
	within := some.Within()
	inside, err := s.inside(ctx, l.Event)
	l.Inside = map[uuid.UUID]bool{}
	for _, one := range l.Shelters {
		l.Inside[one.ID] = inside[one.Division]
	}
	l.Shelters = slices.DeleteFunc(l.Shelters, func(one shelters.Shelter) bool { return !inside[one.Division] && !within[one.ID] })
	return err
}

// inside gives the divisions that an event warns, its areas and all below them.
func (s *Store) inside(ctx context.Context, e Event) (map[uuid.UUID]bool, error) {
	rows, err := s.DB.Query(ctx, below+`SELECT DISTINCT division FROM below`, e.Areas)
	if err != nil {
		return nil, err
	}
	inside := map[uuid.UUID]bool{}
	var id uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&id}, func() error { inside[id] = true; return nil })
	return inside, err
}

func ids(villages []Village) []uuid.UUID {
	all := make([]uuid.UUID, len(villages))
	for i, v := range villages {
		all[i] = v.ID
	}
	return all
}

func (s *Store) villagesNow(ctx context.Context, l Look, warned []Village, rooms map[uuid.UUID]int) ([]VillageNow, error) {
	told, err := s.Told(ctx, l.Event.ID)
	if err != nil {
		return nil, err
	}
	placed := l.input.Place(ids(warned), rooms)
	all := make([]VillageNow, len(warned))
	for i, v := range warned {
		v.Name, v.Town = boundaries.StandardName(v.Name), boundaries.StandardName(v.Town)
		all[i] = VillageNow{Village: v, Placed: placed[v.ID]}
		if t, ok := told[v.ID]; ok {
			all[i].Told = &t
		}
	}
	return all, nil
}

// shelters gives the shelters of the whole county that suit an event's hazard: a
// village at the edge of an area goes to one beyond it.
func (s *Store) shelters(ctx context.Context, e Event) ([]shelters.Shelter, error) {
	return (&shelters.Store{DB: s.DB}).Standing(ctx, boundaries.Reader{Internal: true}, shelters.Filter{Division: e.County, Hazard: shelters.Hazard(e.Hazard)})
}
