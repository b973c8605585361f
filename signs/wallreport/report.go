// Package wallreport keeps reports from the wall: what somebody who stands before
// a plate says is wrong with it, without a log-in, and what the office makes of
// it.
//
// Nobody is asked who they are. The words may name people all the same, and stand
// in person_detail alone, where they can be erased. By its short number everybody
// sees how a report stands, and nothing of its words or picture.
package wallreport

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/internal/pg"
	"diming/internal/version"
	"diming/signs"
	"diming/signs/plate"
)

// A Kind is what is wrong.
type Kind string

// The kinds.
const (
	Damaged   Kind = "damaged"    // 损坏、看不清
	Wrong     Kind = "wrong"      // 写得不对
	NotHere   Kind = "not_here"   // 不在这里、牌没有了
	FalseCode Kind = "false_code" // 码被人贴了假的
	Other     Kind = "other"
)

// Kinds are all of them, as a form lists them.
func Kinds() []Kind { return []Kind{Damaged, Wrong, NotHere, FalseCode, Other} }

// fault is what a report that is accepted opens on its plate.
var fault = map[Kind]plate.Fault{Damaged: plate.Damaged, Wrong: plate.WrongText, NotHere: plate.Missing, FalseCode: plate.CodeFails, Other: plate.OtherFault}

// A State is where a report stands.
type State string

// The states.
const (
	Received State = "received" // 已收到
	Accepted State = "accepted" // 已采纳，正在处理
	Declined State = "declined" // 不采纳, with the reason
	Done     State = "done"     // 已处理
)

// A Step leads from one state to another.
type Step string

// The steps.
const (
	StepAccept  Step = "accept"
	StepDecline Step = "decline"
	StepFinish  Step = "finish"
)

// leads gives where a step leads; "" where it does not follow.
func leads(from State, step Step) State {
	switch {
	case step == StepAccept && from == Received:
		return Accepted
	case step == StepDecline && (from == Received || from == Accepted):
		return Declined
	case step == StepFinish && from == Accepted:
		return Done
	}
	return ""
}

// MaxText is how many characters the words of a report have at most, and MaxNote
// those of the office.
const (
	MaxText = 300
	MaxNote = 500
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("no such report from the wall")
	ErrChanged  = errors.New("the report was changed meanwhile")
	ErrStep     = errors.New("this step does not follow from the state of the report")
	ErrContent  = errors.New("the report lacks something")
)

// A ContentError says what is lacking, in words for who entered it, and in which
// field.
type ContentError struct{ Field, ZH, EN string }

func (e *ContentError) Error() string { return "report: " + e.EN }

// Unwrap lets errors.Is find ErrContent.
func (e *ContentError) Unwrap() error { return ErrContent }

// A Draft is a report as it comes.
type Draft struct {
	Token signs.Token
	Kind  Kind
	Text  string
	Photo string     // SHA-256 in the store of documents
	Point *orb.Point // CGCS2000; only where it was given
}

func (d Draft) check() error {
	switch {
	case !slices.Contains(Kinds(), d.Kind):
		return &ContentError{"kind", "请选择是什么问题。", "Choose what is wrong."}
	case d.Kind == Other && strings.TrimSpace(d.Text) == "":
		return &ContentError{"text", "选“其他”的，请写明是什么问题。", "Say what it is."}
	case utf8.RuneCountInString(d.Text) > MaxText:
		return &ContentError{"text", "太长了，请缩短到 300 字以内。", "Too long: 300 characters at most."}
	case d.Point != nil && !(d.Point[0] >= -180 && d.Point[0] <= 180 && d.Point[1] >= -90 && d.Point[1] <= 90):
		return &ContentError{"at", "请写经度,纬度，例如 118.62,28.74；也可不填。", "Write lon,lat such as 118.62,28.74, or leave it empty."}
	}
	return nil
}

// A Sign is what a report is about, as its caller read it.
type Sign struct {
	Plate    *plate.Plate // nil for the code of a place on paper
	Name     string       // what it says
	Division uuid.UUID
	County   string
}

// A Limits are the settings of a division for its reports.
type Limits struct {
	Days int // from the report to when it is to be looked at
	FarM int // farther than this from its plate a report says that it hangs elsewhere
}

// A Report is one report.
type Report struct {
	ID       uuid.UUID
	Number   string
	Token    signs.Token
	Plate    *uuid.UUID
	Division uuid.UUID
	Within   string // name of the division
	Name     string
	Kind     Kind
	Text     string // "" where there are no words, or they were erased
	Photo    string
	Point    *orb.Point
	AwayM    *int
	Far      bool
	Received time.Time
	Due      version.Date
	State    State
	Tag      int64
}

// Overdue tells whether a report should have been looked at before a day.
func (r Report) Overdue(today version.Date) bool {
	return (r.State == Received || r.State == Accepted) && r.Due.Before(today)
}

// A Taken is a step that was taken.
type Taken struct {
	Step  Step
	To    State
	Note  string
	Actor uuid.UUID
	At    time.Time
}

// A Store reads and writes reports.
type Store struct{ DB pg.DB }
