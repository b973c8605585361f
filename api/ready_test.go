package api

import (
	"strings"
	"testing"
)

func TestReadinessWarnsOfWhatIsLateOrFull(t *testing.T) {
	few, many := int64(1<<20), int64(1<<40)
	for _, test := range []struct {
		name string
		at   Readiness
		says string // "" if all is well
	}{
		{"all is well", Readiness{Seq: 9, IndexSeq: 9, TilesSeq: 9, OldestUnsealed: 0.1, DiskFree: &many}, ""},
		{"the disk is not known", Readiness{Seq: 9, IndexSeq: 9, TilesSeq: 9}, ""},
		{"an open transaction", Readiness{OldestUnsealed: 61}, "open transaction"},
		{"search is behind", Readiness{Seq: 5000, IndexSeq: 3000, TilesSeq: 5000}, "search index"},
		{"tiles are behind", Readiness{Seq: 5000, IndexSeq: 5000}, "tiles"},
		{"the disk is full", Readiness{DiskFree: &few}, "disk"},
	} {
		r := test.at.judge()
		if said := strings.Join(r.Warnings, "\n"); (test.says == "") != (r.Status == "ready") || test.says != "" && (r.Status != "degraded" || !strings.Contains(said, test.says)) {
			t.Errorf("%s: %s, %s", test.name, r.Status, said)
		}
	}
}
