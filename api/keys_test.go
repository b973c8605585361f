package api_test

import (
	"net/http"
	"strings"
	"testing"

	"diming/api"
	"diming/internal/account"
	"diming/internal/account/accounttest"
)

func TestASecondFactorIsFinishedOverHTTP(t *testing.T) {
	s := demoSystem(t)
	a := s.newAccount(t, "qian.admin", account.Grant{Role: account.Admin})
	secret, err := s.Accounts.Open(t.Context(), a.ID, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	cookie := "diming_session=" + secret.String()
	device := accounttest.NewDevice(t, origin)
	post := func(cookie, path, body string, want int) string {
		t.Helper()
		w := s.send(t, http.MethodPost, path, body, "Cookie", cookie)
		if w.Code != want {
			t.Fatalf("%s = %d %s, want %d", path, w.Code, w.Body, want)
		}
		return w.Body.String()
	}
	options := post(cookie, "/v1/session/keys/begin", "", http.StatusOK)
	if !strings.Contains(options, `"publicKey"`) {
		t.Fatalf("options %s", options)
	}
	post(cookie, "/v1/session/keys/finish?name=blue", string(device.Register(t, []byte(options))), http.StatusCreated)

	secret, err = s.Accounts.Open(t.Context(), a.ID, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	cookie = "diming_session=" + secret.String()
	half := get[api.SessionBody](t, s, "/v1/session", http.StatusOK, "Cookie", cookie)
	if half.SecondFactor != "needed" || len(half.Can) != 0 {
		t.Errorf("before the second factor: %+v", half)
	}
	wantProblem(t, "accounts before the second factor", s.ask(t, "/v1/accounts", "Cookie", cookie), http.StatusForbidden, "second-factor-needed")
	wantProblem(t, "another key before the second factor", s.send(t, http.MethodPost, "/v1/session/keys/begin", "", "Cookie", cookie), http.StatusForbidden, "second-factor-needed")
	wantProblem(t, "rubbish", s.send(t, http.MethodPost, "/v1/session/second-factor/finish", "{}", "Cookie", cookie), http.StatusConflict, "key-too-late")
	options = post(cookie, "/v1/session/second-factor/begin", "", http.StatusOK)
	done := post(cookie, "/v1/session/second-factor/finish", string(device.Sign(t, []byte(options))), http.StatusOK)
	if !strings.Contains(done, `"second_factor":"done"`) || !strings.Contains(done, "account.manage") {
		t.Errorf("after the second factor: %s", done)
	}
	keys := get[api.KeyList](t, s, "/v1/session/keys", http.StatusOK, "Cookie", cookie)
	if len(keys.Items) != 1 || keys.Items[0].Name != "blue" || keys.Items[0].Used == nil {
		t.Errorf("keys %+v", keys)
	}
	if w := s.ask(t, "/v1/accounts", "Cookie", cookie); w.Code != http.StatusOK {
		t.Errorf("accounts: %d %s", w.Code, w.Body)
	}
}
