package api

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"diming/gazetteer/streetnumbers"
)

// NumberingWork is a street whose numbers need work.
type NumberingWork struct {
	Street       uuid.UUID      `json:"street"`
	Name         string         `json:"name"`
	DivisionName string         `json:"division_name,omitempty"`
	Doors        int            `json:"doors"`
	Wrong        map[string]int `json:"wrong" doc:"Doors by kind of finding: parity, duplicate, order, jump, differs, distance, line, no_point. Numbers that the scheme keeps are none."`
	NoNumber     int            `json:"no_number" doc:"Addresses of the street without a door number."`
	Unchecked    string         `json:"unchecked,omitempty" doc:"Why its numbers cannot be held to the scheme."`
}

type numberingWorkInput struct {
	Lang     string `query:"lang" enum:"zh,en"`
	Division string `query:"division" maxLength:"36" doc:"Id or code; all where one numbers if absent."`
	Cursor   string `query:"cursor" maxLength:"60"`
	Limit    int    `query:"limit" minimum:"0" maximum:"200" doc:"50 if absent."`
}

func (s *Server) numberingWork(ctx context.Context, in *numberingWorkInput) (*struct{ Body itemsOf[NumberingWork] }, error) {
	roots, whole, err := s.reach(ctx, numberAddresses)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	if in.Division != "" {
		id, err := s.divisionNamed(ctx, in.Division)
		if err == nil {
			err = s.permit(ctx, numberAddresses, id)
		}
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		roots, whole = []uuid.UUID{id}, false
	}
	var after streetnumbers.WorkCursor
	if in.Cursor != "" {
		var street string
		if _, err := fmt.Sscanf(in.Cursor, "%d %s", &after.Weight, &street); err != nil {
			return nil, badCursor.in(ctx)
		}
		if after.Street, err = uuid.Parse(street); err != nil {
			return nil, badCursor.in(ctx)
		}
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	all, err := s.streetNumbers().ToDo(ctx, roots, whole, today(), after, in.Limit)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[NumberingWork]{Items: []NumberingWork{}}
	for _, w := range all {
		b := NumberingWork{Street: w.Street, Name: w.Name, DivisionName: w.DivisionName, Doors: w.Doors, Wrong: w.Wrong, NoNumber: w.NoNumber}
		if w.Unchecked != nil {
			b.Unchecked = pick(ctx, w.Unchecked.ZH, w.Unchecked.EN)
		}
		body.Items = append(body.Items, b)
	}
	if len(all) == in.Limit {
		c := all[len(all)-1].Cursor()
		body.Next = fmt.Sprintf("%d %s", c.Weight, c.Street)
	}
	return &struct{ Body itemsOf[NumberingWork] }{body}, nil
}
