package cases

import "slices"

// A State of a case (domain: 申请 … 标准地名).
type State string

// The states.
const (
	Draft       State = "draft"        // 草稿
	Submitted   State = "submitted"    // 已申请
	ToCorrect   State = "correction"   // 补正
	NotAccepted State = "not_accepted" // 不予受理
	Accepted    State = "accepted"     // 已受理: the rules are checked
	Returned    State = "returned"     // 退回
	Consulting  State = "consulting"   // 论证与征求意见
	Reviewed    State = "reviewed"     // 已审核
	Requested   State = "requested"    // 已请示: with an approving body outside
	Rejected    State = "rejected"     // 不予批准
	Approved    State = "approved"     // 已批准: a standard name in law
	InForce     State = "in_force"     // 已备案并公告
	Withdrawn   State = "withdrawn"    // 撤回
)

// States are all states in the order of a case's life.
var States = []State{Draft, Submitted, ToCorrect, NotAccepted, Accepted, Returned, Consulting, Reviewed, Requested, Rejected, Approved, InForce, Withdrawn}

// Closed says that nothing more is done in a state.
func (s State) Closed() bool {
	return slices.Contains([]State{NotAccepted, Rejected, InForce, Withdrawn}, s)
}

// Editable says that the application itself may still be changed.
func (s State) Editable() bool { return s == Draft || s == ToCorrect || s == Returned }

// Checked says that the rules of names were asked and their findings may still
// be dealt with: answered, or the name that they stand against set aside.
func (s State) Checked() bool { return s == Accepted || s == Consulting || s == Reviewed }

// A Step leads from one state to another.
type Step string

// The steps.
const (
	Submit   Step = "submit"   // 提交
	Ask      Step = "ask"      // 通知补正
	Decline  Step = "decline"  // 不予受理
	Accept   Step = "accept"   // 受理
	Return   Step = "return"   // 退回
	Consult  Step = "consult"  // 规则审查通过, 征求意见
	Review   Step = "review"   // 审核
	Request  Step = "request"  // 请示
	Approve  Step = "approve"  // 录入批复: 批准
	Reject   Step = "reject"   // 录入批复: 不予批准
	Record   Step = "record"   // 补录, or a decision filed here: approved elsewhere
	Stand    Step = "stand"    // 备案并公告 both done
	Withdraw Step = "withdraw" // 撤回
)

// A Transition is a step from one state to another.
type Transition struct {
	Step     Step
	From, To State
}

// Transitions is the state machine; the table case_transition holds the
// database to the same.
var Transitions = []Transition{
	{Submit, Draft, Submitted},
	{Submit, ToCorrect, Submitted},
	{Submit, Returned, Submitted},
	{Ask, Submitted, ToCorrect},
	{Decline, Submitted, NotAccepted},
	{Accept, Submitted, Accepted},
	{Return, Accepted, Returned},
	{Return, Consulting, Returned},
	{Return, Reviewed, Returned},
	{Consult, Accepted, Consulting},
	{Review, Consulting, Reviewed},
	{Request, Reviewed, Requested},
	{Approve, Reviewed, Approved},
	{Approve, Requested, Approved},
	{Reject, Reviewed, Rejected},
	{Reject, Requested, Rejected},
	{Record, Submitted, Approved},
	{Stand, Approved, InForce},
	{Withdraw, Draft, Withdrawn},
	{Withdraw, Submitted, Withdrawn},
	{Withdraw, ToCorrect, Withdrawn},
	{Withdraw, Accepted, Withdrawn},
	{Withdraw, Returned, Withdrawn},
	{Withdraw, Consulting, Withdrawn},
	{Withdraw, Reviewed, Withdrawn},
}

// Next gives the state to which a step leads, if it may be taken from s.
func (s State) Next(step Step) (State, bool) {
	for _, t := range Transitions {
		if t.From == s && t.Step == step {
			return t.To, true
		}
	}
	return s, false
}

// Steps lists what may be done next in a state.
func (s State) Steps() []Step {
	var all []Step
	for _, t := range Transitions {
		if t.From == s {
			all = append(all, t.Step)
		}
	}
	return all
}

// A StepError says that a case cannot take a step from where it is.
type StepError struct {
	Step  Step
	State State
}

func (e *StepError) Error() string {
	return "no step " + string(e.Step) + " from state " + string(e.State)
}
