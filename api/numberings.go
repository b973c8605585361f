package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/gazetteer/numbering"
	"diming/gazetteer/streetnumbers"
	"diming/internal/desk"
)

// maxGates bound what is numbered at a time.
const maxGates = 2000

// numberingRoutes number the houses of streets.
func (s *Server) numberingRoutes(rs routes) {
	const body = `{"line":{"type":"LineString","coordinates":[[118.6,28.6],[118.61,28.6]]},"division":"{division}","gates":[{"id":"a","lon":118.605,"lat":28.6001}]`
	operate(rs, mayAnywhere(numberAddresses), huma.Operation{Method: http.MethodPost, Path: "/v1/numberings/simulate", Summary: "Try numbers for the gates of a street; nothing is written", MaxBodyBytes: 8 << 20},
		s.simulateNumbering, Example{Body: body + `}`})
	operate(rs, may(numberAddresses), huma.Operation{Method: http.MethodPost, Path: "/v1/numberings", Summary: "Enter the numbers of a trial as addresses, all or none", DefaultStatus: http.StatusCreated, MaxBodyBytes: 8 << 20},
		s.acceptNumbering, Example{Body: `{"street":"{street}","division":"{division}","gates":[],"seen":"","reason":"测试"}`})
	get(rs, mayAnywhere(numberAddresses), "/v1/numberings/work", "Streets whose numbers need work, the worst first", s.numberingWork)
	get(rs, mayAnywhere(readInternal), "/v1/streets/{street}/numbering-check", "The numbers that stand on a street, held to its scheme", s.checkNumbering)
}

// Problems of numbering.
var (
	schemeChanged    = kind{"numbering-scheme-changed", 412, "规则已有改动", "Changed since you opened it", "您打开之后，编号规则已被修改，您的改动没有保存。请刷新后再办。", "The scheme was changed after you opened it, and nothing was saved. Reload and try again."}
	schemeReason     = kind{"numbering-reason", 422, "请写明原因", "Say why", "请写明原因或依据。", "Say why, or what it rests on."}
	numberingWrong   = kind{"numbering-content", 422, "不能编号", "Cannot be numbered", "街道或规则不合，请照提示修改。", "Something of the street or the scheme does not fit."}
	notAStreet       = kind{"numbering-not-a-street", 422, "不是街路巷", "No street", "选的地名不是有效的街路巷，请重新选择。", "The place chosen is no street or lane that stands; choose another."}
	noStreetGiven    = kind{"numbering-no-street", 422, "请选择街道", "Say which street", "请选择一条街路巷，或在地图上画出它的中心线；受理时须选择登记中的街路巷。", "Choose a street, or draw its line; to enter numbers the street has to be in the register."}
	noNumberer       = kind{"numbering-no-division", 422, "请选择区划", "Say which division", "请选择由哪个乡镇、街道或村、社区编号。", "Choose the township or village that numbers."}
	proposalOnly     = kind{"numbering-no-scheme", 409, "还没有编号规则", "No scheme yet", "本地还没有确定编号规则，现在用的是示例。请先设定编号规则（写明依据），再试编、受理。", "No numbering scheme was decided here; what is shown is an example. Set a scheme with its basis first, then try again."}
	numberingChanged = kind{"numbering-changed", 409, "试编之后有变化", "Changed since the trial", "试编之后，这条街的门牌、门点或规则有了变化（可能有人同时在编），没有录入任何号码。请重新试编，核对后再受理。", "The street, its numbers or its scheme changed since the trial, perhaps by somebody else at the same time; nothing was entered. Try again, look at the result, and accept that."}
	gatesWithout     = kind{"numbering-gates", 422, "有的门没有编上号", "Some gates have no number", "下列各门没有编上号，全批都没有录入。请照每个门的说明修改或删去后重新试编。", "The gates listed have no number, and nothing was entered. Correct or remove them and try again."}
	noGates          = kind{"numbering-nothing", 422, "没有要编的门", "No new gate", "没有新的门要编号，请先在地图上添加门点。", "There is no new gate: add one on the map first."}
	afreshOnly       = kind{"numbering-afresh", 422, "整街重编只供比较", "For comparison only", "“按规则整街重编”只供比较，不能受理。现有门牌改号请逐个办理地址变更，以便保留历史、更换门牌和证件。", "Numbering afresh is for comparison. To give a standing address another number, change that address, so that its history, plate and papers follow."}
	sameGate         = kind{"numbering-gate-id", 422, "门点编号重复", "Gates share an id", "各门的 id 不能为空、不能重复。", "Each gate needs an id of its own."}
)

