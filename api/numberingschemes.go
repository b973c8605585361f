package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer/numbering"
	"diming/internal/desk"
	"diming/internal/version"
)

// schemeRoutes are the rules by which divisions number houses.
func (s *Server) schemeRoutes(rs routes) {
	const all, one = "/v1/numbering-schemes", "/v1/numbering-schemes/{division}"
	get(rs, signedIn, all, "Numbering schemes that divisions have set, and those built in as examples", s.numberingSchemes)
	get(rs, signedIn, one, "The numbering scheme of a division: its own, or inherited, or proposed", s.numberingScheme)
	operate(rs, mayIn(numberAddresses, schemeDivision), huma.Operation{Method: http.MethodPut, Path: one, Summary: "Set the numbering scheme of a division from a day on"},
		s.setNumberingScheme, Example{Body: `{"scheme":{},"reason":"测试"}`, Headers: []string{"If-Match", `"0"`}})
}

func schemeDivision(s *Server, r *http.Request) (uuid.UUID, error) {
	id, err := s.divisionNamed(r.Context(), r.PathValue("division"))
	if err != nil {
		return id, err
	}
	d, err := s.Boundaries.ByID(r.Context(), boundaries.Reader{Internal: true}, id)
	return d.ID, err
}

// AxisBody is the rule for streets of one bearing.
type AxisBody struct {
	Start string `json:"start" maxLength:"20" doc:"N, S, E, W, entrance, city_centre or explicit: the end where numbers begin."`
	Odd   string `json:"odd" maxLength:"20" doc:"left, right, north, south, east or west; left and right along increasing numbers."`
}

// SchemeBody is how houses are numbered.
type SchemeBody struct {
	Name            string    `json:"name,omitempty" maxLength:"60"`
	Basis           string    `json:"basis,omitempty" maxLength:"500" doc:"The text it rests on (依据)."`
	EastWest        AxisBody  `json:"east_west,omitempty"`
	NorthSouth      AxisBody  `json:"north_south,omitempty"`
	DeadEnd         *AxisBody `json:"dead_end,omitempty"`
	OneSidedEven    bool      `json:"one_sided_even,omitempty"`
	Mode            string    `json:"mode,omitempty" maxLength:"20" doc:"sequential or distance."`
	MetresPerNumber float64   `json:"metres_per_number,omitempty" minimum:"0" maximum:"1000" doc:"In metres of one side; of distance."`
	ReserveEvery    float64   `json:"reserve_every_m,omitempty" minimum:"0" maximum:"1000" doc:"One number is kept for so many metres; 0 keeps none."`
	ReserveOver     float64   `json:"reserve_over_m,omitempty" minimum:"0" maximum:"10000" doc:"Of a gap beyond so many metres."`
	ReserveAlley    bool      `json:"reserve_alley,omitempty" doc:"One number is kept for an alley without a name."`
	Insert          string    `json:"insert,omitempty" maxLength:"4" doc:"-, 之 or 附."`
	FromGate        bool      `json:"from_gate,omitempty" doc:"A yard is numbered from its main gate, else from the north-east."`
	Reach           float64   `json:"reach_m,omitempty" minimum:"0" maximum:"5000" doc:"How far from the street a gate may be, in metres."`
}

func schemeBody(s numbering.Scheme) SchemeBody {
	b := SchemeBody{Name: s.Name, Basis: s.Basis, EastWest: axisBody(s.EastWest), NorthSouth: axisBody(s.NorthSouth), OneSidedEven: s.OneSidedEven, Mode: string(s.Mode),
		MetresPerNumber: s.MetresPerNumber, ReserveEvery: s.ReserveEvery, ReserveOver: s.ReserveOver, ReserveAlley: s.ReserveAlley, Insert: s.Insert, FromGate: s.FromGate, Reach: s.Reach}
	if s.DeadEnd != nil {
		dead := axisBody(*s.DeadEnd)
		b.DeadEnd = &dead
	}
	return b
}

func axisBody(a numbering.Axis) AxisBody { return AxisBody{string(a.Start), string(a.Odd)} }
func (a AxisBody) axis() numbering.Axis {
	return numbering.Axis{Start: numbering.End(a.Start), Odd: numbering.Side(a.Odd)}
}

func (b SchemeBody) scheme() numbering.Scheme {
	s := numbering.Scheme{Name: b.Name, Basis: b.Basis, EastWest: b.EastWest.axis(), NorthSouth: b.NorthSouth.axis(), OneSidedEven: b.OneSidedEven, Mode: numbering.Mode(b.Mode),
		MetresPerNumber: b.MetresPerNumber, ReserveEvery: b.ReserveEvery, ReserveOver: b.ReserveOver, ReserveAlley: b.ReserveAlley, Insert: b.Insert, FromGate: b.FromGate, Reach: b.Reach}
	if b.DeadEnd != nil {
		dead := b.DeadEnd.axis()
		s.DeadEnd = &dead
	}
	return s
}

