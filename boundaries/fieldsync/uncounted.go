package fieldsync

import (
	"github.com/google/uuid"

	"diming/boundaries/inspection"
	"diming/boundaries/upkeep"
)

// Why a patrol that a phone sent counts for no period of its contract; "" where
// it does, or is one after an event.
const (
	UncountedTakenBack  = "taken_back"  // its keeper withdrew it
	UncountedProposal   = "proposal"    // its contract or marker was given up when it came
	UncountedVoided     = "voided"      // the office took the patrol back
	UncountedNoContract = "no_contract" // it belongs to no contract
	UncountedOutside    = "outside"     // made on a day that is not of its contract's time
	UncountedWaiting    = "waiting"     // other records of the round are still on their way
)

// entered is what upkeep made of the record that ends a patrol.
type entered struct {
	patrol *uuid.UUID // nil: nothing yet
	voided bool
	term   *upkeep.Term // of its contract; nil: it has none
}

// tellUncounted says of each patrol why it does not count: of the record that
// ends a round by what became of it, of a marker's by the round that names it.
func tellUncounted(all []FieldPatrol) {
	round := map[uuid.UUID]string{} // record that a round names → why the round does not count
	for i := range all {
		p := &all[i]
		if !p.ends {
			continue
		}
		p.Uncounted = p.uncounted()
		for _, id := range checksOf(inspection.Record{Answers: p.Answers}) {
			if why, known := round[id]; !known || why != "" { // one round that counts is enough
				round[id] = p.Uncounted
			}
		}
	}
	for i := range all {
		p := &all[i]
		if p.ends {
			continue
		}
		why, named := round[p.ID]
		if p.formerly != nil && !named {
			why, named = round[*p.formerly]
		}
		if p.Uncounted = p.own(); p.Uncounted == "" && named {
			p.Uncounted = why
		} else if p.Uncounted == "" {
			p.Uncounted = UncountedWaiting
		}
	}
}

// own is why a record cannot count whatever else came.
func (p FieldPatrol) own() string {
	switch {
	case p.takenBack || p.Standing == inspection.Withdrawn:
		return UncountedTakenBack
	case p.Standing == inspection.Proposal:
		return UncountedProposal
	case p.entered.term == nil:
		return UncountedNoContract
	}
	return ""
}

func (p FieldPatrol) uncounted() string {
	why := p.own()
	switch {
	case why != "":
		return why
	case p.entered.voided:
		return UncountedVoided
	case p.entered.patrol != nil:
		return ""
	case !p.entered.term.Covers(upkeep.DayAt(p.At)):
		return UncountedOutside
	}
	return UncountedWaiting
}

// Term is the contract's time, where the patrol is of one.
func (p FieldPatrol) Term() (upkeep.Term, bool) {
	if p.entered.term == nil {
		return upkeep.Term{}, false
	}
	return *p.entered.term, true
}
