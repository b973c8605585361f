package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries/upkeep"
	"diming/internal/account"
	"diming/internal/version"
)

func (s *Server) upkeepContractRoutes(rs routes) {
	const all, one = "/v1/upkeep/contracts", "/v1/upkeep/contracts/{contract}"
	get(rs, mayAnywhere(readUpkeep), all, "Contracts of one's own side, or those that one keeps", s.upkeepContracts)
	get(rs, mayAnywhere(readUpkeep), one, "One contract", s.upkeepContract)
	operate(rs, mayAnywhere(workUpkeep), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Conclude a contract", DefaultStatus: http.StatusCreated}, s.concludeContract,
		Example{Body: `{"line":"{uuid}","from_on":"2026-01-01","to_on":"2026-12-31","markers":[],"keeper":{"name":"测试"}}`})
	operate(rs, mayAnywhere(workUpkeep), huma.Operation{Method: http.MethodPost, Path: one + "/end", Summary: "End a contract before its time", DefaultStatus: http.StatusNoContent}, s.endContract,
		Example{Body: `{"reason":"测试"}`})
	operate(rs, mayAnywhere(workUpkeep), huma.Operation{Method: http.MethodPut, Path: one + "/officer", Summary: "Put another officer in charge", DefaultStatus: http.StatusNoContent}, s.setContractOfficer,
		Example{Body: `{"account":"{account}"}`})
	operate(rs, mayAnywhere(workUpkeep), huma.Operation{Method: http.MethodPost, Path: one + "/keepers", Summary: "Have an account patrol under a contract", DefaultStatus: http.StatusNoContent}, s.addContractKeeper,
		Example{Body: `{"account":"{account}"}`})
	operate(rs, mayAnywhere(workUpkeep), huma.Operation{Method: http.MethodDelete, Path: one + "/keepers/{account}", Summary: "Have an account patrol under a contract no more", DefaultStatus: http.StatusNoContent}, s.removeContractKeeper,
		Example{Path: "/v1/upkeep/contracts/{uuid}/keepers/{uuid}?reason=x"})
}

// UpkeepContractBody is a contract of entrusted management.
type UpkeepContractBody struct {
	ID          uuid.UUID      `json:"id"`
	Line        uuid.UUID      `json:"line"`
	LineName    string         `json:"line_name"`
	Side        string         `json:"side" enum:"a,b"`
	Number      string         `json:"number"`
	StretchFrom string         `json:"stretch_from"`
	StretchTo   string         `json:"stretch_to"`
	Village     *uuid.UUID     `json:"village"`
	VillageName string         `json:"village_name"`
	Keeper      upkeep.Person  `json:"keeper" doc:"The natural person who keeps, or whom to call in the village."`
	FromOn      string         `json:"from_on"`
	ToOn        string         `json:"to_on"`
	EveryMonths int            `json:"every_months"`
	Basis       string         `json:"basis" doc:"On what every_months rests."`
	Fee         string         `json:"fee"`
	Officer     uuid.UUID      `json:"officer"`
	OfficerName string         `json:"officer_name"`
	Note        string         `json:"note"`
	EndedOn     string         `json:"ended_on"`
	EndReason   string         `json:"end_reason"`
	Markers     []UpkeepMarker `json:"markers"`
	Accounts    []UpkeepPerson `json:"accounts" doc:"That patrol under it."`
	DueOn       string         `json:"due_on" doc:"By when the next patrol is to be made; empty where none is due any more."`
	Overdue     bool           `json:"overdue"`
	Missed      int            `json:"missed" doc:"Periods that ended without a patrol."`
	Done        int            `json:"done" doc:"Periods with one."`
	Files       []UpkeepFile   `json:"files"`
}

// keeperName is who keeps, in a word.
func keeperName(c upkeep.Contract) string {
	if c.VillageName != "" {
		return c.VillageName
	}
	return c.Keeper.Name
}

