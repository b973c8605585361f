package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"diming/api"
	"diming/internal/ledger"
)

func TestTheFeedGivesEveryPublicChangeOnce(t *testing.T) {
	s := demoSystem(t)
	s.add(t, "internal", "馈送内部村")
	hidden := s.add(t, "internal", "馈送暗村")
	s.add(t, "public", "馈送村")
	want := query[int64](t, s, `SELECT s.seq FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry WHERE e.public ORDER BY s.seq`)
	var got []int64
	for since := int64(0); ; {
		list := get[api.ChangeList](t, s, path("/v1/changes?since=%d&limit=2", since), http.StatusOK)
		if len(list.Items) == 0 {
			if list.Next != since {
				t.Errorf("an empty page says next %d, want %d", list.Next, since)
			}
			break
		}
		for _, c := range list.Items {
			got = append(got, c.Seq)
			if len(c.Hash) != 64 || len(c.Entry) == 0 || strings.Contains(string(c.Entry), hidden.String()) {
				t.Errorf("change %d: hash %q, entry %s", c.Seq, c.Hash, c.Entry)
			}
		}
		since = list.Next
	}
	if !slices.Equal(got, want) {
		t.Errorf("the feed gives %v, the chain has the public ones %v", got, want)
	}
}

func TestABulkChangeListsEverythingItTouched(t *testing.T) {
	s := demoSystem(t)
	var bulk []ledger.Change
	for since := int64(0); ; {
		page, err := ledger.Changes(t.Context(), s.pool, since, 500, true)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, c := range page {
			if c.Kind == "batch" {
				bulk = append(bulk, c)
			}
		}
		since = page[len(page)-1].Seq
	}
	if len(bulk) < 2 {
		t.Fatalf("%d bulk changes, want those of the demo", len(bulk))
	}
	for _, c := range bulk {
		var want int
		for _, n := range query[int](t, s, `SELECT count(DISTINCT object) FROM (
			SELECT place AS object FROM place_version WHERE entry = $1 OR closed_by = $1
			UNION ALL SELECT place FROM name_version WHERE entry = $1 OR closed_by = $1
			UNION ALL SELECT division FROM division_version WHERE entry = $1 OR closed_by = $1) o`, c.Entry) {
			want = n
		}
		seen, cursor := map[string]bool{}, ""
		for {
			list := get[api.ObjectList](t, s, path("/v1/changes/%d/objects?limit=97&cursor=%s", c.Seq, cursor), http.StatusOK)
			for _, id := range list.Items {
				seen[id.String()] = true
			}
			if cursor = list.Next; cursor == "" {
				break
			}
		}
		if len(seen) != want || want == 0 {
			t.Errorf("change %d lists %d objects, it touched %d", c.Seq, len(seen), want)
		}
	}
	wantProblem(t, "objects of a change that is not", s.ask(t, "/v1/changes/999999/objects"), http.StatusNotFound, "not-found")
	wantProblem(t, "a broken cursor", s.ask(t, path("/v1/changes/%d/objects?cursor=x", bulk[0].Seq)), http.StatusBadRequest, "bad-cursor")
}

func TestOpenAPINamesEveryJSONRoute(t *testing.T) {
	s := demoSystem(t)
	for _, address := range []string{"/openapi.json", "/openapi.yaml", "/docs"} {
		if w := s.ask(t, address); w.Code != http.StatusOK {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
	spec := get[struct {
		OpenAPI string                                `json:"openapi"`
		Paths   map[string]map[string]json.RawMessage `json:"paths"`
	}](t, s, "/openapi.json", http.StatusOK)
	if !strings.HasPrefix(spec.OpenAPI, "3.1") {
		t.Errorf("OpenAPI %q, want 3.1", spec.OpenAPI)
	}
	for _, route := range []string{"/v1/meta", "/v1/places", "/v1/suggest", "/v1/places/{id}", "/v1/places/{id}/history", "/v1/reverse",
		"/v1/divisions", "/v1/divisions/{code}", "/v1/divisions/{code}/children", "/v1/divisions/{code}/carried-by",
		"/v1/divisions/{code}/changes", "/v1/changes", "/v1/changes/{seq}/objects"} {
		if spec.Paths[route]["get"] == nil {
			t.Errorf("OpenAPI lacks %s", route)
		}
	}
}
