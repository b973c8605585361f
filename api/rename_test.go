package api_test

import (
	"encoding/json"
	"testing"

	"diming/api"
	"diming/internal/account"
)

func TestARenamingPastTheCasesIsTheApproversAndTheRulesAreAsked(t *testing.T) {
	w := newWorld(t)
	id := w.named["place"]
	clerk := w.signedIn(t, "rename.clerk", account.Grant{Role: account.Clerk, Division: w.home}, account.Grant{Role: account.Reviewer, Division: w.home})
	approver := w.signedIn(t, "rename.approver", account.Grant{Role: account.Approver, Division: w.home})
	_, tag := w.asked(t, id, approver)
	rename := func(name string, who []string) (code int, p api.NameRefusedProblem) {
		t.Helper()
		got := w.send(t, "POST", "/v1/places/"+id+"/rename", `{"name":"`+name+`","valid_from":"2019-05-01","reason":"江政函〔2019〕1号"}`, append([]string{"If-Match", tag}, who...)...)
		if err := json.Unmarshal(got.Body.Bytes(), &p); err != nil {
			t.Fatalf("%s: %v", got.Body, err)
		}
		return got.Code, p
	}
	if code, _ := rename("清溪新村", clerk); code != 403 {
		t.Errorf("who opens cases renamed past them: %d, want 403", code)
	}
	code, p := rename("中国江山清溪新村A99", approver)
	if code != 422 || p.Type != "urn:diming:problem:name-refused" || len(p.Findings) == 0 || len(p.Errors) != len(p.Findings) || p.Errors[0].Message != p.Findings[0].Text {
		t.Errorf("a name that the rules refuse: %d %+v, want 422 with the findings", code, p)
	}
	for _, f := range p.Findings {
		if f.Severity != "refuse" || f.Article == "" {
			t.Errorf("finding %+v, want what refuses, with its article", f)
		}
	}
	if held, now := w.asked(t, id, approver); held.Name != "清溪口" || now != tag {
		t.Errorf("the place is %q after refusals", held.Name)
	}
	if code, p := rename("清溪新村", approver); code != 200 {
		t.Fatalf("a name that may stand: %d %+v", code, p)
	}
	if held, _ := w.asked(t, id, approver); held.Name != "清溪新村" {
		t.Errorf("the place is %q", held.Name)
	}
}