// contractBodies map contracts, with the names of what they name.
func (s *Server) contractBodies(ctx context.Context, all []upkeep.Contract) ([]UpkeepContractBody, error) {
	var markers, accounts []uuid.UUID
	for _, c := range all {
		markers, accounts = append(markers, c.Markers...), append(append(accounts, c.Officer), c.Accounts...)
	}
	known, err := s.upkeep().Markers(ctx, nil, markers)
	if err != nil {
		return nil, err
	}
	names, err := s.Accounts.Names(ctx, accounts)
	if err != nil {
		return nil, err
	}
	lines, err := s.lineNames(ctx)
	if err != nil {
		return nil, err
	}
	bodies := make([]UpkeepContractBody, len(all))
	for i, c := range all {
		st := c.Standing(today())
		bodies[i] = UpkeepContractBody{ID: c.ID, Line: c.Line, LineName: lines[c.Line], Side: string(c.Side), Number: c.Number, StretchFrom: c.StretchFrom, StretchTo: c.StretchTo,
			Village: c.Village, VillageName: c.VillageName, Keeper: c.Keeper, FromOn: c.Term.From.String(), ToOn: c.Term.To.String(), EveryMonths: c.Term.EveryMonths, Basis: c.Basis,
			Fee: c.Fee, Officer: c.Officer, OfficerName: names[c.Officer], Note: c.Note, EndedOn: c.EndedOn.String(), EndReason: c.EndReason,
			Markers: []UpkeepMarker{}, Accounts: []UpkeepPerson{}, DueOn: st.Due.String(), Overdue: st.Overdue, Missed: st.Missed, Done: st.Done, Files: fileBodies(c.Files)}
		for _, m := range known {
			if slices.Contains(c.Markers, m.ID) {
				bodies[i].Markers = append(bodies[i].Markers, UpkeepMarker{m.ID, m.Number, m.State, string(m.Keeper)})
			}
		}
		for _, a := range c.Accounts {
			bodies[i].Accounts = append(bodies[i].Accounts, UpkeepPerson{ID: a, Name: names[a], Roles: []string{string(account.Patroller)}})
		}
	}
	return bodies, nil
}

type upkeepListInput struct {
	Lang     string    `query:"lang" enum:"zh,en"`
	Line     uuid.UUID `query:"line"`
	Contract uuid.UUID `query:"contract"`
	Marker   uuid.UUID `query:"marker"`
	Kind     string    `query:"kind" maxLength:"30"`
	Open     bool      `query:"open"`
	Cursor   string    `query:"cursor" maxLength:"60" doc:"The next of the page before."`
	Limit    int       `query:"limit" minimum:"0" maximum:"500" doc:"200 if absent."`
}

// filter is what the asker reads, narrowed.
func (s *Server) upkeepAsked(ctx context.Context, in *upkeepListInput) (upkeep.Filter, error) {
	f, err := s.upkeepFilter(ctx)
	f.Kind, f.Open, f.Limit = in.Kind, in.Open, in.Limit
	if f.Limit == 0 {
		f.Limit = 200
	}
	for _, given := range []struct {
		id uuid.UUID
		to **uuid.UUID
	}{{in.Line, &f.Line}, {in.Contract, &f.Contract}, {in.Marker, &f.Marker}} {
		if given.id != uuid.Nil {
			*given.to = &given.id
		}
	}
	if err != nil || in.Cursor == "" {
		return f, err
	}
	c, err := readDayCursor(in.Cursor, 1)
	f.After, f.Done = &c.ID, c.Rank == 1
	return f, err
}

// upkeepNext is the cursor of the page that follows one of so many, none where it
// was the last; done: what the page ends with was dealt with.
func upkeepNext(n, limit int, last func() (id uuid.UUID, done bool)) string {
	if n < limit {
		return ""
	}
	id, done := last()
	c := dayCursor{ID: id}
	if done {
		c.Rank = 1
	}
	return c.String()
}

