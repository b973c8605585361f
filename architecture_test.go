package diming_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport says, for each part of the house, which parts it may know. What
// is not named may be known by nobody else in the module.
var mayImport = map[string][]string{
	"cmd":               {"api", "demo", "features", "web", "importers", "tiles", "signs", "shelters", "gazetteer", "boundaries", "internal"},
	"api":               {"cartography", "importers", "features", "tiles", "signs", "shelters", "gazetteer", "boundaries", "internal"},
	"demo":              {"signs", "shelters", "gazetteer", "boundaries", "internal", "testdata"},
	"importers":         {"signs", "shelters", "gazetteer", "boundaries", "internal"},
	"features":          {"shelters", "gazetteer", "boundaries", "internal"},
	"cartography":       {"tiles", "internal"},
	"tiles":             {"gazetteer", "boundaries", "internal"},
	"signs":             {"gazetteer", "boundaries", "internal"},
	"shelters":          {"gazetteer", "boundaries", "internal"},
	"gazetteer":         {"boundaries", "internal"},
	"boundaries":        {"internal"},
	"internal/version":  {"internal/pg"},
	"internal/ledger":   {"internal/canonical", "internal/pg"},
	"internal/account":  {"internal/version", "internal/ledger", "internal/pg"},
	"internal/archive":  {"internal/pg", "internal/ledger", "internal/blob"},
	"internal/blob":     {},
	"internal/document": {},
	"internal/docx":     {},
	"internal/gcj":      {},
	"internal/mbtiles":  {},
	"internal/pmtiles":  {},
	"internal/glyph":    {},
	"internal/typeset":  {"internal/glyph"},
	"internal/parcel":   {},
	"internal/workbook": {"internal/parcel"},
	"internal/certs":    {},
	"internal/logfile":  {},
	"internal/desk":     {"internal/pg"},
	"internal/pg":       {},
	"web":               {},
	"testdata":          {},

	"internal/canonical":  {},
	"internal/cql2":       {},
	"internal/flatgeobuf": {},
}

// knowsHTTP are the parts that may speak HTTP.
var knowsHTTP = []string{"cmd", "api", "web"}

func TestImportsPointOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		fields := strings.Fields(line)
		from := part(fields[0])
		if from == "" {
			continue
		}
		allowed, known := mayImport[from]
		if !known {
			t.Errorf("%s belongs to no part of the house: give it a place in this test and in docs/architecture.md", fields[0])
			continue
		}
		for _, to := range fields[1:] {
			if to == "net/http" && !slices.Contains(knowsHTTP, from) {
				t.Errorf("%s knows HTTP, which only %v may", fields[0], knowsHTTP)
			}
			target := part(to)
			if target == "" || target == from || allows(allowed, target) {
				continue
			}
			t.Errorf("%s imports %s: %s may only know %v", fields[0], to, from, allowed)
		}
	}
}

func allows(allowed []string, target string) bool {
	return slices.ContainsFunc(allowed, func(a string) bool { return target == a || strings.HasPrefix(target, a+"/") })
}

// part is the part of the house that a package of this module belongs to, ""
// for packages of others.
func part(path string) string {
	rest, ok := strings.CutPrefix(path, "diming/")
	if !ok {
		return ""
	}
	elements := strings.Split(rest, "/")
	if elements[0] == "internal" {
		return strings.Join(elements[:2], "/")
	}
	return elements[0]
}
