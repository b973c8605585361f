package round_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/round"
	"diming/internal/version"
)

func TestATaskGoesFromPlanToArchive(t *testing.T) {
	w := newWorld(t)
	ctx, id := t.Context(), w.fifth(t)
	wants := func(to round.State, note string, want ...round.Lack) {
		t.Helper()
		_, err := w.tasks.Take(ctx, ours, id, 0, round.Taking{To: to, Note: note})
		var lack *round.LackError
		if !errors.As(err, &lack) || !slices.Equal(lack.Lacks, want) {
			t.Errorf("to %s: %v, want %v", to, err, want)
		}
	}
	wants(round.PlanSigned, "", round.LackPlan)
	if _, _, err := w.tasks.AddMinutes(ctx, ours, id, round.Minutes{On: version.Day(2026, 3, 2), Place: "江山", Text: "商定方案"}, "王小明、李四"); err != nil {
		t.Fatal(err)
	}
	w.take(t, ours, id, round.PlanSigned, "")
	w.take(t, ours, id, round.Indoor, "")
	w.take(t, ours, id, round.Field, "")
	problem, _, err := w.tasks.AddProblem(ctx, theirs, id, 0, round.Problem{Text: "5号界桩基座松动", ObjectKind: "marker", ObjectName: "5号界桩"})
	if err != nil {
		t.Fatal(err)
	}
	w.take(t, ours, id, round.Issues, "")
	wants(round.ReportDraft, "", round.LackHandler)
	if _, err := w.tasks.Handle(ctx, ours, id, 0, problem, "江山市民政局", version.Day(2026, 12, 10)); err != nil {
		t.Fatal(err)
	}
	w.take(t, ours, id, round.ReportDraft, "")
	wants(round.Signed, "", round.LackSideA, round.LackSideB)
	if _, err := w.tasks.Sign(ctx, ours, id, 0, version.Date{}, boundaries.SideA, nil); err != nil {
		t.Fatal(err)
	}
	wants(round.Signed, "", round.LackSideB)
	if _, err := w.tasks.Sign(ctx, ours, id, 0, version.Date{}, boundaries.SideB, nil); err == nil || w.task(t, id).State != round.ReportDraft {
		t.Errorf("one side signed for the other: %v", err)
	}
	scan := w.paper(t, ours, id, "signed_report", false)
	if _, err := w.tasks.Sign(ctx, ours, id, 0, version.Date{}, boundaries.SideB, &scan); err != nil {
		t.Fatal(err)
	}
	if got := w.task(t, id).State; got != round.Signed {
		t.Fatalf("both signed, and the task is %s", got)
	}
	wants(round.Submitted, "", round.LackStatement)
	w.take(t, ours, id, round.Submitted, "报送省民政厅，江民〔2026〕9号")
	if got := w.task(t, id).Completed; got != w.today {
		t.Errorf("completed on %s, want %s", got, w.today)
	}
	w.take(t, ours, id, round.Filed, "已备案")
	wants(round.Archived, "", round.LackSolution)
	if _, err := w.tasks.Solve(ctx, theirs, id, 0, problem, version.Date{}, "已加固"); err != nil {
		t.Fatal(err)
	}
	w.take(t, ours, id, round.Archived, "")
	steps, err := w.tasks.Steps(ctx, id)
	if err != nil || len(steps) != 9 || steps[8].To != round.Archived {
		t.Errorf("Steps() = %+v, %v", steps, err)
	}
}

func TestTheOtherSideShowsAStepOfTheLeadingOne(t *testing.T) {
	w := newWorld(t)
	id := w.fifth(t)
	w.paper(t, ours, id, "plan", false)
	_, err := w.tasks.Take(t.Context(), theirs, id, 0, round.Taking{To: round.PlanSigned})
	var lack *round.LackError
	if !errors.As(err, &lack) || !slices.Equal(lack.Lacks, []round.Lack{round.LackEvidence}) {
		t.Errorf("the other side's step without evidence: %v", err)
	}
	w.take(t, theirs, id, round.PlanSigned, "牵头方函告方案已签")
}

func TestAReportThatComesBackIsSignedAnew(t *testing.T) {
	w := newWorld(t)
	ctx, id := t.Context(), w.reported(t)
	w.paper(t, ours, id, "signed_report", false)
	w.take(t, ours, id, round.Submitted, "报送")
	w.take(t, ours, id, round.ReportDraft, "退回补正")
	if signed, err := w.tasks.Signings(ctx, id); err != nil || len(signed) != 0 {
		t.Errorf("signatures stand on a report that came back: %v, %v", signed, err)
	}
	if got := w.task(t, id); !got.Completed.IsZero() {
		t.Errorf("a report that came back counts as completed on %s", got.Completed)
	}
	if _, err := w.tasks.Sign(ctx, theirs, id, 0, version.Date{}, boundaries.SideB, nil); err != nil {
		t.Error(err)
	}
}

