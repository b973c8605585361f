package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer/address"
)

// maxAddresses bound a batch.
const maxAddresses = 5000

// addressRoutes are the standard addresses 标准地址. Those that are public, under
// names that are, are read by everybody.
func (s *Server) addressRoutes(rs routes) {
	const all, one = "/v1/addresses", "/v1/addresses/{address}"
	get(rs, public, all, "Addresses that a text means, or those of a street, natural village, compound or division in the order of their numbers", s.addressList, Example{Path: all + "?division={division}"})
	operate(rs, public, huma.Operation{OperationID: "addresses-match", Method: http.MethodPost, Path: all + "/match", Summary: "Find the standard addresses that texts mean", MaxBodyBytes: 2 << 20},
		s.matchTexts, Example{Body: `{"texts":["清湖街道"]}`})
	get(rs, public, one, "An address with its text on a day", s.address)
	get(rs, public, one+"/texts", "How an address was written over its life, and those that it carries on", s.addressTexts)
	get(rs, mayIn(readInternal, s.addressDivision), one+"/steps", "The steps of an address's life", s.addressSteps)
	get(rs, mayIn(readInternal, s.addressDivision), one+"/history", "Who entered and changed an address, when and why", s.addressHistory)
	operate(rs, may(numberAddresses), huma.Operation{Method: http.MethodPost, Path: all, Summary: "Enter addresses of one county, all or none", DefaultStatus: http.StatusCreated, MaxBodyBytes: 8 << 20},
		s.addAddresses, Example{Body: `{"items":[{"division":"{division}","number":"1","source":"测试"}],"reason":"测试"}`})
	operate(rs, mayIn(numberAddresses, s.addressDivision), huma.Operation{Method: http.MethodPost, Path: one + "/steps", Summary: "Take a step of an address: confirm, use, cancel"},
		s.stepAddress, Example{Body: `{"step":"confirm"}`, Headers: []string{"If-Match", `"0"`}})
	operate(rs, mayIn(numberAddresses, s.addressDivision), huma.Operation{Method: http.MethodPost, Path: one + "/changes",
		Summary: "Say what an address is made of from a day on; another number makes a successor. Without a day what was entered wrongly is corrected"},
		s.changeAddress, Example{Body: `{"item":{"division":"{division}","number":"3","source":"测试"},"reason":"测试"}`, Headers: []string{"If-Match", `"0"`}})
	operate(rs, mayIn(numberAddresses, s.addressDivision), huma.Operation{Method: http.MethodPost, Path: one + "/withdrawal", Summary: "Withdraw an address that should never have been entered"},
		s.withdrawAddress, Example{Body: `{"reason":"测试"}`, Headers: []string{"If-Match", `"0"`}})
}

func (s *Server) addressStore() *address.Store { return &address.Store{DB: s.DB} }

// addressDivision finds the division of the address that a request is about.
func (s *Server) addressDivision(_ *Server, r *http.Request) (uuid.UUID, error) {
	id, err := uuid.Parse(r.PathValue("address"))
	if err != nil {
		return uuid.Nil, address.ErrNotFound
	}
	a, err := s.addressStore().ByID(r.Context(), boundaries.Reader{Internal: true}, id)
	return a.Division, err
}

