package shelters

import (
	"time"

	"github.com/google/uuid"
)

// slack is by how much two reports of one phone may disagree on what its clock
// is off and still be of one clock: what a message takes on a bad line.
const slack = 2 * time.Minute

// A moment is when something was said, as a phone and as the server have it.
type moment struct {
	id          uuid.UUID
	phone, said time.Time
}

// off is what the phone's clock is behind, with the way of the message.
func (m moment) off() time.Duration { return m.said.Sub(m.phone) }

// said gives when something was said that a phone noted at phoneAt and sent
// when its own clock showed phoneNow and the server's showed now: the phone's
// clock may be a day off, what lies between its noting and its sending is not.
// It is never later than now. doubtful says that the clock is off by more than
// tolerance, or that the phone says it was said after it was sent.
func said(phoneAt, phoneNow, now time.Time, tolerance time.Duration) (at time.Time, doubtful bool) {
	off := now.Sub(phoneNow)
	at = phoneAt.Add(off)
	doubtful = off.Abs() > tolerance
	if at.After(now) {
		at, doubtful = now, doubtful || at.Sub(now) > time.Second
	}
	return at, doubtful
}

// inOrder keeps what one person's phone noted in the order in which it noted
// it: the time that messages take differs, and may turn two around that follow
// one another closely. others are what this person said of the same shelter.
func inOrder(m moment, others []moment) time.Time {
	after, before := time.Time{}, time.Time{}
	for _, o := range others {
		if (m.off() - o.off()).Abs() > slack {
			continue // another phone, or a clock that was set meanwhile
		}
		switch {
		case o.phone.Before(m.phone) && o.said.After(after):
			after = o.said
		case o.phone.After(m.phone) && (before.IsZero() || o.said.Before(before)):
			before = o.said
		}
	}
	if !after.IsZero() && !m.said.After(after) {
		m.said = after.Add(time.Microsecond)
	}
	if !before.IsZero() && !m.said.Before(before) {
		m.said = before.Add(-time.Microsecond)
	}
	return m.said
}
