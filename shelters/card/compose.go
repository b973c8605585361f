package card

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"

	"diming/internal/version"
)

// How many shelters a card names: where to go, and where not.
const (
	goalsShown   = 3
	avoidedShown = 4
)

// A Card is what one village's people read, from one point: the village's own or
// that of the plate in front of them.
type Card struct {
	Village  Division
	Above    []Division // from the largest down
	From     *orb.Point // nil where the register holds no point
	Warnings []Warning  // that go on, the gravest first
	Goals    []Goal     // where to go, in this order
	Avoid    []Goal     // so that nobody walks there, each with its reason
	Contacts []Contact  // in the order in which to call
	Policies []Policy
	People   *People
	At       time.Time // of the facts
}

// A Goal is a shelter as seen from where the person stands.
type Goal struct {
	Shelter
	Assigned  bool
	DistanceM float64 // straight, on the sphere; 0 with no From
	Direction Direction
	Hint      *Hint // nil: nobody wrote the way down
	Left      *int  // places left at least; nil where nobody counted
	Why       Why   // of a shelter to avoid
}

// Why says why nobody is to walk to a shelter.
type Why string

// The reasons, the gravest first.
const (
	WhyNot    Why = ""
	WhyFailed Why = "failed" // its safety appraisal failed
	WhyClosed Why = "closed"
	WhyUnfit  Why = "unfit" // for what is warned of
	WhyFull   Why = "full"
	WhyAcross Why = "across" // beyond what nobody can cross
)

// Compose puts the card of a village together; false where the code is of no
// village. from is where the plate hangs, nil for the village's own point.
//
// It never sends anybody to a shelter that is full, closed, not for what is
// warned of, found unsafe, or beyond a barrier. What can be reached on foot comes
// first, of that what is open, then what the plan assigns, then the nearer.
func Compose(f *Facts, code string, from *orb.Point, now time.Time) (Card, bool) {
	i := slices.IndexFunc(f.Divisions, func(d Division) bool { return d.Code == code && d.Level == villageLevel })
	if i < 0 {
		return Card{}, false
	}
	c := Card{Village: f.Divisions[i], From: from, At: f.At}
	if from == nil {
		c.From = c.Village.Point
	}
	c.Above = f.above(c.Village)
	line := c.line()
	c.Warnings = f.going(within(line), now)
	c.Goals, c.Avoid = f.goals(&c)
	c.Contacts = f.contacts(line)
	c.Policies = f.policies(line, version.DayOf(now.In(version.China)))
	if i := slices.IndexFunc(f.People, func(p People) bool { return p.Village == c.Village.ID }); i >= 0 {
		c.People = &f.People[i]
	}
	return c, true
}

// The levels of boundaries, as numbers in a file.
const (
	countyLevel   = 3
	townshipLevel = 4
	villageLevel  = 5
)

// above gives what holds a division, from the largest down.
func (f *Facts) above(d Division) []Division {
	var chain []Division
	for up := d.Parent; up != uuid.Nil && len(chain) < 10; {
		i := slices.IndexFunc(f.Divisions, func(d Division) bool { return d.ID == up })
		if i < 0 {
			break
		}
		chain, up = append(chain, f.Divisions[i]), f.Divisions[i].Parent
	}
	slices.Reverse(chain)
	return chain
}

// line is the village and all that hold it, the village first.
func (c Card) line() []uuid.UUID {
	ids := []uuid.UUID{c.Village.ID}
	for _, d := range slices.Backward(c.Above) {
		ids = append(ids, d.ID)
	}
	return ids
}

// going gives the warnings that go on for an area that concerns one.
func (f *Facts) going(concerns func(area uuid.UUID) bool, now time.Time) []Warning {
	var going []Warning
	for _, w := range f.Warnings {
		if w.Going(now) && slices.ContainsFunc(w.Areas, concerns) {
			going = append(going, w)
		}
	}
	slices.SortStableFunc(going, func(a, b Warning) int {
		return cmp.Or(-cmp.Compare(gravity(a.Signal), gravity(b.Signal)), -a.Issued.Compare(b.Issued))
	})
	return going
}

