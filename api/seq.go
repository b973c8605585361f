package api

import (
	"context"
	"errors"
	"strconv"
	"time"

	"diming/internal/ledger"
)

// sealWait is how long a write waits for its place in the ledger before it
// answers without.
const sealWait = 250 * time.Millisecond

// sealed answers a write with its seq, by which a reader can ask for what is
// at least so new.
func (s *Server) sealed(ctx context.Context, entry int64) (*seqOutput, error) {
	out := &seqOutput{}
	seq, err := ledger.SeqOf(ctx, s.DB, entry, sealWait)
	if errors.Is(err, ledger.ErrNotSealed) {
		return out, nil // it is committed all the same
	}
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	out.Seq, out.Body.Seq = strconv.FormatInt(seq, 10), seq
	return out, nil
}
