package api

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/google/uuid"

	"diming/gazetteer/address"
	"diming/gazetteer/matching"
	"diming/gazetteer/numbering"
	"diming/gazetteer/streetnumbers"
)

// NumberTrialWrite is the house that an application is to have a number for.
type NumberTrialWrite struct {
	Way        *uuid.UUID `json:"way,omitempty" doc:"Street or lane."`
	Settlement *uuid.UUID `json:"settlement,omitempty" doc:"Natural village; without it and a street the division is numbered by itself."`
	Lon        *float64   `json:"lon,omitempty" minimum:"-180" maximum:"180" doc:"Of the gate, CGCS2000; that of the site if absent."`
	Lat        *float64   `json:"lat,omitempty" minimum:"-90" maximum:"90"`
	DeadEnd    bool       `json:"dead_end,omitempty"`
	OneSided   bool       `json:"one_sided,omitempty"`
	Number     string     `json:"number,omitempty" maxLength:"20" doc:"As somebody wrote it: 4, ４号, 四号, 18-1号."`
	Building   string     `json:"building,omitempty" maxLength:"40"`
}

// NumberNeighbour is a house beside the one that is tried.
type NumberNeighbour struct {
	Text      string     `json:"text" doc:"Such as 12-1号."`
	Address   *uuid.UUID `json:"address,omitempty"`
	Lon       *float64   `json:"lon,omitempty"`
	Lat       *float64   `json:"lat,omitempty"`
	ChainageM float64    `json:"chainage_m" doc:"Along the street."`
	OffsetM   float64    `json:"offset_m" doc:"From the street; without one, from the house."`
}

// GivenNumber is a number as it was understood.
type GivenNumber struct {
	Number int    `json:"number"`
	Sub    int    `json:"sub,omitempty"`
	Text   string `json:"text"`
}

// NumberTrial is what the scheme in force says of one house.
type NumberTrial struct {
	Name      string             `json:"name" doc:"Of the street, natural village or division that is numbered."`
	Street    bool               `json:"street"`
	Scheme    HeldScheme         `json:"scheme"`
	Proposed  *GivenNumber       `json:"proposed,omitempty" doc:"Absent where the scheme gives none; reason says why."`
	Reason    string             `json:"reason"`
	Why       string             `json:"why,omitempty" doc:"Which rule holds for this street."`
	Side      string             `json:"side,omitempty" enum:"left,right" doc:"Along increasing numbers."`
	ChainageM float64            `json:"chainage_m"`
	OffsetM   float64            `json:"offset_m"`
	Far       bool               `json:"far" doc:"The gate lies farther from its street than far_m."`
	FarM      int                `json:"far_m"`
	Strays    int                `json:"strays" doc:"Gates of its side whose numbers are out of order, and were not asked."`
	Before    *NumberNeighbour   `json:"before,omitempty" doc:"On its side."`
	After     *NumberNeighbour   `json:"after,omitempty"`
	Across    []NumberNeighbour  `json:"across" doc:"Over the street; without one, the nearest houses."`
	Course    json.RawMessage    `json:"course,omitempty" doc:"GeoJSON LineString from the end where numbers begin."`
	Given     *GivenNumber       `json:"given,omitempty" doc:"The number that was asked about, as it was understood."`
	Against   []NumberingFinding `json:"against" doc:"What speaks against it: with a duplicate it is refused, with anything else it needs a reason."`
}

// doorIn reads a number that somebody wrote, with its sub-number.
func doorIn(ctx context.Context, written string) (number, sub string, err error) {
	if written == "" {
		return "", "", nil
	}
	number, sub, ok := matching.Door(written)
	if !ok {
		return "", "", addressCaseNumber.in(ctx)
	}
	return number, sub, nil
}

