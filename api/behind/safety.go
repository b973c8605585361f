package behind

import (
	"context"
	"reflect"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/shelters"
	"diming/shelters/card"
)

// readSafety has next hold what the safety cards are made of now, and notes what
// that changes: cards alone, or every page, as all say who is warned.
func (k *Keeper) readSafety(ctx context.Context, next *Snapshot) error {
	facts, err := card.Load(ctx, k.DB)
	if err == nil {
		err = k.readBoard(ctx, next)
	}
	if err != nil {
		return err
	}
	if next.Safety != nil && same(*next.Safety, facts) {
		return nil
	}
	if next.Safety == nil || !reflect.DeepEqual(next.Safety.Warnings, facts.Warnings) || !reflect.DeepEqual(next.Safety.Divisions, facts.Divisions) {
		next.warned = next.generation
	}
	next.Safety, next.safety = &facts, next.generation
	return nil
}

// readBoard has next hold the shelters and the policies that pages and lists name.
func (k *Keeper) readBoard(ctx context.Context, next *Snapshot) error {
	var err error
	if next.Shelters, err = (&shelters.Store{DB: k.DB}).Board(ctx, next.Day); err != nil {
		return err
	}
	all, err := (&card.Store{DB: k.DB}).AllPolicies(ctx)
	next.Policies = make(map[uuid.UUID]card.PolicyText, len(all))
	for _, p := range all {
		next.Policies[p.ID] = p
	}
	return err
}

// same tells whether the facts are the same, whenever they were read.
func same(a, b card.Facts) bool {
	a.At = b.At
	return reflect.DeepEqual(a, b)
}

// turned gives a snapshot whose pages say which warnings go on at a moment: they
// end though nobody changes anything, and though the register does not answer.
func (s *Snapshot) turned(at time.Time) *Snapshot {
	if s.Safety == nil {
		return s
	}
	var going strings.Builder
	for _, w := range s.Safety.Warnings {
		if w.Going(at) {
			going.WriteString(w.Event.String())
		}
	}
	if going.String() == s.going {
		return s
	}
	next := *s
	next.generation++
	next.warned, next.going = next.generation, going.String()
	return &next
}
