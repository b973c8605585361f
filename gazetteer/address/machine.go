package address

import (
	"fmt"
	"slices"

	"diming/internal/version"
)

// A State is where an address is in its life.
type State string

// The states of an address (domain words: 编号, 确认, 在用, 注销, 变更).
const (
	Numbered  State = "numbered"
	Confirmed State = "confirmed"
	InUse     State = "in_use"
	Cancelled State = "cancelled" // nothing carries on: demolished
	Changed   State = "changed"   // another address carries on: its successor
)

// A Step leads from one state to another.
type Step string

// The steps of an address.
const (
	StepConfirm Step = "confirm"
	StepUse     Step = "use" // its plate hangs, or it never has one
	StepCancel  Step = "cancel"
	StepChange  Step = "change"
)

// A Transition is one step from one state.
type Transition struct {
	Step     Step
	From, To State
}

// Transitions are all steps that there are; the database holds the same table.
func Transitions() []Transition {
	all := []Transition{{StepConfirm, Numbered, Confirmed}, {StepUse, Confirmed, InUse}}
	for _, from := range []State{Numbered, Confirmed, InUse} {
		all = append(all, Transition{StepCancel, from, Cancelled}, Transition{StepChange, from, Changed})
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

// entering are the steps by which an address comes to the state in which it
// enters the register.
func entering(to State) []Transition {
	var steps []Transition
	for _, t := range Transitions()[:2] {
		if steps == nil && t.From != Numbered || to == Numbered {
			continue
		}
		steps = append(steps, t)
		if t.To == to {
			break
		}
	}
	return steps
}

// inOrder refuses a step that lies before the last one or ahead of today.
func inOrder(on, last, today version.Date) error {
	if on.IsZero() || today.Before(on) || !last.IsZero() && on.Before(last) {
		return ErrDay
	}
	return nil
}
