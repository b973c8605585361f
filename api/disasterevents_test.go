package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/api"
	"diming/gazetteer"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/shelters"
)

// A storm is a world with a village, a shelter beside it, and who keeps shelters.
type storm struct {
	*world
	village, shelter     uuid.UUID
	office, away, keeper []string // headers: the county's, the other county's, the village's
}

func newStorm(t *testing.T) *storm {
	t.Helper()
	w := &storm{world: newWorld(t)}
	if _, err := w.Places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public", Note: "测试"},
		[]gazetteer.DivisionRow{{Number: 1, Code: "330881003201", Name: "清湖一村", Seat: &orb.Point{118.6, 28.7}}}); err != nil {
		t.Fatal(err)
	}
	w.village = w.idOf(t, "330881003201")
	var err error
	w.shelter, _, err = (&shelters.Store{DB: w.pool}).Add(t.Context(), ledger.Console, shelters.Facts{Division: w.village, Name: "示例文化礼堂", Level: shelters.VillageLevel, Duration: shelters.Short, Space: shelters.Indoor,
		Suits: []shelters.Hazard{shelters.Typhoon}, Point: orb.Point{118.602, 28.7}, Capacity: 50, Accessible: shelters.AccessNot, Visibility: "public", Source: "测试", Valid: version.Span{From: version.Day(2020, 1, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	as := func(login string, division uuid.UUID) []string {
		return w.credentials(t, asker{account: w.newAccount(t, login, account.Grant{Role: account.ShelterKeeper, Division: division}).ID})
	}
	w.office, w.away, w.keeper = as("storm.office", w.home), as("storm.away", w.world.away), as("storm.keeper", w.village)
	return w
}

// report says something of the shelter as the county's office.
func (w *storm) report(t *testing.T, saying string) uuid.UUID {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	answerOf[api.ShelterTaken](t, w.world, 200, http.MethodPost, "/v1/shelters/"+w.shelter.String()+"/reports", fmt.Sprintf(`{"id":%q,%s}`, id, saying), w.office...)
	return id
}

func TestAnEventFromItsStartToItsReport(t *testing.T) {
	w := newStorm(t)
	now := time.Now()
	body := func(until string) string {
		return fmt.Sprintf(`{"hazard":"typhoon","signal":"orange","title":"台风橙色预警","todo":"低洼处的人转移","body":"示例指挥部","issued":%q,"areas":["330881003"],"county":"330881"%s}`, now.Add(-time.Minute).Format(time.RFC3339), until)
	}
	until := fmt.Sprintf(`,"until":%q`, now.Add(12*time.Hour).Format(time.RFC3339))
	const path = "/v1/disaster-events"
	if p := answerOf[problem](t, w.world, 422, http.MethodPost, path, body(""), w.office...); !strings.Contains(p.Type, "no-end") {
		t.Errorf("without an end: %s", p.Type)
	}
	answerOf[problem](t, w.world, 403, http.MethodPost, path, body(until), w.away...)
	answerOf[problem](t, w.world, 403, http.MethodPost, path, body(until), w.keeper...)
	type made struct{ ID uuid.UUID }
	once := append(slices.Clone(w.office), "Idempotency-Key", "one storm")
	first := answerOf[made](t, w.world, 201, http.MethodPost, path, body(until), once...)
	if again := answerOf[made](t, w.world, 201, http.MethodPost, path, body(until), once...); again != first {
		t.Errorf("sent again it started another event: %v and %v", first, again)
	}
	one := path + "/" + first.ID.String()
	answerOf[problem](t, w.world, 404, http.MethodGet, one, "", w.away...)

	if _, err := w.pool.Exec(t.Context(), `INSERT INTO village_people (village, n, people, on_day, source, entry) VALUES ($1, 1, 35, '2026-01-01', '测试', (SELECT min(id) FROM ledger_entry))`, w.village); err != nil {
		t.Fatal(err)
	}
	w.report(t, `"state":"open","people":20`)
	if err := w.Behind.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	if kept := answerOf[api.ShelterList](t, w.world, 200, http.MethodGet, "/v1/shelters?of=kept", "", w.keeper...); len(kept.Warnings) != 2 || kept.Warnings[1].Todo != "低洼处的人转移" {
		t.Errorf("who keeps the shelter is told of %+v", kept.Warnings)
	}
	look := answerOf[api.LookBody](t, w.world, 200, http.MethodGet, one+"/look", "", w.keeper...)
	if len(look.Villages) != 1 || !look.Villages[0].Without || look.Villages[0].Places != 30 || look.Count.Needing != 35 || look.Count.Finding != 30 || look.Villages[0].ToldAt != nil || !look.Villages[0].Mine || look.Count.States["open"] != 1 || look.Count.Free != 30 || look.Count.People == nil || *look.Count.People != 20 || look.Event.Mine {
		t.Errorf("the village's keeper sees %+v", look)
	}
	texts := answerOf[api.TextsBody](t, w.world, 200, http.MethodGet, one+"/villages/330881003201/texts", "", w.keeper...)
	if !strings.Contains(texts.Loudspeaker, "请马上去示例文化礼堂") || texts.Shelters == 0 || texts.Hint || texts.SMS[0].Units > 70 {
		t.Errorf("the village is told %+v", texts)
	}
	wrong := w.report(t, `"state":"open","people":9999`)
	w.report(t, fmt.Sprintf(`"state":"open","people":48,"corrects":%q`, wrong))
	w.report(t, `"state":"full"`)
	if look := answerOf[api.LookBody](t, w.world, 200, http.MethodGet, one+"/look", "", w.office...); !look.Villages[0].Without || look.Count.Without != 1 {
		t.Errorf("with the only shelter full: %+v", look.Count)
	} else if one := look.Shelters[slices.IndexFunc(look.Shelters, func(one api.LookShelter) bool { return one.ID == w.shelter })]; look.Count.People == nil || *look.Count.People != 48 || one.Counted == nil || *one.Counted != 48 || one.CountAt == nil || one.People != nil {
		t.Errorf("said to be full without a number, it has %+v of %+v", one, look.Count)
	}
	told := `{"villages":["330881003201"],"reached":true,"means":"loudspeaker"}`
	answerOf[problem](t, w.world, 403, http.MethodPost, one+"/reached", told, w.away...)
	answerOf[problem](t, w.world, 422, http.MethodPost, one+"/reached", `{"reached":true,"means":"loudspeaker"}`, w.keeper...)
	answerOf[problem](t, w.world, 204, http.MethodPost, one+"/reached", told, w.keeper...)
	answerOf[problem](t, w.world, 403, http.MethodPost, one+"/end", `{}`, w.keeper...)
	answerOf[problem](t, w.world, 422, http.MethodPost, one+"/end", fmt.Sprintf(`{"stand_by":[%q]}`, uuid.New()), w.office...)
	answerOf[api.DisasterBody](t, w.world, 200, http.MethodPost, one+"/end", fmt.Sprintf(`{"stand_by":[%q]}`, w.shelter), w.office...)
	if now := answerOf[api.ShelterBody](t, w.world, 200, http.MethodGet, "/v1/shelters/"+w.shelter.String(), "", w.office...); now.State != "standby" || now.Counted != nil {
		t.Errorf("ended with it, the shelter is %s with %v", now.State, now.Counted)
	}
	said := answerOf[struct{ Items []api.ShelterSaid }](t, w.world, 200, http.MethodGet, "/v1/shelters/"+w.shelter.String()+"/reports", "", w.office...)
	if last := said.Items[0]; last.State != "standby" || last.Behalf == "" || last.By == "" {
		t.Errorf("the last report of it reads %+v", last)
	}
	if p := answerOf[problem](t, w.world, 409, http.MethodPost, one+"/end", `{}`, w.office...); !strings.Contains(p.Type, "ended") {
		t.Errorf("ended twice: %s", p.Type)
	}
	after := answerOf[api.AfterBody](t, w.world, 200, http.MethodGet, one+"/after", "", w.office...)
	if after.Count.Told != 1 || after.Count.Opened != 1 || after.Count.Filled != 1 || after.Count.Most == nil || *after.Count.Most != 48 || after.Count.Without != 0 || len(after.Steps) != 2 || after.Villages[0].Minutes == nil {
		t.Errorf("afterwards: %+v, %+v", after.Count, after.Villages)
	}
	tag := w.send(t, http.MethodGet, one, "", w.office...).Header().Get("ETag")
	answerOf[problem](t, w.world, 428, http.MethodPost, one+"/report", `{"text":"无人伤亡"}`, w.office...)
	written := answerOf[api.DisasterBody](t, w.world, 200, http.MethodPost, one+"/report", `{"text":"无人伤亡"}`, append(slices.Clone(w.office), "If-Match", tag)...)
	if written.Report != "无人伤亡" || written.State != "ended" {
		t.Errorf("the report reads %q of what is %s", written.Report, written.State)
	}
	answerOf[problem](t, w.world, 412, http.MethodPost, one+"/report", `{"text":"又一稿"}`, append(slices.Clone(w.office), "If-Match", tag)...)
}

func TestAnAssignmentIsSeenBeforeItIsAccepted(t *testing.T) {
	w := newStorm(t)
	if _, err := w.pool.Exec(t.Context(), `INSERT INTO village_people (village, n, people, on_day, source, entry) VALUES ($1, 1, 60, '2026-01-01', '测试', (SELECT min(id) FROM ledger_entry))`, w.village); err != nil {
		t.Fatal(err)
	}
	const path, query = "/v1/shelter-assignments", "?hazard=typhoon&county=330881"
	answerOf[problem](t, w.world, 404, http.MethodGet, path+query, "", w.away...)
	trial := answerOf[api.TrialBody](t, w.world, 200, http.MethodGet, path+"/trial"+query, "", w.office...)
	if trial.Plan != nil || len(trial.Rows) != 1 || trial.Rows[0].Places != 50 || len(trial.Shorts) != 1 || trial.Shorts[0].Why != "full" || trial.Shorts[0].People != 10 || len(trial.Changes) != 1 {
		t.Fatalf("the trial shows %+v", trial)
	}
	accept := `{"county":"330881","hazard":"typhoon","digest":"` + trial.Digest + `"}`
	answerOf[problem](t, w.world, 403, http.MethodPost, path, accept, w.keeper...)
	now := answerOf[api.AssignmentBody](t, w.world, 201, http.MethodPost, path, accept, w.office...)
	if now.Plan == nil || len(now.Rows) != 1 {
		t.Fatalf("accepted %+v", now)
	}
	answerOf[problem](t, w.world, 412, http.MethodPost, path, accept, w.office...)
	set := func(places int) string {
		return fmt.Sprintf(`{"county":"330881","hazard":"typhoon","seen":%q,"shelters":[{"shelter":%q,"places":%d}]}`, now.Plan, w.shelter, places)
	}
	if p := answerOf[problem](t, w.world, 409, http.MethodPut, path+"/villages/330881003201", set(51), w.office...); !strings.Contains(p.Detail, "只剩 50 个位置") {
		t.Errorf("more than it holds: %s", p.Detail)
	}
	if hand := answerOf[api.AssignmentBody](t, w.world, 200, http.MethodPut, path+"/villages/330881003201", set(40), w.office...); !hand.Rows[0].ByHand || hand.Shorts[0].People != 20 {
		t.Errorf("set by hand: %+v", hand)
	}
	line := `{"county":"330881","kind":"river","name":"示例溪","hazards":["typhoon"],"line":{"type":"LineString","coordinates":[[118.601,28.69],[118.601,28.71]]}}`
	answerOf[problem](t, w.world, 403, http.MethodPost, "/v1/barriers", line, w.away...)
	answerOf[struct{ ID uuid.UUID }](t, w.world, 201, http.MethodPost, "/v1/barriers", line, w.office...)
	after := answerOf[api.TrialBody](t, w.world, 200, http.MethodGet, path+"/trial"+query, "", w.office...)
	if len(after.Rows) != 0 || after.Shorts[0].Why != "cut_off" || after.Shorts[0].People != 60 || len(after.Dropped) != 1 || after.Dropped[0].Why != "cut_off" {
		t.Errorf("behind a river in flood: %+v, dropped %+v", after.Shorts, after.Dropped)
	}
}
