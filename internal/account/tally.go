package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/ledger"
)

// Failed log-ins are entries of the ledger, but a flood of them must not be a
// flood of entries: the first failure of an account is one at once, and opens
// a tally; that a limit was reached is one; and how many there were is one
// when the tally closes: ten minutes on, or at the right password. All names
// that nobody bears share one tally.

// tallyTime is how long a tally stays open.
const tallyTime = 10 * time.Minute

// nobody is the subject of the tally of logins that nobody bears.
const nobody = "nobody"

func (c candidate) subject() string {
	if c.id == uuid.Nil {
		return nobody
	}
	return c.id.String()
}

// noteFailure counts a failed log-in in the journal of addresses and in the
// tally of its account.
func (s *Store) noteFailure(ctx context.Context, who candidate, from, outcome string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second) // noted though the client hangs up
	defer cancel()
	now := s.now()
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO log_in (account, address, outcome, hour, first_at, last_at) VALUES ($1, $2, $3, date_trunc('hour', $4::timestamptz), $4, $4)
			ON CONFLICT (account, address, outcome, hour) WHERE outcome <> 'ok'
			DO UPDATE SET count = log_in.count + 1, last_at = greatest(log_in.last_at, excluded.last_at)`, orNull(who.id), from, outcome, now)
		if err != nil {
			return err
		}
		return tally(ctx, tx, who, outcome == "refused", now)
	})
	if err != nil {
		return fmt.Errorf("note failed log-in: %w", err)
	}
	return nil
}

// tally counts a failure and tells the ledger of the first one and of the
// first one that was refused.
func tally(ctx context.Context, tx pgx.Tx, who candidate, refused bool, now time.Time) error {
	var failures int
	var told bool
	err := tx.QueryRow(ctx, `
		INSERT INTO log_in_tally (subject, account, since, failures) VALUES ($1, $2, $3, 1)
		ON CONFLICT (subject) DO UPDATE SET failures = log_in_tally.failures + 1
		RETURNING failures, limited`, who.subject(), orNull(who.id), now).Scan(&failures, &told)
	if err != nil {
		return err
	}
	if failures == 1 {
		if err := appendFailures(ctx, tx, who.id, "account.log_in_failed", 1, now); err != nil {
			return err
		}
	}
	if !refused || told {
		return nil
	}
	if _, err := tx.Exec(ctx, `UPDATE log_in_tally SET limited = true WHERE subject = $1`, who.subject()); err != nil {
		return err
	}
	return appendFailures(ctx, tx, who.id, "account.log_in_limited", failures, now)
}

// closeTally tells the ledger how many failures there were beyond the first.
func (s *Store) closeTally(ctx context.Context, tx pgx.Tx, subject string) error {
	var id *uuid.UUID
	var failures int
	var since time.Time
	err := tx.QueryRow(ctx, `DELETE FROM log_in_tally WHERE subject = $1 RETURNING account, failures, since`, subject).Scan(&id, &failures, &since)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && failures < 2 {
		return nil
	}
	if err != nil {
		return err
	}
	whose := uuid.Nil
	if id != nil {
		whose = *id
	}
	return appendFailures(ctx, tx, whose, "account.log_in_failed", failures, since)
}

func appendFailures(ctx context.Context, tx pgx.Tx, id uuid.UUID, action string, n int, since time.Time) error {
	_, err := ledger.Append(ctx, tx, ledger.Entry{Actor: id, Action: action, Kind: "account", Object: id,
		After: ledger.Fields{"failures": n, "since": since.UTC().Format(time.RFC3339)}})
	return err
}

// Keep does what time demands: it closes tallies, forgets counts that no
// longer matter, and deletes addresses and sessions past their time.
func (s *Store) Keep(ctx context.Context) error {
	p, err := s.policy(ctx)
	if err != nil {
		return err
	}
	now := s.now()
	rows, err := s.DB.Query(ctx, `SELECT subject FROM log_in_tally WHERE since <= $1`, now.Add(-tallyTime))
	if err != nil {
		return fmt.Errorf("keep log-ins: %w", err)
	}
	due, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("keep log-ins: %w", err)
	}
	for _, subject := range due {
		err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error { return s.closeTally(ctx, tx, subject) })
		if err != nil {
			return fmt.Errorf("keep log-ins: %w", err)
		}
	}
	for _, old := range []struct {
		sql   string
		until time.Time
	}{
		{`DELETE FROM log_in_limit WHERE since < $1 AND coalesce(until, since) < $1`, now.Add(-pairForgets)},
		{`DELETE FROM log_in WHERE last_at < $1`, now.AddDate(0, -p.RetainMonths, 0)},
		{`DELETE FROM account_session WHERE ends_at < $1`, now.AddDate(0, -p.RetainMonths, 0)},
		{`UPDATE account_session SET last_address = NULL WHERE last_at < $1 AND last_address IS NOT NULL`, now.AddDate(0, -p.RetainMonths, 0)},
		{`DELETE FROM oidc_attempt WHERE ends_at < $1`, now},
	} {
		if _, err := s.DB.Exec(ctx, old.sql, old.until); err != nil {
			return fmt.Errorf("keep log-ins: %w", err)
		}
	}
	return nil
}