// Anywhere is what a code that leads nowhere can still say: the warnings that go
// on in any place, the gravest first, and the numbers of the county.
func (f *Facts) Anywhere(now time.Time) ([]Warning, []Contact) {
	var all, county []uuid.UUID
	for _, d := range f.Divisions {
		all = append(all, d.ID)
		if d.Level == countyLevel {
			county = append(county, d.ID)
		}
	}
	return f.going(within(all), now), f.contacts(county)
}

func within(all []uuid.UUID) func(uuid.UUID) bool {
	return func(one uuid.UUID) bool { return slices.Contains(all, one) }
}

// Over gives the warnings that go on in any of the divisions, in what holds them
// or in a part of them, the gravest first.
func (f *Facts) Over(divisions []uuid.UUID, now time.Time) []Warning {
	parents := map[uuid.UUID]uuid.UUID{}
	for _, d := range f.Divisions {
		parents[d.ID] = d.Parent
	}
	line := map[uuid.UUID]bool{}
	for _, d := range divisions {
		for up, ok := d, true; ok && !line[up]; up, ok = parents[up], parents[up] != uuid.Nil {
			line[up] = true
		}
	}
	return f.going(func(area uuid.UUID) bool {
		for up, n := area, 0; up != uuid.Nil && n < 10; up, n = parents[up], n+1 {
			if slices.Contains(divisions, up) {
				return true
			}
		}
		return line[area]
	}, now)
}

// gravity orders the colours of warnings; none is the least.
func gravity(signal string) int {
	return slices.Index([]string{"none", "blue", "yellow", "orange", "red"}, signal)
}

// Hazards are what the village is warned of.
func (c Card) Hazards() []string {
	var all []string
	for _, w := range c.Warnings {
		if !slices.Contains(all, w.Hazard) {
			all = append(all, w.Hazard)
		}
	}
	return all
}

func (f *Facts) goals(c *Card) (to, avoid []Goal) {
	hazards := c.Hazards()
	assigned, hints := f.assigned(c.Village.ID, hazards), f.hints(c.Village.ID)
	for _, s := range f.Shelters {
		g := Goal{Shelter: s, Assigned: assigned[s.ID], Hint: hints[s.ID], Left: s.Left()}
		if c.From != nil {
			g.DistanceM, g.Direction = geo.DistanceHaversine(*c.From, s.Point), directionOf(*c.From, s.Point)
		}
		if g.Why = f.whyNot(c.From, s, hazards); g.Why == WhyNot {
			to = append(to, g)
		} else {
			avoid = append(avoid, g)
		}
	}
	slices.SortFunc(to, func(a, b Goal) int { return cmp.Or(cmp.Compare(a.tier(), b.tier()), byPlan(a, b)) })
	to = to[:min(len(to), goalsShown)]
	slices.SortFunc(avoid, byPlan)
	return to, near(avoid, to)
}

// walkM is how far people are sent on foot before a shelter that only stands by,
// close at hand, is the better advice: as far as the plan assigns by default.
const walkM = 5000

// tier orders goals before plan and distance do: what is open and near, what is
// near, what is open and far, the rest.
func (g Goal) tier() int {
	tier := 0
	if g.State != Open {
		tier++
	}
	if g.DistanceM > walkM {
		tier += 2
	}
	return tier
}

// near keeps of what is to be avoided what somebody might walk to all the same:
// what the plan assigns, and what is nearer than the farthest goal.
func near(avoid, to []Goal) []Goal {
	farthest := 0.0
	for _, g := range to {
		farthest = max(farthest, g.DistanceM)
	}
	kept := slices.DeleteFunc(avoid, func(g Goal) bool { return !g.Assigned && len(to) > 0 && g.DistanceM >= farthest })
	return kept[:min(len(kept), avoidedShown)]
}

