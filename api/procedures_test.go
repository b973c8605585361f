package api_test

import (
	"testing"

	"diming/api"
	"diming/internal/account"
)

func TestProceduresAreSetByTheOfficeWithinTheLaw(t *testing.T) {
	w := newWorld(t)
	editor := w.signedIn(t, "procedures", account.Grant{Role: account.Approver, Division: w.home})
	clerk := w.signedIn(t, "procedures.clerk", account.Grant{Role: account.Clerk, Division: w.home})
	away := w.signedIn(t, "procedures.away", account.Grant{Role: account.Reviewer, Division: w.away})
	body := func(required, more string) string {
		return `{"division":"330881","class":"235","procedure":{"approver_kind":"government","approver":"示例市人民政府","required":[` + required + `],"files":true,"announces":true,"basis":"示例规定"},"reason":"测试"` + more + `}`
	}
	for what, who := range map[string][]string{"a clerk": clerk, "another county's reviewer": away} {
		wantProblem(t, what, w.send(t, "POST", "/v1/case-procedures", body(`"notice"`, ""), who...), 403, "not-allowed")
	}
	wantProblem(t, "an opinion that there is not", w.send(t, "POST", "/v1/case-procedures", body(`"oracle"`, ""), editor...), 422, "unfit-procedure")
	made := answerOf[api.ProcedureBody](t, w, 200, "POST", "/v1/case-procedures", body(`"notice"`, ""), editor...)
	wantProblem(t, "another beside it", w.send(t, "POST", "/v1/case-procedures", body("", ""), editor...), 409, "procedure-changed")
	changed := answerOf[api.ProcedureBody](t, w, 200, "POST", "/v1/case-procedures", body("", `,"seen":"`+made.ID.String()+`"`), editor...)
	all := answerOf[struct{ Items []api.ProcedureBody }](t, w, 200, "GET", "/v1/case-procedures", "", clerk...)
	own, defaults := 0, 0
	for _, p := range all.Items {
		switch {
		case p.ID == nil:
			defaults++
		case *p.ID == *changed.ID && len(p.Required) == 0 && p.Division.Code == "330881" && p.SetBy == "测试员":
			own++
		}
	}
	if own != 1 || defaults < 9 || len(all.Items) != own+defaults {
		t.Errorf("%d own and %d defaults of %d", own, defaults, len(all.Items))
	}
	end := "/v1/case-procedures/" + changed.ID.String() + "/end"
	wantProblem(t, "the end by another county", w.send(t, "POST", end, `{"reason":"测试"}`, away...), 403, "not-allowed")
	if got := w.send(t, "POST", end, `{"reason":"测试"}`, editor...); got.Code != 204 {
		t.Errorf("the end = %d %s", got.Code, got.Body)
	}
	wantProblem(t, "the end again", w.send(t, "POST", end, `{"reason":"测试"}`, editor...), 404, "no-procedure")
}
