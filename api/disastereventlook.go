package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"diming/shelters"
	"diming/shelters/card"
	"diming/shelters/event"
)

// LookBody is an event as its office sees it at one moment.
type LookBody struct {
	At       time.Time     `json:"at"`
	Event    DisasterBody  `json:"event"`
	Count    LookCount     `json:"count"`
	ReachM   int           `json:"reach_m" doc:"How far, in a straight line, a shelter is within reach of a village."`
	Shelters []LookShelter `json:"shelters"`
	Villages []LookVillage `json:"villages"`
}

// LookCount is the sum of it.
type LookCount struct {
	States    map[string]int `json:"states" doc:"Shelters that suit the hazard and lie in the areas or within reach of their villages, by state."`
	Free      int            `json:"free" doc:"Places left at least, in open shelters where somebody counted or said how full they are."`
	Unknown   int            `json:"unknown" doc:"Open shelters of which nobody said how full they are."`
	People    *int           `json:"people,omitempty" doc:"The last counts in shelters that are open or full; absent where nobody counted."`
	Uncounted int            `json:"uncounted" doc:"Shelters that are open or full and where nobody counted since they opened."`
	Villages  int            `json:"villages"`
	Told      int            `json:"told"`
	Without   int            `json:"without" doc:"Villages whose people do not all find a place in an open shelter within reach."`
	Needing   int            `json:"needing" doc:"People of these villages, where their number is known."`
	Finding   int            `json:"finding" doc:"Places that they find."`
}

// LookShelter is a shelter at this moment.
type LookShelter struct {
	ID       uuid.UUID  `json:"id"`
	Name     string     `json:"name"`
	Division string     `json:"division"`
	Lon      float64    `json:"lon"`
	Lat      float64    `json:"lat"`
	State    string     `json:"state" enum:"standby,open,full,closed"`
	People   *int       `json:"people,omitempty"`
	Step     string     `json:"step,omitempty"`
	Counted  *int       `json:"counted,omitempty" doc:"The last count while it has been open or full."`
	CountAt  *time.Time `json:"counted_at,omitempty"`
	Capacity int        `json:"capacity"`
	Free     *int       `json:"free,omitempty" doc:"Places left at least; absent where nobody said."`
	SaidAt   *time.Time `json:"said_at,omitempty"`
	Failed   bool       `json:"failed"`
	Inside   bool       `json:"inside" doc:"It lies in the areas that are warned; else only within reach of their villages."`
	Phone    string     `json:"phone"`
}

// PlacedBody is how the people of a village fit into the places within reach.
type PlacedBody struct {
	People *int   `json:"people,omitempty" doc:"Who are to find a place; absent where nobody knows how many."`
	Places int    `json:"places" doc:"They find in open shelters."`
	Why    string `json:"why,omitempty" enum:"full,cut_off,too_far,no_point,no_number" doc:"Why the others find none."`
}

// LookVillage is a village that is warned, at this moment.
type LookVillage struct {
	ID      uuid.UUID  `json:"id"`
	Code    string     `json:"code"`
	Name    string     `json:"name"`
	Town    string     `json:"town" doc:"Township that holds it."`
	Lon     *float64   `json:"lon,omitempty"`
	Lat     *float64   `json:"lat,omitempty"`
	ToldAt  *time.Time `json:"told_at,omitempty"`
	Means   []string   `json:"means,omitempty"`
	Without bool       `json:"without" doc:"Its people do not all find a place in an open shelter within reach."`
	PlacedBody
	Mine bool `json:"mine" doc:"Whether the asker may say that it was told."`
}

func (s *Server) lookAtEvent(ctx context.Context, in *EventParam) (*struct{ Body LookBody }, error) {
	if _, err := s.eventRead(ctx, in.Event); err != nil {
		return nil, s.fail(ctx, err)
	}
	l, err := s.events().Look(ctx, in.Event)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	b := LookBody{At: time.Now(), ReachM: l.ReachM, Count: LookCount{States: map[string]int{}}, Shelters: make([]LookShelter, len(l.Shelters)), Villages: make([]LookVillage, len(l.Villages))}
	if b.Event, err = s.eventBody(ctx, l.Event); err != nil {
		return nil, s.fail(ctx, err)
	}
	for i, one := range l.Shelters {
		b.Shelters[i] = lookShelter(one)
		b.Shelters[i].Inside = l.Inside[one.ID]
		b.Count.add(one)
	}
	if err := s.lookVillages(ctx, l, &b); err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body LookBody }{b}, nil
}