// AddressBody is an address as it is on the day asked about.
type AddressBody struct {
	ID         uuid.UUID  `json:"id"`
	Text       string     `json:"text" doc:"From the province to the room, made from the parts and from what they are called on the day."`
	Short      string     `json:"short" doc:"Without the divisions."`
	State      string     `json:"state" enum:"numbered,confirmed,in_use,cancelled,changed"`
	Standing   bool       `json:"standing" doc:"Whether it stands on the day; else this is its nearest version."`
	Withdrawn  string     `json:"withdrawn,omitempty" doc:"Why it was taken out of the register."`
	Successor  *uuid.UUID `json:"successor,omitempty" doc:"The address that carries on."`
	Kind       string     `json:"kind" enum:"main,auxiliary"`
	Main       *uuid.UUID `json:"main,omitempty"`
	Division   uuid.UUID  `json:"division"`
	Settlement *uuid.UUID `json:"settlement,omitempty"`
	Way        *uuid.UUID `json:"way,omitempty"`
	Compound   *uuid.UUID `json:"compound,omitempty"`
	Province   string     `json:"province,omitempty"`
	City       string     `json:"city,omitempty"`
	County     string     `json:"county,omitempty"`
	Township   string     `json:"township,omitempty"`
	Village    string     `json:"village,omitempty"`
	Natural    string     `json:"settlement_name,omitempty"`
	Street     string     `json:"way_name,omitempty"`
	Estate     string     `json:"compound_name,omitempty"`
	Number     string     `json:"number,omitempty"`
	Sub        string     `json:"sub,omitempty"`
	Format     string     `json:"insert_format,omitempty"`
	Building   string     `json:"building,omitempty"`
	Unit       string     `json:"unit,omitempty"`
	Floor      string     `json:"floor,omitempty"`
	Room       string     `json:"room,omitempty"`
	Lon        *float64   `json:"lon,omitempty" doc:"Of the entrance, CGCS2000."`
	Lat        *float64   `json:"lat,omitempty"`
	PlateLon   *float64   `json:"plate_lon,omitempty"`
	PlateLat   *float64   `json:"plate_lat,omitempty"`
	ValidFrom  string     `json:"valid_from,omitempty"`
	ValidTo    string     `json:"valid_to,omitempty"`
	Source     string     `json:"source"`
	Visibility string     `json:"visibility,omitempty" doc:"Only for those who keep the register."`
	Demo       bool       `json:"demo"`
}

func idOrNone(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

func (s *Server) addressBody(a address.Address, internal bool) AddressBody {
	n := a.Names
	b := AddressBody{ID: a.ID, Text: a.Text, Short: address.Short(a.Components, n), State: string(a.State), Standing: a.Standing, Withdrawn: a.Reason, Successor: a.Successor,
		Kind: string(a.Kind), Main: idOrNone(a.Main), Division: a.Division, Settlement: idOrNone(a.Settlement), Way: idOrNone(a.Way), Compound: idOrNone(a.Compound),
		Province: n.Province, City: n.City, County: n.County, Township: n.Township, Village: n.Village, Natural: n.Settlement, Street: n.Way, Estate: n.Compound,
		Number: a.Number, Sub: a.Sub, Format: a.InsertFormat, Building: a.Building, Unit: a.Unit, Floor: a.Floor, Room: a.Room,
		ValidFrom: a.Valid.From.String(), ValidTo: a.Valid.To.String(), Source: a.Source, Demo: s.IsDemo()}
	b.Lon, b.Lat = lonLat(a.Entrance)
	b.PlateLon, b.PlateLat = lonLat(a.Plate)
	if internal {
		b.Visibility = a.Visibility
	}
	return b
}

type addressInput struct {
	Address uuid.UUID `path:"address"`
	Lang    string    `query:"lang" enum:"zh,en"`
	AsOfParams
}

type addressOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   AddressBody
}

// addressFor gives an address as the asker may see it: all of it to those who
// keep the register where it lies.
func (s *Server) addressFor(ctx context.Context, in *addressInput) (address.Address, boundaries.Reader, error) {
	r, err := in.reader()
	if err != nil {
		return address.Address{}, r, err
	}
	who, err := s.whoIs(ctx)
	if err != nil {
		return address.Address{}, r, err
	}
	if fully(who) && len(s.roots(who, readInternal)) > 0 {
		inside := r
		inside.Internal = true
		a, err := s.addressStore().ByID(ctx, inside, in.Address)
		if err != nil {
			return a, r, err
		}
		ok, err := s.mayDo(ctx, readInternal, a.Division)
		if ok || err != nil {
			return a, inside, err
		}
	}
	a, err := s.addressStore().ByID(ctx, r, in.Address)
	return a, r, err
}

