package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/api"
	"diming/internal/account"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
)

// password is what the accounts under test log in with.
const password = "Qinghu-2026"

// newAccount makes an account that holds roles in divisions and needs no new
// password.
func (s *system) newAccount(t testing.TB, login string, grants ...account.Grant) account.Account {
	t.Helper()
	a, err := s.Accounts.Add(t.Context(), ledger.Console, login, "测试员", "测试")
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range grants {
		if err := s.Accounts.Grant(t.Context(), ledger.Console, a.ID, g, "测试"); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// login gives an account a password that it need not change.
func (s *system) usePassword(t testing.TB, a account.Account) {
	t.Helper()
	if err := s.Accounts.SetPassword(t.Context(), ledger.Console, a.ID, password, "测试"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.pool.Exec(t.Context(), `UPDATE account SET must_change = false WHERE id = $1`, a.ID); err != nil {
		t.Fatal(err)
	}
}

// send gives the answer to a request with a JSON body; headers are names and
// values in turn.
func (s *system) send(t testing.TB, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, origin+target, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if method == http.MethodGet && !strings.HasPrefix(target, "/v1/") {
		s.look(t)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestLogInShowsWhoMayDoWhatAndLogOutEndsIt(t *testing.T) {
	s := demoSystem(t)
	town := s.idOf(t, "330881003")
	a := s.newAccount(t, "xu.officer", account.Grant{Role: account.Clerk, Division: town})
	s.usePassword(t, a)
	wantProblem(t, "wrong password", s.send(t, http.MethodPost, "/v1/session", `{"login":"xu.officer","password":"Qinghu-2025"}`), 401, "wrong-login")
	w := s.send(t, http.MethodPost, "/v1/session", `{"login":"XU.Officer","password":"`+password+`"}`)
	if w.Code != http.StatusOK {
		t.Fatalf("log in: %d %s", w.Code, w.Body)
	}
	cookies := w.Result().Cookies()
	if len(cookies) != 1 || cookies[0].Name != "diming_session" || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteLaxMode {
		t.Fatalf("cookies %+v, want one session cookie that no script reads", cookies)
	}
	body := decode[api.SessionBody](t, w.Body)
	if body.Account.ID != a.ID || len(body.Roles) != 1 || *body.Roles[0].Division != town || body.Roles[0].DivisionName != "清湖街道" {
		t.Errorf("session %+v, want the clerk of 清湖街道", body)
	}
	if got := strings.Join(body.Can, " "); got != "address_application.work campaign.decide case.handle case.open case.read certificate.issue comment.answer division_case.prepare heritage.edit notice.publish place.edit place.read_internal plate.read quality.work supervision.work" {
		t.Errorf("can %q", got)
	}
	cookie := cookies[0].Name + "=" + cookies[0].Value
	again := get[api.SessionBody](t, s, "/v1/session", 200, "Cookie", cookie)
	if again.Account.Login != "xu.officer" || again.IdleEndsAt == nil {
		t.Errorf("session %+v", again)
	}
	wantProblem(t, "another site's page", s.send(t, http.MethodDelete, "/v1/session", "", "Cookie", cookie, "Sec-Fetch-Site", "cross-site"), 403, "cross-site")
	if w := s.send(t, http.MethodDelete, "/v1/session", "", "Cookie", cookie); w.Code != http.StatusNoContent {
		t.Errorf("log out: %d %s", w.Code, w.Body)
	}
	wantProblem(t, "after log-out", s.ask(t, "/v1/session", "Cookie", cookie), 401, "not-signed-in")
}

func TestNoAnswerRepeatsASecretThatWasSentWrongly(t *testing.T) {
	s := demoSystem(t)
	const secret = "Geheim-7351"
	for what, body := range map[string]string{
		"a misspelt field":   `{"user":"xu.officer","password":"` + secret + `"}`,
		"a missing field":    `{"password":"` + secret + `"}`,
		"a list":             `{"login":"xu.officer","password":["` + secret + `"]}`,
		"a secret elsewhere": `{"login":"xu.officer","passwort":"` + secret + `"}`,
		"a text":             `"` + secret + `"`,
		"no JSON":            `{"login":"xu.officer","password":"` + secret + `"`,
		"a bare word":        secret,
	} {
		w := s.send(t, http.MethodPost, "/v1/session", body)
		if w.Code != http.StatusUnprocessableEntity && w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d %s", what, w.Code, w.Body)
		}
		if strings.Contains(w.Body.String(), secret) {
			t.Errorf("%s: the answer repeats the secret: %s", what, w.Body)
		}
		var told api.Problem
		if err := json.Unmarshal(w.Body.Bytes(), &told); err != nil || len(told.Errors) == 0 || !strings.HasPrefix(told.Errors[0].Location, "body") {
			t.Errorf("%s: the answer says not where: %s, %v", what, w.Body, err)
		}
	}
}

func TestATokenOfAnotherServerIsJustUnknown(t *testing.T) {
	s := demoSystem(t)
	mark := s.log.mark()
	for _, token := range []string{"x", "dms_", "dmt_" + uuid.NewString(), "eyJhbGciOiJub25lIn0.e30.", strings.Repeat("a", 5000)} {
		wantProblem(t, token[:min(len(token), 20)], s.ask(t, "/v1/session", "Authorization", "Bearer "+token), 401, "not-signed-in")
	}
	if logged := s.log.errors(mark); logged != "" {
		t.Errorf("logged as a fault of ours: %s", logged)
	}
}

func TestAnAddressThatTriedTooOftenIsToldWhenToComeAgain(t *testing.T) {
	s := newSystem(pgtest.New(t))
	s.Accounts.Policy = func(context.Context) (account.Policy, error) {
		p := account.DefaultPolicy
		p.StrangersPerSecond = 0 // the limit of an address alone
		return p, nil
	}
	try := func(i int) *httptest.ResponseRecorder {
		return s.send(t, http.MethodPost, "/v1/session", fmt.Sprintf(`{"login":"somebody%d","password":"wrong"}`, i))
	}
	for i := range account.DefaultPolicy.AddressTries {
		wantProblem(t, "a wrong log-in", try(i), http.StatusUnauthorized, "wrong-login")
	}
	w := try(0)
	wantProblem(t, "one too many", w, http.StatusTooManyRequests, "too-many-attempts")
	if wait, err := strconv.Atoi(w.Header().Get("Retry-After")); err != nil || wait < 60 || wait > 600 {
		t.Errorf("Retry-After %q, want the rest of ten minutes", w.Header().Get("Retry-After"))
	}
}
