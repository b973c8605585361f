package importers_test

import (
	"strings"
	"testing"

	"diming/importers"
)

func TestASequenceWithHeights(t *testing.T) {
	pool := register(t)
	path := file(t, "点.geojsonl", strings.Join([]string{
		`{"type":"Feature","properties":{"id":"1","name":"甲山","class":"22200"},"geometry":{"type":"Point","coordinates":[118.5,28.7,812.50001]}}`,
		`{"type":"Feature","properties":{"id":"2","name":"乙山","class":"22200","高程":"900"},"geometry":{"type":"Point","coordinates":[118.5,28.8,812.5]}}`,
		`{"type":"Feature","properties":{"id":"3","name":"丙山","class":"22200"},"geometry":{"type":"Point","coordinates":[118.5,28.9,0]}}`,
		`{"type":"Feature","properties":{"id":"4","name":"丁山"`,
	}, "\n"))
	report := run(t, pool, importers.Options{File: path})
	wantSums(t, report, sums{Read: 4, Accepted: 2, Rejected: 2})
	if r := report.Rejections; r[0].Column != "高程" || !strings.Contains(r[0].Reason, "812.5") {
		t.Errorf("rejections = %+v", r)
	}
	if notes := strings.Join(report.Notes, "\n"); !strings.Contains(notes, "2 个要素的第三坐标读作高程") && !strings.Contains(notes, "1 个要素的第三坐标读作高程") || !strings.Contains(notes, "全为 0") {
		t.Errorf("notes = %s", notes)
	}
	var heights string
	if err := pool.QueryRow(t.Context(), `SELECT string_agg(coalesce(elevation_m::text, '-'), ' ' ORDER BY elevation_m) FROM place_version`).Scan(&heights); err != nil || heights != "812.5 -" {
		t.Errorf("heights = %q, %v", heights, err)
	}
}
