package demo_test

import (
	"errors"
	"testing"
	"time"

	"diming/boundaries/marker"
	"diming/internal/version"
)

func TestTheDemosMarkersStandOnItsLines(t *testing.T) {
	pool := lined(t)
	d := of(pool)
	if err := errors.Join(d.Older(t.Context()), d.Boundary(t.Context())); err != nil { // loaded again it is the same
		t.Fatal(err)
	}
	all, err := (&marker.Store{DB: pool}).List(t.Context(), marker.Filter{At: version.AsOf{Valid: version.Day(2026, time.November, 26)}, Whole: true, Limit: 10000})
	if err != nil {
		t.Fatal(err)
	}
	states, corners := map[marker.State]int{}, 0
	for _, m := range all {
		states[m.State]++
		if m.Faces == 3 {
			corners++
		}
	}
	var off, few, public int
	err = pool.QueryRow(t.Context(), `SELECT
		(SELECT count(*) FROM marker_version v JOIN boundary_line_version l ON l.line = v.line AND upper_inf(l.recorded) WHERE ST_Distance(v.point::geography, l.geom::geography) > 0.5),
		(SELECT count(*) FROM marker m WHERE (SELECT count(*) FROM marker_reference r WHERE r.marker = m.id) < 3),
		(SELECT count(*) FROM information_schema.view_column_usage WHERE table_name LIKE 'marker%')`).Scan(&off, &few, &public)
	if err != nil || off > 0 || few > 0 || public > 0 {
		t.Errorf("%d markers off their lines, %d with fewer than three objects, %d columns in views, %v", off, few, public, err)
	}
	if len(all) < 50 || corners < 3 || states[marker.Damaged] == 0 || states[marker.TextFaded] == 0 || states[marker.RepairArranged] == 0 || states[marker.Normal] < len(all)/2 {
		t.Errorf("%d markers, %d where lines meet, by state %v", len(all), corners, states)
	}
}
