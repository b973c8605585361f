package printrun

import (
	"fmt"
	"slices"
)

// A State is where a run is.
type State string

// The states.
const (
	Draft    State = "draft"    // 待校对
	Proofed  State = "proofed"  // 文字已签字
	Trial    State = "trial"    // 试制
	Released State = "released" // 已放行
	Ordered  State = "ordered"  // 已下单
	Received State = "received" // 已到货验收
	Closed   State = "closed"   // 已结束
	Void     State = "void"     // 作废
)

// A Step leads from one state to another.
type Step string

// The steps.
const (
	StepProof   Step = "proof"   // 文字校对签字: from here on the texts are settled
	StepReopen  Step = "reopen"  // 退回校对
	StepTry     Step = "try"     // 试制: some are made and read by phones before the rest
	StepRelease Step = "release" // 放行
	StepOrder   Step = "order"   // 下单
	StepReceive Step = "receive" // 到货验收完毕
	StepClose   Step = "close"   // 结束
	StepVoid    Step = "void"    // 作废: its plates are free for another run
)

// A Transition is one step from one state.
type Transition struct {
	Step     Step
	From, To State
}

// Transitions are all steps that there are; the database holds the same table.
func Transitions() []Transition {
	all := []Transition{
		{StepProof, Draft, Proofed}, {StepReopen, Proofed, Draft}, {StepReopen, Trial, Draft}, {StepTry, Proofed, Trial},
		{StepRelease, Proofed, Released}, {StepRelease, Trial, Released}, {StepOrder, Released, Ordered}, {StepReceive, Ordered, Received}, {StepClose, Received, Closed},
	}
	for _, before := range []State{Draft, Proofed, Trial, Released} {
		all = append(all, Transition{StepVoid, before, Void})
	}
	return all
}

// leads gives where a step leads from a state, or ErrStep.
func leads(from State, step Step) (Transition, error) {
	all := Transitions()
	i := slices.IndexFunc(all, func(t Transition) bool { return t.Step == step && t.From == from })
	if i < 0 {
		return Transition{}, fmt.Errorf("%w: %s from %s", ErrStep, step, from)
	}
	return all[i], nil
}

// Gates are the numbers that a run must keep to, by setting.
type Gates struct {
	TrialAbove int  // a run of more plates wants a trial
	TrialReads int  // codes of it that phones must have read
	TwoPersons bool // who signed the text may not release it
}

// Wants is how many plates of a trial phones must have read: no more than bear
// codes.
func (g Gates) Wants(c Codes) int { return min(g.TrialReads, c.With) }

// mayRelease says what a run still wants before it is released: every code of
// its files read back, and of a large one the trial.
func mayRelease(r Run, c Codes, g Gates) error {
	switch want := g.Wants(c); {
	case r.Job.State != Passed:
		return content("成品文件还没有通过读码核对，不能放行。请先生成文件并等核对完成。", "The finished files are not checked yet: have them made, and every code read back, first.")
	case r.Plates > g.TrialAbove && r.State != Trial:
		return content(fmt.Sprintf("这一批有 %d 块，超过 %d 块须先试制。", r.Plates, g.TrialAbove), fmt.Sprintf("Of a run of %d plates, more than %d, some are made on trial first.", r.Plates, g.TrialAbove))
	case r.State == Trial && r.Tried < want:
		return content(fmt.Sprintf("试制的牌已扫 %d 块，须用手机扫过 %d 块才能放行。", r.Tried, want), fmt.Sprintf("Phones have read %d plates of the trial; %d are needed.", r.Tried, want))
	}
	return nil
}
