package card

import (
	"time"

	"diming/internal/version"
	"diming/shelters/event"
)

// Advice is what a card tells people to do, in one word. Whatever speaks for the
// card (its page, the texts for loudspeaker and telephone) follows it.
type Advice string

// The pieces of advice.
const (
	GoNow     Advice = "go"      // to the first goal, which was said to be open
	CallFirst Advice = "call"    // nobody said that the first goal is open
	WhenTold  Advice = "warned"  // nothing is warned of: to the first goal when something is
	Nowhere   Advice = "nowhere" // no goal: follow the village's officers
)

// Advice is that of the card.
func (c Card) Advice() Advice {
	switch {
	case len(c.Goals) == 0:
		return Nowhere
	case len(c.Warnings) == 0:
		return WhenTold
	case c.Goals[0].State == Open:
		return GoNow
	}
	return CallFirst
}

// The hours of China's clock between which a number is to be one that answers at
// night.
const nightFrom, nightUntil = 19, 7

func night(now time.Time) bool {
	hour := now.In(version.China).Hour()
	return hour >= nightFrom || hour < nightUntil
}

// CallNow is the contact to ring at a moment: the first of the card, by night the
// first that answers then. The zero Contact where the card has none; sure is false
// where nobody said that it answers at this hour.
func (c Card) CallNow(now time.Time) (first Contact, sure bool) {
	if night(now) {
		if by, ok := c.NightContact(); ok {
			return by, true
		}
	}
	if len(c.Contacts) == 0 {
		return Contact{}, false
	}
	return c.Contacts[0], !night(now)
}

// avoidWords are why nobody is to walk to a shelter, as one says it aloud.
var avoidWords = map[Why]string{WhyFailed: "房屋鉴定不合格", WhyClosed: "已经关闭", WhyUnfit: "不适合这次灾害", WhyFull: "已满", WhyAcross: "隔着走不过去的地方"}

// Audience is a village to be told of an event, with what its card shows at a
// moment. Of the shelters to avoid it has those to which somebody might walk
// before the first goal: nearer ones, and those of the plan.
func (c Card) Audience(now time.Time) event.Audience {
	call, sure := c.CallNow(now)
	to := event.Audience{Village: c.Village.Name, Phone: call.Phone, Rescue: !sure}
	for _, g := range c.Goals {
		goal := event.Goal{Name: g.Name, Address: g.Address, DistanceM: g.DistanceM, Open: g.State == Open}
		if goal.Direction, _ = g.Direction.Words(); g.Hint != nil {
			goal.Hint = g.Hint.Text
		}
		to.Goals = append(to.Goals, goal)
	}
	for _, g := range c.Avoid {
		if g.Assigned || len(c.Goals) == 0 || g.DistanceM < c.Goals[0].DistanceM {
			to.Avoid = append(to.Avoid, event.Avoided{Name: g.Name, Why: avoidWords[g.Why]})
		}
	}
	return to
}
