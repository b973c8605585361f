package api

import (
	"context"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/round"
	"diming/boundaries/upkeep"
	"diming/internal/version"
)

// An errand is what a phone works on: the field work of an inspection, or the
// patrols under a contract of entrusted management.
type errand struct {
	ID    uuid.UUID
	Kind  string // round, special or patrol
	Line  round.Line
	Lead  boundaries.Side // of patrols the side that concluded the contract
	State round.State     // of patrols that of being in the field
	Due   version.Date    // of patrols the day by which the next one is to be made; zero: none
}

// errand gives what goes by an id, of a kind that field work knows.
func (s *Server) errand(ctx context.Context, id uuid.UUID, kind string) (errand, error) {
	if kind != fieldsync.Patrol {
		t, err := s.Rounds.ByID(ctx, id)
		return errand{id, kind, t.Line, t.Lead, t.State, t.Due}, err
	}
	found, err := s.upkeep().Contracts(ctx, upkeep.Filter{Scope: upkeep.Scope{Whole: true}, ID: &id})
	if err == nil && len(found) == 0 {
		err = upkeep.ErrNotFound
	}
	if err != nil {
		return errand{}, err
	}
	c := found[0]
	l, err := s.Rounds.Line(ctx, c.Line)
	return errand{id, kind, l, c.Side, round.Field, c.Standing(today()).Due}, err
}

// owner gives the owner of a side as a phone is told.
func (e errand) owner(side boundaries.Side) OwnerBody {
	o := e.Line.Owner(side)
	return OwnerBody{o.Name, o.Code}
}

// fieldForm gives what is asked in the field: of a keeper the small form alone, at
// each marker.
func (s *Server) fieldForm(ctx context.Context, e errand) (round.Form, error) {
	held, err := s.Rounds.FormOf(ctx, *e.Line.Owner(e.Lead).Division)
	if e.Kind == fieldsync.Patrol {
		return round.Form{Marker: []round.CheckItem{}, Segment: []round.CheckItem{}, Patrol: held.Form.Patrol}, err
	}
	return held.Form, err
}
