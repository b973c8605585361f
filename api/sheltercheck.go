package api

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/desk"
	"diming/internal/version"
	"diming/shelters"
)

// ShelterStock is one kind of supplies that was there.
type ShelterStock struct {
	Item       string `json:"item" maxLength:"60"`
	Amount     int    `json:"amount" minimum:"0" maximum:"10000000"`
	Unit       string `json:"unit" maxLength:"20"`
	BestBefore string `json:"best_before,omitempty" maxLength:"10"`
}

// ShelterLook is one look at a shelter.
type ShelterLook struct {
	N      int            `json:"n,omitempty"`
	Kind   string         `json:"kind" enum:"appraisal,stock,inspection"`
	On     string         `json:"on" maxLength:"10"`
	Result string         `json:"result" enum:"good,poor,failed"`
	Body   string         `json:"body,omitempty" maxLength:"400" doc:"The qualified body that appraised it."`
	Note   string         `json:"note,omitempty" maxLength:"4000"`
	Stock  []ShelterStock `json:"stock,omitempty" maxItems:"200"`
	By     string         `json:"by,omitempty" readOnly:"true"`
	At     *time.Time     `json:"at,omitempty" readOnly:"true"`
}

func (l ShelterLook) check() (shelters.Check, error) {
	c := shelters.Check{Kind: shelters.CheckKind(l.Kind), Result: shelters.Result(l.Result), Body: l.Body, Note: l.Note}
	var err error
	if c.On, err = dayOr(l.On, version.Date{}); err != nil {
		return c, err
	}
	for _, item := range l.Stock {
		day, err := dayOr(item.BestBefore, version.Date{})
		if err != nil {
			return c, err
		}
		c.Stock = append(c.Stock, shelters.StockItem{Item: item.Item, Amount: item.Amount, Unit: item.Unit, BestBefore: day})
	}
	return c, nil
}

type checkShelterInput struct {
	OnceParams
	Lang    string    `query:"lang" enum:"zh,en"`
	Shelter uuid.UUID `path:"shelter"`
	Body    ShelterLook
}

// ShelterLooked is what entering a look did.
type ShelterLooked struct {
	N      int  `json:"n"`
	Closed bool `json:"closed" doc:"The appraisal failed, and the shelter is closed."`
}

func (s *Server) checkShelter(ctx context.Context, in *checkShelterInput) (*struct{ Body ShelterLooked }, error) {
	c, err := in.Body.check()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	by := s.principalOf(ctx).Account.ID
	intent := desk.Intent{Actor: by, Key: in.Key, Digest: intended(in.RawBody, "shelter check", in.Shelter.String())}
	answer, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		done, err := (&shelters.Store{DB: tx}).Check(ctx, by, in.Shelter, c)
		if done.Closed {
			return strconv.Itoa(-done.N), err // the sign says that it was closed
		}
		return strconv.Itoa(done.N), err
	})
	if err != nil {
		return nil, s.failShelter(ctx, err)
	}
	n, err := strconv.Atoi(answer)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body ShelterLooked }{ShelterLooked{N: max(n, -n), Closed: n < 0}}, nil
}

func (s *Server) shelterChecks(ctx context.Context, in *shelterInput) (*struct{ Body itemsOf[ShelterLook] }, error) {
	all, err := s.shelterStore().Checks(ctx, in.Shelter)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	actors := make([]uuid.UUID, len(all))
	for i, c := range all {
		actors[i] = c.Actor
	}
	names, err := s.Accounts.Names(ctx, actors)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[ShelterLook]{Items: []ShelterLook{}}
	for _, c := range all {
		at := c.At.UTC()
		look := ShelterLook{N: c.N, Kind: string(c.Kind), On: c.On.String(), Result: string(c.Result), Body: c.Body, Note: c.Note, By: names[c.Actor], At: &at}
		for _, item := range c.Stock {
			look.Stock = append(look.Stock, ShelterStock{item.Item, item.Amount, item.Unit, item.BestBefore.String()})
		}
		body.Items = append(body.Items, look)
	}
	return &struct{ Body itemsOf[ShelterLook] }{body}, nil
}

// ShelterSaid is a report as it was taken.
type ShelterSaid struct {
	ID       uuid.UUID `json:"id"`
	State    string    `json:"state"`
	People   *int      `json:"people,omitempty"`
	Step     string    `json:"step,omitempty"`
	Note     string    `json:"note,omitempty"`
	SaidAt   time.Time `json:"said_at"`
	CameAt   time.Time `json:"came_at"`
	PhoneAt  time.Time `json:"phone_at" doc:"What the phone's clock showed."`
	Doubtful bool      `json:"doubtful,omitempty"`
	By       string    `json:"by,omitempty"`
	Behalf   string    `json:"behalf,omitempty"`
	Corrects bool      `json:"corrects,omitempty" doc:"It corrects the count of an earlier report."`
	Mistyped bool      `json:"mistyped,omitempty" doc:"A later report corrects its count, which was never so."`
}

type shelterReportsInput struct {
	Lang    string    `query:"lang" enum:"zh,en"`
	Shelter uuid.UUID `path:"shelter"`
	Cursor  uuid.UUID `query:"cursor" doc:"As next of the last page."`
	Limit   int       `query:"limit" minimum:"0" maximum:"200" doc:"50 if absent."`
}

func (s *Server) shelterReports(ctx context.Context, in *shelterReportsInput) (*struct{ Body itemsOf[ShelterSaid] }, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	all, err := s.shelterStore().Reports(ctx, in.Shelter, in.Cursor, in.Limit)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	actors := make([]uuid.UUID, len(all))
	for i, m := range all {
		actors[i] = m.Actor
	}
	names, err := s.Accounts.Names(ctx, actors)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[ShelterSaid]{Items: []ShelterSaid{}}
	for _, m := range all {
		body.Items = append(body.Items, ShelterSaid{m.ID, string(m.State), m.People, string(m.Step), m.Note, m.SaidAt.UTC(), m.CameAt.UTC(), m.PhoneAt.UTC(), m.Doubtful, names[m.Actor], m.Behalf, m.Corrects != uuid.Nil, m.Mistyped})
	}
	if len(all) == in.Limit {
		body.Next = all[len(all)-1].ID.String()
	}
	return &struct{ Body itemsOf[ShelterSaid] }{body}, nil
}

func (s *Server) shelterHistory(ctx context.Context, in *shelterInput) (*struct{ Body itemsOf[ShelterBody] }, error) {
	r, err := in.reader()
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	all, err := s.shelterStore().History(ctx, boundaries.Reader{Internal: true, AsOf: r.AsOf}, in.Shelter)
	if err == nil && len(all) == 0 {
		err = shelters.ErrNotFound
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := itemsOf[ShelterBody]{Items: []ShelterBody{}}
	for _, one := range all {
		body.Items = append(body.Items, s.shelterBody(ctx, one, true))
	}
	return &struct{ Body itemsOf[ShelterBody] }{body}, nil
}
