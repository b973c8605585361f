package round_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"diming/boundaries"
	"diming/boundaries/round"
	"diming/internal/version"
)

// A model is what a task is after its acts, kept as naively as can be.
type model struct {
	state    round.State
	revision int64
	minutes  int
	papers   map[string]int
	problems []*modelProblem
	signed   map[boundaries.Side]bool
	done     bool // the result is reported
}

type modelProblem struct {
	id              uuid.UUID
	handled, solved bool
}

// Acts in any order by either side: each is taken or refused as the law says,
// and the task is what a naive replay of the taken ones says, as is what its
// ledger replays to.
func TestATaskIsWhatItsActsMakeIt(t *testing.T) {
	w := newWorld(t)
	ctx, taken, ended := t.Context(), 0, map[round.State]int{}
	rapid.Check(t, func(rt *rapid.T) {
		id, _, err := w.tasks.OpenSpecial(ctx, ours.Account, round.Special{Line: w.shared, Lead: boundaries.SideA, Due: w.today, Reason: "山洪", From: "1号", To: "2号"})
		if err != nil {
			rt.Fatal(err)
		}
		m := &model{state: round.Planned, revision: 1, papers: map[string]int{}, signed: map[boundaries.Side]bool{}}
		for range rapid.IntRange(20, 90).Draw(rt, "acts") {
			if w.act(ctx, rt, id, m) {
				taken++
			}
		}
		w.compare(ctx, rt, id, m)
		ended[m.state]++
	})
	if taken < 600 || ended[round.Archived]+ended[round.Filed] == 0 {
		t.Errorf("only %d acts were taken, and the tasks ended as %v: the test tries too little", taken, ended)
	}
}

// act does one act that a drawn side may think of, and tells whether it was
// taken; the model says whether it must be.
func (w *world) act(ctx context.Context, rt *rapid.T, id uuid.UUID, m *model) bool {
	by := rapid.SampledFrom([]round.Actor{ours, ours, theirs}).Draw(rt, "by")
	var err error
	want, apply := true, func() {}
	switch rapid.SampledFrom([]string{"step", "step", "step", "step", "minutes", "paper", "problem", "handle", "solve", "sign", "sign", "note"}).Draw(rt, "act") {
	case "step":
		to := w.likely(rt, m)
		note := rapid.SampledFrom([]string{"", "说明", "说明"}).Draw(rt, "note")
		_, err = w.tasks.Take(ctx, by, id, 0, round.Taking{To: to, Note: note})
		want, apply = m.mayStep(by, to, note), func() { m.step(to) }
	case "minutes":
		_, _, err = w.tasks.AddMinutes(ctx, by, id, round.Minutes{On: w.today, Place: "江山", Text: "纪要"}, "")
		want, apply = m.state.Open(), func() { m.minutes++ }
	case "paper":
		kind := rapid.SampledFrom([]string{"plan", "signed_report", "filing"}).Draw(rt, "kind")
		_, _, err = w.tasks.AddPaper(ctx, by, id, round.Paper{Kind: kind, SHA256: "0000000000000000000000000000000000000000000000000000000000000000", MediaType: "application/pdf", Name: "a.pdf", Size: 1}, false)
		want, apply = m.state != round.Cancelled, func() { m.papers[kind]++ }
	case "problem":
		var problem uuid.UUID
		problem, _, err = w.tasks.AddProblem(ctx, by, id, 0, round.Problem{Text: "松动", ObjectKind: "marker"})
		want = m.state == round.Indoor || m.state == round.Field || m.state == round.Issues
		apply = func() { m.problems = append(m.problems, &modelProblem{id: problem}) }
	case "handle", "solve":
		if len(m.problems) == 0 {
			return false
		}
		p := rapid.SampledFrom(m.problems).Draw(rt, "which")
		want = !p.solved && m.state.Open()
		if rapid.Bool().Draw(rt, "solve") {
			_, err = w.tasks.Solve(ctx, by, id, 0, p.id, version.Date{}, "已加固")
			apply = func() { p.solved = true }
		} else {
			_, err = w.tasks.Handle(ctx, by, id, 0, p.id, "某局", w.today)
			apply = func() { p.handled = true }
		}
	case "sign":
		_, err = w.tasks.Sign(ctx, by, id, 0, version.Date{}, by.Side, nil)
		want = m.state == round.ReportDraft && !m.signed[by.Side]
		apply = func() {
			m.signed[by.Side] = true
			if len(m.signed) == 2 {
				m.state, m.revision = round.Signed, m.revision+1 // the step that follows by itself
			}
		}
	case "note":
		_, _, err = w.tasks.AddNote(ctx, by, id, "内业")
		want = m.state != round.Cancelled
	}
	var lack *round.LackError
	if (err == nil) != want || err != nil && !errors.Is(err, round.ErrStep) && !errors.As(err, &lack) {
		rt.Fatalf("in %s: %v, the model says taken: %v", m.state, err, want)
	}
	if err == nil {
		apply()
		m.revision++
	}
	return err == nil
}

