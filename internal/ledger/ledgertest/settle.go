// Package ledgertest brings the ledger of a test to rest.
package ledgertest

import (
	"errors"
	"testing"
	"time"

	"diming/internal/ledger"
	"diming/internal/pg"
)

// patience is how long Settle waits for other tests. It ends a test that would
// hang; nothing is measured by it.
const patience = 2 * time.Minute

// Settle seals until every entry has its place in the chain. One call of
// [ledger.SealAll] need not be enough: a transaction in any database of the
// server, such as that of another test, holds seals back for as long as it
// lasts.
func Settle(t testing.TB, db pg.DB) {
	t.Helper()
	for began := time.Now(); ; {
		err := ledger.SealAll(t.Context(), db)
		pending, failed := ledger.Pending(t.Context(), db)
		if err = errors.Join(err, failed); err != nil || time.Since(began) > patience {
			t.Fatalf("%d entries are not sealed: %v", pending, err)
		}
		if pending == 0 {
			return
		}
		<-time.After(20 * time.Millisecond)
	}
}
