package account_test

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkSignIn measures whole log-ins beside the bare check of a password
// hash, which they cannot be faster than: overhead-ms is what limits, session
// and ledger add at p99.
func BenchmarkSignIn(b *testing.B) {
	d := newDesk(b)
	a := d.add("zhang.san")
	var hash string
	if err := d.pool.QueryRow(b.Context(), `SELECT password FROM account WHERE id = $1`, a.ID).Scan(&hash); err != nil {
		b.Fatal(err)
	}
	var whole, bare []time.Duration
	for b.Loop() {
		began := time.Now()
		if _, _, err := d.Hasher.Matches(b.Context(), password, hash); err != nil {
			b.Fatal(err)
		}
		between := time.Now()
		if _, err := d.SignIn(b.Context(), "zhang.san", password, "192.0.2.1"); err != nil {
			b.Fatal(err)
		}
		bare, whole = append(bare, between.Sub(began)), append(whole, time.Since(between))
	}
	b.ReportMetric(p99(whole), "p99-ms")
	b.ReportMetric(p99(bare), "hash-p99-ms")
	b.ReportMetric(p99(whole)-p99(bare), "overhead-ms")
}

func p99(all []time.Duration) float64 {
	slices.Sort(all)
	return float64(all[len(all)*99/100].Microseconds()) / 1000
}