// HeldScheme is the scheme by which a division numbers.
type HeldScheme struct {
	Scheme    SchemeBody   `json:"scheme"`
	Of        *DivisionRef `json:"of" doc:"Whose scheme it is; null of a proposal."`
	Proposal  bool         `json:"proposal" doc:"Nobody decided one yet: this is an example built in, and no address is numbered by it."`
	ValidFrom string       `json:"valid_from,omitempty"`
	ValidTo   string       `json:"valid_to,omitempty"`
}

func (s *Server) heldScheme(ctx context.Context, h numbering.Held) (HeldScheme, error) {
	b := HeldScheme{Scheme: schemeBody(h.Scheme), Proposal: h.Proposal(), ValidFrom: h.Valid.From.String(), ValidTo: h.Valid.To.String()}
	if h.Proposal() {
		return b, nil
	}
	d, err := s.Boundaries.ByID(ctx, boundaries.Reader{Internal: true}, h.Division)
	if err == nil {
		b.Of = &DivisionRef{d.ID, d.Code, boundaries.StandardName(d.Name)}
	}
	return b, err
}

// SchemeList is the schemes that divisions have, and the examples.
type SchemeList struct {
	Items []HeldScheme `json:"items"`
	Known []SchemeBody `json:"known" doc:"Built in as examples, each with its source."`
}

func (s *Server) schemeStore() *numbering.Store { return &numbering.Store{DB: s.DB} }

func (s *Server) numberingSchemes(ctx context.Context, _ *langInput) (*struct{ Body SchemeList }, error) {
	all, err := s.schemeStore().All(ctx, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	list := SchemeList{Items: []HeldScheme{}, Known: []SchemeBody{}}
	for _, h := range all {
		b, err := s.heldScheme(ctx, h)
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		list.Items = append(list.Items, b)
	}
	for _, k := range numbering.Known() {
		list.Known = append(list.Known, schemeBody(k))
	}
	return &struct{ Body SchemeList }{list}, nil
}

type schemeInput struct {
	Lang     string `query:"lang" enum:"zh,en"`
	Division string `path:"division" maxLength:"36" doc:"Id or code."`
	AsOf     string `query:"as_of" maxLength:"10"`
}

type schemeOutput struct {
	ETag string `header:"ETag"`
	Body HeldScheme
}

func (s *Server) numberingScheme(ctx context.Context, in *schemeInput) (*schemeOutput, error) {
	on, err := dayOr(in.AsOf, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	id, err := s.divisionNamed(ctx, in.Division)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.schemeAnswer(ctx, id, on)
}

// schemeAnswer tells a division's scheme; its tag is the version of its own
// one, 0 where it has none.
func (s *Server) schemeAnswer(ctx context.Context, division uuid.UUID, on version.Date) (*schemeOutput, error) {
	if _, err := s.Boundaries.ByID(ctx, boundaries.Reader{Internal: true}, division); err != nil {
		return nil, s.fail(ctx, err)
	}
	h, err := s.schemeStore().In(ctx, division, on)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	b, err := s.heldScheme(ctx, h)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	var own int64
	if h.Division == division {
		own = h.Version
	}
	return &schemeOutput{etagOf(strconv.FormatInt(own, 10)), b}, nil
}

type setSchemeInput struct {
	OnceParams
	Lang     string `query:"lang" enum:"zh,en"`
	Division string `path:"division" maxLength:"36" doc:"Id or code."`
	IfMatch  string `header:"If-Match" maxLength:"64" doc:"The ETag of the scheme as it was read."`
	Body     struct {
		Scheme SchemeBody `json:"scheme"`
		From   string     `json:"from,omitempty" maxLength:"10" doc:"Today if absent."`
		Reason string     `json:"reason" maxLength:"1000"`
	}
}

func (s *Server) setNumberingScheme(ctx context.Context, in *setSchemeInput) (*schemeOutput, error) {
	if in.IfMatch == "" {
		return nil, matchNeeded.in(ctx)
	}
	seen, ok := tagOf(in.IfMatch)
	if !ok {
		return nil, schemeChanged.in(ctx)
	}
	from, err := dayOr(in.Body.From, today())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	id, err := s.divisionNamed(ctx, in.Division)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "numbering scheme", id.String(), in.IfMatch)}
	_, _, err = s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		_, err := (&numbering.Store{DB: tx}).Set(ctx, by, id, in.Body.Scheme.scheme(), from, in.Body.Reason, seen)
		return "", err
	})
	if err != nil {
		return nil, s.failNumbering(ctx, err)
	}
	return s.schemeAnswer(ctx, id, from)
}
