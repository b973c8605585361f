package desk

import (
	"bytes"
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// An Intent is one write that somebody means to make, however often it is sent.
type Intent struct {
	Actor  uuid.UUID
	Key    string   // "" : the write is not remembered
	Digest [32]byte // of all that was asked
}

// Once does a write and remembers its answer, in one transaction; sent again it
// gives that answer and does nothing. Of two that are sent at once one waits for
// the other. The same key for something else is ErrOtherUse; a write that fails
// is not remembered.
func (s *Store) Once(ctx context.Context, i Intent, do func(pgx.Tx) (answer string, err error)) (answer string, again bool, err error) {
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if i.Key == "" {
			answer, err = do(tx)
			return err
		}
		mine, err := tx.Exec(ctx, `INSERT INTO answered_write (actor, key, digest, at) VALUES ($1, $2, $3, clock_timestamp())
			ON CONFLICT DO NOTHING`, i.Actor, i.Key, i.Digest[:])
		if err != nil {
			return fmt.Errorf("remember write: %w", err)
		}
		if mine.RowsAffected() == 0 {
			again = true
			answer, err = i.answered(ctx, tx)
			return err
		}
		if answer, err = do(tx); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE answered_write SET answer = $3 WHERE actor = $1 AND key = $2`, i.Actor, i.Key, answer)
		return err
	})
	return answer, again, err
}

func (i Intent) answered(ctx context.Context, tx pgx.Tx) (string, error) {
	var digest []byte
	var answer string
	err := tx.QueryRow(ctx, `SELECT digest, answer FROM answered_write WHERE actor = $1 AND key = $2`, i.Actor, i.Key).Scan(&digest, &answer)
	if err != nil {
		return "", fmt.Errorf("remembered write: %w", err)
	}
	if !bytes.Equal(digest, i.Digest[:]) {
		return "", ErrOtherUse
	}
	return answer, nil
}