var numberingErrors = []row{
	{numbering.ErrDivision, noDivision},
	{numbering.ErrChanged, schemeChanged},
	{numbering.ErrReason, schemeReason},
	{streetnumbers.ErrStreet, notAStreet},
	{streetnumbers.ErrNoStreet, noStreetGiven},
	{streetnumbers.ErrDivision, noNumberer},
	{streetnumbers.ErrProposal, proposalOnly},
	{streetnumbers.ErrChanged, numberingChanged},
	{streetnumbers.ErrGates, gatesWithout},
	{streetnumbers.ErrNothing, noGates},
	{streetnumbers.ErrAfresh, afreshOnly},
}

// GateWrite is a house to be numbered.
type GateWrite struct {
	ID       string       `json:"id" minLength:"1" maxLength:"40" doc:"Of the asker's own; told again in the answer."`
	Lon      *float64     `json:"lon,omitempty" minimum:"-180" maximum:"180" doc:"Of its gate, CGCS2000."`
	Lat      *float64     `json:"lat,omitempty" minimum:"-90" maximum:"90"`
	Outline  [][2]float64 `json:"outline,omitempty" maxItems:"500" doc:"Where the gate is not known: the corner nearest to the street is taken for it."`
	Division *uuid.UUID   `json:"division,omitempty" doc:"Village or township; where the point lies if absent."`
	Alley    bool         `json:"alley,omitempty" doc:"The mouth of an alley without a name: it keeps a number and is no address."`
}

// Spot is a position, CGCS2000.
type Spot struct {
	Lon float64 `json:"lon" minimum:"-180" maximum:"180"`
	Lat float64 `json:"lat" minimum:"-90" maximum:"90"`
}

// NumberingTrial says what is to be numbered.
type NumberingTrial struct {
	Street   *uuid.UUID        `json:"street,omitempty" doc:"A street or lane; absent of one that is only drawn."`
	Line     *geojson.Geometry `json:"line,omitempty" doc:"GeoJSON LineString or MultiLineString; the street's own if absent."`
	Along    []uuid.UUID       `json:"along,omitempty" maxItems:"20" doc:"Streets on the same line under other names, as beyond a boundary: shown and left alone."`
	Division *uuid.UUID        `json:"division,omitempty" doc:"Whose scheme it is, and where gates lie that no area holds; the street's if absent."`
	Start    *Spot             `json:"start,omitempty" doc:"Near the end where numbers begin, where the scheme does not say."`
	DeadEnd  bool              `json:"dead_end,omitempty"`
	OneSided bool              `json:"one_sided,omitempty"`
	Afresh   bool              `json:"afresh,omitempty" doc:"As if none of one's own addresses had a number, for comparison."`
	Gates    []GateWrite       `json:"gates" maxItems:"2000"`
}

func (w NumberingTrial) request(ctx context.Context) (streetnumbers.Request, error) {
	q := streetnumbers.Request{Street: orNoID(w.Street), Along: w.Along, Division: orNoID(w.Division), DeadEnd: w.DeadEnd, OneSided: w.OneSided, Afresh: w.Afresh}
	if w.Line != nil {
		switch g := w.Line.Geometry().(type) {
		case orb.LineString:
			q.Line = orb.MultiLineString{g}
		case orb.MultiLineString:
			q.Line = g
		default:
			return q, noStreetGiven.in(ctx)
		}
	}
	if w.Start != nil {
		q.Start = &orb.Point{w.Start.Lon, w.Start.Lat}
	}
	seen := map[string]bool{}
	for _, g := range w.Gates {
		_, err := uuid.Parse(g.ID)
		if seen[g.ID] || err == nil { // an address has its id
			return q, sameGate.in(ctx)
		}
		seen[g.ID] = true
		gate := streetnumbers.Gate{ID: g.ID, At: pointIn(g.Lon, g.Lat), Division: orNoID(g.Division), Alley: g.Alley}
		for _, p := range g.Outline {
			gate.Outline = append(gate.Outline, p)
		}
		q.Gates = append(q.Gates, gate)
	}
	return q, nil
}

// remembered asks of each division once: what is asked before a transaction
// is not asked in it.
func remembered(ask streetnumbers.May) streetnumbers.May {
	var mu sync.Mutex
	known := map[uuid.UUID]bool{}
	return func(ctx context.Context, division uuid.UUID) (bool, error) {
		mu.Lock()
		defer mu.Unlock()
		if ok, asked := known[division]; asked {
			return ok, nil
		}
		ok, err := ask(ctx, division)
		if err == nil {
			known[division] = ok
		}
		return ok, err
	}
}

func (s *Server) mayNumber(ctx context.Context, division uuid.UUID) (bool, error) {
	return s.mayDo(ctx, numberAddresses, division)
}

func (s *Server) maySee(ctx context.Context, division uuid.UUID) (bool, error) {
	return s.mayDo(ctx, readInternal, division)
}

func (s *Server) streetNumbers() *streetnumbers.Store {
	return streetnumbers.New(s.Places, s.Boundaries, s.addressStore(), s.schemeStore())
}

