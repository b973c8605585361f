package api_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/api"
	"diming/internal/ledger"
	"diming/internal/version"
)

func TestAWithdrawnPlaceSaysWhy(t *testing.T) {
	s := demoSystem(t)
	id := s.add(t, "public", "错录村")
	token := s.token(t, id)
	entry, err := s.Places.Withdraw(t.Context(), ledger.Console, id, nil, "重复登记")
	if err != nil {
		t.Fatal(err)
	}
	s.settle(t, entry)
	for _, address := range []string{"/v1/places/" + id.String(), "/q/" + token + ".json"} {
		body := get[api.PlaceBody](t, s, address, http.StatusGone)
		if body.State != "withdrawn" || body.Reason != "重复登记" || body.Name != "错录村" || len(body.Divisions) == 0 {
			t.Errorf("%s: %+v, want the last version with state and reason", address, body)
		}
	}
	page := s.ask(t, "/Q/"+token)
	if page.Code != http.StatusGone || !strings.Contains(page.Body.String(), "重复登记") || !strings.Contains(page.Body.String(), "清湖街道错录村") {
		t.Errorf("the page: %d %s, want 410 with the reason and the last version", page.Code, page.Body)
	}
	if w := s.ask(t, "/v1/places/"+id.String()+"/geojson"); w.Code != http.StatusGone {
		t.Errorf("geojson: %d, want 410", w.Code)
	}
	for _, image := range []string{"/qr.svg", "/qr.png"} {
		wantProblem(t, image, s.ask(t, "/v1/places/"+id.String()+image), http.StatusGone, "place-withdrawn")
	}
	history := get[api.HistoryBody](t, s, "/v1/places/"+id.String()+"/history", http.StatusOK)
	if len(history.Items) == 0 {
		t.Error("a withdrawn place has lost its history")
	}
	if list := get[api.PlaceList](t, s, path("/v1/places?q=%s", "错录村"), http.StatusOK); mentions(list, id) {
		t.Error("a withdrawn place is still found")
	}
}

func mentions(list api.PlaceList, id uuid.UUID) bool {
	for _, item := range list.Items {
		if item.ID == id {
			return true
		}
	}
	return false
}

func TestAReplacedPlaceLeadsToItsSuccessor(t *testing.T) {
	s := demoSystem(t)
	old, next := s.add(t, "public", "旧塘下"), s.add(t, "public", "新塘下")
	oldToken, nextToken := s.token(t, old), s.token(t, next)
	entry, err := s.Places.Withdraw(t.Context(), ledger.Console, old, &next, "并入新塘下")
	if err != nil {
		t.Fatal(err)
	}
	s.settle(t, entry)
	for _, address := range []string{"/v1/places/" + old.String(), "/q/" + oldToken + ".json"} {
		body := get[api.PlaceBody](t, s, address, http.StatusOK)
		if body.State != "replaced" || body.Successor == nil || *body.Successor != next || body.Reason != "并入新塘下" {
			t.Errorf("%s: %+v, want state, successor and reason", address, body)
		}
	}
	page := s.ask(t, "/Q/"+oldToken)
	for _, part := range []string{"旧塘下", "新塘下", "/Q/" + nextToken, "并入新塘下"} {
		if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), part) {
			t.Errorf("the page of what was replaced: %d without %q", page.Code, part)
		}
	}
	// The successor goes too: the old sign still says something.
	if entry, err = s.Places.Withdraw(t.Context(), ledger.Console, next, nil, "撤销"); err != nil {
		t.Fatal(err)
	}
	s.settle(t, entry)
	if w := s.ask(t, "/Q/"+oldToken); w.Code != http.StatusOK && w.Code != http.StatusGone {
		t.Errorf("a page whose successor was withdrawn: %d, want 200 or 410", w.Code)
	}
}

