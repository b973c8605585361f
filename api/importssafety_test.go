package api_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/api"
	"diming/gazetteer"
	"diming/importers"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/shelters/card"
)

const shelterTable = "避难场所名称,所在村,所在乡镇,级别,避难时长,类型,适用灾种,经度,纬度,容纳人数\n" +
	"示例甲礼堂（示例数据）,清湖村,清湖街道,村级,短期,室内,台风,118.61,28.61,120\n" +
	"示例乙礼堂（示例数据）,上余村,上余镇,村级,短期,室内,台风,118.62,28.62,120\n" +
	"示例丙礼堂（示例数据）,府山村,府山街道,村级,短期,室内,台风,118.63,28.63,120\n"

// newKeeper is a desk at which the shelter keeper of the township 清湖街道 sits,
// beside another township and another county.
func newKeeper(t *testing.T) *importDesk {
	t.Helper()
	w := newWorld(t)
	w.Imports.Folder = t.TempDir()
	rows := []gazetteer.DivisionRow{{Number: 1, Code: "330881003201", Name: "清湖村村民委员会"}, {Number: 2, Code: "330881101", Name: "上余镇"},
		{Number: 3, Code: "330881101201", Name: "上余村村民委员会"}, {Number: 4, Code: "330802001201", Name: "府山村村民委员会"}}
	counts, err := w.Places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试村", Actor: ledger.Console, Visibility: "public", Note: "测试"}, rows)
	if err != nil || counts.Accepted != len(rows) {
		t.Fatalf("load villages: %+v, %v", counts, err)
	}
	a := w.newAccount(t, "keeper", account.Grant{Role: account.ShelterKeeper, Division: w.idOf(t, "330881003")})
	return &importDesk{w, w.credentials(t, asker{account: a.ID})}
}

func (d *importDesk) work(t *testing.T) {
	t.Helper()
	if worked, err := d.Imports.WorkOnce(t.Context(), uuid.New()); !worked || err != nil {
		t.Fatalf("WorkOnce() = %v, %v", worked, err)
	}
}

// TestATownshipImportsForItsOwnVillagesAlone holds that each row is held to
// where its importer keeps shelters, in the look at the plan, the run and the
// undoing.
func TestATownshipImportsForItsOwnVillagesAlone(t *testing.T) {
	d := newKeeper(t)
	var job api.ImportBody
	read(t, d.bring(t, "避难场所（示例数据）.csv", shelterTable), http.StatusCreated, &job)
	path := "/v1/imports/" + job.ID.String()
	if job.Plan.As != importers.Shelters {
		t.Fatalf("a keeper's table is taken for %s", job.Plan.As)
	}
	var preview api.ImportPreview
	d.ask(t, 200, "GET", path+"/preview", "", &preview)
	if preview.Counts["added"] != 1 || preview.Counts["rejected"] != 2 || !strings.Contains(preview.Rejections[0].Reason, "管辖") || !strings.Contains(preview.Rejections[1].Reason, "管辖") {
		t.Errorf("preview: %+v %+v, want the villages of others rejected", preview.Counts, preview.Rejections)
	}
	d.ask(t, 202, "POST", path+"/run", "", nil)
	d.work(t)
	d.ask(t, 200, "GET", path, "", &job)
	if job.State != "done" || job.Report.Accepted != 1 || job.Report.Rejected != 2 {
		t.Fatalf("after the run: %+v", job.Report)
	}
	if held := query[string](t, d.system, `SELECT name FROM shelter_version WHERE name LIKE '%示例数据%'`); len(held) != 1 || !strings.HasPrefix(held[0], "示例甲") {
		t.Errorf("shelters that came in: %v", held)
	}
	d.ask(t, 200, "POST", path+"/undo", `{"reason":"试一试"}`, &job)
	if job.Undone.Withdrawn != 1 {
		t.Errorf("after the undoing: %+v", job.Undone)
	}
}

// TestEachRoleImportsItsOwnKinds holds that a keeper imports no places, an
// importer no shelters, and that neither opens what the other brought.
func TestEachRoleImportsItsOwnKinds(t *testing.T) {
	d := newKeeper(t)
	var p problem
	d.ask(t, 403, "PUT", "/v1/import-mappings/x", `{"as":"places","fields":{"a":"name"}}`, &p)
	if !strings.HasSuffix(p.Type, "import-kind") {
		t.Errorf("a keeper's mapping of places: %+v", p)
	}
	d.ask(t, 200, "PUT", "/v1/import-mappings/x", `{"as":"shelters","fields":{"甲":"name"}}`, nil)
	var job api.ImportBody
	read(t, d.bring(t, "a.csv", shelterTable), http.StatusCreated, &job)
	path := "/v1/imports/" + job.ID.String()
	d.ask(t, 403, "PUT", path+"/plan", `{"as":"places","mapping":{}}`, nil)

	a := d.newAccount(t, "importer.whole", account.Grant{Role: account.Importer})
	d.cookie = d.credentials(t, asker{account: a.ID})
	d.ask(t, 404, "GET", path, "", nil)
	d.ask(t, 403, "DELETE", "/v1/import-mappings/x", "", nil)
	var list api.ImportList
	d.ask(t, 200, "GET", "/v1/imports", "", &list)
	if len(list.Items) != 0 {
		t.Errorf("an importer sees %+v in the list", list.Items)
	}
	var own api.ImportBody
	read(t, d.bring(t, "b.csv", shelterTable), http.StatusCreated, &own)
	if own.Plan.As != importers.Places {
		t.Errorf("an importer's table is taken for %s", own.Plan.As)
	}
	d.ask(t, 403, "PUT", "/v1/imports/"+own.ID.String()+"/plan", `{"as":"shelters","mapping":{}}`, nil)
	d.ask(t, 422, "PUT", "/v1/imports/"+own.ID.String()+"/plan", `{"as":"stars","mapping":{}}`, nil)
}

func TestAWithdrawnPolicySaysWhy(t *testing.T) {
	w := newWorld(t)
	store := &card.Store{DB: w.pool}
	id, tag, err := store.AddPolicy(t.Context(), ledger.Console, card.PolicyText{Policy: card.Policy{Division: w.home, Title: "补助（示例数据）", Plain: "吃住不要钱。", Basis: "测试"}})
	if err != nil {
		t.Fatal(err)
	}
	page := func() *httptest.ResponseRecorder { return w.send(t, http.MethodGet, "/policy/"+id.String(), "") }
	if got := page(); got.Code != http.StatusOK {
		t.Fatalf("the page of a policy: %d %s", got.Code, got.Body)
	}
	if _, err := store.WithdrawPolicy(t.Context(), ledger.Console, id, tag, "表错了"); err != nil {
		t.Fatal(err)
	}
	if got := page(); got.Code != http.StatusGone || !strings.Contains(got.Body.String(), "表错了") {
		t.Errorf("the page of a withdrawn policy: %d %s", got.Code, got.Body)
	}
	facts, err := card.Load(t.Context(), w.pool)
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(facts.Policies, func(p card.Policy) bool { return p.ID == id }) {
		t.Error("a withdrawn policy stands on cards")
	}
	if _, err := store.WithdrawPolicy(t.Context(), ledger.Console, id, tag, "再来"); !errors.Is(err, card.ErrChanged) {
		t.Errorf("withdrawn at a tag that is past: %v", err)
	}
}
