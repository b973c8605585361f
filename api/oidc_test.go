package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"diming/api"
	"diming/internal/account"
	"diming/internal/account/accounttest"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
)

// withProvider gives a server with an OpenID provider on this machine.
func withProvider(t *testing.T) (*system, *accounttest.Issuer) {
	t.Helper()
	s, issuer := newSystem(pgtest.New(t)), accounttest.NewIssuer(t, "diming")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm() // a form that is none has no code
		answer, ok := issuer.Answer(r.URL.Path, r.Form)
		w.Header().Set("Content-Type", "application/json")
		if !ok {
			w.WriteHeader(http.StatusBadRequest)
		}
		_ = json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(server.Close)
	issuer.URL = server.URL
	s.Accounts.Provider = &account.Provider{Name: "政务统一认证", Issuer: server.URL, ClientID: "diming", Secret: "s", Callback: origin + "/v1/session/oidc/callback"}
	return s, issuer
}

// A trip is a browser's way to the provider and back.
type trip struct {
	state, code, cookie string
}

// depart sends a browser to the provider, which logs the subject in.
func depart(t *testing.T, s *system, issuer *accounttest.Issuer, query string, headers ...string) trip {
	t.Helper()
	w := s.ask(t, "/v1/session/oidc"+query, headers...)
	if w.Code != http.StatusFound {
		t.Fatalf("to the provider: %d %s", w.Code, w.Body)
	}
	var way trip
	way.state, way.code = issuer.LogIn(t, w.Header().Get("Location"))
	way.cookie = w.Result().Cookies()[0].Name + "=" + w.Result().Cookies()[0].Value
	return way
}

// arrive brings the browser back, and gives where it is sent and its session.
func (way trip) arrive(t *testing.T, s *system) (to, session string) {
	t.Helper()
	w := s.ask(t, "/v1/session/oidc/callback?state="+url.QueryEscape(way.state)+"&code="+url.QueryEscape(way.code), "Cookie", way.cookie)
	for _, c := range w.Result().Cookies() {
		if c.Name == "diming_session" {
			session = c.Name + "=" + c.Value
		}
	}
	return w.Header().Get("Location"), session
}

func TestAnIdentityLogsInToTheAccountItIsLinkedTo(t *testing.T) {
	s, issuer := withProvider(t)
	if m := get[api.MethodsBody](t, s, "/v1/session/methods", http.StatusOK); m.OIDC == nil || m.OIDC.Name != "政务统一认证" {
		t.Errorf("methods %+v", m)
	}
	a := s.newAccount(t, "zhang.san", account.Grant{Role: account.Clerk})
	issuer.Subject = "subject-1"
	if to, session := depart(t, s, issuer, "").arrive(t, s); session != "" || to != "/office?login_problem=oidc-unlinked" {
		t.Errorf("an unknown identity is sent to %s with session %q", to, session)
	}
	if err := s.Accounts.Link(t.Context(), ledger.Console, a.ID, issuer.URL, "subject-1", "测试"); err != nil {
		t.Fatal(err)
	}
	to, session := depart(t, s, issuer, "?return="+url.QueryEscape("/office/register?q=村")).arrive(t, s)
	if !strings.HasPrefix(to, "/office/register?q=") {
		t.Errorf("sent to %s, want the page that was left", to)
	}
	if body := get[api.SessionBody](t, s, "/v1/session", http.StatusOK, "Cookie", session); body.Account.ID != a.ID {
		t.Errorf("session of %+v", body.Account)
	}
	for _, elsewhere := range []string{"https://evil.example", "//evil.example/office", `/\evil.example`, "/office/../../x?", "javascript:alert(1)"} {
		if to, _ := depart(t, s, issuer, "?return="+url.QueryEscape(elsewhere)).arrive(t, s); !strings.HasPrefix(to, "/office") {
			t.Errorf("return=%s: sent to %s", elsewhere, to)
		}
	}
}

func TestWhoIsLoggedInLinksTheirIdentity(t *testing.T) {
	s, issuer := withProvider(t)
	a := s.newAccount(t, "zhang.san", account.Grant{Role: account.Clerk})
	secret, err := s.Accounts.Open(t.Context(), a.ID, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	issuer.Subject = "subject-2"
	wantProblem(t, "link without a log-in", s.ask(t, "/v1/session/oidc?link=1"), http.StatusUnauthorized, "not-signed-in")
	if to, session := depart(t, s, issuer, "?link=1&return=/office/me", "Cookie", "diming_session="+secret.String()).arrive(t, s); to != "/office/me" || session != "" {
		t.Errorf("after linking: %s, %q", to, session)
	}
	if _, session := depart(t, s, issuer, "").arrive(t, s); session == "" {
		t.Error("the linked identity does not log in")
	}
	b := s.newAccount(t, "li.si")
	if err := s.Accounts.Link(t.Context(), ledger.Console, b.ID, issuer.URL, "subject-2", "测试"); err == nil {
		t.Error("one identity is linked to two accounts")
	}
}

func TestAStolenOrForgedReturnFromTheProviderIsRefused(t *testing.T) {
	s, issuer := withProvider(t)
	a := s.newAccount(t, "zhang.san")
	issuer.Subject = "subject-3"
	if err := s.Accounts.Link(t.Context(), ledger.Console, a.ID, issuer.URL, "subject-3", "测试"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		what  string
		forge func(*trip)
	}{
		{"in another browser", func(w *trip) { w.cookie = "x=y" }},
		{"with another state", func(w *trip) { w.state += "x" }},
		{"with another's code", func(w *trip) { w.code = depart(t, s, issuer, "").code }},
		{"with no code", func(w *trip) { w.code = "" }},
		{"twice", func(w *trip) { w.arrive(t, s) }},
		{"too late", func(*trip) {
			if _, err := s.pool.Exec(t.Context(), `UPDATE oidc_attempt SET ends_at = now() - interval '1 second'`); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		way := depart(t, s, issuer, "")
		test.forge(&way)
		if to, session := way.arrive(t, s); session != "" || to != "/office?login_problem=oidc-stale" {
			t.Errorf("%s: sent to %s with session %q", test.what, to, session)
		}
	}
	for claim, value := range map[string]string{"nonce": "another", "aud": "somebody-else", "iss": "https://evil.example"} {
		issuer.Claims = map[string]string{claim: value}
		if to, session := depart(t, s, issuer, "").arrive(t, s); session != "" || to != "/office?login_problem=oidc-stale" {
			t.Errorf("an identity with another %s: sent to %s with session %q", claim, to, session)
		}
	}
	issuer.Claims = nil
	if _, session := depart(t, s, issuer, "").arrive(t, s); session == "" {
		t.Error("after all that the right one does not log in")
	}
}

func TestAProviderThatIsAwayIsSaidSo(t *testing.T) {
	s, _ := withProvider(t)
	s.Accounts.Provider.Issuer = "http://127.0.0.1:1"
	wantProblem(t, "provider away", s.ask(t, "/v1/session/oidc"), http.StatusServiceUnavailable, "oidc-unreachable")
	s.Accounts.Provider = nil
	wantProblem(t, "no provider", s.ask(t, "/v1/session/oidc"), http.StatusNotFound, "no-oidc")
}