// seesStreets refuses streets that the asker may not see.
func (s *Server) seesStreets(ctx context.Context, q streetnumbers.Request) error {
	for _, id := range append([]uuid.UUID{q.Street}, q.Along...) {
		if id == uuid.Nil {
			continue
		}
		if _, _, err := s.lookup(ctx, &placeInput{ID: id.String()}); err != nil {
			return err
		}
	}
	return nil
}

type simulateInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body NumberingTrial
}

func (s *Server) simulateNumbering(ctx context.Context, in *simulateInput) (*struct{ Body NumberingBody }, error) {
	q, err := in.Body.request(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.seesStreets(ctx, q); err != nil {
		return nil, s.fail(ctx, err)
	}
	sim, err := s.streetNumbers().Simulate(ctx, q, s.mayNumber, s.maySee, today())
	if err != nil {
		return nil, s.failNumbering(ctx, err)
	}
	return s.numberingAnswer(ctx, sim)
}

type checkInput struct {
	Lang     string    `query:"lang" enum:"zh,en"`
	Street   uuid.UUID `path:"street"`
	Division uuid.UUID `query:"division" doc:"Whose scheme it is held to; that of the street's division if absent."`
	StartLon float64   `query:"start_lon" minimum:"-180" maximum:"180" doc:"Near the end where numbers begin, where the scheme does not say."`
	StartLat float64   `query:"start_lat" minimum:"-90" maximum:"90"`
	DeadEnd  bool      `query:"dead_end"`
	OneSided bool      `query:"one_sided"`
}

func (s *Server) checkNumbering(ctx context.Context, in *checkInput) (*struct{ Body NumberingBody }, error) {
	q := streetnumbers.Request{Street: in.Street, Division: in.Division, DeadEnd: in.DeadEnd, OneSided: in.OneSided}
	if in.StartLon != 0 || in.StartLat != 0 {
		q.Start = &orb.Point{in.StartLon, in.StartLat}
	}
	if err := s.seesStreets(ctx, q); err != nil {
		return nil, s.fail(ctx, err)
	}
	sim, err := s.streetNumbers().Check(ctx, in.Street, q, s.mayNumber, s.maySee, today())
	if err != nil {
		return nil, s.failNumbering(ctx, err)
	}
	return s.numberingAnswer(ctx, sim)
}

type acceptInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		NumberingTrial
		Seen       string `json:"seen" maxLength:"64" doc:"That of the trial that was seen."`
		Visibility string `json:"visibility,omitempty" enum:"public,internal" doc:"Of the addresses; internal if absent."`
		Source     string `json:"source,omitempty" maxLength:"200" doc:"Names the scheme if absent."`
		Reason     string `json:"reason" maxLength:"1000"`
	}
}

func (s *Server) acceptNumbering(ctx context.Context, in *acceptInput) (*struct{ Body AddedAddresses }, error) {
	b := in.Body
	q, err := b.request(ctx)
	if err == nil {
		err = s.seesStreets(ctx, q)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	store, may, see := s.streetNumbers(), remembered(s.mayNumber), remembered(s.maySee)
	if q.Division != uuid.Nil {
		if err := s.permit(ctx, numberAddresses, q.Division); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	a := streetnumbers.Acceptance{Request: q, Seen: b.Seen, Visibility: b.Visibility, Source: b.Source, Reason: b.Reason}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "numbering accept")}
	answer, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		_, entry, err := store.Accept(ctx, tx, by, a, may, see, today())
		return strconv.FormatInt(entry, 10), err
	})
	if err != nil {
		return nil, s.failNumbering(ctx, err)
	}
	entry, err := strconv.ParseInt(answer, 10, 64)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	ids, err := s.addressStore().ObjectsOf(ctx, entry, uuid.Nil, maxGates, false)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body AddedAddresses }{AddedAddresses{ids}}, nil
}

// failNumbering puts into words what of a street, a scheme or a gate does not fit.
func (s *Server) failNumbering(ctx context.Context, err error) error {
	var told *numbering.Error
	var gates *streetnumbers.GatesError
	switch {
	case errors.As(err, &told):
		p := numberingWrong.in(ctx)
		p.Detail = pick(ctx, told.ZH, told.EN)
		return p
	case errors.As(err, &gates):
		p := gatesWithout.in(ctx)
		for _, r := range gates.Rows {
			p.Errors = append(p.Errors, &huma.ErrorDetail{Location: "body.gates", Value: r.ID, Message: fmt.Sprintf("%s：%s", r.ID, pick(ctx, r.Reason.ZH, r.Reason.EN))})
		}
		return p
	case errors.Is(err, address.ErrContent), errors.Is(err, address.ErrTaken):
		return s.failAddress(ctx, err)
	case errors.Is(err, gazetteer.ErrNotFound):
		return notAStreet.in(ctx)
	}
	return s.fail(ctx, err)
}

// rawLine is a line as GeoJSON.
func rawLine(l orb.LineString) (json.RawMessage, error) { return json.Marshal(geojson.NewGeometry(l)) }
