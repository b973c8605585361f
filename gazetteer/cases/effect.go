package cases

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/pg"
)

// A Provider tells what of its part of the house says a place's name, and so
// has to change when the place is renamed or its name ends. Parts add theirs to
// Store.Providers.
type Provider struct {
	Kind string // signs, pages, addresses, shelters …
	// Cost names the setting that says what one of them costs, in yuan; "": nothing.
	Cost string
	// Of lists them by what their part calls them; nil: the register holds none of the kind yet.
	Of func(ctx context.Context, db pg.DB, place uuid.UUID) ([]string, error)
}

// An Effect is what a case touches of one kind.
type Effect struct {
	Kind    string
	Held    bool // the register holds things of the kind
	Objects []Touched
	Each    int // yuan for each, by setting
	Basis   string
}

// A Touched is one thing that says a name of the case.
type Touched struct {
	Item   uuid.UUID
	Object string
}

// Simulate lists what a renaming or cancelling would touch, before it is
// decided. After the decision it gives the list that was kept then.
func (s *Store) Simulate(ctx context.Context, id uuid.UUID) ([]Effect, error) {
	c, err := s.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	if c.State == Approved || c.State == InForce {
		return s.kept(ctx, c)
	}
	return s.touched(ctx, c)
}

func (s *Store) touched(ctx context.Context, c Case) ([]Effect, error) {
	items, err := s.items(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	var all []Effect
	for _, p := range s.Providers {
		e, err := s.priced(ctx, c, p)
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			if p.Of == nil || item.Place == nil || c.Kind == Correction {
				continue
			}
			objects, err := p.Of(ctx, s.DB, *item.Place)
			if err != nil {
				return nil, fmt.Errorf("%s of place %s: %w", p.Kind, item.Place, err)
			}
			for _, o := range objects {
				e.Objects = append(e.Objects, Touched{item.ID, o})
			}
		}
		all = append(all, e)
	}
	return all, nil
}

// priced begins an effect with what one costs where the case lies.
func (s *Store) priced(ctx context.Context, c Case, p Provider) (Effect, error) {
	e := Effect{Kind: p.Kind, Held: p.Of != nil}
	if p.Cost == "" {
		return e, nil
	}
	known, err := boundaries.Known(p.Cost)
	if err != nil {
		return e, err
	}
	value, basis, found, err := (&boundaries.Store{DB: s.DB}).Setting(ctx, c.Division, p.Cost, s.today())
	if err != nil {
		return e, err
	}
	if !found {
		value, basis = known.Default, known.Basis
	}
	e.Basis = basis
	e.Each, err = strconv.Atoi(value)
	return e, err
}

// keepEffects keeps what the approved names touch, within the decision.
func (s *Store) keepEffects(ctx context.Context, tx pgx.Tx, c Case) error {
	if c.Kind != Renaming && c.Kind != Cancelling {
		return nil
	}
	all, err := s.touched(ctx, c)
	if err != nil {
		return err
	}
	for _, e := range all {
		for _, o := range e.Objects {
			_, err := tx.Exec(ctx, `INSERT INTO case_effect (name_case, item, kind, object)
				SELECT $1, $2, $3, $4 FROM case_item WHERE id = $2 AND outcome = 'approved'`, c.ID, o.Item, e.Kind, o.Object)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Store) kept(ctx context.Context, c Case) ([]Effect, error) {
	rows, err := s.DB.Query(ctx, `SELECT kind, item, object FROM case_effect WHERE name_case = $1 ORDER BY kind, item, object`, c.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string][]Touched{}
	for rows.Next() {
		var kind string
		var o Touched
		if err := rows.Scan(&kind, &o.Item, &o.Object); err != nil {
			return nil, err
		}
		found[kind] = append(found[kind], o)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	var all []Effect
	for _, p := range s.Providers {
		e, err := s.priced(ctx, c, p)
		if err != nil {
			return nil, err
		}
		e.Objects = found[p.Kind]
		all = append(all, e)
	}
	return all, nil
}

// Same says that two lists touch the same things.
func Same(a, b []Effect) bool {
	flat := func(all []Effect) []string {
		var lines []string
		for _, e := range all {
			for _, o := range e.Objects {
				lines = append(lines, e.Kind+" "+o.Item.String()+" "+o.Object)
			}
		}
		slices.Sort(lines)
		return lines
	}
	return slices.Equal(flat(a), flat(b))
}
