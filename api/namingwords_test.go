package api_test

import (
	"net/url"
	"testing"

	"github.com/google/uuid"

	"diming/api"
	"diming/internal/account"
)

type wordPage struct {
	Items []struct {
		ID       *uuid.UUID
		Text     string
		Kind     string
		Source   string
		Shipped  bool
		Dropped  bool
		Division *api.DivisionRef
		AddedBy  string `json:"added_by"`
	}
	Next  string
	Total int
}

func TestWordListsAreTheOfficesToEdit(t *testing.T) {
	w := newWorld(t)
	editor := w.signedIn(t, "words", account.Grant{Role: account.Reviewer, Division: w.home})
	clerk := w.signedIn(t, "words.clerk", account.Grant{Role: account.Clerk, Division: w.home})
	away := w.signedIn(t, "words.away", account.Grant{Role: account.Reviewer, Division: w.away})

	reserve := `{"list":"reserve","division":"330881003","source":"示例储备库","reason":"测试","words":[{"text":"枫石路","kind":"235"},{"text":"枫石路","kind":"235"},{"text":" 文溪路 ","kind":"235","note":"示例"}]}`
	for what, who := range map[string][]string{"a clerk": clerk, "another county's reviewer": away} {
		wantProblem(t, what, w.send(t, "POST", "/v1/naming-words", reserve, who...), 403, "not-allowed")
	}
	added := answerOf[api.AddedWords](t, w, 200, "POST", "/v1/naming-words", reserve, editor...)
	if added.Added != 2 || len(added.Refused) != 1 || added.Refused[0].Row != 2 {
		t.Errorf("added %+v, want two taken and the second told", added)
	}
	list := func(query string, who []string) wordPage {
		t.Helper()
		return answerOf[wordPage](t, w, 200, "GET", "/v1/naming-words?"+query, "", who...)
	}
	held := list("list=reserve&class=23514&division=330881003", clerk)
	if held.Total != 2 || held.Items[0].Text != "文溪路" || held.Items[0].AddedBy != "测试员" || held.Items[0].Division == nil || held.Items[0].Division.Code != "330881003" {
		t.Errorf("the reserve as its clerk reads it: %+v", held)
	}
	if seen := list("list=reserve", away); seen.Total != 0 {
		t.Errorf("another county reads %+v of the reserve", seen)
	}
	if other := list("list=reserve&class=22100", clerk); other.Total != 0 {
		t.Errorf("names for streets are given for estates: %+v", other)
	}

	end := "/v1/naming-words/" + held.Items[0].ID.String() + "/end"
	wantProblem(t, "the end by another county", w.send(t, "POST", end, `{"reason":"测试"}`, away...), 403, "not-allowed")
	wantProblem(t, "the end without a reason", w.send(t, "POST", end, `{"reason":" "}`, editor...), 422, "reason-needed")
	if got := w.send(t, "POST", end, `{"reason":"测试"}`, editor...); got.Code != 204 {
		t.Errorf("the end = %d %s", got.Code, got.Body)
	}
	wantProblem(t, "the end once more", w.send(t, "POST", end, `{"reason":"测试"}`, editor...), 404, "no-word")

	drop := `{"list":"brands","source":"示例","reason":"测试","words":[{"text":"华为","dropped":true}]}`
	wantProblem(t, "what holds everywhere, by another county than the register's own", w.send(t, "POST", "/v1/naming-words", drop, away...), 403, "not-allowed")
	answerOf[api.AddedWords](t, w, 200, "POST", "/v1/naming-words", drop, editor...)
	wantProblem(t, "the same again", w.send(t, "POST", "/v1/naming-words", drop, editor...), 409, "word-held")
	brands := list("list=brands&q="+url.QueryEscape("华为"), clerk)
	if brands.Total != 1 || !brands.Items[0].Dropped || brands.Items[0].Shipped {
		t.Errorf("a brand taken out: %+v", brands)
	}
	first := list("list=generics&limit=100", clerk)
	second := list("list=generics&limit=1000&cursor="+url.QueryEscape(first.Next), clerk)
	if len(first.Items) != 100 || len(first.Items)+len(second.Items) != first.Total || second.Next != "" {
		t.Errorf("generic parts by page: %d and %d of %d", len(first.Items), len(second.Items), first.Total)
	}
	kinds := answerOf[struct{ Items []api.WordListBody }](t, w, 200, "GET", "/v1/naming-words/lists", "", clerk...)
	for _, k := range kinds.Items {
		if k.List == "brands" && (k.Own != 1 || !k.Shipped) || k.List == "reserve" && (k.Own != 1 || !k.ByClass || !k.Local) {
			t.Errorf("list %+v", k)
		}
	}
}
