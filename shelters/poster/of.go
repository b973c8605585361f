package poster

import (
	"fmt"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"diming/shelters"
	"diming/shelters/card"
)

// contactsShown is how many numbers a page has room for.
const contactsShown = 5

// Calm gives the facts as a paper knows them: nobody is warned, and every shelter
// stands by. What changes by the hour would put every paper out of date.
func Calm(f card.Facts) *card.Facts {
	f.Warnings = nil
	standing := make([]card.Shelter, len(f.Shelters))
	for i, s := range f.Shelters {
		s.State, s.People, s.Step, s.Note, s.SaidAt = card.Standby, nil, "", "", time.Time{}
		standing[i] = s
	}
	f.Shelters = standing
	return &f
}

// Of writes the paper of a card that was composed of calm facts. address is
// where the code leads.
func Of(c card.Card, address, approval string, d Drawing) Content {
	content := Content{Village: c.Village.Name, Address: address, Approval: approval, Shape: d.Digest(), Goals: []Goal{}, Contacts: []Contact{}}
	for _, a := range c.Above {
		content.Above += a.Name
	}
	for _, g := range c.Goals {
		content.Goals = append(content.Goals, goalOf(g))
	}
	for _, one := range c.Contacts[:min(len(c.Contacts), contactsShown)] {
		content.Contacts = append(content.Contacts, contactOf(one))
	}
	return content
}

func goalOf(g card.Goal) Goal {
	out := Goal{Name: g.Name, Address: g.Address, Where: where(g), Holds: g.Capacity, Suits: hazards(g.Suits), Unfit: hazards(g.Unfit), Phone: g.Phone, At: round(g.Point)}
	switch g.Accessible {
	case "yes":
		out.Accessible = "有无障碍设施"
	case "partly":
		out.Accessible = "部分无障碍"
	}
	if g.Hint != nil {
		d := g.Hint.Day.Time()
		writer, _ := g.Hint.Writer()
		out.Way, out.WayFrom = g.Hint.Text, fmt.Sprintf("%s %d年%d月%d日写", writer, d.Year(), int(d.Month()), d.Day())
	}
	return out
}

// where says direction and straight distance, rounded as somebody would say it.
func where(g card.Goal) string {
	wind, _ := g.Direction.Words()
	switch {
	case g.DistanceM < 50:
		return "就在本村村委会附近"
	case g.DistanceM < 1000:
		return fmt.Sprintf("%s方向，直线距离约 %.0f 米", wind, max(50, roundTo(g.DistanceM, 50)))
	}
	return fmt.Sprintf("%s方向，直线距离约 %.1f 公里", wind, g.DistanceM/1000)
}

func roundTo(x, step float64) float64 { return float64(int(x/step+0.5)) * step }

func hazards(kinds []string) string {
	words := make([]string, 0, len(kinds))
	for _, h := range shelters.Hazards {
		for _, k := range kinds {
			if k == string(h) {
				words = append(words, shelters.HazardWords[h].ZH)
			}
		}
	}
	return strings.Join(words, "、")
}

func contactOf(c card.Contact) Contact {
	out := Contact{Title: c.Title, Name: c.Name, Phone: c.Phone, Night: c.Night}
	if c.Name != "" {
		out.Person = fmt.Sprintf("%s %d", c.ID, c.Tag)
	} else {
		out.Desk = c.Phone
	}
	return out
}

// round leaves of a position what a map of a village shows.
func round(p orb.Point) orb.Point {
	return orb.Point{roundTo(p[0], shapeStep), roundTo(p[1], shapeStep)}
}
