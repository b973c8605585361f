package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"diming/features"
)

// A gdalServer serves the demo over a real connection, and notes what is asked.
type gdalServer struct {
	*system
	url string

	mu    sync.Mutex
	asked []*url.URL
}

func newGDALServer(t *testing.T) *gdalServer {
	t.Helper()
	s := &gdalServer{system: newSystem(demoPool(t))}
	served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL)
		s.mu.Unlock()
		s.Handler.ServeHTTP(w, r)
	}))
	t.Cleanup(served.Close)
	s.url = served.URL
	s.PublicURL, _ = url.Parse(served.URL)
	return s
}

// read has ogr2ogr read a layer, and gives its features and the queries that it
// asked for features with.
func (s *gdalServer) read(t *testing.T, source, layer string, options ...string) (features []map[string]any, asked []url.Values) {
	t.Helper()
	s.mu.Lock()
	s.asked = nil
	s.mu.Unlock()
	args := append([]string{"-f", "GeoJSONSeq", "/vsistdout/", "OAPIF:" + s.url + source, layer, "-oo", "PAGE_SIZE=300"}, options...)
	run := exec.CommandContext(t.Context(), "ogr2ogr", args...)
	var complaint strings.Builder
	run.Stderr = &complaint
	out, err := run.Output()
	if err != nil {
		t.Fatalf("ogr2ogr %v: %v: %s", args, err, complaint.String())
	}
	for line := range strings.Lines(string(out)) {
		var f map[string]any
		if err := json.Unmarshal([]byte(strings.Trim(line, "\x1e\n")), &f); err != nil {
			t.Fatalf("%.200s: %v", line, err)
		}
		features = append(features, f)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.asked {
		if strings.HasSuffix(u.Path, "/items") {
			asked = append(asked, u.Query())
		}
	}
	return features, asked
}

// TestGDALReadsEveryCollectionWhole: the driver for OGC API – Features of GDAL
// 3.6 gets as many features as the collection says that it has.
func TestGDALReadsEveryCollectionWhole(t *testing.T) {
	s := newGDALServer(t)
	for _, c := range features.Collections() {
		want := s.items(t, c.ID+"/items?limit=1").Matched
		if got, _ := s.read(t, "/ogc", c.ID); len(got) != want || want == 0 {
			t.Errorf("%s: GDAL reads %d features, want %d", c.ID, len(got), want)
		}
	}
	box := s.items(t, "places/items?limit=1&bbox=118.5,28.6,118.7,28.8").Matched
	got, asked := s.read(t, "/ogc", "places", "-spat", "118.5", "28.6", "118.7", "28.8")
	if len(got) != box || !asks(asked, "bbox", "118.5,28.6") {
		t.Errorf("GDAL reads %d places in a box, want %d, and asked %v", len(got), box, asked)
	}
	then := s.items(t, "divisions/items?limit=1&datetime=2018-06-01").Matched
	got, asked = s.read(t, "/ogc?datetime=2018-06-01", "divisions")
	if now := s.items(t, "divisions/items?limit=1").Matched; len(got) != then || then == now || !asks(asked, "datetime", "2018-06-01") {
		t.Errorf("GDAL reads %d divisions as of 2018, want %d (today %d), and asked %v", len(got), then, now, asked)
	}
	towns := s.items(t, "divisions/items?limit=1&level=4&datetime=2018-06-01").Matched
	got, asked = s.read(t, "/ogc?datetime=2018-06-01", "divisions", "-where", "level = 4 AND name LIKE '%镇' AND recorded_at >= '2000/01/01'")
	if len(got) == 0 || len(got) >= towns || !asks(asked, "filter", "level = 4") || !asks(asked, "filter", "LIKE") || !asks(asked, "filter-lang", "cql-text") {
		t.Errorf("GDAL reads %d towns of %d townships, and asked %v", len(got), towns, asked)
	}
}

// asks tells whether the last request has a parameter that contains a text.
func asks(asked []url.Values, name, text string) bool {
	return len(asked) > 0 && strings.Contains(asked[len(asked)-1].Get(name), text)
}
