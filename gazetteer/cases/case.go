// Package cases takes a name through the steps of the law, from an application
// to a name that stands (地名管理条例 arts. 10–14, 实施办法 arts. 5–6).
//
// A case has a kind and a state; a step leads from one state to another along
// one table, which the database holds it to as well (machine.go). Each step is
// one transaction with one entry of the ledger. The approval is the step that
// writes the register: names with their claims, by the date of the approving
// body's reply 批复, and starts the clocks of filing and announcement.
package cases

import (
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer/naming"
	"diming/internal/version"
)

// A Kind of case.
type Kind string

// The kinds of cases.
const (
	Naming     Kind = "naming"     // 命名
	Renaming   Kind = "renaming"   // 更名
	Cancelling Kind = "cancelling" // 销名
	Correction Kind = "correction" // 更正: an error of record, which is no renaming
)

// A Channel is the way by which a case came in.
type Channel string

// The channels.
const (
	Online  Channel = "online"  // the applicant, without an account
	Counter Channel = "counter" // a clerk, for the applicant
	Own     Channel = "own"     // the bureau itself 依职权
	Filing  Channel = "filing"  // another department's decision, filed here 备案
	Past    Channel = "past"    // a paper case of the past 补录
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound  = errors.New("case not found")
	ErrKind      = errors.New("no such kind of case")
	ErrNoItem    = errors.New("a case needs at least one name")
	ErrNoItemID  = errors.New("no such name in the case")
	ErrPlace     = errors.New("this kind of case is about a place that is held")
	ErrDivision  = errors.New("the place is a division, which changes by a division case")
	ErrReason    = errors.New("a reason is needed")
	ErrReply     = errors.New("a reply needs its number, the approving body and its date")
	ErrFuture    = errors.New("a date that counts cannot lie in the future")
	ErrBefore    = errors.New("the date lies before the step that it follows")
	ErrDecided   = errors.New("every name of the case needs a decision")
	ErrDocument  = errors.New("no such document in the case")
	ErrConsulted = errors.New("no such consultation in the case")
	ErrFinding   = errors.New("no such finding in the case")
	ErrAside     = errors.New("the name is set aside: put it back to approve it as proposed")
	ErrLastName  = errors.New("nothing would remain of the case: send it back or refuse it")
	ErrFixed     = errors.New("the case can no longer be edited: take the step back or open another")
	ErrDone      = errors.New("this was done already")
	ErrReceipt   = errors.New("no case has this receipt number and code")
	ErrNotice    = errors.New("a public notice of the case is open: end it first")
	ErrOwnCase   = errors.New("nobody decides a case that they opened")
)

// A Case is a case as it is read.
type Case struct {
	ID           uuid.UUID
	Number       string
	Kind         Kind
	Channel      Channel
	Class        string
	Division     uuid.UUID
	Title        string
	Reason       string // the plan and its reasons 方案及理由
	Body         string // the organisation that applies; "" where a person does
	Applicant    *uuid.UUID
	OpenedBy     uuid.UUID
	OpenedOn     version.Date
	State        State
	Procedure    Procedure
	RuleVersion  string
	SubmittedOn  version.Date
	AcceptedOn   version.Date
	ToAdd        string // what the applicant was asked to add 补正
	ApproverKind ApproverKind
	Approver     string
	ReplyNo      string
	RepliedOn    version.Date // the date on the reply: the one that counts
	ReplyEntered *time.Time
	FiledOn      version.Date
	AnnouncedOn  version.Date
	Tag          int64 // the entry that last changed it
}

// An Item is one name of a case.
type Item struct {
	ID           uuid.UUID
	Ordinal      int
	Place        *uuid.UUID // the place whose name is to change, end or be corrected
	Class        string
	Division     *uuid.UUID // the smallest it lies in, where that is not the case's
	Text         string     // the name proposed; of a cancelling the name that ends
	Was          string     // of a renaming: what the place was called until it
	Alternatives []string
	Reading      string
	Meaning      string
	Origin       string
	Location     *orb.Point   // CGCS2000
	Extent       orb.Geometry // as drawn; nil where it was not
	StartsAt     string
	EndsAt       string
	Direction    string
	Size         naming.Size
	Changes      Changes // of a correction
	Note         string
	Aside        string     // why the office proposes to refuse it 拟不批准; "": it does not
	AsideFinding *uuid.UUID // the finding that is the reason
	Outcome      Outcome
	Why          string // of the outcome
	Approved     string // the text that was approved
	Result       *uuid.UUID
}

// An Outcome is what was decided of one name of a case.
type Outcome string

// The outcomes.
const (
	Open    Outcome = "open"
	Granted Outcome = "approved"
	Refused Outcome = "refused"
)

// Changes are the fields of a place that an error of record 更正 is in, and
// what they should say; nil ones stay.
type Changes struct {
	Text        *string `json:"text,omitempty"`
	Reading     *string `json:"reading,omitempty"`
	Meaning     *string `json:"meaning,omitempty"`
	Origin      *string `json:"origin,omitempty"`
	History     *string `json:"history,omitempty"`
	Description *string `json:"description,omitempty"`
}

// IsZero says that nothing is changed.
func (c Changes) IsZero() bool { return c == Changes{} }

// A Finding is what the rules said of an item, with what a person answered.
type Finding struct {
	ID          uuid.UUID
	Item        uuid.UUID
	Finding     naming.Finding
	RuleVersion string
	Answer      string
	AnsweredBy  *uuid.UUID
	AnsweredAt  *time.Time
	Aside       bool // the name that it is about is set aside
}

// Stands says that the finding keeps the case from going on.
func (f Finding) Stands() bool {
	if f.Aside {
		return false
	}
	switch f.Finding.Severity {
	case naming.Refuse:
		return true
	case naming.Justify, naming.Unchecked:
		return f.Answer == ""
	}
	return false
}

// A Document of a case; its content lies in the blob store.
type Document struct {
	ID           uuid.UUID
	Consultation *uuid.UUID
	Kind         string
	Title        string
	Name         string // of the file, as it came
	SHA256       string
	MediaType    string
	Size         int64 // bytes
	AddedBy      uuid.UUID
	AddedAt      time.Time
}

// A Consultation is one of the parallel opinions that a case is asked for.
type Consultation struct {
	ID       uuid.UUID
	Kind     Report
	Required bool
	With     string // whom
	State    string // open, done or waived
	OpenedOn version.Date
	DueOn    version.Date
	ClosedOn version.Date
	Outcome  string // for, conditional or against
	Summary  string
}

// A Clock is a deadline of a case.
type Clock struct {
	Key        string
	StartsOn   version.Date
	DueOn      version.Date // in law
	SafeOn     version.Date // the last working day up to it
	WarnOn     version.Date
	Basis      string
	DoneOn     version.Date
	RemindedOn version.Date
	OrderedDue version.Date
}

// A File is a case with all that belongs to it.
type File struct {
	Case
	Items         []Item
	Findings      []Finding
	Consultations []Consultation
	Documents     []Document
	Clocks        []Clock
	OpenNotices   []string // kinds of its public notices that are not closed
}
