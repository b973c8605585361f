package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/api"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/shelters"
)

// shelterIn enters a shelter of a division.
func (w *world) shelterIn(t testing.TB, division uuid.UUID) uuid.UUID {
	t.Helper()
	id, _, err := (&shelters.Store{DB: w.pool}).Add(t.Context(), ledger.Console, shelters.Facts{Division: division, Name: "清湖避灾点", Level: shelters.VillageLevel,
		Duration: shelters.Short, Space: shelters.Indoor, Suits: []shelters.Hazard{shelters.Typhoon}, Point: orb.Point{118.6, 28.6}, Capacity: 60, Visibility: "public",
		Source: "示例数据", Valid: version.Span{From: version.Day(2020, time.January, 1)}}, "测试")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func shelterWords(division, more string) string {
	return fmt.Sprintf(`{"division":%q,"name":"清湖小学","level":"township","duration":"short","space":"indoor","suits":["typhoon","flood"],"unfit":["earthquake"],
		"lon":118.61,"lat":28.61,"capacity":120,"capacity_night":80,"effective_m2":300,"water":true,"keeper":"清湖街道","duty_phone":"0570-0000000","visibility":"public","source":"测试","reason":"新设"%s}`, division, more)
}

func TestAShelterIsEnteredChangedAndWithdrawnInItsDivision(t *testing.T) {
	w := newWorld(t)
	keeper := w.signedIn(t, "keeper", account.Grant{Role: account.ShelterKeeper, Division: w.home})
	stranger := w.signedIn(t, "stranger", account.Grant{Role: account.ShelterKeeper, Division: w.away})
	town := w.named["division"]
	if got := w.send(t, http.MethodPost, "/v1/shelters", shelterWords(town, ""), stranger...); got.Code != http.StatusForbidden {
		t.Errorf("a keeper of another county enters a shelter: %d %s", got.Code, got.Body)
	}
	var made struct{ ID uuid.UUID }
	for range 2 { // sent again it is one shelter
		got := w.send(t, http.MethodPost, "/v1/shelters", shelterWords(town, ""), append(keeper, "Idempotency-Key", "one")...)
		if got.Code != http.StatusCreated || json.Unmarshal(got.Body.Bytes(), &made) != nil {
			t.Fatalf("add = %d %s", got.Code, got.Body)
		}
	}
	one := "/v1/shelters/" + made.ID.String()
	got := w.send(t, http.MethodGet, one, "", keeper...)
	var body api.ShelterBody
	if err := json.Unmarshal(got.Body.Bytes(), &body); err != nil || !body.MayKeep || body.Capacity != 120 || *body.CapacityNight != 80 || body.State != "standby" || *body.Free != 120 || len(body.Findings) < 2 {
		t.Errorf("read by its keeper: %v %+v", err, body)
	}
	tag := got.Header().Get("ETag")
	open := answerOf[api.ShelterBody](t, w, http.StatusOK, http.MethodGet, one, "")
	if open.MayKeep || open.Findings != nil || open.Visibility != "" || open.DutyPhone == "" || open.Name != "清湖小学" {
		t.Errorf("read by everybody: %+v", open)
	}
	change := strings.Replace(shelterWords(town, `,"from":"2026-01-05"`), `"capacity":120`, `"capacity":90`, 1)
	for _, test := range []struct {
		name  string
		match string
		who   []string
		body  string
		want  int
	}{
		{"without saying which version", "", keeper, change, 428},
		{"of what was changed meanwhile", `"0"`, keeper, change, 412},
		{"by a stranger", tag, stranger, change, 403},
		{"into a stranger's county", tag, keeper, shelterWords(w.away.String(), ""), 403},
		{"with a longitude of 0", tag, keeper, strings.Replace(change, "118.61", "0", 1), 422},
		{"as it should be", tag, keeper, change, 200},
	} {
		headers := test.who
		if test.match != "" {
			headers = append(append([]string{}, headers...), "If-Match", test.match)
		}
		if got := w.send(t, http.MethodPut, one, test.body, headers...); got.Code != test.want {
			t.Errorf("a change %s = %d %s, want %d", test.name, got.Code, got.Body, test.want)
		}
	}
	tag = w.send(t, http.MethodGet, one, "", keeper...).Header().Get("ETag")
	if got := w.send(t, http.MethodPost, one+"/withdrawal", fmt.Sprintf(`{"reason":"拆除","successor":%q}`, w.named["shelter"]), append(keeper, "If-Match", tag)...); got.Code != http.StatusNoContent {
		t.Fatalf("withdraw = %d %s", got.Code, got.Body)
	}
	gone := answerOf[api.ShelterBody](t, w, http.StatusGone, http.MethodGet, one, "")
	if gone.Withdrawn != "拆除" || gone.Successor.String() != w.named["shelter"] {
		t.Errorf("one that was withdrawn: %+v", gone)
	}
}

func TestAShelterIsReportedOfAndListedByDistance(t *testing.T) {
	w := newWorld(t)
	keeper := w.signedIn(t, "keeper", account.Grant{Role: account.ShelterKeeper, Division: uuid.MustParse(w.named["division"])})
	clerk := w.signedIn(t, "clerk", account.Grant{Role: account.Clerk, Division: w.home})
	one := "/v1/shelters/" + w.named["shelter"]
	now := time.Now().UTC()
	late := func(phoneAt time.Time, state, more string) string {
		return fmt.Sprintf(`{"id":%q,"state":%q,"phone_at":%q,"phone_now":%q%s}`, uuid.New(), state, phoneAt.Format(time.RFC3339Nano), now.Format(time.RFC3339Nano), more)
	}
	full := late(now.Add(-time.Minute), "full", `,"people":75,"note":"又来了一车"`)
	for i := range 2 {
		took := answerOf[api.ShelterTaken](t, w, http.StatusOK, http.MethodPost, one+"/reports", full, keeper...)
		if !took.Counts || took.Again != (i == 1) || took.Shelter.State != "full" || took.Shelter.Over != 15 || *took.Shelter.Free != 0 {
			t.Errorf("full, sent %d times: %+v", i+1, took)
		}
	}
	if took := answerOf[api.ShelterTaken](t, w, http.StatusOK, http.MethodPost, one+"/reports", late(now.Add(-time.Hour), "open", ""), keeper...); took.Counts || took.Shelter.State != "full" {
		t.Errorf("an earlier one that came late: %+v", took)
	}
	if got := w.send(t, http.MethodPost, one+"/reports", late(now, "open", ""), clerk...); got.Code != http.StatusForbidden {
		t.Errorf("a clerk reports: %d", got.Code)
	}
	said := answerOf[struct{ Items []api.ShelterSaid }](t, w, http.StatusOK, http.MethodGet, one+"/reports", "", clerk...)
	if len(said.Items) != 2 || said.Items[0].State != "full" || said.Items[0].Note != "又来了一车" || said.Items[0].By != "测试员" {
		t.Errorf("what was said: %+v", said.Items)
	}
	near := answerOf[api.ShelterList](t, w, http.StatusOK, http.MethodGet, "/v1/shelters?near=118.6,28.61&hazard=typhoon", "")
	if len(near.Items) != 1 || *near.Items[0].DistanceM < 1100 || *near.Items[0].DistanceM > 1115 || near.Items[0].Direction != "南" || near.Items[0].State != "full" || near.Items[0].Note != "" || near.Items[0].By != "" {
		t.Errorf("near: %+v", near.Items)
	}
	if none := answerOf[api.ShelterList](t, w, http.StatusOK, http.MethodGet, "/v1/shelters?near=118.6,28.61&hazard=earthquake", ""); len(none.Items) != 0 {
		t.Errorf("for a hazard that it does not suit: %+v", none.Items)
	}
	for path, want := range map[string]int{"?of=kept": 401, "?near=x": 400, "?hazard=war": 422} {
		if got := w.send(t, http.MethodGet, "/v1/shelters"+path, ""); got.Code != want {
			t.Errorf("GET %s = %d %s, want %d", path, got.Code, got.Body, want)
		}
	}
	if kept := answerOf[api.ShelterList](t, w, http.StatusOK, http.MethodGet, "/v1/shelters?of=kept", "", keeper...); len(kept.Items) != 1 {
		t.Errorf("what the keeper keeps: %+v", kept.Items)
	}
	looked := answerOf[api.ShelterLooked](t, w, http.StatusCreated, http.MethodPost, one+"/checks", `{"kind":"appraisal","on":"2026-01-05","result":"failed","body":"示例鉴定公司","note":"墙体开裂"}`, keeper...)
	if !looked.Closed || looked.N != 1 {
		t.Errorf("a failed appraisal: %+v", looked)
	}
	got := w.send(t, http.MethodPost, one+"/reports", fmt.Sprintf(`{"id":%q,"state":"open"}`, uuid.New()), keeper...)
	if got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "shelter-failed") {
		t.Errorf("opened although it failed: %d %s", got.Code, got.Body)
	}
	if body := answerOf[api.ShelterBody](t, w, http.StatusOK, http.MethodGet, one, ""); body.State != "closed" || !body.Failed {
		t.Errorf("after the appraisal: %+v", body)
	}
}