// likely draws a step: mostly the one forward, at times one back, rarely any.
func (w *world) likely(rt *rapid.T, m *model) round.State {
	next := m.state.Next()
	if n := rapid.IntRange(0, 19).Draw(rt, "how"); len(next) == 0 || n == 0 {
		return rapid.SampledFrom(states).Draw(rt, "to")
	} else if n > 1 {
		return next[0]
	}
	return rapid.SampledFrom(next).Draw(rt, "to")
}

// order is the work as the law has it, one state after the other.
var order = []round.State{round.Planned, round.PlanSigned, round.Indoor, round.Field, round.Issues, round.ReportDraft, round.Signed, round.Submitted, round.Filed, round.Archived}

func (m *model) mayStep(by round.Actor, to round.State, note string) bool {
	at, next := slices.Index(order, m.state), slices.Index(order, to)
	back := to == round.Cancelled && (m.state == round.Planned || m.state == round.PlanSigned) ||
		m.state == round.Issues && to == round.Field || m.state == round.ReportDraft && to == round.Issues || m.state == round.Submitted && to == round.ReportDraft
	if back {
		return note != ""
	}
	if at < 0 || next != at+1 || by.Side != boundaries.SideA && note == "" && to != round.Signed {
		return false
	}
	switch to {
	case round.PlanSigned:
		return m.minutes+m.papers["plan"] > 0
	case round.ReportDraft:
		return !slices.ContainsFunc(m.problems, func(p *modelProblem) bool { return !p.solved && !p.handled })
	case round.Signed:
		return len(m.signed) == 2
	case round.Submitted:
		return m.papers["signed_report"] > 0 && note != ""
	case round.Filed:
		return note != "" || m.papers["filing"] > 0
	case round.Archived:
		return !slices.ContainsFunc(m.problems, func(p *modelProblem) bool { return !p.solved })
	}
	return true
}

func (m *model) step(to round.State) {
	if m.state == round.Submitted && to == round.ReportDraft {
		m.signed, m.done = map[boundaries.Side]bool{}, false
	}
	if to == round.Submitted {
		m.done = true
	}
	m.state = to
}

// compare holds a task, and what its ledger says, against the model.
func (w *world) compare(ctx context.Context, rt *rapid.T, id uuid.UUID, m *model) {
	task, err := w.tasks.ByID(ctx, id)
	if err != nil {
		rt.Fatal(err)
	}
	signed, err := w.tasks.Signings(ctx, id)
	if err != nil {
		rt.Fatal(err)
	}
	if task.State != m.state || task.Revision != m.revision || task.Completed.IsZero() == m.done || len(signed) != len(m.signed) {
		rt.Fatalf("the task is %s of revision %d, completed %q, %d signatures; the model %+v", task.State, task.Revision, task.Completed, len(signed), m)
	}
	rows, err := w.pool.Query(ctx, `SELECT body FROM ledger_entry WHERE object = $1 AND action = 'boundary_task.step' ORDER BY id`, id)
	if err != nil {
		rt.Fatal(err)
	}
	defer rows.Close()
	replayed := round.Planned
	for rows.Next() {
		var text string
		var body struct{ Before, After struct{ State round.State } }
		if err := rows.Scan(&text); err != nil {
			rt.Fatal(err)
		}
		if err := json.Unmarshal([]byte(text), &body); err != nil || body.Before.State != replayed {
			rt.Fatalf("the ledger goes on from %s where it stood at %s: %v", body.Before.State, replayed, err)
		}
		replayed = body.After.State
	}
	if replayed != m.state {
		rt.Fatalf("the ledger replays to %s, the model is %s", replayed, m.state)
	}
}
