package plate

import (
	"errors"
	"fmt"
	"slices"
)

// A State is where a plate is in its life.
type State string

// The states.
const (
	Planned   State = "planned"   // 拟制
	Checked   State = "checked"   // 文字已核
	Ordered   State = "ordered"   // 已下单
	Made      State = "made"      // 已制作
	Received  State = "received"  // 已到货验收
	Installed State = "installed" // 已安装
	InUse     State = "in_use"    // 在用
	Faulty    State = "faulty"    // 有故障
	Replaced  State = "replaced"  // 已更换
	Removed   State = "removed"   // 已拆除
	Void      State = "void"      // 作废
)

// A Step leads from one state to another.
type Step string

// The steps.
const (
	StepCheck   Step = "check"   // 核对文字: what is printed is settled
	StepReopen  Step = "reopen"  // 退回拟制
	StepOrder   Step = "order"   // 下单
	StepMake    Step = "make"    // 制作完成
	StepReceive Step = "receive" // 到货验收
	StepReturn  Step = "return"  // 退回重制
	StepInstall Step = "install" // 安装: with a photo, at a position
	StepAccept  Step = "accept"  // 安装验收
	StepReport  Step = "report"  // 报故障
	StepRepair  Step = "repair"  // 修复
	StepReplace Step = "replace" // 更换: another plate hangs in its stead
	StepRemove  Step = "remove"  // 拆除
	StepVoid    Step = "void"    // 作废: it never hangs, and its code leads nowhere
	StepFind    Step = "find"    // 普查登记: it hung before the register kept plates; of EnterFound alone
)

// A Transition is one step from one state.
type Transition struct {
	Step     Step
	From, To State
}

// Transitions are all steps that there are; the database holds the same table.
func Transitions() []Transition {
	all := []Transition{
		{StepCheck, Planned, Checked}, {StepReopen, Checked, Planned}, {StepOrder, Checked, Ordered}, {StepMake, Ordered, Made},
		{StepReceive, Made, Received}, {StepReturn, Made, Ordered}, {StepReturn, Received, Ordered},
		{StepInstall, Received, Installed}, {StepAccept, Installed, InUse},
		{StepFind, Planned, InUse},
		{StepReport, Installed, Faulty}, {StepReport, InUse, Faulty}, {StepRepair, Faulty, InUse},
	}
	for _, hanging := range []State{Installed, InUse, Faulty} {
		all = append(all, Transition{StepReplace, hanging, Replaced}, Transition{StepRemove, hanging, Removed})
	}
	for _, before := range []State{Planned, Checked, Ordered, Made, Received} {
		all = append(all, Transition{StepVoid, before, Void})
	}
	return all
}

// ErrStep refuses a step that does not lead on from the plate's state.
var ErrStep = errors.New("this step does not follow from the state of the plate")

// leads gives where a step leads from a state, or ErrStep.
func leads(from State, step Step) (Transition, error) {
	all := Transitions()
	i := slices.IndexFunc(all, func(t Transition) bool { return t.Step == step && t.From == from })
	if i < 0 {
		return Transition{}, fmt.Errorf("%w: %s from %s", ErrStep, step, from)
	}
	return all[i], nil
}

// Hanging tells whether a plate in a state is on its wall.
func (s State) Hanging() bool { return s == Installed || s == InUse || s == Faulty }

// A Fault is what is wrong with a plate that hangs.
type Fault string

// The faults.
const (
	Missing    Fault = "missing"    // 缺失
	Fallen     Fault = "fallen"     // 脱落
	Damaged    Fault = "damaged"    // 损坏
	Faded      Fault = "faded"      // 褪色
	WrongText  Fault = "wrong_text" // 文字错误
	CodeFails  Fault = "code_fails" // 二维码扫不出
	Covered    Fault = "covered"    // 被遮挡
	OtherFault Fault = "other"
)

// Faults are all of them.
func Faults() []Fault {
	return []Fault{Missing, Fallen, Damaged, Faded, WrongText, CodeFails, Covered, OtherFault}
}
