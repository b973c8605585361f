package campaign_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/campaign"
	"diming/gazetteer/cases"
	"diming/gazetteer/naming"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var (
	actor = uuid.MustParse("0190cafe-0000-7000-8000-000000000001")
	today = version.Today()
)

type world struct {
	*campaign.Store
	places *gazetteer.Store
	pool   *pgxpool.Pool
	county uuid.UUID
	drive  uuid.UUID
}

func newWorld(t testing.TB) *world {
	t.Helper()
	pool := pgtest.New(t)
	places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	var rows []gazetteer.DivisionRow
	for i, r := range [][2]string{{"33", "浙江省"}, {"3308", "衢州市"}, {"330881", "江山市"}, {"330881003", "清湖街道"}, {"330802", "柯城区"}, {"330802001", "府山街道"}} {
		rows = append(rows, gazetteer.DivisionRow{Number: i + 1, Code: r[0], Name: r[1]})
	}
	if _, err := places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: actor, Visibility: "public", Note: "测试"}, rows); err != nil {
		t.Fatal(err)
	}
	county, err := places.Boundaries.ByCode(t.Context(), boundaries.Reader{}, "330881")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{campaign.NewStore(pool), places, pool, county.ID, uuid.Nil}
	w.drive, _, err = w.Begin(t.Context(), actor, campaign.Drive{Title: "清理整治（示例）", Division: county.ID, Basis: "民发〔2018〕146号", BegunOn: today})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) add(t testing.TB, name, class, division string) uuid.UUID {
	t.Helper()
	id, _, err := w.places.Add(t.Context(), actor, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: class, Division: division, Visibility: "public", Source: "测试"}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// run asks for a run and makes it.
func (w *world) run(t testing.TB) *campaign.Run {
	t.Helper()
	if _, err := w.Ask(t.Context(), actor, w.drive); err != nil {
		t.Fatal(err)
	}
	return w.work(t)
}

func (w *world) work(t testing.TB) *campaign.Run {
	t.Helper()
	if worked, err := w.WorkOnce(t.Context(), uuid.New()); !worked || err != nil {
		t.Fatalf("WorkOnce() = %v, %v", worked, err)
	}
	d, err := w.Drive(t.Context(), w.drive)
	if err != nil {
		t.Fatal(err)
	}
	return d.Run
}

// items gives the items of the drive by name.
func (w *world) items(t testing.TB) map[string]campaign.Item {
	t.Helper()
	all, err := w.Items(t.Context(), campaign.Filter{Campaign: w.drive, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]campaign.Item{}
	for _, i := range all {
		by[i.Name] = i
	}
	return by
}

func TestARunHitsWhatTheNoticeNamesAndNothingElse(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"环球广场", "威尼斯花园", "白求恩路", "清溪村", "88小区", "阳光·水岸"} {
		w.add(t, name, "22100", "330881003")
	}
	w.add(t, "幸福路", "23514", "330881003")
	w.add(t, "幸福路", "23514", "330881003")
	w.add(t, "世界城", "22100", "330802001") // another county
	if r := w.run(t); r.State != "done" || r.Done != r.Total || r.Done == 0 || r.Hits != 6 {
		t.Fatalf("the run: %+v, want all names and 6 hits", r)
	}
	got := w.items(t)
	for name, want := range map[string][]string{"环球广场": {"大"}, "威尼斯花园": {"洋"}, "88小区": {"怪"}, "阳光·水岸": {"怪"}, "幸福路": {"重"}} {
		if !slices.Equal(got[name].Checks, want) {
			t.Errorf("%s: %v, want %v", name, got[name].Checks, want)
		}
	}
	for _, name := range []string{"白求恩路", "清溪村", "世界城"} {
		if _, ok := got[name]; ok {
			t.Errorf("%s was hit", name)
		}
	}
}

func TestDecisionsSurviveAnotherRun(t *testing.T) {
	w := newWorld(t)
	kept, renamed := w.add(t, "世界门", "22100", "330881003"), w.add(t, "威尼斯花园", "22100", "330881003")
	w.run(t)
	at := w.items(t)
	if err := w.Decide(t.Context(), actor, w.drive, []campaign.Asked{{ID: at["世界门"].ID}}, campaign.Keep, "清代城门，历史地名", ""); err != nil {
		t.Fatal(err)
	}
	if err := w.Decide(t.Context(), actor, w.drive, []campaign.Asked{{ID: at["威尼斯花园"].ID}}, campaign.Rename, "外国地名", "2012年开发商自行命名，无批文"); err != nil {
		t.Fatal(err)
	}
	if r := w.run(t); r.Vanished != 0 {
		t.Errorf("a second run over the same names: %d vanished, want none", r.Vanished)
	}
	if i := w.items(t)["世界门"]; i.Decision != campaign.Keep || i.State != "done" || i.Reason != "清代城门，历史地名" || i.Place != kept {
		t.Errorf("after another run: %+v, want the decision kept", i)
	}
	if _, err := w.places.Rename(t.Context(), actor, renamed, "巴黎花园", version.Span{From: today}, "更名"); err != nil {
		t.Fatal(err)
	}
	if r := w.run(t); r.Vanished != 1 {
		t.Errorf("after a renaming %d vanished, want 1", r.Vanished)
	}
	at = w.items(t)
	if old := at["威尼斯花园"]; !old.Vanished || old.State != "done" || old.NameNow != "巴黎花园" {
		t.Errorf("the old name: %+v, want vanished and done", old)
	}
	if i := at["巴黎花园"]; i.State != "open" || i.Decision != "" {
		t.Errorf("the new name: %+v, want open: nothing was decided of it", i)
	}
}

func TestARenamingIsNotDecidedWithoutEvidence(t *testing.T) {
	w := newWorld(t)
	w.add(t, "环球广场", "22100", "330881003")
	w.run(t)
	item := w.items(t)["环球广场"]
	if err := w.Decide(t.Context(), actor, w.drive, []campaign.Asked{{ID: item.ID}}, campaign.Rename, "夸大", ""); !errors.Is(err, campaign.ErrMissing) {
		t.Errorf("rename without evidence: %v, want ErrMissing", err)
	}
	for what, sql := range map[string]string{
		"a record without evidence":   `INSERT INTO campaign_decision (id, item, decision, reason, actor, entry) SELECT gen_random_uuid(), id, 'rename', 'x', id, (SELECT max(id) FROM ledger_entry) FROM campaign_item`,
		"a decision without a record": `UPDATE campaign_item SET decision = 'rename'`,
		"a state without a decision":  `UPDATE campaign_item SET state = 'decided'`,
	} {
		if _, err := w.pool.Exec(t.Context(), sql); err == nil {
			t.Errorf("the database takes %s", what)
		}
	}
	if err := w.Decide(t.Context(), actor, w.drive, []campaign.Asked{{ID: item.ID}}, campaign.LookInto, "查档案", ""); err != nil {
		t.Fatal(err)
	}
	err := w.Decide(t.Context(), actor, w.drive, []campaign.Asked{{ID: item.ID}}, campaign.Keep, "已注册", "")
	if !errors.Is(err, campaign.ErrChanged) {
		t.Errorf("decide what somebody decided meanwhile: %v, want ErrChanged", err)
	}
	item = w.items(t)["环球广场"]
	if err := w.Decide(t.Context(), actor, w.drive, []campaign.Asked{{ID: item.ID, Seen: item.Decided}}, campaign.Rename, "夸大", "现场查看，无历史依据"); err != nil {
		t.Fatal(err)
	}
	if err := w.Link(t.Context(), actor, w.drive, item.ID, uuid.New()); !errors.Is(err, campaign.ErrNotFound) {
		t.Errorf("a case that is not there: %v, want ErrNotFound", err)
	}
	w.opens(t, cases.New(w.pool, w.places), item, "清湖广场")
	item = w.items(t)["环球广场"]
	if err := w.Decide(t.Context(), actor, w.drive, []campaign.Asked{{ID: item.ID, Seen: item.Decided}}, campaign.Keep, "x", ""); !errors.Is(err, campaign.ErrState) || item.State != "case_opened" {
		t.Errorf("decide what became a case: %v in %s, want ErrState", err, item.State)
	}
}

// stopping stops its server at the first name.
type stopping struct{ stop context.CancelFunc }

func (stopping) Version() string { return "stops" }

func (s stopping) Test(ctx context.Context, _ naming.Proposal) ([]naming.Finding, error) {
	s.stop()
	return nil, ctx.Err()
}

func TestARunGoesOnWhereAServerStoppedAndEndsWhenItIsStopped(t *testing.T) {
	w := newWorld(t)
	w.add(t, "环球广场", "22100", "330881003")
	if _, err := w.Ask(t.Context(), actor, w.drive); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Ask(t.Context(), actor, w.drive); !errors.Is(err, campaign.ErrBusy) {
		t.Errorf("ask twice: %v, want ErrBusy", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	dying := &campaign.Store{DB: w.DB, Tests: stopping{stop: stop}}
	if _, err := dying.WorkOnce(ctx, uuid.New()); err != nil {
		t.Fatal(err)
	}
	if d, err := w.Drive(t.Context(), w.drive); err != nil || d.Run.State != "queued" {
		t.Fatalf("after the server stopped: %+v, %v, want queued", d.Run, err)
	}
	if r := w.work(t); r.State != "done" || r.Done != r.Total || r.Hits != 1 {
		t.Errorf("the next server: %+v", r)
	}
	if _, err := w.Ask(t.Context(), actor, w.drive); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Cancel(t.Context(), actor, w.drive); err != nil {
		t.Fatal(err)
	}
	if worked, err := w.WorkOnce(t.Context(), uuid.New()); worked || err != nil {
		t.Errorf("a run that was stopped is taken up: %v, %v", worked, err)
	}
}

func TestWhatMustStandOnceIsFoundInItsAreaOnly(t *testing.T) {
	w := newWorld(t)
	var err error
	province, err := w.places.Boundaries.ByCode(t.Context(), boundaries.Reader{}, "33")
	if err != nil {
		t.Fatal(err)
	}
	if w.drive, _, err = w.Begin(t.Context(), actor, campaign.Drive{Title: "全省（示例）", Division: province.ID, Basis: "民发〔2018〕146号", BegunOn: today}); err != nil {
		t.Fatal(err)
	}
	for _, p := range [][3]string{
		{"同福村", "22200", "330881003"}, {"同福村", "22200", "330881003"}, // hamlets may
		{"文明路", "23514", "330881003"}, {"文明路", "23514", "330802001"}, // in two counties
		{"西街", "23514", "330881003"}, {"西街", "23514", "330881003"}, {"西街", "23514", "330881003"},
	} {
		w.add(t, p[0], p[1], p[2])
	}
	w.run(t)
	found, err := w.Items(t.Context(), campaign.Filter{Campaign: w.drive, Check: "重", Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range found {
		if i.Name != "西街" || !strings.Contains(string(i.Findings), "另有 2 处同名") {
			t.Errorf("%s %s: %s", i.Name, i.Class, i.Findings)
		}
	}
	if len(found) != 3 {
		t.Errorf("%d names stand more than once, want the 3 streets of one county", len(found))
	}
}
