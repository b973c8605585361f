package cases_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer/cases"
	"diming/gazetteer/naming"
)

var leader = naming.Finding{Check: "N5", Severity: naming.Refuse, Article: "地名管理条例第九条", Text: "不得以国家领导人姓名作地名"}

// A name that the rules refuse is set aside with the finding as its reason; the
// others go on, and the reply cannot approve it as it was proposed.
func TestANameSetAsideLetsTheOthersGoOn(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.rules["领袖路"] = []naming.Finding{leader}
	o := w.estate("文苑路", "领袖路", "书香路")
	o.Items[1].Alternatives = []string{"墨香路"}
	by := w.open(t, o)
	by = w.must(t, by)(w.Accept(ctx, by))
	f := w.read(t, by.Case)
	var stand *cases.FindingsError
	if _, err := w.Consult(ctx, by); !errors.As(err, &stand) {
		t.Fatalf("Consult() = %v, want the finding", err)
	}
	if _, err := w.SetAside(ctx, by, f.Items[0].ID, f.Findings[0].ID, ""); !errors.Is(err, cases.ErrFinding) {
		t.Errorf("set aside for another name's finding: %v, want ErrFinding", err)
	}
	if _, err := w.SetAside(ctx, by, f.Items[1].ID, uuid.Nil, " "); !errors.Is(err, cases.ErrReason) {
		t.Errorf("set aside without a reason: %v, want ErrReason", err)
	}
	by = w.must(t, by)(w.SetAside(ctx, by, f.Items[1].ID, f.Findings[0].ID, ""))
	f = w.read(t, by.Case)
	if want := leader.Text + "（" + leader.Article + "）"; f.Items[1].Aside != want || f.Findings[0].Stands() {
		t.Errorf("aside = %q, stands %v; want %q and not", f.Items[1].Aside, f.Findings[0].Stands(), want)
	}
	rows, err := w.List(ctx, cases.Filter{Whole: true, Limit: 10})
	if err != nil || len(rows) != 1 || rows[0].Findings != 0 {
		t.Errorf("list = %+v, %v, want nothing that stands against the case", rows, err)
	}
	by = w.must(t, by)(w.Consult(ctx, by))
	for _, c := range w.read(t, by.Case).Consultations {
		by = w.must(t, by)(w.CloseConsultation(ctx, by, c.ID, cases.OpinionGiven{Outcome: "for", Summary: "同意"}))
	}
	by = w.must(t, by)(w.Review(ctx, by, "拟同意两条，拟不批准一条"))
	by.Actor = w.decider
	r := w.reply(f)
	if _, err := w.Approve(ctx, by, r); !errors.Is(err, cases.ErrAside) {
		t.Errorf("approving the name set aside: %v, want ErrAside", err)
	}
	r.Items[1].Text = "墨香路"
	w.must(t, by)(w.Approve(ctx, by, r))
	if f = w.read(t, by.Case); f.Items[1].Approved != "墨香路" || f.Items[0].Approved != "文苑路" {
		t.Errorf("approved: %+v", f.Items)
	}
}

func TestWhatIsSetAsideComesBack(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.rules["领袖路"] = []naming.Finding{leader}
	by := w.open(t, w.estate("文苑路", "领袖路"))
	if _, err := w.SetAside(ctx, by, w.read(t, by.Case).Items[1].ID, uuid.Nil, "理由"); !errors.Is(err, cases.ErrFixed) {
		t.Errorf("set aside before the check: %v, want ErrFixed", err)
	}
	by = w.must(t, by)(w.Accept(ctx, by))
	items := w.read(t, by.Case).Items
	by = w.must(t, by)(w.SetAside(ctx, by, items[1].ID, uuid.Nil, "不合规定"))
	if _, err := w.SetAside(ctx, by, items[0].ID, uuid.Nil, "也不要"); !errors.Is(err, cases.ErrLastName) {
		t.Errorf("the last name set aside: %v, want ErrLastName", err)
	}
	by = w.must(t, by)(w.PutBack(ctx, by, items[1].ID))
	if f := w.read(t, by.Case); f.Items[1].Aside != "" || !f.Findings[0].Stands() {
		t.Errorf("put back: %+v, %+v, want the finding to stand again", f.Items[1], f.Findings)
	}
	by = w.must(t, by)(w.SetAside(ctx, by, items[1].ID, uuid.Nil, "不合规定"))
	by = w.must(t, by)(w.Return(ctx, by, "请改名称"))
	if f := w.read(t, by.Case); f.Items[1].Aside != "" {
		t.Error("the applicant got a case back with a name set aside")
	}
}