func (s *Server) tryAddressCase(ctx context.Context, in *struct {
	AddressCaseParam
	Body NumberTrialWrite
}) (*struct{ Body NumberTrial }, error) {
	b := in.Body
	number, sub, err := doorIn(ctx, b.Number)
	if err != nil {
		return nil, err
	}
	a, err := s.addressCaseStore().ByID(ctx, in.Application)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	for _, place := range []*uuid.UUID{b.Way, b.Settlement} {
		if place != nil {
			if _, _, err := s.lookup(ctx, &placeInput{ID: place.String()}); err != nil {
				return nil, s.fail(ctx, err)
			}
		}
	}
	q := streetnumbers.Question{Way: orNoID(b.Way), Settlement: orNoID(b.Settlement), Division: a.Division, At: pointIn(b.Lon, b.Lat), DeadEnd: b.DeadEnd, OneSided: b.OneSided}
	if q.At == nil {
		q.At = a.Site
	}
	if a.Made {
		q.Except = *a.Address
	}
	said, err := s.streetNumbers().Try(ctx, q, s.maySee, today())
	if err != nil {
		return nil, s.failNumbering(ctx, err)
	}
	body, err := s.numberTrial(ctx, said)
	if err == nil && number != "" {
		n, err1 := strconv.Atoi(number)
		k, err2 := strconv.Atoi("0" + sub)
		if err1 != nil || err2 != nil {
			return nil, addressCaseNumber.in(ctx)
		}
		body.Given = &GivenNumber{n, k, said.Format(n, k)}
		for _, f := range said.Against(n, k, b.Building != "") {
			body.Against = append(body.Against, NumberingFinding{f.ID, f.Kind, pick(ctx, f.Reason.ZH, f.Reason.EN), addressOnly(f.Other)})
		}
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body NumberTrial }{body}, nil
}

func (s *Server) numberTrial(ctx context.Context, said *streetnumbers.Answer) (NumberTrial, error) {
	text := func(t numbering.Text) string { return pick(ctx, t.ZH, t.EN) }
	b := NumberTrial{Name: said.Name, Street: said.Street, Reason: text(said.Reason), Why: text(said.Why), Side: string(said.Side), ChainageM: said.Chainage, OffsetM: said.Offset,
		Far: said.Far(), FarM: said.FarM, Strays: said.Strays, Before: neighbour(said, said.Before), After: neighbour(said, said.After), Across: []NumberNeighbour{}, Against: []NumberingFinding{}}
	if said.Number > 0 {
		b.Proposed = &GivenNumber{said.Number, said.Sub, said.Format(said.Number, said.Sub)}
	}
	for _, r := range said.Across {
		if one := neighbour(said, r); one != nil {
			b.Across = append(b.Across, *one)
		}
	}
	var err1, err2 error
	b.Scheme, err1 = s.heldScheme(ctx, said.Scheme)
	if err1 == nil && len(said.Course) > 0 {
		b.Course, err2 = rawLine(said.Course)
	}
	if err1 == nil {
		err1 = err2
	}
	return b, err1
}

func neighbour(said *streetnumbers.Answer, r *numbering.Row) *NumberNeighbour {
	if r == nil {
		return nil
	}
	n := &NumberNeighbour{Text: said.Format(r.Number, r.Sub), ChainageM: r.Chainage, OffsetM: r.Offset}
	if id, err := uuid.Parse(r.ID); err == nil {
		n.Address = &id
	}
	n.Lon, n.Lat = lonLat(&r.At)
	return n
}

// addressOnly leaves out what stands for an address that the asker may not see.
func addressOnly(id string) string {
	if _, err := uuid.Parse(id); err != nil {
		return ""
	}
	return id
}

// numberOf reads the number of an item as somebody wrote it.
func numberOf(ctx context.Context, w AddressWrite) (address.Draft, error) {
	number, sub, err := doorIn(ctx, w.Number)
	if err != nil {
		return address.Draft{}, err
	}
	if w.Number = number; sub != "" {
		if w.Sub != "" {
			return address.Draft{}, addressCaseNumber.in(ctx)
		}
		w.Sub, w.Format = sub, "" // as the scheme writes it
	}
	return w.draft()
}
