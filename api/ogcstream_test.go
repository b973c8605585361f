package api_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"diming/features"
)

// TestStreamsHoldWhatTheWalkHolds: as a sequence of GeoJSON and as CSV a
// collection has the same features with the same values, in the same order.
func TestStreamsHoldWhatTheWalkHolds(t *testing.T) {
	s := demoSystem(t)
	for _, c := range features.Collections() {
		ids, _ := s.walkItems(t, c.ID+"/items?limit=5000")
		w := s.ask(t, "/ogc/collections/"+c.ID+"/items?f=geojsonseq")
		var streamed []string
		for line := range strings.Lines(w.Body.String()) {
			var f struct {
				ID         string
				Properties map[string]any
			}
			rest, separated := strings.CutPrefix(line, "\x1e")
			if err := json.Unmarshal([]byte(rest), &f); err != nil || !separated || len(f.Properties) < 5 {
				t.Fatalf("%s: %.100q: %v", c.ID, line, err)
			}
			streamed = append(streamed, f.ID)
		}
		if w.Header().Get("Content-Type") != "application/geo+json-seq" || !slices.Equal(streamed, ids) {
			t.Errorf("%s: %d features in the sequence, want %d", c.ID, len(streamed), len(ids))
		}
		w = s.ask(t, "/ogc/collections/"+c.ID+"/items?f=csv")
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
		if err != nil || w.Code != http.StatusOK || len(rows) != len(ids)+1 || rows[0][0] != "id" || rows[0][len(rows[0])-1] != "geometry" {
			t.Fatalf("%s: %d rows, %v", c.ID, len(rows), err)
		}
		for i, row := range rows[1:] {
			if row[0] != ids[i] {
				t.Fatalf("%s: row %d is of %s, want %s", c.ID, i, row[0], ids[i])
			}
		}
	}
	few := s.ask(t, "/ogc/collections/places/items?f=csv&limit=3&properties=name&filter=class+%3D+'22200'")
	if rows, err := csv.NewReader(few.Body).ReadAll(); err != nil || len(rows) != 4 || len(rows[1]) != 3 || !strings.HasPrefix(rows[1][2], "POINT") {
		t.Errorf("three rows of one property: %v, %v", rows, err)
	}
}
