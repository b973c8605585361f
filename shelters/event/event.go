// Package event keeps disaster events 灾害事件: the warning that the cards of an
// area show from its start to its end, which villages were told, and what is
// said of it afterwards.
//
// An event always has an end: a warning that nobody takes back would be on the
// walls for ever, and the next one would not be believed. It warns the divisions
// that it names and all below them (自然灾害救助条例 art. 11; 突发事件应对法 art. 64).
package event

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"diming/internal/pg"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("no such disaster event")
	// ErrMissing refuses an event that does not say what it must.
	ErrMissing = errors.New("hazard, colour, title, what to do, issuing body or its time is missing or too long")
	ErrNoEnd   = errors.New("an event has an end")
	// ErrEnd refuses an end that is not after the start, or has passed.
	ErrEnd      = errors.New("the end is not after the start, or has passed")
	ErrStart    = errors.New("the start lies too far ahead or back")
	ErrIssued   = errors.New("the warning was issued in the future")
	ErrTooLong  = errors.New("the end is further off than the setting lets it be")
	ErrNoArea   = errors.New("an event warns at least one division")
	ErrOutside  = errors.New("an area is not held, or lies outside the county")
	ErrEnded    = errors.New("the event is ended already")
	ErrNotOver  = errors.New("the event goes on")
	ErrChanged  = errors.New("somebody changed the event meanwhile")
	ErrSooner   = errors.New("prolonging moves the end further off")
	ErrNoReport = errors.New("the report says nothing")
	// ErrVillage refuses what is no village of the event's areas.
	ErrVillage = errors.New("the event does not warn this village")
	ErrMeans   = errors.New("by what means the village was told is missing")
)

// Signals are the colours of a warning 预警信号, the weakest first; none where
// the body that issued it gave no colour.
var Signals = []string{"none", "blue", "yellow", "orange", "red"}

// Hazards are the kinds of disaster, as the tables of shelters have them.
var Hazards = []string{"typhoon", "flood", "landslide", "earthquake", "fire", "cold", "other"}

// Ahead and Back are how far from the moment of entering an event may start: what
// is planned longer ahead is no warning, and one that began longer ago than a
// day was not shown when it began.
const (
	Ahead = 72 * time.Hour
	Back  = 24 * time.Hour
)

// A Store keeps events.
type Store struct {
	DB  pg.DB
	Now func() time.Time // nil: the clock
}

func (s *Store) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

// A Saying is what an event says from a step on.
type Saying struct {
	Hazard string // of Hazards
	Signal string // of Signals
	Title  string // 台风红色预警
	Todo   string // what people are to do, in one sentence
	Body   string // who issued the warning 发布机关
	Number string // 文号
	Issued time.Time
	Areas  []uuid.UUID // divisions that are warned, with all below them
}

// An Event is a disaster event as it stands.
type Event struct {
	ID     uuid.UUID
	County uuid.UUID
	Tag    int64 // of the entry that last changed it: what a change says it has seen
	Saying
	Started time.Time
	Until   time.Time
	Ended   *time.Time // nil until somebody ended it
	Report  string     // what is said of it afterwards
	Changed time.Time  // when the step that holds was taken
}

// Going tells whether the event warns at a moment.
func (e Event) Going(now time.Time) bool {
	return !now.Before(e.Started) && !e.Over(now)
}

// Over tells whether the event warns no more: somebody ended it, or its end came.
func (e Event) Over(now time.Time) bool {
	return e.Ended != nil && !now.Before(*e.Ended) || !now.Before(e.Until)
}

// Warns tells whether the event warns a division, of which chain is the division
// itself and those that hold it, in any order.
func (e Event) Warns(chain ...uuid.UUID) bool {
	return slices.ContainsFunc(chain, func(d uuid.UUID) bool { return slices.Contains(e.Areas, d) })
}

// A Step is one of what was done with an event.
type Step struct {
	N    int
	Step string // start, amend, prolong, end, report
	Saying
	Until time.Time
	Note  string
	Actor uuid.UUID
	At    time.Time
}

// check says whether a warning says what it must. The table holds the same
// lengths; here it is said which.
func (s Saying) check(now time.Time) error {
	within := func(text string, most int) bool {
		return strings.TrimSpace(text) != "" && utf8.RuneCountInString(text) <= most
	}
	switch {
	case !slices.Contains(Hazards, s.Hazard), !slices.Contains(Signals, s.Signal),
		!within(s.Title, 40), !within(s.Todo, 120), !within(s.Body, 60), utf8.RuneCountInString(s.Number) > 60, s.Issued.IsZero():
		return ErrMissing
	case s.Issued.After(now):
		return ErrIssued
	case len(s.Areas) == 0:
		return ErrNoArea
	}
	return nil
}

// checkTimes says whether an event that is entered now may run from its start to
// its end; most is how long at most from now, or from a start that is yet to come.
func checkTimes(now, started, until time.Time, most time.Duration) error {
	from := now
	if started.After(now) {
		from = started
	}
	switch {
	case until.IsZero():
		return ErrNoEnd
	case started.After(now.Add(Ahead)), started.Before(now.Add(-Back)):
		return ErrStart
	case !until.After(started), !until.After(now):
		return ErrEnd
	case until.After(from.Add(most)):
		return ErrTooLong
	}
	return nil
}
