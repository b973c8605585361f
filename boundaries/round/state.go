package round

import (
	"slices"

	"diming/boundaries"
	"diming/internal/version"
)

// A State is where the inspection of a line stands.
type State string

// The states of a task, in the order of the work.
const (
	Planned     State = "planned"      // 已列入计划
	PlanSigned  State = "plan_signed"  // 方案已签
	Indoor      State = "indoor"       // 内业检查
	Field       State = "field"        // 实地检查
	Issues      State = "issues"       // 问题处理
	ReportDraft State = "report_draft" // 起草报告
	Signed      State = "signed"       // 双方已签
	Submitted   State = "submitted"    // 已上报
	Filed       State = "filed"        // 已备案
	Archived    State = "archived"     // 已归档
	Cancelled   State = "cancelled"    // 已撤销
)

// A Move is one step that a task may take.
type Move struct{ From, To State }

// moves are the steps of a task. Some go back: to the field for what a look at
// the problems showed to be missing, to the problems for what the draft showed,
// and to the draft for what the approving body returned. The database holds the
// same table and refuses every other step.
var moves = []Move{
	{Planned, PlanSigned}, {Planned, Cancelled},
	{PlanSigned, Indoor}, {PlanSigned, Cancelled},
	{Indoor, Field},
	{Field, Issues},
	{Issues, ReportDraft}, {Issues, Field},
	{ReportDraft, Signed}, {ReportDraft, Issues},
	{Signed, Submitted},
	{Submitted, Filed}, {Submitted, ReportDraft},
	{Filed, Archived},
}

// Back tells a step that returns the task to earlier work, or ends it without a
// result: it says why.
func (m Move) Back() bool {
	return m.To == Cancelled || m == Move{Issues, Field} || m == Move{ReportDraft, Issues} || m == Move{Submitted, ReportDraft}
}

// May tells whether there is such a step at all.
func (m Move) May() bool { return slices.Contains(moves, m) }

// Next gives the steps from a state, the one forward first.
func (s State) Next() []State {
	var next []State
	for _, m := range moves {
		if m.From == s {
			next = append(next, m.To)
		}
	}
	return next
}

// Open tells a task on which something is still to be done.
func (s State) Open() bool { return s != Archived && s != Cancelled }

// takesProblems tells the states in which a problem may be added: from the
// check of papers until the report is drafted.
func (s State) takesProblems() bool { return s == Indoor || s == Field || s == Issues }

// A Lack is what a step still wants.
type Lack string

// What steps want.
const (
	LackPlan      Lack = "plan"       // the signed plan, or the minutes of the first joint meeting
	LackHandler   Lack = "handler"    // a problem without handler or due date
	LackSideA     Lack = "side_a"     // the signature of side a
	LackSideB     Lack = "side_b"     // the signature of side b
	LackReport    Lack = "report"     // the signed report as a document
	LackFiling    Lack = "filing"     // the number or paper of the filing
	LackSolution  Lack = "solution"   // an unsolved problem
	LackReason    Lack = "reason"     // why the task goes back
	LackEvidence  Lack = "evidence"   // the paper or words that show a step of the leading side
	LackStatement Lack = "submission" // to whom and under which number the result was reported
)

// Facts are what a step is judged by.
type Facts struct {
	Minutes  int
	Papers   map[string]int // by kind, shared ones
	Problems []Problem
	Signed   map[boundaries.Side]bool
}

// Missing gives what a step wants that the facts do not have, nothing where
// it may be taken; note is what is said with it. The step must be one of those
// that there are.
func (m Move) Missing(f Facts, note string) []Lack {
	var lacks []Lack
	want := func(have bool, lack Lack) {
		if !have {
			lacks = append(lacks, lack)
		}
	}
	if m.Back() {
		want(note != "", LackReason)
		return lacks
	}
	switch m.To {
	case PlanSigned:
		want(f.Minutes > 0 || f.Papers["plan"] > 0, LackPlan)
	case ReportDraft:
		want(!slices.ContainsFunc(f.Problems, Problem.unhandled), LackHandler)
	case Signed:
		want(f.Signed[boundaries.SideA], LackSideA)
		want(f.Signed[boundaries.SideB], LackSideB)
	case Submitted:
		want(f.Papers["signed_report"] > 0, LackReport)
		want(note != "", LackStatement)
	case Filed:
		want(note != "" || f.Papers["filing"] > 0, LackFiling)
	case Archived:
		want(!slices.ContainsFunc(f.Problems, func(p Problem) bool { return p.Solved.IsZero() }), LackSolution)
	}
	return lacks
}

// NextDue is when a line that was inspected on a day is to be inspected again:
// the same day so many years on (行政区域界线管理条例 art. 12: every five), or
// the last of February for a 29th. It is zero for a line never inspected here.
func NextDue(completed version.Date, years int) version.Date {
	if completed.IsZero() {
		return version.Date{}
	}
	t := completed.Time()
	next := t.AddDate(years, 0, 0)
	if next.Month() != t.Month() {
		next = next.AddDate(0, 0, -next.Day())
	}
	return version.DayOf(next)
}
