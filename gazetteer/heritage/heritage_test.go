package heritage_test

import (
	"errors"
	"os"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/heritage"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var (
	clerk    = uuid.MustParse("0190cafe-0000-7000-8000-000000000001")
	approver = uuid.MustParse("0190cafe-0000-7000-8000-000000000002")
	today    = version.Today()
)

// A world is a register with one township and a list.
type world struct {
	*heritage.Store
	places *gazetteer.Store
	pool   *pgxpool.Pool
	batch  uuid.UUID
	county uuid.UUID
}

func newWorld(t *testing.T) *world {
	t.Helper()
	pool := pgtest.New(t)
	places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	rows := []gazetteer.DivisionRow{}
	for i, r := range [][2]string{{"33", "浙江省"}, {"3308", "衢州市"}, {"330881", "江山市"}, {"330881003", "清湖街道"}} {
		rows = append(rows, gazetteer.DivisionRow{Number: i + 1, Code: r[0], Name: r[1]})
	}
	if _, err := places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: clerk, Visibility: "public", Note: "测试"}, rows); err != nil {
		t.Fatal(err)
	}
	county, err := places.Boundaries.ByCode(t.Context(), boundaries.Reader{}, "330881")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Store: &heritage.Store{DB: pool}, places: places, pool: pool, county: county.ID}
	w.batch, _, err = w.AddBatch(t.Context(), clerk, heritage.Batch{Division: county.ID, Title: "第一批（示例）", Year: 2026, Criteria: "使用五十年以上"})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) place(t *testing.T, name string) uuid.UUID {
	t.Helper()
	id, _, err := w.places.Add(t.Context(), clerk, gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "22200",
		Division: "330881003", Visibility: "public", Source: "测试"}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// listed puts a new place of that name on the list.
func (w *world) listed(t *testing.T, name string) (place, item uuid.UUID) {
	t.Helper()
	place = w.place(t, name)
	item, _, err := w.Propose(t.Context(), clerk, w.batch, place, "千年古镇", "明代已有")
	if err != nil {
		t.Fatal(err)
	}
	w.list(t, item)
	return place, item
}

// list has a proposed item reviewed and listed.
func (w *world) list(t *testing.T, item uuid.UUID) {
	t.Helper()
	if _, err := w.Review(t.Context(), approver, item, "专家审核通过"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.List(t.Context(), approver, item, today, "列入"); err != nil {
		t.Fatal(err)
	}
}

// listedSource lists the place that a source knows by a key.
func (w *world) listedSource(t *testing.T, key string) heritage.Item {
	t.Helper()
	var place uuid.UUID
	if err := w.pool.QueryRow(t.Context(), `SELECT place FROM place_source WHERE key = $1`, key).Scan(&place); err != nil {
		t.Fatal(err)
	}
	item, _, err := w.Propose(t.Context(), clerk, w.batch, place, "历史地名", "明代已有")
	if err != nil {
		t.Fatal(err)
	}
	w.list(t, item)
	i, err := w.Item(t.Context(), item)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func (w *world) rename(t *testing.T, place uuid.UUID, to string) error {
	_, err := w.places.Rename(t.Context(), approver, place, to, version.Span{From: today}, "更名")
	return err
}

// plan gives the latest plan of an item.
func (w *world) plan(t *testing.T, item uuid.UUID) uuid.UUID {
	t.Helper()
	_, plans, err := w.Details(t.Context(), item)
	if err != nil || len(plans) == 0 {
		t.Fatalf("plans: %v, %v", plans, err)
	}
	return plans[0].ID
}

// approve has the latest plan of an item approved.
func (w *world) approve(t *testing.T, item uuid.UUID) {
	t.Helper()
	if _, err := w.Approve(t.Context(), approver, item, w.plan(t, item), today, "同意"); err != nil {
		t.Fatal(err)
	}
}

var plan = heritage.Plan{Measures: []string{"marker", "derived"}, Text: "设立标志，新路沿用旧名", DrawnOn: today}

func TestAListedNameIsNotRenamedBeforeItsProtectionIsPlanned(t *testing.T) {
	w := newWorld(t)
	place, item := w.listed(t, "廿八都")
	err := w.rename(t, place, "新都")
	if !heritage.Refused(err) {
		t.Fatalf("rename without a plan: %v, want refused by the database", err)
	}
	may := func() (err error) {
		_ = pgx.BeginFunc(t.Context(), w.pool, func(tx pgx.Tx) error { err = heritage.MayRename(t.Context(), tx, place); return nil })
		return err
	}
	if err := may(); !errors.Is(err, heritage.ErrNoPlan) {
		t.Errorf("MayRename() = %v, want ErrNoPlan", err)
	}
	if p, err := w.places.Place(t.Context(), gazetteer.Reader{Internal: true}, place); err != nil || p.Name(today).Text != "廿八都" {
		t.Errorf("after the refusal the name is %q, %v", p.Name(today).Text, err)
	}
	if _, err := w.AddPlan(t.Context(), clerk, item, plan); err != nil {
		t.Fatal(err)
	}
	if err := w.rename(t, place, "新都"); !heritage.Refused(err) {
		t.Errorf("rename with a plan that nobody approved: %v, want refused", err)
	}
	w.approve(t, item)
	if err := may(); err != nil {
		t.Errorf("MayRename() with a plan = %v", err)
	}
	if err := w.rename(t, place, "新都"); err != nil {
		t.Errorf("rename with a plan: %v", err)
	}
	items, err := w.Of(t.Context(), place, false)
	if err != nil || len(items) != 1 || items[0].Name != "廿八都" || items[0].NameNow != "新都" {
		t.Errorf("the item says %+v, %v, want the protected name and the present one", items, err)
	}
}

func TestWhatIsNotARenamingStaysPossible(t *testing.T) {
	w := newWorld(t)
	place, item := w.listed(t, "峡口")
	meaning := "两山夹峙"
	if _, err := w.places.Amend(t.Context(), clerk, place, gazetteer.Amendment{Description: gazetteer.Description{Meaning: &meaning}}, version.Date{}, "补充"); err != nil {
		t.Errorf("describe a listed place: %v", err)
	}
	internal := "internal" // writes the same name again
	if _, err := w.places.Amend(t.Context(), clerk, place, gazetteer.Amendment{Visibility: &internal}, version.Date{}, "改为内部"); err != nil {
		t.Errorf("hide a listed place: %v", err)
	}
	if _, err := w.Correct(t.Context(), approver, item, "硖口", "名录用字有误"); err != nil {
		t.Fatal(err)
	}
	if err := w.rename(t, place, "硖口"); err != nil {
		t.Errorf("a correction to the protected wording: %v", err)
	}
	if _, err := w.End(t.Context(), approver, item, today, "经复核不符合标准"); err != nil {
		t.Fatal(err)
	}
	if err := w.rename(t, place, "新口"); err != nil {
		t.Errorf("rename after the name was delisted: %v", err)
	}
}

func TestAnApprovalAndARenamingAtOnce(t *testing.T) {
	w := newWorld(t)
	for range 12 {
		place, item := w.listed(t, "古村")
		var planned, renamed error
		var wait sync.WaitGroup
		if _, err := w.AddPlan(t.Context(), clerk, item, plan); err != nil {
			t.Fatal(err)
		}
		drawn := w.plan(t, item)
		wait.Go(func() { _, planned = w.Approve(t.Context(), approver, item, drawn, today, "同意") })
		wait.Go(func() { renamed = w.rename(t, place, "新村") })
		wait.Wait()
		if planned != nil || renamed != nil && !heritage.Refused(renamed) {
			t.Fatalf("plan %v, rename %v", planned, renamed)
		}
		if renamed != nil {
			continue
		}
		var before bool
		err := w.pool.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM heritage_plan_approval a JOIN heritage_plan p ON p.id = a.plan WHERE p.item = $1)`, item).Scan(&before)
		if err != nil || !before {
			t.Errorf("the name was renamed and no approved plan stands, %v", err)
		}
	}
}

func TestAPlanIsApprovedOnceAndByAnother(t *testing.T) {
	w := newWorld(t)
	_, item := w.listed(t, "清漾")
	state := func() string {
		i, err := w.Item(t.Context(), item)
		if err != nil {
			t.Fatal(err)
		}
		return i.PlanState
	}
	if got := state(); got != heritage.PlanNone {
		t.Errorf("plan state before = %q", got)
	}
	if _, err := w.AddPlan(t.Context(), clerk, item, plan); err != nil {
		t.Fatal(err)
	}
	drawn := w.plan(t, item)
	if got := state(); got != heritage.PlanDrawn {
		t.Errorf("plan state drawn = %q", got)
	}
	if _, err := w.Approve(t.Context(), clerk, item, drawn, today, "同意"); !errors.Is(err, heritage.ErrOwnPlan) {
		t.Errorf("approve one's own plan: %v, want ErrOwnPlan", err)
	}
	if _, err := w.Approve(t.Context(), approver, uuid.New(), drawn, today, "同意"); !errors.Is(err, heritage.ErrNotFound) {
		t.Errorf("approve a plan of another item: %v, want ErrNotFound", err)
	}
	w.approve(t, item)
	if _, err := w.Approve(t.Context(), approver, item, drawn, today, "同意"); !errors.Is(err, heritage.ErrApproved) {
		t.Errorf("approve twice: %v, want ErrApproved", err)
	}
	if got := state(); got != heritage.PlanApproved {
		t.Errorf("plan state approved = %q", got)
	}
	if _, plans, err := w.Details(t.Context(), item); err != nil || plans[0].DrawnBy != clerk || *plans[0].ApprovedBy != approver || plans[0].Note != "同意" {
		t.Errorf("the plan says %+v, %v", plans, err)
	}
	if _, err := w.pool.Exec(t.Context(), `DELETE FROM heritage_plan_approval`); err == nil {
		t.Error("an approval can be taken back")
	}
}

func TestAListingAndARenamingAtOnce(t *testing.T) {
	w := newWorld(t)
	won := map[bool]int{}
	for range 12 {
		place := w.place(t, "老街")
		item, _, err := w.Propose(t.Context(), clerk, w.batch, place, "历史地名", "使用百年")
		if err == nil {
			_, err = w.Review(t.Context(), approver, item, "通过")
		}
		if err != nil {
			t.Fatal(err)
		}
		var listed, renamed error
		var wait sync.WaitGroup
		wait.Go(func() { _, listed = w.List(t.Context(), approver, item, today, "列入") })
		wait.Go(func() { renamed = w.rename(t, place, "新街") })
		wait.Wait()
		if (listed == nil) == (renamed == nil) {
			t.Fatalf("list %v, rename %v: want exactly one to stand", listed, renamed)
		}
		if listed != nil && !errors.Is(listed, heritage.ErrName) || renamed != nil && !heritage.Refused(renamed) {
			t.Errorf("list %v, rename %v", listed, renamed)
		}
		won[listed == nil]++
	}
	t.Logf("the listing came first %d times, the renaming %d times", won[true], won[false])
}

func TestAnItemGoesItsWayAndNoOther(t *testing.T) {
	w := newWorld(t)
	place := w.place(t, "清湖")
	item, _, err := w.Propose(t.Context(), clerk, w.batch, place, "千年古镇", "码头")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.List(t.Context(), approver, item, today, "x"); !errors.Is(err, heritage.ErrState) {
		t.Errorf("list what was not reviewed: %v, want ErrState", err)
	}
	if _, _, err := w.Propose(t.Context(), clerk, w.batch, place, "千年古镇", "码头"); !errors.Is(err, heritage.ErrHeld) {
		t.Errorf("propose twice: %v, want ErrHeld", err)
	}
	if _, err := w.Review(t.Context(), clerk, item, "通过"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.List(t.Context(), clerk, item, today, "x"); !errors.Is(err, heritage.ErrOwn) {
		t.Errorf("list one's own proposal: %v, want ErrOwn", err)
	}
	if _, err := w.List(t.Context(), approver, item, today, "x"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.pool.Exec(t.Context(), `DELETE FROM heritage_item`); err == nil {
		t.Error("items of lists can be deleted")
	}
	if _, err := w.Review(t.Context(), approver, item, "再审"); !errors.Is(err, heritage.ErrState) {
		t.Errorf("review a listed name: %v, want ErrState", err)
	}
	if _, _, err := w.Propose(t.Context(), clerk, w.batch, uuid.New(), "x", "x"); !errors.Is(err, heritage.ErrName) {
		t.Errorf("propose what is not there: %v, want ErrName", err)
	}
}

func TestTheListIsPublicWhenItIsPublishedAndNotBefore(t *testing.T) {
	w := newWorld(t)
	place, _ := w.listed(t, "礼贤")
	if open, err := w.Of(t.Context(), place, true); err != nil || len(open) != 0 {
		t.Errorf("before the publication: %v, %v, want nothing", open, err)
	}
	if _, err := w.Publish(t.Context(), approver, w.batch, today, "公布"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Publish(t.Context(), approver, w.batch, today, "公布"); !errors.Is(err, heritage.ErrState) {
		t.Errorf("publish twice: %v, want ErrState", err)
	}
	if open, err := w.Of(t.Context(), place, true); err != nil || len(open) != 1 {
		t.Errorf("after the publication: %v, %v, want one", open, err)
	}
	hidden, _ := w.listed(t, "暗村")
	internal := "internal"
	if _, err := w.places.Amend(t.Context(), clerk, hidden, gazetteer.Amendment{Visibility: &internal}, version.Date{}, "内部"); err != nil {
		t.Fatal(err)
	}
	if open, err := w.Of(t.Context(), hidden, true); err != nil || len(open) != 0 {
		t.Errorf("an internal place on a published list: %v, %v, want nothing", open, err)
	}
	lists, err := w.Published(t.Context())
	if err != nil || len(lists) != 1 || lists[0].Counts[heritage.Listed] != 2 {
		t.Errorf("Published() = %+v, %v", lists, err)
	}
	if all, err := w.Batches(t.Context(), []uuid.UUID{uuid.New()}, false); err != nil || len(all) != 0 {
		t.Errorf("lists of another county: %v, %v", all, err)
	}
	if all, err := w.Batches(t.Context(), []uuid.UUID{w.county}, false); err != nil || len(all) != 1 {
		t.Errorf("lists of the county: %v, %v", all, err)
	}
	ledgertest.Settle(t, w.pool)
}
