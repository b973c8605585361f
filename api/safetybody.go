package api

import (
	"context"
	"math"
	"time"

	"github.com/google/uuid"

	"diming/internal/version"
	"diming/shelters/card"
	"diming/signs"
)

// SafetyBody is the card of a village.
type SafetyBody struct {
	Village  VillageBody     `json:"village"`
	Warning  *WarningBody    `json:"warning" doc:"The gravest that goes on; null where none does."`
	Warnings []WarningBody   `json:"warnings"`
	Shelters []GoalBody      `json:"shelters" doc:"Where to go, in this order."`
	Avoid    []GoalBody      `json:"avoid" doc:"Where nobody is to walk, each with its reason."`
	Contacts []NumberBody    `json:"contacts"`
	Policies []PolicySummary `json:"policies"`
	Around   AroundBody      `json:"around" doc:"By which a phone finds the nearest shelter from where it is, and tells nobody where that is."`
	Demo     bool            `json:"demo"`
	At       time.Time       `json:"at,omitzero" doc:"Absent within another answer, which says of when it is itself."`
	Away     bool            `json:"register_away,omitempty" doc:"The register does not answer now; all this is of the time at."`
}

// AroundBody is what lies around a village: no shelter that is full, closed,
// unfit, unsafe or beyond a barrier of the village is among them.
type AroundBody struct {
	WithinM  float64        `json:"within_m" doc:"How far from the village it tells of."`
	Shelters []AroundGoal   `json:"shelters"`
	Barriers [][][2]float64 `json:"barriers" doc:"Lines that nobody can cross in what is warned of: longitude, latitude."`
}

// AroundGoal is a shelter to which somebody may be sent.
type AroundGoal struct {
	ID    uuid.UUID `json:"id"`
	Name  string    `json:"name"`
	State string    `json:"state" enum:"standby,open"`
	Left  *int      `json:"places_left" doc:"At least; null where nobody said."`
	Lon   float64   `json:"lon"`
	Lat   float64   `json:"lat"`
}

// VillageBody is a village.
type VillageBody struct {
	ID    uuid.UUID `json:"id"`
	Code  string    `json:"code"`
	Name  string    `json:"name"`
	Above []string  `json:"above" doc:"What holds it, from the largest down."`
	Lon   *float64  `json:"lon"`
	Lat   *float64  `json:"lat"`
}

// WarningBody is a warning that goes on.
type WarningBody struct {
	Event  uuid.UUID `json:"event"`
	Hazard string    `json:"hazard"`
	Signal string    `json:"signal" enum:"none,blue,yellow,orange,red"`
	Title  string    `json:"title"`
	Todo   string    `json:"todo"`
	Body   string    `json:"body" doc:"Who issued it."`
	Number string    `json:"number"`
	Issued time.Time `json:"issued"`
	Until  time.Time `json:"until"`
}

func warningBody(w card.Warning) WarningBody {
	return WarningBody{w.Event, w.Hazard, w.Signal, w.Title, w.Todo, w.Body, w.Number, w.Issued, w.Until}
}

// GoalBody is a shelter as seen from the village.
type GoalBody struct {
	ID         uuid.UUID  `json:"id"`
	Name       string     `json:"name"`
	Address    string     `json:"address"`
	State      string     `json:"state" enum:"standby,open,full,closed"`
	Said       *time.Time `json:"said_at" doc:"null where nobody reported on it."`
	DistanceM  *float64   `json:"distance_m" doc:"In a straight line, which is never a way; null where the village has no point."`
	Direction  string     `json:"direction" enum:"n,ne,e,se,s,sw,w,nw,"`
	Words      string     `json:"direction_words"`
	Assigned   bool       `json:"assigned"`
	Left       *int       `json:"places_left" doc:"At least; null where nobody said."`
	Capacity   int        `json:"capacity"`
	Accessible string     `json:"accessible" enum:"yes,partly,no,unknown"`
	Hint       *HintBody  `json:"hint" doc:"null: nobody wrote the way down; follow the village officers."`
	Why        string     `json:"why,omitempty" enum:"failed,closed,unfit,full,across"`
	Lon        float64    `json:"lon"`
	Lat        float64    `json:"lat"`
	Links      []MapLink  `json:"links"`
}

// HintBody is how one goes on foot.
type HintBody struct {
	Text  string `json:"text"`
	OnDay string `json:"on_day"`
	By    string `json:"by" doc:"The office of who wrote it, never a name."`
}