func lookShelter(s shelters.Shelter) LookShelter {
	b := LookShelter{ID: s.ID, Name: s.Name, Division: s.DivisionName, Lon: s.Point[0], Lat: s.Point[1], State: string(s.Now.State), People: s.Now.People, Step: string(s.Now.Step),
		Capacity: s.Capacity, Failed: shelters.Failed(s), Phone: s.DutyPhone}
	if left, known := shelters.Free(s); known {
		b.Free = &left
	}
	if k := s.Now.Counted; k != nil {
		b.Counted, b.CountAt = &k.People, &k.At
	}
	if !s.Now.SaidAt.IsZero() {
		b.SaidAt = &s.Now.SaidAt
	}
	return b
}

func (c *LookCount) add(s shelters.Shelter) {
	c.States[string(s.Now.State)]++
	left, known := shelters.Free(s)
	switch open := s.Now.State == shelters.Open; {
	case open && known:
		c.Free += left
	case open:
		c.Unknown++
	}
	if s.Now.State != shelters.Open && s.Now.State != shelters.Full {
		return
	}
	if s.Now.Counted == nil {
		c.Uncounted++
		return
	}
	sum := s.Now.Counted.People
	if c.People != nil {
		sum += *c.People
	}
	c.People = &sum
}

func (s *Server) lookVillages(ctx context.Context, l event.Look, b *LookBody) error {
	whole, err := s.mayDo(ctx, tellVillages, l.Event.County)
	if err != nil {
		return err
	}
	for i, v := range l.Villages {
		out := LookVillage{ID: v.ID, Code: v.Code, Name: v.Name, Town: v.Town, Without: v.Why != "", PlacedBody: PlacedBody(v.Placed), Mine: whole}
		if p, ok := l.Points[v.ID]; ok {
			out.Lon, out.Lat = &p[0], &p[1]
		}
		if v.Told != nil {
			out.ToldAt, out.Means = &v.Told.At, v.Told.Means
			b.Count.Told++
		}
		if out.Without {
			b.Count.Without++
			if b.Count.Finding += v.Places; v.People != nil {
				b.Count.Needing += *v.People
			}
		}
		if !whole {
			if out.Mine, err = s.mayDo(ctx, tellVillages, v.ID); err != nil {
				return err
			}
		}
		b.Villages[i] = out
	}
	b.Count.Villages = len(b.Villages)
	return nil
}

// TextsBody is what a village is told.
type TextsBody struct {
	Village     string    `json:"village"`
	Loudspeaker string    `json:"loudspeaker" doc:"To be read aloud, twice."`
	SMS         []SMSBody `json:"sms"`
	WeChat      string    `json:"wechat"`
	Hint        bool      `json:"hint" doc:"Whether the way to the first shelter is written down."`
	Shelters    int       `json:"shelters" doc:"How many are named; 0: the village is to follow its officers."`
}

// SMSBody is one short message.
type SMSBody struct {
	Text  string `json:"text"`
	Units int    `json:"units" doc:"As short messages count: 70 at most."`
}

type textsInput struct {
	EventParam
	Code string `path:"code" maxLength:"20"`
}

func (s *Server) eventTexts(ctx context.Context, in *textsInput) (*struct{ Body TextsBody }, error) {
	e, err := s.eventRead(ctx, in.Event)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	facts, err := card.Load(ctx, s.DB)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	now := time.Now()
	at := now
	if e.Started.After(at) {
		at = e.Started // what is said before it begins holds when it does
	}
	c, ok := card.Compose(&facts, in.Code, nil, at)
	chain := []uuid.UUID{c.Village.ID}
	for _, d := range c.Above {
		chain = append(chain, d.ID)
	}
	if !ok || !e.Warns(chain...) {
		return nil, s.fail(ctx, event.ErrVillage)
	}
	to := c.Audience(now)
	t := event.TextsOf(e, to, s.demo.Load())
	b := TextsBody{Village: c.Village.Name, Loudspeaker: t.Loudspeaker, WeChat: t.WeChat, SMS: make([]SMSBody, len(t.SMS)), Shelters: len(to.Goals), Hint: len(to.Goals) > 0 && to.Goals[0].Hint != ""}
	for i, m := range t.SMS {
		b.SMS[i] = SMSBody{m, event.Units(m)}
	}
	return &struct{ Body TextsBody }{b}, nil
}

