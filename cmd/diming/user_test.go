package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"diming/internal/pg/pgtest"
)

// logIn tries to log in at a server and gives the answer.
func (s *server) logIn(login, password string) (int, string, error) {
	body, err := json.Marshal(map[string]string{"login": login, "password": password})
	if err != nil {
		return 0, "", err
	}
	answer, err := client.Post(s.URL+"/v1/session", "application/json", strings.NewReader(string(body)))
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text), err
}

// wantLogIn checks how a log-in is answered.
func (s *server) wantLogIn(login, password string, status int, says string) {
	s.t.Helper()
	got, body, err := s.logIn(login, password)
	if err != nil || got != status || !strings.Contains(body, says) {
		s.t.Errorf("log in as %s = %d %s, %v, want %d and %q", login, got, body, err, status, says)
	}
}

func TestAFreshRegisterGetsItsPeopleFromTheConsole(t *testing.T) {
	t.Parallel() // most of it is waiting for other processes
	url, admin := pgtest.NewURL(t)
	h := foreign(t, url, admin)
	h.ok("migrate")
	var made struct{ ID, Login, Password string }
	if err := json.Unmarshal([]byte(h.ok("user", "add", "zhou", "--name", "周管理", "--admin", "--json")), &made); err != nil || len(made.Password) < 16 {
		t.Fatalf("user add: %+v, %v, want an account with a password", made, err)
	}
	h.refused("已有账户使用", "user", "add", "ZHOU", "--name", "另一人")
	h.refused("三员分立", "user", "role", "zhou", "clerk", "--reason", "试")
	h.refused("最后一名", "user", "role", "zhou", "admin", "--revoke", "--reason", "试")
	h.refused("最后一名", "user", "disable", "zhou", "--reason", "试")
	h.refused("没有这种角色", "user", "role", "zhou", "emperor", "--reason", "试")

	typed := h.command("user", "add", "wu.shen", "--name", "吴审计", "--role", "auditor", "--password-stdin")
	typed.Stdin = strings.NewReader("weak\n")
	if out, err := typed.CombinedOutput(); err == nil || !strings.Contains(string(out), "密码太弱") {
		t.Errorf("a weak password: %s, %v, want a refusal", out, err)
	}
	typed = h.command("user", "add", "wu.shen", "--name", "吴审计", "--role", "auditor", "--password-stdin")
	typed.Stdin = strings.NewReader("Shenji-Ji-2026\n")
	if out, err := typed.CombinedOutput(); err != nil || strings.Contains(string(out), "Shenji-Ji") {
		t.Errorf("a password from standard input: %s, %v, want it taken and not shown", out, err)
	}
	if list := h.ok("user", "list"); !strings.Contains(list, "admin@all") || !strings.Contains(list, "吴审计") {
		t.Errorf("user list: %s", list)
	}

	s := h.serve().ready()
	s.wantLogIn("zhou", made.Password, http.StatusOK, `"must_change_password":true`)
	s.wantLogIn("wu.shen", "Shenji-Ji-2026", http.StatusOK, "吴审计")
	h.ok("user", "disable", "wu.shen", "--reason", "调离")
	s.wantLogIn("wu.shen", "Shenji-Ji-2026", http.StatusUnauthorized, "wrong-login")
	h.ok("user", "enable", "wu.shen", "--reason", "复职")
	h.ok("user", "password", "wu.shen", "--reason", "忘记密码")
	s.wantLogIn("wu.shen", "Shenji-Ji-2026", http.StatusUnauthorized, "wrong-login")
	h.ok("user", "link", "wu.shen", "subject-1", "--issuer", "https://id.example.cn", "--reason", "测试")
	h.refused("已关联", "user", "link", "zhou", "subject-1", "--issuer", "https://id.example.cn", "--reason", "测试")
	h.ok("user", "lose-keys", "zhou", "--reason", "测试")
	s.stop()
	if out := h.ok("verify"); !strings.Contains(out, "holds") {
		t.Errorf("verify: %s", out)
	}
}

func TestDemoAccountsArePrintedAndNotServedUnderAPublicName(t *testing.T) {
	t.Parallel() // most of it is waiting for other processes
	h, _ := demoRegister(t)
	s := h.serve("--demo").ready()
	said := s.log.String()
	for _, login := range []string{"officer", "approver", "importer", "auditor", "admin"} {
		if !strings.Contains(said, login) {
			t.Errorf("the console does not name %s: %s", login, said)
		}
	}
	_, after, _ := strings.Cut(said, "Password")
	password := strings.Fields(after)[0]
	s.wantLogIn("officer", password, http.StatusOK, `"must_change_password":false`)
	s.stop()
	h.refused("示例", "serve", "--listen", "127.0.0.1:0", "--public-url", "https://diming.example.cn")
}