func TestAPageWhoseSuccessorIsNotPublicSaysThatThePlaceIsGone(t *testing.T) {
	s := demoSystem(t)
	old, hidden := s.add(t, "public", "明塘下"), s.add(t, "internal", "暗塘下")
	token := s.token(t, old)
	if _, err := s.Places.Withdraw(t.Context(), ledger.Console, old, &hidden, "由内部地名承接"); err != nil {
		t.Fatal(err)
	}
	w := s.ask(t, "/Q/"+token)
	if w.Code != http.StatusGone || strings.Contains(w.Body.String(), "暗塘下") {
		t.Errorf("the page: %d, want 410 without the name of the internal successor", w.Code)
	}
	for _, address := range []string{"/v1/places/" + old.String(), "/q/" + token + ".json"} {
		if w := s.ask(t, address); w.Code != http.StatusGone || strings.Contains(w.Body.String(), hidden.String()) {
			t.Errorf("%s: %d %s, want 410 without the internal successor's id", address, w.Code, w.Body)
		}
	}
}

func TestARevokedCodeIsGone(t *testing.T) {
	s := demoSystem(t)
	id := s.add(t, "public", "换牌村")
	token := s.token(t, id)
	if _, err := s.pool.Exec(t.Context(), `UPDATE sign_code SET revoked = '标志遗失' WHERE token = $1`, token); err != nil {
		t.Fatal(err)
	}
	if w := s.ask(t, "/Q/"+token); w.Code != http.StatusGone || !strings.Contains(w.Body.String(), "标志遗失") {
		t.Errorf("a revoked code: %d, want 410 and the reason", w.Code)
	}
	if again := s.token(t, id); again == token {
		t.Error("a revoked token was issued again")
	}
}

func TestEveryIdEverIssuedAnswersForEver(t *testing.T) {
	s := demoSystem(t)
	random := rand.New(rand.NewPCG(3, 30881))
	var ids []uuid.UUID
	for i := range 40 {
		ids = append(ids, s.add(t, "public", fmt.Sprintf("随机村%d", i)))
		if _, err := s.act(t, random, ids); err != nil {
			t.Logf("step %d: %v", i, err) // a refusal is an outcome like another
		}
	}
	all := query[uuid.UUID](t, s, `SELECT DISTINCT place FROM place_version WHERE visibility = 'public' AND upper_inf(recorded)`)
	if len(all) < 1000 {
		t.Fatalf("%d places, want those of the demo", len(all))
	}
	for _, id := range all {
		if w := s.ask(t, "/v1/places/"+id.String()); w.Code != http.StatusOK && w.Code != http.StatusGone {
			t.Errorf("place %s: %d %s, want 200 or 410", id, w.Code, w.Body)
		}
	}
	for _, token := range query[string](t, s, `SELECT token FROM sign_code WHERE place = ANY($1)`, append(ids, all[:300]...)) {
		if w := s.ask(t, "/Q/"+token); w.Code != http.StatusOK && w.Code != http.StatusGone {
			t.Errorf("code %s: %d, want 200 or 410", token, w.Code)
		}
	}
}

// act does one thing to one of the places.
func (s *system) act(t *testing.T, random *rand.Rand, ids []uuid.UUID) (int64, error) {
	id, other := ids[random.IntN(len(ids))], ids[random.IntN(len(ids))]
	switch random.IntN(4) {
	case 0:
		return s.Places.Withdraw(t.Context(), ledger.Console, id, nil, "撤销")
	case 1:
		return s.Places.Withdraw(t.Context(), ledger.Console, id, &other, "并入")
	case 2:
		from := version.Day(1990+random.IntN(60), 1, 1)
		return s.Places.Rename(t.Context(), ledger.Console, id, fmt.Sprintf("改名村%d", random.IntN(1000)), version.Span{From: from}, "更名")
	}
	s.token(t, id)
	return 0, nil
}