// AfterBody is what is said of an event from what was recorded.
type AfterBody struct {
	At       time.Time      `json:"at"`
	To       time.Time      `json:"to" doc:"Until when it is counted."`
	Event    DisasterBody   `json:"event"`
	Steps    []EventStep    `json:"steps"`
	Count    AfterCount     `json:"count"`
	Villages []AfterVillage `json:"villages"`
	Shelters []AfterShelter `json:"shelters"`
}

// AfterCount is the sum of it.
type AfterCount struct {
	Villages int  `json:"villages"`
	Told     int  `json:"told"`
	Without  int  `json:"without" doc:"Villages whose people did not all find a place in what the shelters hold that opened at any time."`
	People   int  `json:"people" doc:"Of these villages, where their number is known."`
	Places   int  `json:"places" doc:"That they found."`
	Opened   int  `json:"opened"`
	Filled   int  `json:"filled"`
	Most     *int `json:"most,omitempty" doc:"Sum of the greatest numbers counted at each shelter; not at one moment. Absent where nobody counted at any."`
	Counted  int  `json:"counted" doc:"Shelters at which somebody counted."`
}

// AfterVillage is how it went in a village.
type AfterVillage struct {
	Code    string     `json:"code"`
	Name    string     `json:"name"`
	ToldAt  *time.Time `json:"told_at,omitempty"`
	Minutes *int       `json:"minutes,omitempty" doc:"From the start of the event until it was told."`
	Means   []string   `json:"means,omitempty"`
	Without bool       `json:"without"`
	PlacedBody
}

// AfterShelter is how it went at a shelter.
type AfterShelter struct {
	ID       uuid.UUID  `json:"id"`
	Name     string     `json:"name"`
	Capacity int        `json:"capacity"`
	Before   bool       `json:"before" doc:"It was open when the event began."`
	Opened   *time.Time `json:"opened,omitempty"`
	Filled   *time.Time `json:"filled,omitempty"`
	Most     *int       `json:"most,omitempty"`
	MostAt   *time.Time `json:"most_at,omitempty"`
}

func (s *Server) afterEvent(ctx context.Context, in *EventParam) (*struct{ Body AfterBody }, error) {
	if _, err := s.eventRead(ctx, in.Event); err != nil {
		return nil, s.fail(ctx, err)
	}
	a, err := s.events().After(ctx, in.Event)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	b := AfterBody{At: time.Now(), To: a.To, Count: AfterCount(a.Count), Steps: []EventStep{}, Villages: make([]AfterVillage, len(a.Villages)), Shelters: make([]AfterShelter, len(a.Shelters))}
	if b.Event, err = s.eventBody(ctx, a.Event); err != nil {
		return nil, s.fail(ctx, err)
	}
	for _, t := range a.Steps {
		b.Steps = append(b.Steps, EventStep{t.N, t.Step, t.Signal, t.Title, t.Until, t.Note, s.nameOf(ctx, &t.Actor), t.At})
	}
	for i, v := range a.Villages {
		b.Villages[i] = AfterVillage{Code: v.Code, Name: v.Name, Without: v.Why != "", PlacedBody: PlacedBody(v.Placed)}
		if v.Told != nil {
			minutes := int(v.Told.At.Sub(a.Event.Started).Minutes())
			b.Villages[i].ToldAt, b.Villages[i].Minutes, b.Villages[i].Means = &v.Told.At, &minutes, v.Told.Means
		}
	}
	for i, k := range a.Shelters {
		b.Shelters[i] = AfterShelter{k.ID, k.Name, k.Capacity, k.Before, k.Opened, k.Filled, k.Most, k.MostAt}
	}
	return &struct{ Body AfterBody }{b}, nil
}