// Of two names alike in one case the second is refused because of the first;
// once the first is set aside, the second stands alone.
func TestANameSetAsideTakesNoNameInItsCase(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	by := w.open(t, w.estate("文苑路", "文苑路"))
	by = w.must(t, by)(w.Accept(ctx, by))
	f := w.read(t, by.Case)
	if len(f.Findings) != 1 || f.Findings[0].Item != f.Items[1].ID {
		t.Fatalf("findings = %+v, want the second name's", f.Findings)
	}
	by = w.must(t, by)(w.SetAside(ctx, by, f.Items[0].ID, uuid.Nil, "重复"))
	if f = w.read(t, by.Case); len(f.Findings) != 0 {
		t.Errorf("findings = %+v, want none", f.Findings)
	}
	by = w.must(t, by)(w.PutBack(ctx, by, f.Items[0].ID))
	if f = w.read(t, by.Case); len(f.Findings) != 1 {
		t.Errorf("findings = %+v, want it again", f.Findings)
	}
}

func TestTheDatabaseApprovesNoNameSetAside(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	by := w.open(t, w.estate("文苑路", "书香路"))
	by = w.must(t, by)(w.Accept(ctx, by))
	item := w.read(t, by.Case).Items[1].ID
	w.must(t, by)(w.SetAside(ctx, by, item, uuid.Nil, "不合规定"))
	place := w.street(t, "某路")
	if _, err := w.pool.Exec(ctx, `UPDATE case_item SET outcome = 'approved', approved_text = text, result = $2 WHERE id = $1`, item, place); err == nil {
		t.Error("the database approved a name that is set aside")
	}
}

// After a lost claim the applicant changes the name: the finding of the lost
// claim is closed with the name that it was about. An alternative that was
// taken does not stand against the name proposed.
func TestTheFindingOfALostClaimClosesWithItsName(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	o := w.estate("清溪镇")
	o.Class, o.Items[0].Class, o.Items[0].Alternatives = "21500", "21500", []string{"清溪口镇"}
	by := w.reviewed(t, w.open(t, o))
	item := w.read(t, by.Case).Items[0].ID
	noted := func(text string) []cases.Finding {
		t.Helper()
		if err := w.NoteTaken(ctx, w.decider, &cases.ClaimError{Case: by.Case, Item: item, Text: text, Other: w.street(t, "某"+text+"路")}); err != nil {
			t.Fatal(err)
		}
		f := w.read(t, by.Case)
		by.Tag = f.Tag
		return f.Findings
	}
	if all := noted("清溪口镇"); len(all) != 1 || all[0].Stands() {
		t.Errorf("a taken alternative: %+v, want one that does not stand", all)
	}
	if all := noted("清溪镇"); len(all) != 2 || !slices.ContainsFunc(all, cases.Finding.Stands) {
		t.Errorf("a taken name: %+v, want one that stands", all)
	}
	by = w.must(t, by)(w.Return(ctx, by, "名称已被占用，请改"))
	o.Items[0].Text = "清溪源镇"
	by = w.must(t, by)(w.Amend(ctx, by, cases.Amendment{Items: o.Items}))
	by = w.must(t, by)(w.Submit(ctx, by))
	by = w.must(t, by)(w.Accept(ctx, by))
	if f := w.read(t, by.Case); len(f.Findings) != 0 {
		t.Errorf("findings of the changed name = %+v, want none", f.Findings)
	}
	w.must(t, by)(w.Consult(ctx, by))
}
