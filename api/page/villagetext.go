package page

import (
	"fmt"
	"html/template"
	"math"
	"strings"
	"time"

	"diming/shelters/card"
	"diming/signs"
)

// alertText is a warning as it stands on the page.
type alertText struct {
	Class  string // by its colour
	Title  string
	Signal string
	Todo   string
	By     string // who issued it, number and time
	Until  string
}

// goalText is a shelter as it stands on the page.
type goalText struct {
	Name    string
	State   string
	Class   string
	Where   string // distance and direction
	Facts   string // places, wheelchairs, when it was said
	Hint    string // the way, "" where nobody wrote it
	HintBy  string
	Links   []signs.Link
	Address string
	Across  bool
}

// avoidText is a shelter to which nobody is to walk.
type avoidText struct{ Name, Why, Where string }

// callText is a number to dial.
type callText struct {
	Title, Name, Phone, Note string
	Dial                     template.URL // "" where it must not be dialled from here
	National                 bool
}

type policyText struct{ Title, Plain, URL string }

func (p *villagePage) alerts(v Village) {
	all := v.Card.Warnings
	if len(all) > warningsShown {
		p.MoreAlerts = fmt.Sprintf(p.V.MoreAlerts, len(all)-warningsShown)
		all = all[:warningsShown]
	}
	for _, w := range all {
		p.Alerts = append(p.Alerts, p.V.alert(w))
	}
}

func (w villageWords) alert(a card.Warning) alertText {
	by := strings.Join(nonEmpty(a.Body, a.Number, fmt.Sprintf(w.Issued, w.moment(a.Issued))), " ")
	signal := w.Signals[a.Signal]
	if w.says(a.Title, a.Signal) {
		signal = ""
	}
	return alertText{Class: a.Signal, Title: a.Title, Signal: signal, Todo: a.Todo, By: by, Until: fmt.Sprintf(w.Until, w.moment(a.Until))}
}

// says tells whether a title names a signal already, however it words it: 台风橙色预警信号,
// 橙色台风预警.
func (w villageWords) says(title, signal string) bool {
	return strings.Contains(strings.ToLower(title), strings.ToLower(w.Colours[signal]))
}

// goals puts on the page as many shelters as an attempt holds.
func (p *villagePage) goals(v Village, a villageAttempt) {
	goals, avoid := v.Card.Goals[:min(len(v.Card.Goals), a.goals)], v.Card.Avoid[:min(len(v.Card.Avoid), a.avoid)]
	p.Fewer = len(goals) < len(v.Card.Goals) || len(avoid) < len(v.Card.Avoid)
	p.Head, p.None = p.V.Heads[v.Card.Advice()], len(goals) == 0
	for i, g := range goals {
		t := p.V.goal(g, v.Card.From != nil)
		if i < a.links {
			t.Links = signs.Links(g.Name, g.Point, v.Card.From != nil && g.DistanceM <= signs.WalkM)
		}
		if i >= a.addresses {
			t.Address = ""
		}
		p.Goals = append(p.Goals, t)
	}
	for _, g := range avoid {
		p.Avoid = append(p.Avoid, avoidText{g.Name, p.V.Whys[g.Why], p.V.where(g)})
	}
}

func (w villageWords) writer(h card.Hint) string {
	zh, en := h.Writer()
	if w.English {
		return en
	}
	return zh
}

func (w villageWords) goal(g card.Goal, placed bool) goalText {
	t := goalText{Name: g.Name, State: w.States[g.State], Class: string(g.State), Address: g.Address}
	if placed {
		t.Where = w.where(g)
	}
	t.Facts = strings.Join(nonEmpty(w.left(g), w.Access[g.Accessible], w.said(g.SaidAt)), " · ")
	if g.Hint != nil {
		t.Hint, t.HintBy = g.Hint.Text, fmt.Sprintf(w.HintBy, w.writer(*g.Hint), w.day(g.Hint.Day))
	}
	return t
}

// where is how far and which way a shelter lies, rounded as a person would say
// it.
func (w villageWords) where(g card.Goal) string {
	zh, en := g.Direction.Words()
	metres := math.Round(g.DistanceM/10) * 10
	if metres >= 1000 {
		return fmt.Sprintf(w.WhereKM, w.pick(zh, en), g.DistanceM/1000)
	}
	return fmt.Sprintf(w.WhereM, w.pick(zh, en), metres)
}

func (w villageWords) left(g card.Goal) string {
	switch {
	case g.Left == nil:
		return w.LeftUnknown
	case g.State == card.Standby:
		return fmt.Sprintf(w.Holds, g.Capacity)
	case g.People != nil:
		return fmt.Sprintf(w.Left, *g.Left)
	case *g.Left == 0:
		return w.LeftFew
	}
	return fmt.Sprintf(w.LeftAtLeast, *g.Left)
}

func (w villageWords) said(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return fmt.Sprintf(w.Said, w.moment(at))
}

// calls puts the numbers on the page: first the one to ring now, which by night
// is one that answers then.
func (p *villagePage) calls(v Village, most int) {
	all := v.Card.Contacts
	night, has := v.Card.NightContact()
	p.NoNight = !has
	if first, _ := v.Card.CallNow(v.Now); first.Phone != "" {
		call := p.V.call(first, v.Demo)
		p.Call = &call
	}
	shown, held := all[:min(len(all), most)], false
	p.Fewer = p.Fewer || len(shown) < len(all)
	for _, c := range shown {
		p.Calls = append(p.Calls, p.V.call(c, v.Demo))
		held = held || c.ID == night.ID
	}
	if has && !held {
		p.Calls = append(p.Calls, p.V.call(night, v.Demo))
	}
	for _, n := range v.Card.Numbers() {
		if n.National != "" {
			p.Calls = append(p.Calls, callText{Title: p.V.National[n.National], Phone: n.Phone, Dial: tel(n.Phone), National: true})
		}
	}
}

// call is a number as it stands on the page. The demo's are invented and are
// not dialled.
func (w villageWords) call(c card.Contact, demo bool) callText {
	t := callText{Title: c.Title, Name: c.Name, Phone: c.Phone, Dial: tel(c.Phone)}
	if demo {
		t.Dial = ""
	}
	notes := []string{}
	if c.Night {
		notes = append(notes, w.Night)
	}
	if !c.Tried.IsZero() {
		notes = append(notes, fmt.Sprintf(w.Tried[c.Result], w.date(c.Tried)))
	}
	t.Note = strings.Join(notes, w.Comma)
	return t
}

func (p *villagePage) policies(v Village, most int) {
	all := v.Card.Policies
	if len(all) > most {
		p.MorePolicies = fmt.Sprintf(p.V.MorePolicies, len(all)-most)
		all = all[:most]
	}
	for _, q := range all {
		p.Policies = append(p.Policies, policyText{q.Title, q.Plain, "/policy/" + q.ID.String()})
	}
}

func nonEmpty(parts ...string) []string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return kept
}
