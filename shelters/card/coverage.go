package card

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"diming/shelters"
)

// A Gap is what the card of a village lacks.
type Gap string

// The gaps, in the order in which they are to be closed.
const (
	NoShelter    Gap = "shelter"    // nowhere to go on foot
	NoContact    Gap = "contact"    // nobody of village, township or county to call
	NoOfficer    Gap = "officer"    // no information officer of its own
	NoAssignment Gap = "assignment" // no plan for any kind of disaster sends it to a shelter that stands
	NoPeople     Gap = "people"     // how many they are
	NoNight      Gap = "night"      // no number that answers at night
	Untried      Gap = "untried"    // its night number was not tried in the days that its division sets, or did not answer
	NoHint       Gap = "hint"       // of the first shelter nobody wrote the way
	NoPlate      Gap = "plate"      // no plate of its own on a wall
	NoPaper      Gap = "paper"      // no paper hangs that says what the card says
)

// Gaps lists them.
var Gaps = []Gap{NoShelter, NoContact, NoOfficer, NoAssignment, NoPeople, NoNight, Untried, NoHint, NoPlate, NoPaper}

// A Covered is a village and what its card lacks.
type Covered struct {
	Card
	Gaps []Gap
}

// OnWalls says what hangs in villages, by village, as those say who keep plates
// and papers.
type OnWalls struct {
	Plates map[uuid.UUID]bool // a plate of its own
	Papers map[uuid.UUID]bool // a paper that is not out of date
}

// Coverage composes the cards of the villages that pick takes, in the order of
// their codes, and says what each lacks; limits are the settings of each.
func Coverage(f *Facts, pick func(Division) bool, hang OnWalls, limits map[uuid.UUID]shelters.Limits, now time.Time) []Covered {
	var all []Covered
	for _, d := range f.Divisions {
		if d.Level != villageLevel || !pick(d) {
			continue
		}
		c, _ := Compose(f, d.Code, nil, now)
		all = append(all, Covered{c, c.gaps(f.planned(d.ID), hang, now.AddDate(0, 0, -limits[d.ID].TrialDays))})
	}
	return all
}

// planned tells whether any plan sends a village to a shelter that stands and is safe.
func (f *Facts) planned(village uuid.UUID) bool {
	return slices.ContainsFunc(f.Assignments, func(a Assignment) bool {
		return a.Village == village && slices.ContainsFunc(f.Shelters, func(s Shelter) bool { return s.ID == a.Shelter && s.Appraisal != Failed })
	})
}

// walkable tells whether any goal can be reached on foot: the first can, if one can.
func (c Card) walkable() bool { return len(c.Goals) > 0 && c.Goals[0].DistanceM <= walkM }

// gaps says what a card lacks. A trial before lately does not count any more.
func (c Card) gaps(planned bool, hang OnWalls, lately time.Time) []Gap {
	officer := slices.ContainsFunc(c.Contacts, func(o Contact) bool { return o.Role == InformationOfficer && o.Division == c.Village.ID })
	tried := slices.ContainsFunc(c.Contacts, func(o Contact) bool { return o.Night && o.TriedSince(lately) })
	_, night := c.NightContact()
	lacks := map[Gap]bool{
		NoShelter: !c.walkable(), NoContact: len(c.Contacts) == 0, NoOfficer: !officer, NoAssignment: !planned, NoPeople: c.People == nil,
		NoNight: !night, Untried: night && !tried, NoHint: len(c.Goals) > 0 && c.Goals[0].Hint == nil, NoPlate: !hang.Plates[c.Village.ID], NoPaper: !hang.Papers[c.Village.ID],
	}
	return slices.DeleteFunc(slices.Clone(Gaps), func(g Gap) bool { return !lacks[g] })
}

// Line gives a division and what holds it, from itself up.
func (f *Facts) Line(d Division) []Division {
	up := f.above(d)
	slices.Reverse(up)
	return append([]Division{d}, up...)
}

// Below tells whether a division is one of others, or held by one of them.
func (f *Facts) Below(d Division, others []uuid.UUID) bool {
	return slices.Contains(others, d.ID) || slices.ContainsFunc(f.above(d), func(up Division) bool { return slices.Contains(others, up.ID) })
}