// byPlan puts the assigned first, then the nearer; ids settle the rest, so that
// a card never changes by itself.
func byPlan(a, b Goal) int {
	return cmp.Or(-compareBool(a.Assigned, b.Assigned), cmp.Compare(a.DistanceM, b.DistanceM), slices.Compare(a.ID[:], b.ID[:]))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// assigned are the shelters to which the plan sends a village for what is warned
// of; with no warning, for anything.
func (f *Facts) assigned(village uuid.UUID, hazards []string) map[uuid.UUID]bool {
	to := map[uuid.UUID]bool{}
	for _, a := range f.Assignments {
		if a.Village == village && (len(hazards) == 0 || slices.Contains(hazards, a.Hazard)) {
			to[a.Shelter] = true
		}
	}
	return to
}

// hints are the ways that are written down from a village, by shelter.
func (f *Facts) hints(village uuid.UUID) map[uuid.UUID]*Hint {
	to := map[uuid.UUID]*Hint{}
	for i, h := range f.Hints {
		if h.Village == village && h.Text != "" {
			to[h.Shelter] = &f.Hints[i]
		}
	}
	return to
}

// whyNot says why nobody is to be sent to a shelter; WhyNot where all is well.
func (f *Facts) whyNot(from *orb.Point, s Shelter, hazards []string) Why {
	switch left := s.Left(); {
	case s.Appraisal == Failed:
		return WhyFailed
	case s.State == Closed:
		return WhyClosed
	case !s.fits(hazards):
		return WhyUnfit
	case s.State == Full, s.People != nil && *left == 0:
		return WhyFull
	case from != nil && f.across(*from, s.Point, hazards):
		return WhyAcross
	}
	return WhyNot
}

// fits tells whether a shelter is for everything that is warned of at once.
func (s Shelter) fits(hazards []string) bool {
	return !slices.ContainsFunc(hazards, func(h string) bool { return !slices.Contains(s.Suits, h) || slices.Contains(s.Unfit, h) })
}

// Left is how many places are left at least: counted, or by the upper end of how
// full it was said to be. Nil where nobody said.
func (s Shelter) Left() *int {
	taken := 0
	switch upper := map[string]int{"lt30": 30, "lt60": 60, "lt80": 80, "ge80": 100}[s.Step]; {
	case s.People != nil:
		taken = *s.People
	case upper > 0:
		taken = (s.Capacity*upper + 99) / 100
	case s.State != Standby:
		return nil
	}
	left := max(0, s.Capacity-taken)
	return &left
}

// across tells whether a barrier of what is warned of lies between two points;
// with no warning every barrier counts.
func (f *Facts) across(a, b orb.Point, hazards []string) bool {
	return slices.ContainsFunc(f.Barriers, func(bar Barrier) bool { return bar.counts(hazards) && crosses(bar.Line, a, b) })
}

// counts tells whether a barrier holds people up in any of the hazards; with none
// every one does.
func (b Barrier) counts(hazards []string) bool {
	return len(hazards) == 0 || slices.ContainsFunc(b.Hazards, func(h string) bool { return slices.Contains(hazards, h) })
}

// contacts gives the numbers of a village and of what holds it. One that was
// found to be wrong is not among them.
func (f *Facts) contacts(line []uuid.UUID) []Contact {
	var all []Contact
	for _, c := range f.Contacts {
		if slices.Contains(line, c.Division) && c.Phone != "" && c.Result != WrongNumber {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b Contact) int {
		return cmp.Or(cmp.Compare(a.Role.order(), b.Role.order()), cmp.Compare(slices.Index(line, a.Division), slices.Index(line, b.Division)),
			cmp.Compare(a.Rank, b.Rank), slices.Compare(a.ID[:], b.ID[:]))
	})
	return all
}

// policies gives what holds for a village on a day: by rank, its own first.
func (f *Facts) policies(line []uuid.UUID, day version.Date) []Policy {
	var all []Policy
	for _, p := range f.Policies {
		if slices.Contains(line, p.Division) && p.Valid.Contains(day) {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b Policy) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(slices.Index(line, a.Division), slices.Index(line, b.Division)), slices.Compare(a.ID[:], b.ID[:]))
	})
	return all
}
