package printrun

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// A Link is how a workshop reads its order, and that order alone, without a
// log-in.
type Link struct {
	ID       uuid.UUID
	Workshop string
	MadeBy   uuid.UUID
	Made     time.Time
	Revoked  *time.Time
}

// linkBytes are random in a link: nobody guesses one.
const linkBytes = 20

var linkLetters = base32.StdEncoding.WithPadding(base32.NoPadding)

// MakeLink makes a link to a run that is at the workshop, and gives its random
// part, which is kept nowhere.
func (s *Store) MakeLink(ctx context.Context, actor, run uuid.UUID, workshop string) (uuid.UUID, string, error) {
	id := uuid.Must(uuid.NewV7())
	random := make([]byte, linkBytes)
	if _, err := rand.Read(random); err != nil {
		return id, "", err
	}
	text := strings.ToLower(linkLetters.EncodeToString(random))
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		r, err := one(ctx, tx, run, `FOR UPDATE OF r`)
		if err != nil {
			return err
		}
		if r.State != Released && r.State != Ordered {
			return content("放行之后、验收完毕之前才能给厂家链接。", "A workshop gets a link once the run is released and until all is received.")
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "print_run.link", Kind: "print_run", Object: run, County: r.County, After: ledger.Fields{"link": id, "workshop": workshop}})
		if err != nil {
			return err
		}
		digest := sha256.Sum256([]byte(text))
		_, err = tx.Exec(ctx, `INSERT INTO print_run_link (id, run, digest, workshop, made_by, entry) VALUES ($1, $2, $3, $4, $5, $6)`, id, run, digest[:], workshop, actor, entry)
		return err
	})
	if err != nil {
		return id, "", fmt.Errorf("link to print run %s: %w", run, err)
	}
	return id, text, nil
}

// Revoke takes a link back: from then on it leads nowhere.
func (s *Store) Revoke(ctx context.Context, actor, run, id uuid.UUID) error {
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		r, err := one(ctx, tx, run, "")
		if err != nil {
			return err
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "print_run.unlink", Kind: "print_run", Object: run, County: r.County, After: ledger.Fields{"link": id}})
		if err != nil {
			return err
		}
		taken, err := tx.Exec(ctx, `UPDATE print_run_link SET revoked = $3, revoked_at = clock_timestamp() WHERE run = $1 AND id = $2 AND revoked IS NULL`, run, id, entry)
		if err == nil && taken.RowsAffected() == 0 {
			err = ErrLink
		}
		return err
	})
}

// Links gives the links of a run.
func (s *Store) Links(ctx context.Context, run uuid.UUID) ([]Link, error) {
	rows, err := s.DB.Query(ctx, `SELECT id, workshop, made_by, made_at, revoked_at FROM print_run_link WHERE run = $1 ORDER BY id`, run)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Link])
}

// Behind gives the run behind the random part of a link, or ErrLink.
func (s *Store) Behind(ctx context.Context, text string) (Run, error) {
	digest := sha256.Sum256([]byte(strings.ToLower(text)))
	var run uuid.UUID
	err := s.DB.QueryRow(ctx, `SELECT run FROM print_run_link WHERE digest = $1 AND revoked IS NULL`, digest[:]).Scan(&run)
	if errors.Is(err, pgx.ErrNoRows) {
		return Run{}, ErrLink
	}
	if err != nil {
		return Run{}, err
	}
	return s.ByID(ctx, run)
}