func (s *Server) upkeepContracts(ctx context.Context, in *upkeepListInput) (*struct{ Body itemsOf[UpkeepContractBody] }, error) {
	f, err := s.upkeepAsked(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.upkeep().Contracts(ctx, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	bodies, err := s.contractBodies(ctx, all)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	next := upkeepNext(len(all), f.Limit, func() (uuid.UUID, bool) { return all[len(all)-1].ID, false })
	return &struct{ Body itemsOf[UpkeepContractBody] }{itemsOf[UpkeepContractBody]{Items: bodies, Next: next}}, nil
}

// ContractParam names a contract in the address.
type ContractParam struct {
	Lang     string    `query:"lang" enum:"zh,en"`
	Contract uuid.UUID `path:"contract"`
}

// contractRead gives a contract that the asker reads.
func (s *Server) contractRead(ctx context.Context, id uuid.UUID) (upkeep.Contract, error) {
	f, err := s.upkeepFilter(ctx)
	if err != nil {
		return upkeep.Contract{}, err
	}
	f.ID = &id
	return upkeep.One(s.upkeep().Contracts(ctx, f))
}

func (s *Server) upkeepContract(ctx context.Context, in *ContractParam) (*struct{ Body UpkeepContractBody }, error) {
	c, err := s.contractRead(ctx, in.Contract)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	bodies, err := s.contractBodies(ctx, []upkeep.Contract{c})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body UpkeepContractBody }{bodies[0]}, nil
}

type concludeInput struct {
	OnceParams
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Line        uuid.UUID     `json:"line"`
		Side        string        `json:"side,omitempty" enum:"a,b" doc:"Needed where one's rights reach both."`
		Number      string        `json:"number,omitempty" maxLength:"60"`
		StretchFrom string        `json:"stretch_from,omitempty" maxLength:"100" doc:"Both ends empty: the whole line."`
		StretchTo   string        `json:"stretch_to,omitempty" maxLength:"100"`
		Village     string        `json:"village,omitempty" maxLength:"36" doc:"Id or code of the village that keeps."`
		Keeper      upkeep.Person `json:"keeper,omitempty" doc:"The natural person who keeps, or whom to call; kept apart and erasable."`
		FromOn      string        `json:"from_on" maxLength:"10"`
		ToOn        string        `json:"to_on" maxLength:"10"`
		EveryMonths int           `json:"every_months,omitempty" minimum:"0" maximum:"12" doc:"As the setting says, if absent."`
		Basis       string        `json:"basis,omitempty" maxLength:"300" doc:"Of every_months, where it is given."`
		Fee         string        `json:"fee,omitempty" maxLength:"200"`
		Officer     *uuid.UUID    `json:"officer,omitempty" doc:"The asker, if absent."`
		Note        string        `json:"note,omitempty" maxLength:"2000"`
		Markers     []uuid.UUID   `json:"markers" maxItems:"500"`
	}
}

