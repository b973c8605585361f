package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer/naming"
)

// nameCheckRoutes ask the rules of names before there is a case.
func (s *Server) nameCheckRoutes(rs routes) {
	operate(rs, mayAnywhere(readInternal), huma.Operation{Method: http.MethodPost, Path: "/v1/name-checks", Summary: "Ask the rules of names whether a name may stand"}, s.checkName,
		Example{Body: `{"name":"清湖一村","class":"21610","division":"{code}"}`})
}

// NameCheckRequest is a name that somebody wants to stand.
type NameCheckRequest struct {
	Name     string     `json:"name" minLength:"1" maxLength:"100"`
	Class    string     `json:"class" pattern:"^[0-9]{5}$" doc:"GB/T 18521."`
	Division string     `json:"division,omitempty" maxLength:"12" doc:"Code of the smallest division known that the place lies in; without it the position says so."`
	Lon      *float64   `json:"lon,omitempty" minimum:"-180" maximum:"180" doc:"CGCS2000, degrees."`
	Lat      *float64   `json:"lat,omitempty" minimum:"-90" maximum:"90"`
	Reading  string     `json:"reading,omitempty" maxLength:"300" doc:"Of the whole name with tones, where it is known."`
	Size     *CheckSize `json:"size,omitempty"`
	Place    uuid.UUID  `json:"place,omitempty" doc:"The place that would bear the name, where it is registered: it is no conflict with itself."`
	Existing bool       `json:"existing,omitempty" doc:"The name stands already: established names are exempt."`
}

// CheckSize is how large the thing is, for the rules on generic parts.
type CheckSize struct {
	LandM2       float64 `json:"land_m2,omitempty" minimum:"0"`
	FloorM2      float64 `json:"floor_m2,omitempty" minimum:"0"`
	HeightM      float64 `json:"height_m,omitempty" minimum:"0"`
	GreenPercent float64 `json:"green_percent,omitempty" minimum:"0" maximum:"100"`
	LengthM      float64 `json:"length_m,omitempty" minimum:"0"`
	WidthM       float64 `json:"width_m,omitempty" minimum:"0" doc:"Between the red lines of a street."`
}

// NameCheck is what the rules say.
type NameCheck struct {
	Findings    []NameFinding `json:"findings"`
	RuleVersion string        `json:"rule_version" doc:"Which rules and word lists were asked."`
}

// NameFinding is one thing that a rule has to say.
type NameFinding struct {
	Check     string          `json:"check"`
	Severity  naming.Severity `json:"severity" enum:"refuse,justify,unchecked,note"`
	Article   string          `json:"article" doc:"The text it rests on."`
	Text      string          `json:"text"`
	TextEN    string          `json:"text_en,omitempty"`
	Words     []string        `json:"words,omitempty" doc:"Of the name, that triggered it."`
	Source    string          `json:"source,omitempty" doc:"Of the word list's entry."`
	Conflicts []NameConflict  `json:"conflicts"`
}

// NameConflict is another place whose name is too like.
type NameConflict struct {
	Place     uuid.UUID       `json:"place"`
	Name      string          `json:"name"`
	Reading   string          `json:"reading,omitempty"`
	Class     string          `json:"class"`
	ClassName string          `json:"class_name,omitempty"`
	Division  string          `json:"division,omitempty" doc:"Where it lies, in words."`
	Likeness  naming.Likeness `json:"likeness"`
	DistanceM *float64        `json:"distance_m,omitempty"`
	Lon       *float64        `json:"lon,omitempty"`
	Lat       *float64        `json:"lat,omitempty"`
	Cancelled bool            `json:"cancelled,omitempty" doc:"The name no longer stands and is kept from reuse."`
}

type nameCheckInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body NameCheckRequest
}

func (s *Server) checkName(ctx context.Context, in *nameCheckInput) (*struct{ Body NameCheck }, error) {
	b := in.Body
	p := naming.Proposal{Text: b.Name, Class: b.Class, Reading: b.Reading, Place: b.Place, Existing: b.Existing}
	if b.Size != nil {
		p.Size = naming.Size(*b.Size)
	}
	if b.Lon != nil && b.Lat != nil {
		p.At = &orb.Point{*b.Lon, *b.Lat}
	}
	if b.Division != "" {
		in, err := s.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, b.Division)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		p.Division = in.ID
	}
	found, rules, err := s.Places.CheckName(ctx, p)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body NameCheck }{NameCheck{Findings: nameFindings(found), RuleVersion: rules}}, nil
}

func nameFindings(found []naming.Finding) []NameFinding {
	all := make([]NameFinding, len(found))
	for i, f := range found {
		all[i] = NameFinding{f.Check, f.Severity, f.Article, f.Text, f.TextEN, f.Words, f.Source, make([]NameConflict, len(f.Conflicts))}
		for j, c := range f.Conflicts {
			all[i].Conflicts[j] = NameConflict(c)
		}
	}
	return all
}
