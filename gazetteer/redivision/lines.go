package redivision

import (
	"slices"

	"github.com/google/uuid"

	"diming/boundaries/line"
)

// lines tells what an enacted case means for the owners of boundary lines.
func (p Plan) lines(c Case, actor uuid.UUID) line.Redivision {
	r := line.Redivision{Day: c.Effective, Actor: actor, Reason: c.Title + "（" + c.ReplyNo + "）",
		Whole: map[uuid.UUID]uuid.UUID{}, Parts: map[uuid.UUID][]uuid.UUID{}}
	for _, e := range p.Events {
		for _, s := range e.Succession {
			if s.Share == "whole" && s.Predecessor != s.Successor {
				r.Whole[s.Predecessor] = s.Successor
			}
		}
	}
	for _, from := range p.changes {
		r.Touched = append(r.Touched, from.ID)
		for _, to := range p.changes {
			if to.ID != from.ID && slices.ContainsFunc(from.Loses, func(id uuid.UUID) bool { return slices.Contains(to.Gains, id) }) {
				r.Parts[from.ID] = append(r.Parts[from.ID], to.ID)
			}
		}
	}
	return r
}
