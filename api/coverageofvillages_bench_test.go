package api_test

import (
	"net/http"
	"testing"

	"diming/internal/account"
)

// BenchmarkCoverage measures the two lists that the emergency office's first page
// asks for: what every card lacks, and how every paper stands.
func BenchmarkCoverage(b *testing.B) {
	s := demoSystem(b)
	w := &world{system: s, home: s.idOf(b, "330881")}
	keeper := w.credentials(b, asker{account: w.newAccount(b, "bench.emergency", account.Grant{Role: account.ShelterKeeper, Division: w.home}).ID})
	for _, path := range []string{"/v1/village-cards", "/v1/village-papers"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				if got := w.send(b, http.MethodGet, path, "", keeper...); got.Code != http.StatusOK {
					b.Fatalf("%s = %d %s", path, got.Code, got.Body)
				}
			}
		})
	}
}