func query[T any](t testing.TB, s *system, sql string, args ...any) []T {
	t.Helper()
	rows, err := s.pool.Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[T])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAnInternalPlaceIsNowhere(t *testing.T) {
	s := demoSystem(t)
	const name = "密溪暗村"
	public := func() map[string]string {
		answers := map[string]string{}
		for _, address := range []string{
			path("/v1/places?q=%s", name), "/v1/places?q=mixi", path("/v1/suggest?q=%s", "密溪"), path("/v1/places?q=%s&limit=50", "暗村"),
			"/v1/places?bbox=118.64,28.65,118.642,28.66&limit=100", "/v1/reverse?lon=118.64123&lat=28.65432",
			tileAt(14, 118.64123, 28.65432), tileAt(12, 118.64123, 28.65432), "/tiles/public.json", "/v1/changes?limit=1000",
			"/v1/divisions/330881003", "/v1/divisions/330881/children",
		} {
			w := s.ask(t, address)
			answers[address] = fmt.Sprint(w.Code, w.Body)
		}
		return answers
	}
	before := public()
	id := s.add(t, "internal", name)
	token := s.token(t, id)
	for address, answer := range public() {
		if answer != before[address] {
			t.Errorf("%s changed with an internal place:\n%.400s\n%.400s", address, before[address], answer)
		}
	}
	for _, address := range []string{"", "/history", "/geojson", "/qr.svg", "/qr.png"} {
		w := s.ask(t, "/v1/places/"+id.String()+address)
		wantProblem(t, address, w, http.StatusNotFound, "place-not-found")
	}
	never := uuid.New()
	if a, b := s.ask(t, "/v1/places/"+id.String()), s.ask(t, "/v1/places/"+never.String()); a.Body.String() != b.Body.String() {
		t.Errorf("an internal place answers %s, none at all %s: they can be told apart", a.Body, b.Body)
	}
	page := s.ask(t, "/Q/"+token)
	if page.Code != http.StatusNotFound || strings.Contains(page.Body.String(), name) {
		t.Errorf("the page of an internal place: %d, want 404 without its name", page.Code)
	}
	if wrong := s.ask(t, "/Q/"+misread(token, 4)); strings.Contains(wrong.Body.String(), token) {
		t.Error("the page of a misread token suggests the code of an internal place")
	}
	if w := s.ask(t, "/q/"+token+".json"); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), name) {
		t.Errorf("the JSON of an internal place's code: %d %s, want 404", w.Code, w.Body)
	}
	if found := get[api.PlaceBody](t, s, "/v1/places/"+s.idOf(t, "330881003").String(), http.StatusOK); found.Name == "" {
		t.Error("the division that holds an internal place does not answer")
	}
}

func TestWhatANameHoldsIsTextAndNothingElse(t *testing.T) {
	s := demoSystem(t)
	const name = `<script>alert(1)</script>'; DROP TABLE place; --村`
	id := s.add(t, "public", name)
	page := s.ask(t, "/Q/"+s.token(t, id))
	if page.Code != http.StatusOK || strings.Contains(page.Body.String(), "<script>") || !strings.Contains(page.Body.String(), "&lt;script&gt;") {
		t.Errorf("the page: %d, want the name escaped", page.Code)
	}
	w := s.ask(t, "/v1/places/"+id.String())
	if body := decode[api.PlaceBody](t, w.Body); w.Code != http.StatusOK || body.Name != name {
		t.Errorf("the JSON: %d, name %q, want it as it was entered", w.Code, body.Name)
	}
	if list := get[api.PlaceList](t, s, path("/v1/places?q=%s", "DROP TABLE place"), http.StatusOK); !mentions(list, id) {
		t.Errorf("the place is not found by a part of its name: %+v", list.Items)
	}
	if svg := s.ask(t, "/v1/places/"+id.String()+"/qr.svg"); strings.Contains(svg.Body.String(), "<script") {
		t.Error("the picture of the code holds the script")
	}
	if w := s.ask(t, tileAt(14, 118.64123, 28.65432)); w.Code != http.StatusOK {
		t.Errorf("the tile that holds the name: %d", w.Code)
	}
}