func (s *Server) address(ctx context.Context, in *addressInput) (*addressOutput, error) {
	a, r, err := s.addressFor(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.addressAnswer(ctx, a, r)
}

func (s *Server) addressAnswer(ctx context.Context, a address.Address, r boundaries.Reader) (*addressOutput, error) {
	out := &addressOutput{Status: http.StatusOK, Body: s.addressBody(a, r.Internal)}
	if a.Reason != "" {
		out.Status = http.StatusGone
	}
	for _, other := range []**uuid.UUID{&out.Body.Successor, &out.Body.Main} { // of which the asker may not know
		if *other == nil || r.Internal {
			continue
		}
		seen, err := s.addressStore().ByIDs(ctx, r, []uuid.UUID{**other})
		if err != nil {
			return nil, s.fail(ctx, err)
		}
		if len(seen) == 0 {
			*other = nil
		}
	}
	if r.Internal {
		out.ETag = etagOf(strconv.FormatInt(a.Tag, 10))
	}
	return out, nil
}

// AddressText is how an address was written at a time.
type AddressText struct {
	Address   uuid.UUID `json:"address" doc:"The address, or one that it carries on."`
	Text      string    `json:"text"`
	ValidFrom string    `json:"valid_from,omitempty"`
	ValidTo   string    `json:"valid_to,omitempty"`
}

func (s *Server) addressTexts(ctx context.Context, in *addressInput) (*struct{ Body itemsOf[AddressText] }, error) {
	a, r, err := s.addressFor(ctx, in)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	texts, err := s.addressStore().PastTexts(ctx, r, a.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[AddressText]{Items: []AddressText{}}
	for _, t := range texts {
		body.Items = append(body.Items, AddressText{t.Address, t.Text, t.Valid.From.String(), t.Valid.To.String()})
	}
	return &struct{ Body itemsOf[AddressText] }{body}, nil
}

// AddressStep is a step of an address's life.
type AddressStep struct {
	Step string `json:"step" enum:"confirm,use,cancel,change"`
	From string `json:"from"`
	To   string `json:"to"`
	On   string `json:"on"`
	Note string `json:"note,omitempty"`
}

func (s *Server) addressSteps(ctx context.Context, in *struct {
	Address uuid.UUID `path:"address"`
	Lang    string    `query:"lang" enum:"zh,en"`
}) (*struct{ Body itemsOf[AddressStep] }, error) {
	steps, err := s.addressStore().Steps(ctx, in.Address)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[AddressStep]{Items: []AddressStep{}}
	for _, t := range steps {
		body.Items = append(body.Items, AddressStep{string(t.Step), string(t.From), string(t.To), t.On.String(), t.Note})
	}
	return &struct{ Body itemsOf[AddressStep] }{body}, nil
}

// AddressEntered is an entry that made an address what it is.
type AddressEntered struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Action string    `json:"action" doc:"Such as address.add."`
	Reason string    `json:"reason,omitempty"`
	Batch  int       `json:"batch" doc:"How many addresses it entered or changed at once."`
}

func (s *Server) addressHistory(ctx context.Context, in *struct {
	Address uuid.UUID `path:"address"`
	Lang    string    `query:"lang" enum:"zh,en"`
}) (*struct{ Body itemsOf[AddressEntered] }, error) {
	all, err := s.addressStore().History(ctx, in.Address)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	actors := make([]uuid.UUID, len(all))
	for i, e := range all {
		actors[i] = e.Actor
	}
	names, err := s.actorNames(ctx, actors)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[AddressEntered]{Items: []AddressEntered{}}
	for i, e := range all {
		body.Items = append(body.Items, AddressEntered{e.At, names[i], e.Action, e.Reason, e.Batch})
	}
	return &struct{ Body itemsOf[AddressEntered] }{body}, nil
}

type addressListInput struct {
	Lang       string    `query:"lang" enum:"zh,en"`
	Way        uuid.UUID `query:"way"`
	Settlement uuid.UUID `query:"settlement"`
	Compound   uuid.UUID `query:"compound"`
	Division   uuid.UUID `query:"division" doc:"A township or village; in it or below it."`
	Q          string    `query:"q" maxLength:"300" doc:"Free text, matched to the addresses of today; stands alone but for limit."`
	State      string    `query:"state" enum:"numbered,confirmed,in_use"`
	Cursor     string    `query:"cursor" maxLength:"400"`
	Limit      int       `query:"limit" minimum:"0" maximum:"500" doc:"100 if absent."`
	AsOfParams
}

// AddressList is a page of addresses, or those that a text means.
type AddressList struct {
	Items []AddressBody `json:"items"`
	Next  string        `json:"next,omitempty"`
	Match *MatchAnswer  `json:"match,omitempty" doc:"Of q: what the text means, with scores; items are the candidates that are addresses, in the same order."`
}

func (s *Server) addressList(ctx context.Context, in *addressListInput) (*struct{ Body AddressList }, error) {
	if in.Q != "" {
		return s.addressesOf(ctx, in)
	}
	r, err := in.reader()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	f := address.Filter{Way: in.Way, Settlement: in.Settlement, Compound: in.Compound, Division: in.Division, Limit: in.Limit}
	if in.State != "" {
		f.States = []address.State{address.State(in.State)}
	}
	if f.Way == uuid.Nil && f.Settlement == uuid.Nil && f.Compound == uuid.Nil && f.Division == uuid.Nil {
		return nil, addressWhere.in(ctx)
	}
	if f.Limit == 0 {
		f.Limit = 100
	}
	if err := s.narrowEnough(ctx, r, f); err != nil {
		return nil, s.fail(ctx, err)
	}
	if f.After, err = address.ParseCursor(in.Cursor); err != nil {
		return nil, badCursor.in(ctx)
	}
	// Who keeps the register sees what is not public in a division of theirs,
	// or everywhere where theirs is the whole register.
	if r.Internal, err = s.mayDo(ctx, readInternal, f.Division); err != nil {
		return nil, s.fail(ctx, err)
	}
	all, next, err := s.addressStore().List(ctx, r, f)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := AddressList{Items: make([]AddressBody, len(all)), Next: next.String()}
	for i, a := range all {
		body.Items[i] = s.addressBody(a, r.Internal)
	}
	return &struct{ Body AddressList }{body}, nil
}

// narrowEnough refuses a list of more than a township: to put a county's in
// order for each page would take seconds.
func (s *Server) narrowEnough(ctx context.Context, r boundaries.Reader, f address.Filter) error {
	if f.Way != uuid.Nil || f.Settlement != uuid.Nil || f.Compound != uuid.Nil {
		return nil
	}
	d, err := s.Boundaries.ByID(ctx, r, f.Division)
	if err == nil && d.Level < boundaries.Township {
		err = addressWhere.in(ctx)
	}
	return err
}

// orNoID gives the id of a field that may be absent.
func orNoID(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

func pointIn(lon, lat *float64) *orb.Point {
	if lon == nil || lat == nil {
		return nil
	}
	return &orb.Point{*lon, *lat}
}

// keepsAddress refuses an action on addresses in divisions where the asker may
// not number.
func (s *Server) keepsAddress(ctx context.Context, drafts []address.Draft) error {
	asked := map[uuid.UUID]bool{}
	for _, d := range drafts {
		if !asked[d.Division] {
			asked[d.Division] = true
			if err := s.permit(ctx, numberAddresses, d.Division); err != nil {
				return err
			}
		}
	}
	return nil
}

func inTx(tx pgx.Tx) *address.Store { return &address.Store{DB: tx} }
