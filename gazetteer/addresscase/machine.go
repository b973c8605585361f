package addresscase

import (
	"fmt"
	"slices"
)

// A State is how far an application is.
type State string

// The states of an application.
const (
	Received   State = "received"    // 已收件
	ToCorrect  State = "to_correct"  // 待补正
	Accepted   State = "accepted"    // 已受理
	Seen       State = "seen"        // 已踏勘
	Numbered   State = "numbered"    // 已编号 (of a certificate: the address is found)
	Refused    State = "refused"     // 不予办理
	Certified  State = "certified"   // 已制证
	HandedOver State = "handed_over" // 已送达
	Withdrawn  State = "withdrawn"   // 已撤回
)

// States in the order of a life.
var States = []State{Received, ToCorrect, Accepted, Seen, Numbered, Certified, HandedOver, Refused, Withdrawn}

// A Step leads from one state to another.
type Step string

// The steps of an application.
const (
	Receive  Step = "receive"
	Ask      Step = "ask"      // 通知补正
	Complete Step = "complete" // 补正完毕
	Accept   Step = "accept"
	See      Step = "see" // the site was seen
	Number   Step = "number"
	Renumber Step = "renumber" // another address before its certificate is issued
	Refuse   Step = "refuse"
	Certify  Step = "certify"
	HandOver Step = "hand_over"
	Withdraw Step = "withdraw"
)

// leads is the table of steps. A certificate needs no look at the site, and
// one more may follow the first.
var leads = []struct {
	step Step
	from []State
	to   State
}{
	{Ask, []State{Received, Accepted, Seen}, ToCorrect},
	{Complete, []State{ToCorrect}, Received},
	{Accept, []State{Received}, Accepted},
	{See, []State{Accepted}, Seen},
	{Number, []State{Accepted, Seen}, Numbered},
	{Renumber, []State{Numbered}, Numbered},
	{Refuse, []State{Received, Accepted, Seen}, Refused},
	{Certify, []State{Numbered, Certified}, Certified},
	{HandOver, []State{Numbered, Certified}, HandedOver},
	{Withdraw, []State{Received, ToCorrect, Accepted, Seen}, Withdrawn},
}

// to gives the state to which a step leads, or ErrStep. A number is given only
// after the site was seen.
func (s State) to(step Step, want Want) (State, error) {
	for _, l := range leads {
		if l.step != step || !slices.Contains(l.from, s) {
			continue
		}
		if step == Number && want == WantNumber && s != Seen {
			break
		}
		if step == HandOver && want == WantCertificate && s != Certified {
			break
		}
		return l.to, nil
	}
	return s, fmt.Errorf("%w: %s of one that is %s", ErrStep, step, s)
}

// Steps are those that may follow now, in the order of the table.
func (a Application) Steps() []Step {
	steps := []Step{}
	for _, l := range leads {
		if _, err := a.State.to(l.step, a.Want); err == nil {
			steps = append(steps, l.step)
		}
	}
	return steps
}

// decides tells whether the clock stops with a state.
func (s State) decides() bool { return s == Numbered || s == Refused || s == Withdrawn }
