package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"
)

// pages reads a list to its end, so many at a time, and gives the ids in order.
func (b *border) pages(t *testing.T, path string, limit int, who []string) (ids []string) {
	t.Helper()
	for cursor := ""; ; {
		answer := b.send(t, http.MethodGet, fmt.Sprintf("%s?line=%s&limit=%d&cursor=%s", path, b.line, limit, cursor), "", who...)
		var page struct {
			Items []struct{ ID string }
			Next  string
		}
		if answer.Code != http.StatusOK || json.Unmarshal(answer.Body.Bytes(), &page) != nil || len(page.Items) > limit {
			t.Fatalf("GET %s = %d %s", path, answer.Code, answer.Body)
		}
		for _, one := range page.Items {
			ids = append(ids, one.ID)
		}
		if cursor = page.Next; cursor == "" {
			return ids
		}
		if len(page.Items) == 0 {
			t.Fatalf("%s: an empty page has a next one", path)
		}
	}
}

func TestListsOfUpkeepGoOnPageByPage(t *testing.T) {
	b := newBorder(t)
	for i := range 7 {
		contract := b.make(t, "/v1/upkeep/contracts", fmt.Sprintf(`{"line":%q,"keeper":{"name":"王小明"},"from_on":"20%02d-01-01","to_on":"2099-12-31","markers":[%q]}`, b.line, 10+i%3, b.markers[0]), b.ours)
		found := time.Now().Add(-time.Duration(1+i%3) * time.Hour).Format(time.RFC3339)
		report := b.make(t, "/v1/upkeep/reports", fmt.Sprintf(`{"line":%q,"kind":"terrain","text":"塌方","discovered_at":%q}`, b.line, found), b.ours)
		matter := b.make(t, "/v1/upkeep/matters", fmt.Sprintf(`{"line":%q,"kind":"dispute","title":"山场","on":"2026-01-0%d"}`, b.line, 1+i%3), b.ours)
		b.make(t, "/v1/upkeep/patrols", fmt.Sprintf(`{"contract":%q,"occasion":"event","made_at":%q,"checks":[{"marker":%q,"reached":true,"condition":"normal","cleared":"done"}]}`, contract, found, b.markers[0]), b.ours)
		if i%2 == 0 {
			continue
		}
		for _, path := range []string{"/v1/upkeep/reports/" + report + "/handling", "/v1/upkeep/matters/" + matter + "/close"} {
			if got := b.send(t, http.MethodPost, path, `{"reason":"已处理"}`, b.ours...); got.Code != http.StatusNoContent {
				t.Fatalf("%s = %d %s", path, got.Code, got.Body)
			}
		}
	}
	for _, path := range []string{"/v1/upkeep/contracts", "/v1/upkeep/patrols", "/v1/upkeep/reports", "/v1/upkeep/matters"} {
		whole := b.pages(t, path, 500, b.ours)
		if len(whole) != 7 {
			t.Errorf("%s lists %d, want 7", path, len(whole))
		}
		for _, limit := range []int{1, 2, 3, 7} {
			if got := b.pages(t, path, limit, b.ours); !slices.Equal(got, whole) {
				t.Errorf("%s by %d lists %v, want %v", path, limit, got, whole)
			}
		}
		wantProblem(t, path+" with a cursor that is none", b.send(t, http.MethodGet, path+"?cursor=broken", "", b.ours...), 400, "bad-cursor")
	}
}

// TestAPageGoesOnAlsoWhenItsLastWasDealtWithMeanwhile: what was open is not
// skipped because the row by which the list goes on moved to its end.
func TestAPageGoesOnAlsoWhenItsLastWasDealtWithMeanwhile(t *testing.T) {
	b := newBorder(t)
	var all []string
	for i := range 4 {
		all = append(all, b.make(t, "/v1/upkeep/reports", fmt.Sprintf(`{"line":%q,"kind":"terrain","text":"塌方","discovered_at":%q}`, b.line, time.Now().Add(-time.Duration(1+i)*time.Hour).Format(time.RFC3339)), b.ours))
	}
	first := decode[struct{ Next string }](t, b.send(t, http.MethodGet, "/v1/upkeep/reports?limit=2", "", b.ours...).Body)
	if got := b.send(t, http.MethodPost, "/v1/upkeep/reports/"+all[1]+"/handling", `{"reason":"已处理"}`, b.ours...); got.Code != http.StatusNoContent {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	rest := decode[struct{ Items []struct{ ID string } }](t, b.send(t, http.MethodGet, "/v1/upkeep/reports?limit=2&cursor="+first.Next, "", b.ours...).Body)
	if len(rest.Items) != 2 || rest.Items[0].ID != all[2] || rest.Items[1].ID != all[3] {
		t.Errorf("after the first two: %+v, want %v", rest.Items, all[2:])
	}
}
