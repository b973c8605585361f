// Package heritage keeps the protection lists of heritage names 地名文化遗产
// 保护名录 and lets no listed name be renamed before its protection is planned
// (地名管理条例 arts. 24 and 25).
//
// The lock is a trigger on the names themselves (heritage_plan_first), so that
// it holds for every way by which a name is written. MayRename asks the same
// question beforehand.
package heritage

import (
	"errors"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"

	"diming/internal/pg"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("no such protection list or item")
	// ErrNoPlan refuses to rename a listed name whose protection is not planned.
	ErrNoPlan = errors.New("a listed name is renamed only after a protection plan is approved")
	// ErrState refuses a step that does not follow from the item's state.
	ErrState = errors.New("not possible in this state")
	// ErrHeld refuses to propose a place that is on a list or proposed already.
	ErrHeld = errors.New("the place is listed or proposed already")
	// ErrOwn refuses to list what one has proposed oneself.
	ErrOwn = errors.New("nobody lists their own proposal")
	// ErrOwnPlan refuses to approve what one has written oneself.
	ErrOwnPlan = errors.New("nobody approves a plan of their own")
	// ErrApproved refuses to approve a plan twice.
	ErrApproved = errors.New("the plan is approved already")
	// ErrName says that the place no longer bears the name that is to be listed.
	ErrName = errors.New("the place does not bear this name")
	// ErrMissing says that something that must be said was not.
	ErrMissing = errors.New("title, criteria, class, reason or text is missing")
)

// States of an item.
const (
	Proposed = "proposed"
	Reviewed = "reviewed"
	Listed   = "listed"
	Delisted = "delisted"
	Dropped  = "dropped" // never came onto the list
)

// Measures that a plan may take, as 实施办法 names them.
var Measures = []string{"marker", "derived", "living", "product", "publicity", "other"}

// A Store keeps lists.
type Store struct{ DB pg.DB }

// A Batch is one list as it is drawn up and published.
type Batch struct {
	ID           uuid.UUID
	Division     uuid.UUID // who draws it up
	DivisionName string
	Title        string
	Year         int
	Criteria     string
	PublishedOn  version.Date   // zero before
	Counts       map[string]int // items by state
}

// An Item is one name on a list, or on its way there.
type Item struct {
	ID, Batch, Place uuid.UUID
	BatchTitle       string
	Published        bool
	Name             string // as it is protected
	NameNow          string // the standard name of today
	Class            string // 千年古县, 千年古镇, 千年古村落, 历史地名 …
	Reason           string
	State            string
	ProposedBy       uuid.UUID
	ReviewedBy       *uuid.UUID
	Review           string
	ListedOn         version.Date
	EndedOn          version.Date
	EndedWhy         string
	Owner            uuid.UUID // the division that draws up the list
	DivisionName     string    // the smallest that the place lies in
	Location         *orb.Point
	Public           bool // whether the place itself may be shown to everybody
	Plans            int
	PlanState        string // of the latest plan: PlanNone, PlanDrawn or PlanApproved
	Approved         bool   // some plan is approved: the name may be changed
}

// Evidence is one thing that speaks for a name.
type Evidence struct {
	ID     uuid.UUID
	Title  string
	Source string // a book with its page, a stele, an archive's number
	Digest string // SHA-256 of the document, "" where it is not held
}

// A Plan says how a listed name is protected.
type Plan struct {
	ID       uuid.UUID
	Measures []string
	Text     string
	Document string // title and number
	Digest   string // SHA-256 of the document, "" where it is not held
	DrawnOn  version.Date
	DrawnBy  uuid.UUID

	ApprovedBy *uuid.UUID   // nil before
	ApprovedOn version.Date // zero before
	Note       string       // with which it was approved
}

// States of the latest plan of an item.
const (
	PlanNone     = "none"
	PlanDrawn    = "drawn"
	PlanApproved = "approved"
)

// Refused tells whether the database refused to rename a listed name without an
// approved plan.
func Refused(err error) bool { return constraint(err) == "heritage_plan_first" }

func constraint(err error) string {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return refused.ConstraintName
	}
	return ""
}

// told turns what the database refuses into the errors of this package.
func told(err error) error {
	switch constraint(err) {
	case "heritage_item_once":
		return ErrHeld
	case "heritage_own_proposal":
		return ErrOwn
	case "heritage_own_plan":
		return ErrOwnPlan
	case "heritage_plan_approval_pkey":
		return ErrApproved
	case "heritage_name_stands":
		return ErrName
	case "heritage_step":
		return ErrState
	case "heritage_plan_first":
		return ErrNoPlan
	}
	return err
}
