package importers_test

import (
	"math"
	"strings"
	"testing"

	"diming/importers"
)

const (
	sound   = "[[[118,28],[118.1,28],[118.1,28.1],[118,28.1],[118,28]]]"
	bowtie  = "[[[118,28],[118.1,28.1],[118.1,28],[118,28.1],[118,28]]]"
	slip    = "[[[118,28],[118.1,28],[118.1,28.1],[118.0501,28.1],[118.05,28.1001],[118.0501,28.1001],[118.05,28.1],[118,28.1],[118,28]]]" // a few metres cross over
	touch   = "[[[118,28],[118.1,28],[118.05,28.05],[118.1,28.1],[118,28.1],[118.05,28.05],[118,28]]]"
	outside = "[[[118,28],[118.1,28],[118.1,28.1],[118,28.1],[118,28]],[[119,28],[119.01,28],[119.01,28.01],[119,28]]]"
)

func TestAnInvalidAreaIsRefusedWithWhereAndWhy(t *testing.T) {
	pool := register(t)
	for _, test := range []struct{ shape, why, where string }{
		{bowtie, "边界自相交", "经度 118.050000 纬度 28.050000"},
		{slip, "边界自相交", "经度 118.050050 纬度 28.100050"},
		{touch, "环在一点上自相触", "经度 118.050000 纬度 28.050000"},
		{outside, "洞在外环之外", "经度 119.000000 纬度 28.000000"},
	} {
		report := run(t, pool, importers.Options{As: importers.Divisions, File: file(t, "a.geojson", collection(feature(`"code":"330881101","name":"镇"`, "Polygon", test.shape)))})
		if report.Rejected != 1 || !strings.Contains(report.Rejections[0].Reason, test.why) || !strings.Contains(report.Rejections[0].Reason, test.where) {
			t.Errorf("%+v, want %s %s", report.Rejections, test.why, test.where)
		}
	}
	metres := strings.NewReplacer("118.1", "518000", "118", "500000", "28.1", "3118000", "28", "3100000").Replace(bowtie)
	report := run(t, pool, importers.Options{As: importers.Divisions, CRS: 4549, File: file(t, "m.geojson", collection(feature(`"code":"330881101","name":"镇"`, "Polygon", metres)))})
	if report.Rejected != 1 || !strings.Contains(report.Rejections[0].Reason, "在经度 120.09") {
		t.Errorf("in a grid: %+v, want the fault in degrees", report.Rejections)
	}
}

func TestAnAreaIsRepairedWhenAskedAndThatChangesLittle(t *testing.T) {
	pool := register(t)
	path := file(t, "a.geojson", collection(
		feature(`"code":"330881101","name":"镇一"`, "Polygon", sound),
		feature(`"code":"330881102","name":"镇二"`, "Polygon", slip),
		feature(`"code":"330881103","name":"镇三"`, "Polygon", bowtie),
	))
	wantSums(t, run(t, pool, importers.Options{As: importers.Divisions, File: path, DryRun: true}), sums{Read: 3, Accepted: 1, Rejected: 2})
	report := run(t, pool, importers.Options{As: importers.Divisions, File: path, Repair: true})
	wantSums(t, report, sums{Read: 3, Accepted: 2, Rejected: 1})
	if len(report.Repaired) != 1 {
		t.Fatalf("Repaired = %+v", report.Repaired)
	}
	r := report.Repaired[0]
	if r.Row != 2 || math.Abs(r.Lon-118.05005) > 1e-6 || math.Abs(r.Lat-28.10005) > 1e-6 || !strings.Contains(r.Reason, "边界自相交") {
		t.Errorf("repair = %+v", r)
	}
	if change := math.Abs(r.AreaAfterM2-r.AreaBeforeM2) / r.AreaBeforeM2; change == 0 || change > importers.RepairShare {
		t.Errorf("the area changes from %.0f to %.0f", r.AreaBeforeM2, r.AreaAfterM2)
	}
	if got := report.Rejections[0]; got.Row != 3 || !strings.Contains(got.Reason, "不能自动修复") && !strings.Contains(got.Reason, "不能修复") {
		t.Errorf("a bow-tie: %+v, want it refused", got)
	}
	if n := count(t, pool, "division_version WHERE ST_IsValid(area) AND GeometryType(area) = 'MULTIPOLYGON'"); n != 2 {
		t.Errorf("%d valid areas, want 2", n)
	}
}
