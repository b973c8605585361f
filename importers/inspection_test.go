package importers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"diming/importers"
)

func TestInspectATable(t *testing.T) {
	path := file(t, "村.csv", "标准名称,经度\n甲村,118.5\n乙村,\n甲村,118.6\n")
	got, err := importers.Inspect(t.Context(), importers.Options{File: path})
	if err != nil {
		t.Fatal(err)
	}
	want := []importers.Heading{{Heading: "标准名称", Samples: []string{"甲村", "乙村"}}, {Heading: "经度", Samples: []string{"118.5", "118.6"}}}
	if diff := cmp.Diff(want, got.Headings); diff != "" {
		t.Errorf("headings (-want +got):\n%s", diff)
	}
	if got.Format != "csv" || got.Geometry || got.Table == nil || got.Table.Encoding != "UTF-8" || got.Rows != -1 {
		t.Errorf("Inspect = %+v", got)
	}
}

func TestInspectFeatures(t *testing.T) {
	path := file(t, "a.geojson", `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4549"}},"features":[
		{"type":"Feature","properties":{"name":"甲"},"geometry":null},
		{"type":"Feature","properties":{"name":"乙","kind":3},"geometry":null}]}`)
	got, err := importers.Inspect(t.Context(), importers.Options{File: path})
	if err != nil {
		t.Fatal(err)
	}
	want := []importers.Heading{{Heading: "name", Samples: []string{"甲", "乙"}}, {Heading: "kind", Samples: []string{"3"}}}
	if diff := cmp.Diff(want, got.Headings); diff != "" {
		t.Errorf("headings (-want +got):\n%s", diff)
	}
	if got.Format != "geojson" || !got.Geometry || got.CRS != 4549 || got.CRSBasis == "" {
		t.Errorf("Inspect = %+v", got)
	}
}

func TestANameIsNeverAPath(t *testing.T) {
	for name, want := range map[string]string{
		"../../etc/passwd": "passwd",
		`C:\temp\..\村.csv`: "村.csv",
		"a\x00b\n.csv":     "ab.csv",
		"..":               "未命名",
		"\u202Egnp.csv":    "gnp.csv",
		"/":                "未命名",
	} {
		path := file(t, "x.csv", "标准名称\n甲村\n")
		got, err := importers.Inspect(t.Context(), importers.Options{File: path, Name: name})
		if err != nil || got.File != want {
			t.Errorf("Inspect(%q) names it %q, %v, want %q", name, got.File, err, want)
		}
	}
}