// MapLink opens a way in a map app.
type MapLink struct {
	App  string `json:"app"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

// NumberBody is a number to call.
type NumberBody struct {
	Title  string     `json:"title"`
	Role   string     `json:"role"`
	Name   string     `json:"name,omitempty"`
	Phone  string     `json:"phone"`
	Night  bool       `json:"night"`
	Tried  *time.Time `json:"tried_at"`
	Result string     `json:"result,omitempty" enum:"answered,no_answer"`
}

// PolicySummary is a policy as a card names it.
type PolicySummary struct {
	ID    uuid.UUID `json:"id"`
	Title string    `json:"title"`
	Plain string    `json:"plain"`
	Basis string    `json:"basis"`
	URL   string    `json:"url"`
}

func safetyBody(ctx context.Context, c card.Card, around card.Around, demo bool) SafetyBody {
	b := SafetyBody{Village: villageBody(c), Warnings: []WarningBody{}, Shelters: goalBodies(ctx, c, c.Goals), Avoid: goalBodies(ctx, c, c.Avoid),
		Contacts: []NumberBody{}, Policies: []PolicySummary{}, Around: aroundBody(around), Demo: demo, At: c.At}
	for _, w := range c.Warnings {
		b.Warnings = append(b.Warnings, warningBody(w))
	}
	if len(b.Warnings) > 0 {
		b.Warning = &b.Warnings[0]
	}
	for _, n := range c.Numbers() {
		b.Contacts = append(b.Contacts, numberBody(ctx, n))
	}
	for _, p := range c.Policies {
		b.Policies = append(b.Policies, PolicySummary{p.ID, p.Title, p.Plain, p.Basis, "/policy/" + p.ID.String()})
	}
	return b
}

func aroundBody(a card.Around) AroundBody {
	b := AroundBody{WithinM: card.AroundM, Shelters: []AroundGoal{}, Barriers: [][][2]float64{}}
	for _, g := range a.Shelters {
		b.Shelters = append(b.Shelters, AroundGoal{g.ID, g.Name, string(g.State), g.Left, g.Point[0], g.Point[1]})
	}
	for _, line := range a.Barriers {
		points := make([][2]float64, len(line))
		for i, p := range line {
			points[i] = p
		}
		b.Barriers = append(b.Barriers, points)
	}
	return b
}

func villageBody(c card.Card) VillageBody {
	b := VillageBody{ID: c.Village.ID, Code: c.Village.Code, Name: c.Village.Name, Above: []string{}}
	for _, d := range c.Above {
		b.Above = append(b.Above, d.Name)
	}
	b.Lon, b.Lat = lonLat(c.Village.Point)
	return b
}

func goalBodies(ctx context.Context, c card.Card, goals []card.Goal) []GoalBody {
	all := make([]GoalBody, len(goals))
	for i, g := range goals {
		zh, en := g.Direction.Words()
		b := GoalBody{ID: g.ID, Name: g.Name, Address: g.Address, State: string(g.State), Said: momentOrNil(g.SaidAt), Direction: string(g.Direction), Words: pick(ctx, zh, en), Assigned: g.Assigned,
			Left: g.Left, Capacity: g.Capacity, Accessible: g.Accessible, Why: string(g.Why), Lon: g.Point[0], Lat: g.Point[1], Links: []MapLink{}}
		if c.From != nil {
			metres := math.Round(g.DistanceM)
			b.DistanceM = &metres
		}
		if g.Hint != nil {
			by, byEN := g.Hint.Writer()
			b.Hint = &HintBody{g.Hint.Text, g.Hint.Day.String(), pick(ctx, by, byEN)}
		}
		if g.Why == card.WhyNot {
			for _, l := range signs.Links(g.Name, g.Point, c.From != nil && g.DistanceM <= signs.WalkM) {
				b.Links = append(b.Links, MapLink{l.App, l.Name, l.URL})
			}
		}
		all[i] = b
	}
	return all
}

func numberBody(ctx context.Context, n card.Number) NumberBody {
	b := NumberBody{Title: n.Title, Role: string(n.Role), Name: n.Name, Phone: n.Phone, Night: n.Night, Tried: momentOrNil(n.Tried), Result: string(n.Result)}
	switch n.National {
	case "police":
		b.Title, b.Role = pick(ctx, "报警", "Police"), "national"
	case "fire":
		b.Title, b.Role = pick(ctx, "火警救援", "Fire and rescue"), "national"
	case "ambulance":
		b.Title, b.Role = pick(ctx, "急救", "Ambulance"), "national"
	}
	return b
}

func momentOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// daySpan reads the two ends of a valid time.
func daySpan(from, to string) (version.Span, error) {
	var span version.Span
	var err error
	if span.From, err = dayOr(from, version.Date{}); err != nil {
		return span, err
	}
	span.To, err = dayOr(to, version.Date{})
	return span, err
}
