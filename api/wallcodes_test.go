package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"diming/api"
	"diming/boundaries"
	"diming/internal/account"
)

// foundItem is a plate that hangs at a house, with an old code.
func foundItem(house fmt.Stringer, says, code string) string {
	return fmt.Sprintf(`{"kind":"door_small","address":%q,"name":%q,"number":"1号","lon":118.6,"lat":28.6,"seen":"2026-01-05","code":%q}`, house, says, code)
}

func TestAnOldCodeLeadsToThePageOfItsPlate(t *testing.T) {
	w := newPlatedStreet(t, 2)
	const at = "/v1/plates/found"
	body := func(items ...string) string { return `{"items":[` + strings.Join(items, ",") + `],"reason":"普查"}` }
	for who, as := range map[string][]string{"an installer": w.hanger, "another county": w.other} {
		if got := w.send(t, http.MethodPost, at, body(foundItem(w.houses[0], "清溪路", "")), as...); got.Code != http.StatusForbidden {
			t.Errorf("entered by %s: %d %s", who, got.Code, got.Body)
		}
	}
	refused := w.send(t, http.MethodPost, at, body(foundItem(w.houses[0], "清溪路", ""), strings.Replace(foundItem(w.houses[1], "清溪路", ""), "2026-01-05", "2999-01-05", 1)), w.clerk...)
	if refused.Code != http.StatusUnprocessableEntity || !strings.Contains(refused.Body.String(), "body.items[1]") {
		t.Errorf("seen in the future: %d %s", refused.Code, refused.Body)
	}
	key := []string{"Idempotency-Key", "found-1"}
	rows := body(foundItem(w.houses[0], "清溪路", "http://old.example/m?id=7"), foundItem(w.houses[1], "清西路", "http://old.example/?no=8"))
	first := answerOf[api.PlannedPlates](t, w.world, http.StatusCreated, http.MethodPost, at, rows, append(w.clerk, key...)...)
	again := answerOf[api.PlannedPlates](t, w.world, http.StatusCreated, http.MethodPost, at, rows, append(w.clerk, key...)...)
	if len(first.IDs) != 2 || first.IDs[0] != again.IDs[0] {
		t.Errorf("entered %v, and with the same key %v", first.IDs, again.IDs)
	}
	p := answerOf[api.PlateBody](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates/"+first.IDs[1].String(), "", w.clerk...)
	if p.State != "in_use" || p.Name != "清西路" || !p.Differs {
		t.Errorf("the wrong plate: %+v", p)
	}
	for request, plate := range map[string]int{"/m?id=7": 0, "/?no=8": 1} {
		want := answerOf[api.PlateBody](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates/"+first.IDs[plate].String(), "", w.clerk...).URL
		if got := w.send(t, http.MethodGet, request, ""); got.Code != http.StatusFound || got.Header().Get("Location") != want {
			t.Errorf("%s: %d to %q, want 302 to %q", request, got.Code, got.Header().Get("Location"), want)
		}
	}
	for request, want := range map[string]int{"/m?id=9": http.StatusNotFound, "/m": http.StatusNotFound, "/m?id=" + strings.Repeat("7", 3000): http.StatusNotFound} {
		if got := w.send(t, http.MethodGet, request, ""); got.Code != want {
			t.Errorf("%.20s: %d, want %d", request, got.Code, want)
		}
	}
	if got := w.send(t, http.MethodPost, "/m?id=7", "{}"); got.Code != http.StatusNotFound {
		t.Errorf("posted to an old code: %d", got.Code)
	}
	foreign := func() []api.ForeignCode {
		return answerOf[struct{ Items []api.ForeignCode }](t, w.world, http.StatusOK, http.MethodGet, "/v1/plates/foreign", "", w.clerk...).Items
	}
	if got := foreign(); len(got) != 2 || got[0].Host != "old.example" {
		t.Errorf("foreign codes: %+v, want both", got)
	}
	w.setOldHosts(t, "old.example")
	if got := foreign(); len(got) != 0 {
		t.Errorf("with their host pointed here: %+v, want none", got)
	}
}

// setOldHosts says which hosts of old codes are pointed here.
func (w *platedStreet) setOldHosts(t *testing.T, hosts string) {
	t.Helper()
	admin := w.signedIn(t, "settings", account.Grant{Role: account.Admin})
	body := fmt.Sprintf(`{"key":%q,"value":%q,"basis":"协议","valid_from":"2026-01-01","reason":"接管旧码"}`, boundaries.SettingOldHosts, hosts)
	if got := w.send(t, http.MethodPut, "/v1/settings", body, admin...); got.Code >= 300 {
		t.Fatalf("setting: %d %s", got.Code, got.Body)
	}
}
