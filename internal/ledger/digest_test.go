package ledger_test

import (
	"testing"

	"diming/internal/ledger"
)

func TestADigestDoesNotDependOnTheOrderOfRows(t *testing.T) {
	digest := func(rows ...int) ledger.Digest {
		var d ledger.Digester
		for _, n := range rows {
			if err := d.Add(ledger.Fields{"n": n}); err != nil {
				t.Fatal(err)
			}
		}
		return d.Digest()
	}
	if a, b := digest(1, 2, 3), digest(3, 1, 2); a != b || a.Count != 3 {
		t.Errorf("digests of the same rows = %v, %v, want the same", a, b)
	}
	if a, b := digest(1, 2), digest(1, 2, 2); a.SHA256 == b.SHA256 {
		t.Error("a row given twice makes no difference")
	}
	// printf '{"n":1}\n{"n":2}\n' | sha256sum
	if got, want := digest(2, 1).SHA256, "bffaac563f091c61dc28d2f37cd74d0b19be0c45e3b1e32ced6a93eed7725862"; got != want {
		t.Errorf("digest = %s, want %s", got, want)
	}
}