// reported takes a task up to a report that both sides signed.
func (w *world) reported(t *testing.T) uuid.UUID {
	t.Helper()
	id := w.fifth(t)
	w.paper(t, ours, id, "plan", false)
	for _, to := range []round.State{round.PlanSigned, round.Indoor, round.Field, round.Issues, round.ReportDraft} {
		w.take(t, ours, id, to, "")
	}
	for _, by := range []round.Actor{ours, theirs} {
		if _, err := w.tasks.Sign(t.Context(), by, id, 0, version.Date{}, by.Side, nil); err != nil {
			t.Fatal(err)
		}
	}
	return id
}

func TestOneOfTwoStepsAtOnceIsTold(t *testing.T) {
	w := newWorld(t)
	id := w.fifth(t)
	w.paper(t, ours, id, "plan", false)
	revision := w.task(t, id).Revision
	var wait sync.WaitGroup
	errs := make([]error, 2)
	for i, to := range []round.State{round.PlanSigned, round.Cancelled} {
		wait.Go(func() {
			_, errs[i] = w.tasks.Take(t.Context(), ours, id, revision, round.Taking{To: to, Note: "测试"})
		})
	}
	wait.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("both or none of two steps were taken: %v", errs)
	}
	for _, err := range errs {
		if err != nil && !errors.Is(err, round.ErrChanged) {
			t.Errorf("the second of two steps: %v, want ErrChanged", err)
		}
	}
}

func TestOwnNotesAndPapersAreNotTheOthers(t *testing.T) {
	w := newWorld(t)
	ctx, id := t.Context(), w.fifth(t)
	if _, _, err := w.tasks.AddNote(ctx, ours, id, "内部意见：底图有疑问"); err != nil {
		t.Fatal(err)
	}
	w.paper(t, ours, id, "indoor", true)
	w.paper(t, theirs, id, "notice", false)
	for _, side := range []boundaries.Side{boundaries.SideA, boundaries.SideB} {
		notes, err1 := w.tasks.Notes(ctx, id, []boundaries.Side{side})
		papers, err2 := w.tasks.Papers(ctx, id, []boundaries.Side{side})
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		own := 0
		if side == boundaries.SideA {
			own = 1
		}
		if len(notes) != own || len(papers) != 1+own {
			t.Errorf("side %s sees %d notes and %d papers", side, len(notes), len(papers))
		}
	}
	var entries string
	if err := w.pool.QueryRow(ctx, `SELECT string_agg(body, '') FROM ledger_entry`).Scan(&entries); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(entries, "底图有疑问") {
		t.Error("a side's own note stands in the ledger")
	}
}

func TestWhoTookPartStandsInNoEntry(t *testing.T) {
	w := newWorld(t)
	ctx, id := t.Context(), w.fifth(t)
	if _, _, err := w.tasks.AddMinutes(ctx, ours, id, round.Minutes{On: w.today, Place: "江山", Text: "商定方案"}, "王小明"); err != nil {
		t.Fatal(err)
	}
	all, err := w.tasks.Meetings(ctx, id)
	if err != nil || len(all) != 1 {
		t.Fatalf("Meetings() = %v, %v", all, err)
	}
	if who, err := w.tasks.Participants(ctx, all[0]); err != nil || who != "王小明" {
		t.Errorf("Participants() = %q, %v", who, err)
	}
	var n int
	if err := w.pool.QueryRow(ctx, `SELECT count(*) FROM ledger_entry WHERE body LIKE '%王小明%'`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d entries name who took part, %v", n, err)
	}
}

func TestALineIsInARoundOnce(t *testing.T) {
	w := newWorld(t)
	w.fifth(t)
	_, _, err := w.tasks.Create(t.Context(), theirs.Account, round.Draft{Division: w.away, Ordinal: 5, From: 2023, To: 2027, Basis: "测试",
		Slots: []round.Slot{{Line: w.shared, Year: 2025, Lead: boundaries.SideB}}})
	if !errors.Is(err, round.ErrPlanned) {
		t.Errorf("the neighbour plans the line too: %v, want ErrPlanned", err)
	}
	_, _, err = w.tasks.Create(t.Context(), ours.Account, round.Draft{Division: w.home, Ordinal: 6, From: 2028, To: 2032, Basis: "测试",
		Slots: []round.Slot{{Line: w.lone, Year: 2028, Lead: boundaries.SideB}}})
	if !errors.Is(err, round.ErrLead) {
		t.Errorf("land that is not held leads: %v, want ErrLead", err)
	}
}

