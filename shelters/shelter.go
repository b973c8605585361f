// Package shelters keeps the emergency shelters 应急避难场所: what each is, in
// two times; what its keepers say of it, now; and what was found when somebody
// looked at its building and its stock.
//
// A shelter's state is that of the report that was said last, in whatever
// order reports come: a phone that was out of reach may bring an old one late.
package shelters

import (
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/pg"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound  = errors.New("shelter not found")
	ErrWithdrawn = errors.New("shelter was withdrawn from the register")
	// ErrChanged refuses a change of a shelter that was changed since it was read.
	ErrChanged = errors.New("the shelter was changed meanwhile")
	// ErrContent refuses a shelter, a report or a check whose parts do not fit together.
	ErrContent = errors.New("what was said of the shelter lacks something or its parts do not fit together")
	// ErrReason says that a change needs a reason for the ledger.
	ErrReason = errors.New("a reason is needed")
	// ErrSaid refuses a report under the id of another.
	ErrSaid = errors.New("another report has this id")
	// ErrFailed refuses to open a shelter whose last appraisal failed.
	ErrFailed = errors.New("the shelter failed its last safety appraisal")
)

// A ContentError says of a shelter what does not fit, in words for who entered it.
type ContentError struct{ ZH, EN string }

func (e *ContentError) Error() string { return e.EN }

// Unwrap lets errors.Is find ErrContent.
func (e *ContentError) Unwrap() error { return ErrContent }

func content(zh, en string) error { return &ContentError{zh, en} }

// Facts are what a shelter is. A nil number is not known.
type Facts struct {
	Division      uuid.UUID // the lowest held that it lies in: who may run it
	Name          string
	Code          string
	Level         Level
	Duration      Duration
	Space         Space
	Suits         []Hazard // may be used for
	Unfit         []Hazard // must not be used for
	Address       string
	Point         orb.Point        // of its entrance; CGCS2000
	Area          orb.MultiPolygon // nil where not held
	TotalM2       *int
	EffectiveM2   *int
	IndoorM2      *int
	Capacity      int
	CapacityNight *int
	Water         bool
	Power         bool
	Toilet        bool
	Medical       bool
	Accessible    Access
	Keeper        string // the unit that keeps it, never a person
	DutyPhone     string
	Visibility    string // public or internal
	Source        string
	Valid         version.Span
}

// Now is what was said last of a shelter.
type Now struct {
	Report   uuid.UUID // uuid.Nil where nobody said anything, and it stands by
	State    State
	People   *int // counted; nil where nobody counted
	Step     Step // how full, where nobody counted
	Note     string
	SaidAt   time.Time
	CameAt   time.Time
	Doubtful bool // the clock of the phone: see Report
	Actor    uuid.UUID
	Behalf   string
	Counted  *Count // the last while it has been open or full; nil where nobody counted since it opened
}

// A Count is how many people somebody counted in a shelter, and when. It holds
// until the next count, the next time the shelter closes or stands by, or its correction.
type Count struct {
	People int
	At     time.Time
}

// A Shelter is one version of a shelter, with what is so of it now.
type Shelter struct {
	Facts
	ID           uuid.UUID
	Tag          int64 // entry that last changed what it is
	DivisionCode string
	DivisionName string
	County       string // code of the county
	Now          Now    // whatever the day asked about
	Appraisal    *Check // the last of each kind; nil where there was none
	Stock        *Check
	Inspection   *Check
	AppraisalDue version.Date // zero where it was never appraised, and is due
	StockDue     version.Date // zero likewise
	Findings     []Finding
	Standing     bool   // on the day asked about
	Withdrawn    string // why
	Successor    *uuid.UUID
	Recorded     time.Time
	Version      int64
	Entry        int64
}

// A Store reads and writes shelters.
type Store struct{ DB pg.DB }

// Reader is what a read may see, and when.
type Reader = boundaries.Reader