func (s *Server) concludeContract(ctx context.Context, in *concludeInput) (*madeOutput, error) {
	b := in.Body
	seat, err := s.seatOf(ctx, workUpkeep, b.Line, b.Side)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	c := upkeep.Contract{Number: b.Number, StretchFrom: b.StretchFrom, StretchTo: b.StretchTo, Keeper: b.Keeper, Basis: b.Basis, Fee: b.Fee, Note: b.Note, Markers: b.Markers,
		Officer: s.principalOf(ctx).Account.ID, Term: upkeep.Term{EveryMonths: b.EveryMonths}}
	if c.Term.From, err = dayOr(b.FromOn, version.Date{}); err == nil {
		c.Term.To, err = dayOr(b.ToOn, version.Date{})
	}
	if err == nil && b.Village != "" {
		var village uuid.UUID
		village, err = s.divisionNamed(ctx, b.Village)
		c.Village = &village
	}
	if err == nil && b.Officer != nil {
		c.Officer, err = *b.Officer, s.serves(ctx, seat, *b.Officer, account.Inspector, account.Reviewer)
	}
	if err == nil {
		err = s.ofLine(ctx, b.Line, b.Markers)
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.makeOnce(ctx, in.OnceParams, "upkeep contract", func(tx pgx.Tx) (uuid.UUID, error) {
		id, _, err := (&upkeep.Store{DB: tx}).Conclude(ctx, s.principalOf(ctx).Account.ID, seat, c)
		return id, err
	})
}

// ofLine refuses markers that are not of a line.
func (s *Server) ofLine(ctx context.Context, line uuid.UUID, markers []uuid.UUID) error {
	all, err := s.upkeep().Markers(ctx, &line, nil)
	if err != nil {
		return err
	}
	for _, id := range markers {
		if !slices.ContainsFunc(all, func(m upkeep.Marker) bool { return m.ID == id }) {
			return upkeep.ErrMarker
		}
	}
	return nil
}

// serves refuses an account that has none of the roles on a side.
func (s *Server) serves(ctx context.Context, seat upkeep.Seat, id uuid.UUID, roles ...account.Role) error {
	found, err := s.Accounts.Serving(ctx, seat.Division, roles...)
	if err == nil && !slices.ContainsFunc(found, func(a account.Serving) bool { return a.ID == id }) {
		return upkeepServes.in(ctx)
	}
	return err
}

// changeContract finds a contract and its seat, for one who may work there.
func (s *Server) changeContract(ctx context.Context, id uuid.UUID, do func(upkeep.Contract, upkeep.Seat) error) (*struct{}, error) {
	c, err := s.contractRead(ctx, id)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	seat, err := s.ownSeat(ctx, workUpkeep, c.Line, c.Side)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.done(ctx, do(c, seat))
}

type endContractInput struct {
	ContractParam
	Body struct {
		Day    string `json:"day,omitempty" maxLength:"10" doc:"Its last day; today if absent."`
		Reason string `json:"reason" minLength:"1" maxLength:"1000"`
	}
}

func (s *Server) endContract(ctx context.Context, in *endContractInput) (*struct{}, error) {
	return s.changeContract(ctx, in.Contract, func(upkeep.Contract, upkeep.Seat) error {
		day, err := dayOr(in.Body.Day, today())
		if err != nil {
			return err
		}
		_, err = s.upkeep().End(ctx, s.principalOf(ctx).Account.ID, in.Contract, day, in.Body.Reason)
		return err
	})
}

type contractAccountInput struct {
	ContractParam
	Body struct {
		Account uuid.UUID `json:"account"`
	}
}

func (s *Server) setContractOfficer(ctx context.Context, in *contractAccountInput) (*struct{}, error) {
	return s.changeContract(ctx, in.Contract, func(_ upkeep.Contract, seat upkeep.Seat) error {
		if err := s.serves(ctx, seat, in.Body.Account, account.Inspector, account.Reviewer); err != nil {
			return err
		}
		_, err := s.upkeep().SetOfficer(ctx, s.principalOf(ctx).Account.ID, in.Contract, in.Body.Account)
		return err
	})
}

func (s *Server) addContractKeeper(ctx context.Context, in *contractAccountInput) (*struct{}, error) {
	return s.changeContract(ctx, in.Contract, func(_ upkeep.Contract, seat upkeep.Seat) error {
		if err := s.serves(ctx, seat, in.Body.Account, account.Patroller); err != nil {
			return err
		}
		_, err := s.upkeep().AddKeeper(ctx, s.principalOf(ctx).Account.ID, in.Contract, in.Body.Account)
		return err
	})
}

type removeKeeperInput struct {
	ContractParam
	Account uuid.UUID `path:"account"`
	Reason  string    `query:"reason" minLength:"1" maxLength:"1000" required:"true"`
}

func (s *Server) removeContractKeeper(ctx context.Context, in *removeKeeperInput) (*struct{}, error) {
	return s.changeContract(ctx, in.Contract, func(upkeep.Contract, upkeep.Seat) error {
		_, err := s.upkeep().RemoveKeeper(ctx, s.principalOf(ctx).Account.ID, in.Contract, in.Account, in.Reason)
		return err
	})
}
