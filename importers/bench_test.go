package importers_test

import (
	"path/filepath"
	"testing"

	"diming/importers"
)

// BenchmarkImport takes 15,699 points into an empty register, constraints,
// ledger and search names included.
func BenchmarkImport(b *testing.B) {
	rows := 0
	for b.Loop() {
		b.StopTimer()
		pool := register(b)
		b.StartTimer()
		report := run(b, pool, importers.Options{
			File:         filepath.Join(testdata, "geonames_cities500_cn_tw_hk_mo.csv"),
			RejectedFile: filepath.Join(b.TempDir(), "r.csv"),
		})
		rows += report.Accepted
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
