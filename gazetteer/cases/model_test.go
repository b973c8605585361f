package cases_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"diming/gazetteer/cases"
)

// Steps in any order: each is taken or refused as the table says, and the state
// in which a case is found is the one to which its ledger, read naively, leads.
func TestTheStateIsWhatTheLedgerReplays(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	all := []cases.Step{cases.Submit, cases.Ask, cases.Decline, cases.Accept, cases.Return, cases.Consult, cases.Review,
		cases.Request, cases.Approve, cases.Reject, cases.Withdraw}
	taken := 0
	rapid.Check(t, func(rt *rapid.T) {
		id, tag, _, err := w.Open(ctx, w.clerk, w.estate("文苑"+rapid.StringMatching(`[东西南北]{3}`).Draw(rt, "name")+"路"))
		if err != nil {
			rt.Fatal(err)
		}
		by := cases.By{Actor: w.clerk, Case: id, Tag: tag}
		state := cases.Draft
		for range rapid.IntRange(1, 14).Draw(rt, "steps") {
			// Mostly a step that leads on, sometimes any.
			from := state.Steps()
			if len(from) == 0 || rapid.IntRange(0, 3).Draw(rt, "any") == 0 {
				from = all
			}
			step := rapid.SampledFrom(from).Draw(rt, "step")
			if step == cases.Record || step == cases.Stand {
				continue // of filings and the past, and by itself
			}
			tag, err := w.take(by, step)
			next, ok := state.Next(step)
			var refused *cases.StepError
			switch {
			case ok && err != nil:
				rt.Fatalf("%s from %s: %v", step, state, err)
			case !ok && !errors.As(err, &refused):
				rt.Fatalf("%s from %s = %v, want *StepError", step, state, err)
			case ok:
				state, by.Tag = next, tag
				taken++
			}
		}
		c, err := w.Case(ctx, id)
		if err != nil || c.State != state {
			rt.Fatalf("state = %s, %v, the model says %s", c.State, err, state)
		}
		if replayed := w.replay(rt, id); replayed != state {
			rt.Fatalf("the ledger replays to %s, the case is %s", replayed, state)
		}
	})
	if taken < 100 {
		t.Errorf("only %d steps were taken: the test tries too little", taken)
	}
}

// take takes a step with all that it needs.
func (w *world) take(by cases.By, step cases.Step) (int64, error) {
	ctx := contextOf()
	f, err := w.Read(ctx, by.Case)
	if err != nil {
		return 0, err
	}
	switch step {
	case cases.Submit:
		return w.Submit(ctx, by)
	case cases.Ask:
		return w.Ask(ctx, by, "请补交平面图")
	case cases.Decline:
		return w.Decline(ctx, by, "不属本机关管辖")
	case cases.Accept:
		return w.Accept(ctx, by)
	case cases.Return:
		return w.Return(ctx, by, "请改名称")
	case cases.Consult:
		return w.Consult(ctx, by)
	case cases.Review:
		for _, c := range f.Consultations {
			if c.State == "open" && f.State == cases.Consulting {
				if by.Tag, err = w.CloseConsultation(ctx, by, c.ID, cases.OpinionGiven{Outcome: "for", Summary: "同意"}); err != nil {
					return 0, err
				}
			}
		}
		return w.Review(ctx, by, "拟同意")
	case cases.Request:
		return w.Store.Request(ctx, by, w.day)
	case cases.Withdraw:
		return w.Withdraw(ctx, by, "申请人撤回")
	}
	by.Actor = w.decider
	r := w.reply(f)
	if step == cases.Approve {
		return w.Approve(ctx, by, r)
	}
	for i := range r.Items {
		r.Items[i] = cases.Decision{Item: r.Items[i].Item, Reason: "不符合规划"}
	}
	return w.Reject(ctx, by, r)
}

// replay reads a case's ledger as one who knows nothing of cases: the last
// state that an entry says, where each entry begins in the state before.
func (w *world) replay(rt *rapid.T, id uuid.UUID) cases.State {
	rows, err := w.pool.Query(contextOf(), `SELECT body::json #>> '{before,state}', body::json #>> '{after,state}' FROM ledger_entry
		WHERE object = $1 AND object_kind = 'case' ORDER BY id`, id)
	if err != nil {
		rt.Fatal(err)
	}
	defer rows.Close()
	var state string
	for rows.Next() {
		var before *string
		var after string
		if err := rows.Scan(&before, &after); err != nil {
			rt.Fatal(err)
		}
		if before != nil && *before != state {
			rt.Fatalf("an entry begins in %s, the one before ended in %s", *before, state)
		}
		state = after
	}
	return cases.State(state)
}
