package campaign_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/campaign"
	"diming/gazetteer/cases"
)

var approver = uuid.MustParse("0190cafe-0000-7000-8000-000000000002")

// toRename adds a name that is hit and decides that it is to be renamed.
func (w *world) toRename(t *testing.T, name string) campaign.Item {
	t.Helper()
	w.add(t, name, "22100", "330881003")
	w.run(t)
	i := w.items(t)[name]
	if err := w.Decide(t.Context(), actor, w.drive, []campaign.Asked{{ID: i.ID}}, campaign.Rename, "夸大", "现场查看，无历史依据"); err != nil {
		t.Fatal(err)
	}
	return i
}

// opens has an item become a renaming to a name.
func (w *world) opens(t *testing.T, store *cases.Store, i campaign.Item, to string) uuid.UUID {
	t.Helper()
	id, err := w.OpenCase(t.Context(), actor, w.drive, i.ID, func(ctx context.Context, tx pgx.Tx) (uuid.UUID, error) {
		id, _, _, err := store.In(tx).Open(ctx, actor, cases.Opening{Kind: cases.Renaming, Channel: cases.Past, OpenedOn: today, Class: i.Class, Division: i.Division,
			Reason: "名称夸大", Items: []cases.Item{{Place: &i.Place, Text: to}}})
		return id, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAnItemFollowsItsCaseUntilTheNameIsChanged(t *testing.T) {
	w := newWorld(t)
	store := cases.New(w.pool, w.places)
	item := w.toRename(t, "环球广场")
	first := w.opens(t, store, item, "清湖广场")
	got := w.items(t)["环球广场"]
	if got.State != "case_opened" || *got.Case != first || got.CaseState != string(cases.Draft) || got.CaseNumber == "" {
		t.Fatalf("an item with a case: %+v", got)
	}
	by := func(id, who uuid.UUID) cases.By {
		c, err := store.Case(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return cases.By{Actor: who, Case: id, Tag: c.Tag}
	}
	if _, err := store.Withdraw(t.Context(), by(first, actor), "改用别的名称"); err != nil {
		t.Fatal(err)
	}
	if got = w.items(t)["环球广场"]; got.State != "decided" || got.Case != nil {
		t.Fatalf("after the case was withdrawn: %+v, want to be renamed still, and no case", got)
	}
	second := w.opens(t, store, item, "文溪广场")
	if _, err := store.Submit(t.Context(), by(second, actor)); err != nil {
		t.Fatal(err)
	}
	if got = w.items(t)["环球广场"]; got.State != "case_opened" || got.CaseState == string(cases.Draft) {
		t.Errorf("with its case handed in: %+v, want the state of the case", got)
	}
	f, err := store.Read(t.Context(), second)
	if err != nil {
		t.Fatal(err)
	}
	reply := cases.Reply{Number: "江政发〔2026〕9号", On: today, Body: "江山市人民政府", Items: []cases.Decision{{Item: f.Items[0].ID, Approve: true}}}
	if _, err := store.Record(t.Context(), by(second, approver), reply); err != nil {
		t.Fatal(err)
	}
	got = w.items(t)["环球广场"]
	if got.State != "done" || got.NameNow != "文溪广场" || *got.Case != second {
		t.Errorf("after the reply: %+v, want done under the new name", got)
	}
}

func TestNoCaseIsLeftWhereTheItemCannotBecomeOne(t *testing.T) {
	w := newWorld(t)
	w.add(t, "环球广场", "22100", "330881003")
	w.run(t)
	i := w.items(t)["环球广场"]
	store := cases.New(w.pool, w.places)
	_, err := w.OpenCase(t.Context(), actor, w.drive, i.ID, func(context.Context, pgx.Tx) (uuid.UUID, error) {
		t.Error("a case was opened for an item that nobody decided")
		return uuid.Nil, nil
	})
	if !errors.Is(err, campaign.ErrState) {
		t.Errorf("open a case of what is not decided: %v, want ErrState", err)
	}
	item := w.toRename(t, "世界城")
	other, _, _, err := store.Open(t.Context(), actor, cases.Opening{Kind: cases.Renaming, Channel: cases.Own, Class: i.Class, Division: i.Division, Reason: "夸大",
		Items: []cases.Item{{Place: &i.Place, Text: "清湖广场"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Link(t.Context(), actor, w.drive, item.ID, other); !errors.Is(err, campaign.ErrState) {
		t.Errorf("a case about another place: %v, want ErrState", err)
	}
}

func TestADriveMakesTheTestsThatItNames(t *testing.T) {
	w := newWorld(t)
	if _, _, err := w.Begin(t.Context(), actor, campaign.Drive{Title: "错", Division: w.county, Basis: "依据", BegunOn: today, Tests: []string{"美"}}); !errors.Is(err, campaign.ErrMissing) {
		t.Errorf("a test that the notice lacks: %v, want ErrMissing", err)
	}
	w.add(t, "环球广场", "22100", "330881003")
	w.add(t, "威尼斯花园", "22100", "330881003")
	w.add(t, "幸福路", "23514", "330881003")
	w.add(t, "幸福路", "23514", "330881003")
	var err error
	if w.drive, _, err = w.Begin(t.Context(), actor, campaign.Drive{Title: "洋（示例）", Division: w.county, Basis: "依据", BegunOn: today, Tests: []string{"洋"}}); err != nil {
		t.Fatal(err)
	}
	w.run(t)
	if got := w.items(t); len(got) != 1 || got["威尼斯花园"].ID == uuid.Nil {
		t.Errorf("a drive for 洋 alone hits %v, want 威尼斯花园 alone", got)
	}
}

func TestAnItemIsGivenToItsOwner(t *testing.T) {
	w := newWorld(t)
	w.add(t, "环球广场", "22100", "330881003")
	w.add(t, "世界城", "22100", "330881003")
	w.run(t)
	item := w.items(t)["世界城"]
	if err := w.Assign(t.Context(), actor, w.drive, []uuid.UUID{item.ID}, &approver); err != nil {
		t.Fatal(err)
	}
	mine, err := w.Items(t.Context(), campaign.Filter{Campaign: w.drive, Owner: &approver, Limit: 10})
	if err != nil || len(mine) != 1 || mine[0].Name != "世界城" {
		t.Errorf("what one sees to: %+v, %v", mine, err)
	}
	if err := w.Assign(t.Context(), actor, w.drive, []uuid.UUID{item.ID, uuid.New()}, nil); !errors.Is(err, campaign.ErrNotFound) {
		t.Errorf("assign what is not of the drive: %v, want ErrNotFound", err)
	}
	if again, err := w.Item(t.Context(), w.drive, item.ID); err != nil || again.Owner == nil {
		t.Errorf("a refused assignment changed %+v, %v", again, err)
	}
}
