package api_test

import (
	"encoding/json"
	"testing"

	"diming/internal/account"
)

func TestTheCasesThatWaitForSomebodysStep(t *testing.T) {
	w := newWorld(t)
	for role, sees := range map[account.Role]bool{account.Clerk: true, account.Approver: false} {
		who := w.signedIn(t, "tasks-"+string(role), account.Grant{Role: role, Division: w.home})
		got := w.send(t, "GET", "/v1/cases/tasks", "", who...)
		var body struct {
			Total int `json:"total"`
			Items []struct{ Case, Step, Title string }
		}
		if err := json.Unmarshal(got.Body.Bytes(), &body); err != nil || got.Code != 200 {
			t.Fatalf("%s: %d %s", role, got.Code, got.Body)
		}
		if sees != (body.Total > 0 && len(body.Items) > 0 && body.Items[0].Step != "") {
			t.Errorf("%s sees %+v", role, body)
		}
		if len(body.Items) > 5 || body.Total < len(body.Items) {
			t.Errorf("%s: %d of %d", role, len(body.Items), body.Total)
		}
	}
}
