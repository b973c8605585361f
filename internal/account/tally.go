package account

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
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

func subject(id uuid.UUID) string {
	if id == uuid.Nil {
		return nobody
	}
	return id.String()
}

// A failure is what became of one or more log-ins of one account, or of names
// that nobody bears, from one address.
type failure struct {
	id      uuid.UUID
	address string
	outcome string // wrong or refused
}

// noteFailure counts a failed log-in in the journal of addresses and in the
// tally of its account.
func (s *Store) noteFailure(ctx context.Context, who candidate, from, outcome string) error {
	return s.note(ctx, map[failure]int{{who.id, from, outcome}: 1})
}

// noteEvery is how long failures that cost nothing are counted in memory
// before they are noted together: a flood must not be a flood of writes.
const noteEvery = time.Second

// A notebook holds the failures of the present second.
type notebook struct {
	mu    sync.Mutex
	since time.Time
	lines map[failure]int
}

// noteLater counts a failure that was refused unseen, and notes what has
// gathered if a second is over.
func (s *Store) noteLater(ctx context.Context, who candidate, from string) error {
	now := s.now()
	s.notes.mu.Lock()
	if s.notes.lines == nil {
		s.notes.lines, s.notes.since = map[failure]int{}, now
	}
	s.notes.lines[failure{who.id, from, "refused"}]++
	due := now.Sub(s.notes.since) >= noteEvery
	s.notes.mu.Unlock()
	if !due {
		return nil
	}
	return s.noteGathered(ctx)
}

// noteGathered notes what was counted in memory.
func (s *Store) noteGathered(ctx context.Context) error {
	s.notes.mu.Lock()
	lines := s.notes.lines
	s.notes.lines = nil
	s.notes.mu.Unlock()
	return s.note(ctx, lines)
}

func (s *Store) note(ctx context.Context, lines map[failure]int) error {
	if len(lines) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second) // noted though the client hangs up
	defer cancel()
	now := s.now()
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := journal(ctx, tx, lines, now); err != nil {
			return err
		}
		return tallyAll(ctx, tx, lines, now)
	})
	if err != nil {
		return fmt.Errorf("note failed log-ins: %w", err)
	}
	return nil
}

// journal counts failures by account, address and hour.
func journal(ctx context.Context, tx pgx.Tx, lines map[failure]int, now time.Time) error {
	var ids []*uuid.UUID
	var addresses, outcomes []string
	var counts []int
	for f, n := range lines {
		ids, addresses, outcomes, counts = append(ids, orNull(f.id)), append(addresses, f.address), append(outcomes, f.outcome), append(counts, n)
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO log_in (account, address, outcome, hour, first_at, last_at, count)
		SELECT account, address, outcome, date_trunc('hour', $5::timestamptz), $5, $5, n
		FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[]) AS f(account, address, outcome, n)
		ORDER BY address, account, outcome
		ON CONFLICT (account, address, outcome, hour) WHERE outcome <> 'ok'
		DO UPDATE SET count = log_in.count + excluded.count, last_at = greatest(log_in.last_at, excluded.last_at)`,
		ids, addresses, outcomes, counts, now)
	return err
}

// tallyAll counts failures in the tallies of their accounts.
func tallyAll(ctx context.Context, tx pgx.Tx, lines map[failure]int, now time.Time) error {
	type sum struct {
		n       int
		refused bool
	}
	sums := map[uuid.UUID]sum{}
	for f, n := range lines {
		of := sums[f.id]
		sums[f.id] = sum{of.n + n, of.refused || f.outcome == "refused"}
	}
	ids := slices.SortedFunc(maps.Keys(sums), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }) // two servers lock in one order
	for _, id := range ids {
		if err := tally(ctx, tx, id, sums[id].n, sums[id].refused, now); err != nil {
			return err
		}
	}
	return nil
}

// tally counts n failures and tells the ledger of the first one and of the
// first one that was refused.
func tally(ctx context.Context, tx pgx.Tx, id uuid.UUID, n int, refused bool, now time.Time) error {
	var failures int
	var told bool
	err := tx.QueryRow(ctx, `
		INSERT INTO log_in_tally (subject, account, since, failures) VALUES ($1, $2, $3, $4)
		ON CONFLICT (subject) DO UPDATE SET failures = log_in_tally.failures + excluded.failures
		RETURNING failures, limited`, subject(id), orNull(id), now, n).Scan(&failures, &told)
	if err != nil {
		return err
	}
	if failures == n {
		if err := appendFailures(ctx, tx, id, "account.log_in_failed", n, now); err != nil {
			return err
		}
	}
	if !refused || told {
		return nil
	}
	if _, err := tx.Exec(ctx, `UPDATE log_in_tally SET limited = true WHERE subject = $1`, subject(id)); err != nil {
		return err
	}
	return appendFailures(ctx, tx, id, "account.log_in_limited", failures, now)
}

// closeTally tells the ledger how many failures there were beyond the first.
func (s *Store) closeTally(ctx context.Context, tx pgx.Tx, subject string) error {
	var id *uuid.UUID
	var failures int
	var since time.Time
	err := tx.QueryRow(ctx, `DELETE FROM log_in_tally WHERE subject = $1 RETURNING account, failures, since`, subject).Scan(&id, &failures, &since)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && failures < 2 { // the one was told at once
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
	// No actor: that it was the account's owner is just what was not shown.
	_, err := ledger.Append(ctx, tx, ledger.Entry{Action: action, Kind: "account", Object: id,
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
	if err := s.noteGathered(ctx); err != nil {
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
