package api

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/desk"
)

// OnceParams are of a request that makes something, once however often it is
// sent.
type OnceParams struct {
	Key     string `header:"Idempotency-Key" maxLength:"200" doc:"One for each intent: sent again, nothing is made again and the answer is the same."`
	RawBody []byte
}

// makeOnce makes a thing in one transaction; what tells it from other writes.
func (s *Server) makeOnce(ctx context.Context, in OnceParams, what string, do func(pgx.Tx) (uuid.UUID, error)) (*madeOutput, error) {
	intent := desk.Intent{Actor: s.principalOf(ctx).Account.ID, Key: in.Key, Digest: intended(in.RawBody, what)}
	answer, _, err := s.Desk.Once(ctx, intent, func(tx pgx.Tx) (string, error) {
		id, err := do(tx)
		return id.String(), err
	})
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	id, err := uuid.Parse(answer)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return made(id), nil
}
