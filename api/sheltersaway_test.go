package api_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/internal/account"
	"diming/internal/ledger"
	"diming/shelters"
)

// dataTimes are what an answer says of when it is.
var dataTimes = regexp.MustCompile(`"(data_at|at)":"[^"]*"|,?"register_away":true|<p[^>]*>(数据截至|Data as of)[^<]*</p>`)

// openAnswers are those that everybody reads of shelters, of a village's safety and
// of policies, without their time.
func (s *system) openAnswers(t *testing.T, targets []string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, target := range targets {
		w := s.from("192.0.2.1:1", target)
		if w.Code >= 500 || w.Code == http.StatusNotFound {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
		all[target] = dataTimes.ReplaceAllString(w.Body.String(), "")
	}
	return all
}

// TestSheltersAndPoliciesAreAnsweredWithoutTheDatabase compares what everybody
// reads as the register says it, from memory, and from disk with the database away.
func TestSheltersAndPoliciesAreAnsweredWithoutTheDatabase(t *testing.T) {
	w := newWorld(t)
	first, second := uuid.MustParse(w.named["shelter"]), w.shelterIn(t, uuid.MustParse(w.named["division"]))
	store := &shelters.Store{DB: w.pool}
	if _, err := store.Report(t.Context(), ledger.Console, first, shelters.Report{ID: uuid.New(), State: shelters.Open, People: new(int), Note: "还没有人"}); err != nil {
		t.Fatal(err)
	}
	held, err := store.ByID(t.Context(), shelters.Reader{Internal: true}, second)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Withdraw(t.Context(), ledger.Console, second, held.Tag, &first, "拆除"); err != nil {
		t.Fatal(err)
	}
	targets := []string{"/v1/shelters", "/v1/shelters?near=118.6,28.61&hazard=typhoon", "/v1/shelters?division=" + w.home.String(), "/v1/shelters?division=" + w.away.String(), "/v1/shelters?state=open&lang=en",
		"/v1/shelters/" + first.String(), "/v1/shelters/" + second.String(), "/policy/" + w.named["policy"], "/policy/" + w.named["policy"] + "?lang=en"}
	asked := w.openAnswers(t, targets)
	if !strings.Contains(asked[targets[0]], `"people":0`) || strings.Contains(asked[targets[0]], "还没有人") {
		t.Errorf("the list: %s", asked[targets[0]])
	}
	keeper := w.signedIn(t, "keeper", account.Grant{Role: account.ShelterKeeper, Division: w.home})
	w.look(t)
	sameAnswers(t, "from memory", asked, w.openAnswers(t, targets))
	dir := t.TempDir()
	if err := w.Behind.Save(dir); err != nil {
		t.Fatal(err)
	}
	w.pool.Close()
	sameAnswers(t, "with the database away", asked, w.openAnswers(t, targets))
	again := newSystem(w.pool)
	if err := again.Behind.Restore(dir, true); err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, "from disk", asked, again.openAnswers(t, targets))
	for _, target := range targets {
		if body := again.from("192.0.2.1:1", target).Body.String(); !strings.Contains(body, `"register_away":true`) && !strings.Contains(body, "暂时连不上登记库") && !strings.Contains(body, "cannot be reached") {
			t.Errorf("%s from disk does not say that the register is away: %s", target, body)
		}
	}
	if got := w.send(t, http.MethodGet, "/v1/shelters?of=kept", "", keeper...); got.Code != http.StatusInternalServerError && got.Code != http.StatusServiceUnavailable {
		t.Errorf("what a keeper keeps, which only the register knows: %d %s", got.Code, got.Body)
	}
}

func sameAnswers(t *testing.T, how string, want, got map[string]string) {
	t.Helper()
	for target, answer := range want {
		if got[target] != answer {
			t.Errorf("%s %s:\n%s\nthe register says\n%s", target, how, got[target], answer)
		}
	}
}
