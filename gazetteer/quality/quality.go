// Package quality finds by queries over the whole register what is missing or
// cannot be right in it, and keeps who sees to each finding.
//
// A check is a query that yields places. What it yields for the first time is
// a finding; what it yields no longer is fixed, by itself. A person assigns a
// finding, or accepts it as it is with a reason.
package quality

import (
	"errors"
	"time"

	"github.com/google/uuid"

	"diming/internal/pg"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("no such finding")
	ErrBusy     = errors.New("a run is going on")
	ErrReason   = errors.New("what is accepted as it is needs a reason")
	ErrState    = errors.New("a finding that is fixed is decided no more")
)

// States of a finding.
const (
	Open     = "open"
	Assigned = "assigned"
	Accepted = "accepted" // stays as it is, with a reason
	Fixed    = "fixed"    // no longer found
)

// A Store keeps findings about the data.
type Store struct{ DB pg.DB }

// A Finding is what a check has found of a place.
type Finding struct {
	Check        string
	Place        uuid.UUID
	Name         string
	Class        string
	ClassName    string
	DivisionName string
	Detail       string
	State        string
	Owner        *uuid.UUID
	Reason       string
	FoundAt      time.Time
	FixedAt      *time.Time
}

// A Key names a finding.
type Key struct {
	Check string    `json:"check"`
	Place uuid.UUID `json:"place"`
}