func TestWhatIsOverdueStandsOnTopAndEachSeesTheirs(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.fifth(t) // the lone line was due in 2024
	special, _, err := w.tasks.OpenSpecial(ctx, ours.Account, round.Special{Line: w.shared, Lead: boundaries.SideB, Due: version.Day(2026, 12, 1), Reason: "山洪", From: "3号界桩", To: "5号界桩"})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	f := round.Filter{Within: []uuid.UUID{w.home}, Limit: 1}
	for {
		page, err := w.tasks.List(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range page {
			names = append(names, x.Line.Name+x.Due.String())
		}
		if len(page) < f.Limit {
			break
		}
		f.After = page[len(page)-1].Cursor()
	}
	if want := "江外线2024-12-31 江广线2026-12-01 江广线2026-12-31"; strings.Join(names, " ") != want {
		t.Errorf("List() = %v, want %s", names, want)
	}
	all, err := w.tasks.List(ctx, round.Filter{Within: []uuid.UUID{w.away}, Special: true, Limit: 10})
	if err != nil || len(all) != 1 || all[0].ID != special || all[0].Line.Owner(boundaries.SideB).Name != "广信区" {
		t.Errorf("the neighbour's special checks: %+v, %v", all, err)
	}
	if none, err := w.tasks.List(ctx, round.Filter{Within: []uuid.UUID{uuid.New()}, Limit: 10}); err != nil || len(none) != 0 {
		t.Errorf("out of reach: %v, %v", none, err)
	}
}

func TestAProblemPastItsDayMakesItsTaskOverdue(t *testing.T) {
	w := newWorld(t)
	ctx, id := t.Context(), w.fifth(t)
	w.paper(t, ours, id, "plan", false)
	w.take(t, ours, id, round.PlanSigned, "")
	w.take(t, ours, id, round.Indoor, "")
	problem, _, err := w.tasks.AddProblem(ctx, ours, id, 0, round.Problem{Text: "缺图", ObjectKind: "line", Handler: "江山市民政局", Due: version.Day(2026, 11, 25)})
	if err != nil {
		t.Fatal(err)
	}
	if !w.task(t, id).Overdue() {
		t.Error("a problem past its day does not show")
	}
	if _, err := w.tasks.Solve(ctx, ours, id, 0, problem, version.Date{}, "已补"); err != nil {
		t.Fatal(err)
	}
	if w.task(t, id).Overdue() {
		t.Error("a solved problem still shows as overdue")
	}
	if _, err := w.tasks.Solve(ctx, ours, id, 0, problem, version.Date{}, "再补"); !errors.Is(err, round.ErrStep) {
		t.Errorf("solved twice: %v, want ErrStep", err)
	}
}

func TestTheNextInspectionIsDueFiveYearsAfter(t *testing.T) {
	w := newWorld(t)
	id := w.reported(t)
	w.paper(t, ours, id, "signed_report", false)
	w.take(t, ours, id, round.Submitted, "报送")
	all, err := w.tasks.Standings(t.Context(), []uuid.UUID{w.home}, false, boundaries.Village, func(uuid.UUID) (int, error) { return 5, nil })
	if err != nil || len(all) != 2 {
		t.Fatalf("Standings() = %+v, %v", all, err)
	}
	if all[0].Line.ID != w.shared || all[0].Next != version.Day(2031, 11, 26) || !all[1].Next.IsZero() {
		t.Errorf("Standings() = %s due %s, %s due %s", all[0].Line.Name, all[0].Next, all[1].Line.Name, all[1].Next)
	}
	if got := round.NextDue(version.Day(2024, 2, 29), 5); got != version.Day(2029, 2, 28) {
		t.Errorf("five years from 29 February 2024: %s", got)
	}
}

func TestAPlannedTaskIsAmendedUntilItsPlanIsSigned(t *testing.T) {
	w := newWorld(t)
	ctx, id := t.Context(), w.fifth(t)
	if _, err := w.tasks.Amend(ctx, ours, id, 1, round.Amendment{Year: 2027, Lead: boundaries.SideB}); err != nil {
		t.Fatal(err)
	}
	if got := w.task(t, id); got.Year != 2027 || got.Lead != boundaries.SideB || got.Due != version.Day(2027, 12, 31) || got.Revision != 2 {
		t.Errorf("amended: %+v", got)
	}
	for _, a := range []round.Amendment{{Year: 2030}, {Due: version.Day(2026, 1, 1)}} {
		if _, err := w.tasks.Amend(ctx, ours, id, 0, a); !errors.Is(err, round.ErrYears) {
			t.Errorf("%+v: %v, want ErrYears", a, err)
		}
	}
	w.paper(t, ours, id, "plan", false)
	w.take(t, theirs, id, round.PlanSigned, "")
	if _, err := w.tasks.Amend(ctx, ours, id, 0, round.Amendment{Year: 2026}); !errors.Is(err, round.ErrStep) {
		t.Errorf("after the plan is signed: %v, want ErrStep", err)
	}
}
