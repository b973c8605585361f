// Package gazetteer keeps the places 地名, what they are called, and the
// decisions about it.
//
// A place has an opaque id for ever. What it is (class, position, meaning) and
// what it is called are versions in two times (package version). A standard
// name claims its text in every scope in which the law wants it single; the
// claim is a constraint of the database, so two officers at once are settled
// there (claim.go).
package gazetteer

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/pg"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("place not found")
	ErrClass    = errors.New("unknown place class")
	ErrNoName   = errors.New("a place needs a standard name")
	// ErrWithdrawn says that a place can no longer be changed.
	ErrWithdrawn = errors.New("place was withdrawn from the register")
	// ErrDivision says that a place is a division, which changes by an event
	// of divisions and not by an edit of its place: the code table, the areas
	// and what lies below it would no longer agree with its name.
	ErrDivision = errors.New("place is a division: it changes by an event of divisions")
	// ErrLaterName says that a name from a later day was decided already.
	ErrLaterName = errors.New("a name from a later day was decided already")
	// ErrReason says that a change needs a reason for the ledger.
	ErrReason = errors.New("a reason is needed")
)

// A TakenError says that a standard name is taken in a scope where the law
// wants it once (地名管理条例 art. 9(7), (8)).
type TakenError struct {
	Text  string
	Other uuid.UUID // the place that bears it; nil when it was taken at the same moment
}

func (e *TakenError) Error() string {
	return fmt.Sprintf("name %q is taken in its scope", e.Text)
}

// Kinds of name.
const (
	Standard = "standard" // 标准地名
	Former   = "former"   // 曾用名
	Alias    = "alias"    // 别名
	Short    = "short"    // 简称
)

// Hans is the language of a name in simplified characters.
const Hans = "zh-Hans"

// States of a place as an answer tells it.
const (
	Current   = "current"
	Ended     = "ended"     // no longer so in law on the day asked about
	Replaced  = "replaced"  // withdrawn in favour of a successor
	Withdrawn = "withdrawn" // should never have been in the register
)

// A Name is one version of what a place is called.
type Name struct {
	ID           uuid.UUID
	Kind         string
	Lang         string // BCP 47
	Text         string
	Specific     string // 专名
	Generic      string // 通名
	Reading      string // Hanyu Pinyin with tone marks
	ReadingState string // draft, confirmed or none
	Visibility   string
	Source       string
	Valid        version.Span
}

// A Place is one version of a place with the names it bears.
type Place struct {
	ID          uuid.UUID
	State       string
	Reason      string     // why withdrawn
	Successor   *uuid.UUID // of a withdrawn place
	IsDivision  bool
	Class       string // five digits, GB/T 18521
	ClassName   string
	ClassNameEN string
	Rank        int // 1 (province) to 9 (smallest)
	Within      *uuid.UUID
	Code        string       // 地名代码, 20 digits
	Location    *orb.Point   // CGCS2000
	Extent      orb.Geometry // the thing itself where it is a line or an area; nil otherwise
	ElevationM  string       // decimal; 1985国家高程基准
	Meaning     string       // 地名含义
	Origin      string       // 地名来历
	History     string       // 历史沿革
	Description string       // 地理实体描述
	Heritage    string
	Visibility  string
	Source      string
	Valid       version.Span
	Names       []Name // all that the register holds: standard ones first, latest first
}

func (p Place) withdrawn() bool { return p.State == Withdrawn || p.State == Replaced }

// Name is the standard name in force on day, or else the latest one.
func (p Place) Name(day version.Date) Name {
	var latest Name
	for _, n := range p.Names {
		if n.Kind != Standard || n.Lang != Hans {
			continue
		}
		if n.Valid.Contains(day) {
			return n
		}
		if latest.Text == "" {
			latest = n
		}
	}
	return latest
}

// FormerNames are what the place was called before day and is no longer.
func (p Place) FormerNames(day version.Date) []Name {
	var former []Name
	now := p.Name(day).Text
	for _, n := range p.Names {
		ended := n.Kind == Standard && !n.Valid.To.IsZero() && !day.Before(n.Valid.To)
		if (n.Kind == Former || ended) && n.Text != now {
			former = append(former, n)
		}
	}
	return former
}

// A Store reads and writes places.
type Store struct {
	DB         pg.DB
	Boundaries *boundaries.Store
}

// Reader is what a read may see, and when.
type Reader = boundaries.Reader

// A HistoryItem is one change of a place as its history tells it.
type HistoryItem struct {
	At     time.Time // when the register said so
	Action string
	Reason string
	Text   string // the name, where the change is one of a name
	Kind   string
	Valid  version.Span
	Closed bool      // the register no longer says so
	Until  time.Time // when it stopped saying so; zero while it does
}
