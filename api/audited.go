package api

import (
	"context"

	"github.com/google/uuid"

	"diming/internal/ledger"
)

// note appends what somebody took out of the register, or looked through, and
// changed nothing by: an export, a download, a check. It is appended before
// the first byte goes out, so that nobody has what the ledger does not know of.
func (s *Server) note(ctx context.Context, action, kind string, object uuid.UUID, what ledger.Fields) error {
	_, err := ledger.Note(ctx, s.DB, ledger.Entry{Actor: s.principalOf(ctx).Account.ID, Action: action, Kind: kind, Object: object, After: what})
	return err
}
