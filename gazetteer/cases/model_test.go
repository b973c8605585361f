package cases_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"diming/gazetteer/cases"
	"diming/gazetteer/naming"
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
		m := w.someNames(rt)
		id, tag, _, err := w.Open(ctx, w.clerk, w.estate(m.names...))
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
			if state.Checked() && rapid.Bool().Draw(rt, "names") {
				by.Tag = w.asideOrBack(rt, by, m)
				continue
			}
			step := rapid.SampledFrom(from).Draw(rt, "step")
			if step == cases.Record || step == cases.Stand {
				continue // of filings and the past, and by itself
			}
			if state.Checked() {
				by.Tag = w.answerOthers(rt, by)
			}
			tag, err := w.take(by, step)
			next, ok := state.Next(step)
			var refused *cases.StepError
			var stand *cases.FindingsError
			switch {
			case ok && m.held() && (step == cases.Consult || step == cases.Review || step == cases.Approve):
				if !errors.As(err, &stand) {
					rt.Fatalf("%s with a refused name = %v, want *FindingsError", step, err)
				}
				continue
			case ok && err != nil:
				rt.Fatalf("%s from %s: %v", step, state, err)
			case !ok && !errors.As(err, &refused):
				rt.Fatalf("%s from %s = %v, want *StepError", step, state, err)
			case ok:
				state, by.Tag = next, tag
				taken++
				if step == cases.Return {
					m.aside = make([]bool, len(m.names))
				}
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

// manyNames are the names of a case of the model: which the rules refuse, and
// which the office has set aside.
type manyNames struct {
	names          []string
	refused, aside []bool
}

// held says that a name stands in the way: refused and not set aside.
func (m *manyNames) held() bool {
	for i := range m.names {
		if m.refused[i] && !m.aside[i] {
			return true
		}
	}
	return false
}

// others counts the names beside one that are not set aside.
func (m *manyNames) others(than int) int {
	n := 0
	for i, aside := range m.aside {
		if i != than && !aside {
			n++
		}
	}
	return n
}

func (w *world) someNames(rt *rapid.T) *manyNames {
	m := &manyNames{}
	for i := range rapid.IntRange(1, 3).Draw(rt, "names") {
		name := fmt.Sprintf("文苑%s%d路", rapid.StringMatching(`[东西南北]{3}`).Draw(rt, "name"), i)
		bad := rapid.IntRange(0, 3).Draw(rt, "refused") == 0
		w.rules[name] = nil
		if bad {
			w.rules[name] = []naming.Finding{{Check: "N5", Severity: naming.Refuse, Article: "条例", Text: "不可用"}}
		}
		m.names, m.refused, m.aside = append(m.names, name), append(m.refused, bad), append(m.aside, false)
	}
	return m
}

// asideOrBack sets one name aside or puts it back, as the model allows.
func (w *world) asideOrBack(rt *rapid.T, by cases.By, m *manyNames) int64 {
	ctx := contextOf()
	f, err := w.Read(ctx, by.Case)
	if err != nil {
		rt.Fatal(err)
	}
	i := rapid.IntRange(0, len(m.names)-1).Draw(rt, "which")
	var tag int64
	var want error
	back := rapid.IntRange(0, 2).Draw(rt, "back") == 0
	switch {
	case back && !m.aside[i], !back && m.aside[i]:
		want = cases.ErrDone
	case !back && m.others(i) == 0:
		want = cases.ErrLastName
	}
	if back {
		tag, err = w.PutBack(ctx, by, f.Items[i].ID)
	} else {
		tag, err = w.SetAside(ctx, by, f.Items[i].ID, uuid.Nil, "拟不批准")
	}
	if !errors.Is(err, want) || want == nil && err != nil {
		rt.Fatalf("name %d (back: %v) = %v, want %v; %+v", i, back, err, want, m)
	}
	if want != nil {
		return by.Tag
	}
	m.aside[i] = !back
	return tag
}

// answerOthers answers the findings of names that other cases of the model ask for.
func (w *world) answerOthers(rt *rapid.T, by cases.By) int64 {
	f, err := w.Read(contextOf(), by.Case)
	var open []uuid.UUID
	for _, x := range f.Findings {
		if x.Finding.Check == "C1" && x.Stands() {
			open = append(open, x.ID)
		}
	}
	if err == nil && len(open) > 0 {
		by.Tag, err = w.Answer(contextOf(), by, "已与另案一并考虑", open...)
	}
	if err != nil {
		rt.Fatal(err)
	}
	return by.Tag
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
	for i, item := range f.Items {
		if item.Aside != "" {
			r.Items[i] = cases.Decision{Item: item.ID, Reason: item.Aside}
		}
	}
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
