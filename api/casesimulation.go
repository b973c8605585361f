package api

import (
	"context"

	"github.com/google/uuid"
)

// EffectBody is what a case touches of one kind.
type EffectBody struct {
	Kind    string        `json:"kind" enum:"signs,addresses,plates,shelters"`
	Held    bool          `json:"held" doc:"False: the register holds no such things yet."`
	Count   int           `json:"count"`
	Objects []TouchedBody `json:"objects"`
	EachCNY int           `json:"each_yuan" doc:"By setting."`
	CostCNY int           `json:"cost_yuan"`
	Basis   string        `json:"basis,omitempty"`
}

// TouchedBody is one thing that says a name of the case.
type TouchedBody struct {
	Item   uuid.UUID `json:"item"`
	Object string    `json:"object"`
}

// SimulationBody lists what a renaming or cancelling touches.
type SimulationBody struct {
	Effects []EffectBody `json:"effects"`
	CostCNY int          `json:"cost_yuan"`
}

func (s *Server) simulateNameCase(ctx context.Context, in *nameCaseInput) (*struct{ Body SimulationBody }, error) {
	all, err := s.Cases.Simulate(ctx, in.Case)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := SimulationBody{Effects: []EffectBody{}}
	for _, e := range all {
		b := EffectBody{Kind: e.Kind, Held: e.Held, Count: len(e.Objects), Objects: []TouchedBody{}, EachCNY: e.Each, CostCNY: e.Each * len(e.Objects), Basis: e.Basis}
		for _, o := range e.Objects {
			b.Objects = append(b.Objects, TouchedBody(o))
		}
		body.CostCNY += b.CostCNY
		body.Effects = append(body.Effects, b)
	}
	return &struct{ Body SimulationBody }{body}, nil
}
