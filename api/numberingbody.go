package api

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"diming/gazetteer/numbering"
	"diming/gazetteer/streetnumbers"
)

// NumberingBody is a street with its numbers, as they stand or as they would.
type NumberingBody struct {
	Street   *uuid.UUID         `json:"street,omitempty"`
	Name     string             `json:"name,omitempty"`
	Division uuid.UUID          `json:"division" doc:"Whose scheme it is."`
	Scheme   HeldScheme         `json:"scheme"`
	Why      string             `json:"why" doc:"Which rule of the scheme holds for this street."`
	Course   json.RawMessage    `json:"course" doc:"GeoJSON LineString from the end where numbers begin."`
	LengthM  float64            `json:"length_m"`
	Rows     []NumberingRow     `json:"rows" doc:"The doors that stand, then the gates that were given, in their order."`
	Findings []NumberingFinding `json:"findings"`
	Seen     string             `json:"seen" doc:"Stands for all that the trial rests on; needed to accept it."`
	Demo     bool               `json:"demo"`
}

// NumberingRow is a gate with what becomes of it.
type NumberingRow struct {
	ID        string     `json:"id" doc:"Of the asker for a new gate, else of the address."`
	Address   *uuid.UUID `json:"address,omitempty" doc:"That stands."`
	New       bool       `json:"new"`
	Mine      bool       `json:"mine" doc:"The asker numbers where it lies."`
	Division  uuid.UUID  `json:"division"`
	Township  string     `json:"township,omitempty" doc:"Whose series it is in."`
	Lon       *float64   `json:"lon,omitempty"`
	Lat       *float64   `json:"lat,omitempty"`
	Side      string     `json:"side,omitempty" enum:"left,right" doc:"Along increasing numbers."`
	ChainageM float64    `json:"chainage_m" doc:"From the start."`
	OffsetM   float64    `json:"offset_m" doc:"From the line."`
	Number    int        `json:"number,omitempty"`
	Sub       int        `json:"sub,omitempty"`
	Text      string     `json:"text,omitempty" doc:"Such as 12-1号."`
	Today     string     `json:"today,omitempty" doc:"The number that stands."`
	Reserved  []int      `json:"reserved,omitempty" doc:"Kept between this and what comes before."`
	Alley     bool       `json:"alley,omitempty"`
	Refused   bool       `json:"refused" doc:"It has no number, or cannot be placed."`
	Kept      bool       `json:"kept" doc:"It was left as it is."`
	Reason    string     `json:"reason"`
}

// NumberingFinding is what is wrong, or to be known, of a number.
type NumberingFinding struct {
	ID     string `json:"id"`
	Kind   string `json:"kind" enum:"no_point,distance,line,parity,duplicate,order,jump,gap,differs"`
	Reason string `json:"reason"`
	Other  string `json:"other,omitempty" doc:"Of a duplicate: the row with the same number."`
}

func (s *Server) numberingAnswer(ctx context.Context, sim *streetnumbers.Simulation) (*struct{ Body NumberingBody }, error) {
	scheme, err := s.heldScheme(ctx, sim.Scheme)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	course, err := rawLine(sim.Course)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	text := func(t numbering.Text) string { return pick(ctx, t.ZH, t.EN) }
	b := NumberingBody{Street: idOrNone(sim.Street), Name: sim.Name, Division: sim.Division, Scheme: scheme, Why: text(sim.Why), Course: course, LengthM: sim.Length,
		Rows: make([]NumberingRow, len(sim.Rows)), Findings: []NumberingFinding{}, Seen: sim.Seen, Demo: s.IsDemo()}
	for i, r := range sim.Rows {
		b.Rows[i] = NumberingRow{ID: r.ID, Address: idOrNone(r.Address), New: r.New(), Mine: r.Mine, Division: r.Division, Township: r.Township, Side: string(r.Side),
			ChainageM: r.Chainage, OffsetM: r.Offset, Number: r.Number, Sub: r.Sub, Text: r.Text, Today: r.Today, Reserved: r.Reserved, Alley: r.Alley, Refused: r.Refused, Kept: r.Left, Reason: text(r.Reason)}
		if !r.NoPoint {
			b.Rows[i].Lon, b.Rows[i].Lat = &r.At[0], &r.At[1]
		}
	}
	for _, f := range sim.Findings {
		b.Findings = append(b.Findings, NumberingFinding{f.ID, f.Kind, text(f.Reason), f.Other})
	}
	return &struct{ Body NumberingBody }{b}, nil
}
