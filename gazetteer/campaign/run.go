package campaign

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"diming/gazetteer/naming"
)

// How long a server has a run without prolonging it, which it does with each
// batch; how often it looks for one that waits; and how many names it tests
// before it keeps what it found.
const (
	leaseTime = time.Minute
	lookTime  = 2 * time.Second
	batchSize = 20_000
)

// errLost ends a run that its person stopped or another server has.
var errLost = errors.New("the run was stopped, or another server has it")

// Work takes up runs that wait until ctx ends; then the run under way is left
// to the next server, which goes on after the last whole batch.
func (s *Store) Work(ctx context.Context, log *slog.Logger) {
	holder := uuid.New()
	for ctx.Err() == nil {
		worked, err := s.WorkOnce(ctx, holder)
		if err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "clean-up run", "error", err)
		}
		if worked && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-s.kick:
		case <-time.After(lookTime):
		}
	}
}

// A task is a run as a server holds it.
type task struct {
	run, campaign, division, doneTo, holder uuid.UUID
	classes                                 []string
	attempts                                int
	tests                                   Tester   // the rules that the run began with
	only                                    []string // the tests that are made; none: all
}

// WorkOnce takes up one run that waits, or that a killed server has left;
// false where there is none.
func (s *Store) WorkOnce(ctx context.Context, holder uuid.UUID) (bool, error) {
	tests, err := s.tests(ctx)
	if err != nil {
		return false, err
	}
	t := task{holder: holder, tests: tests}
	err = s.DB.QueryRow(ctx, `UPDATE campaign_run r SET state = 'running', holder = $1, lease = clock_timestamp() + $2::interval,
			started = coalesce(r.started, clock_timestamp()), attempts = r.attempts + 1, rules = $3
		FROM campaign c WHERE c.id = r.campaign AND r.id = (SELECT id FROM campaign_run WHERE state = 'queued' OR state = 'running' AND lease < clock_timestamp()
			ORDER BY queued FOR UPDATE SKIP LOCKED LIMIT 1)
		RETURNING r.id, c.id, c.division, r.done_to, c.classes, c.tests, r.attempts`, holder, leaseTime, tests.Version()).
		Scan(&t.run, &t.campaign, &t.division, &t.doneTo, &t.classes, &t.only, &t.attempts)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	err = s.perform(ctx, t)
	state, failure := "done", ""
	switch {
	case errors.Is(err, errLost):
		_, err = s.DB.Exec(ctx, `UPDATE campaign_run SET state = 'cancelled', holder = NULL, lease = NULL, finished = clock_timestamp() WHERE id = $1 AND holder = $2 AND cancel`, t.run, holder)
		return true, err
	case ctx.Err() != nil: // the server stops
		free, stop := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer stop()
		_, err = s.DB.Exec(free, `UPDATE campaign_run SET state = 'queued', holder = NULL, lease = NULL WHERE id = $1 AND holder = $2`, t.run, holder)
		return true, err
	case err != nil:
		state, failure = "failed", "系统出错，已记录；可再运行 / something went wrong and was logged: run it again"
	}
	_, settled := s.DB.Exec(ctx, `UPDATE campaign_run SET state = $3, failure = $4, holder = NULL, lease = NULL, finished = clock_timestamp() WHERE id = $1 AND holder = $2`,
		t.run, holder, state, failure)
	return true, errors.Join(err, settled)
}

// perform looks at every name after the last that was looked at.
func (s *Store) perform(ctx context.Context, t task) error {
	names, err := s.names(ctx, t)
	if err != nil {
		return err
	}
	if _, err := s.DB.Exec(ctx, `UPDATE campaign_run SET rows_total = $2 WHERE id = $1`, t.run, len(names)); err != nil {
		return err
	}
	twice := duplicates(names)
	for todo := after(names, t.doneTo); len(todo) > 0; {
		batch := todo[:min(len(todo), batchSize)]
		todo = todo[len(batch):]
		if err := s.testAll(ctx, &t, batch, twice); err != nil {
			return err
		}
	}
	_, err = s.DB.Exec(ctx, `WITH gone AS (
			UPDATE campaign_item SET vanished = true, state = CASE WHEN decision = 'rename' THEN 'done' ELSE state END
			WHERE campaign = $1 AND seen_run <> $2 AND NOT vanished RETURNING 1)
		UPDATE campaign_run SET vanished = (SELECT count(*) FROM gone) WHERE id = $2`, t.campaign, t.run)
	return err
}

// A hits list is what a batch brought, as columns.
type hits struct {
	ids, places                  []uuid.UUID
	names, classes, checks, told []string
}

// testAll tests a batch and keeps what it hit together with how far the run is.
func (s *Store) testAll(ctx context.Context, t *task, names []standing, twice map[single]int) error {
	found, err := testEach(ctx, t.tests, names)
	if err != nil {
		return err
	}
	var h hits
	for i, n := range names {
		if others := twice[n.single()] - 1; others > 0 {
			found[i] = append(found[i], naming.Finding{Check: "重", Severity: naming.Justify, Article: "地名管理条例第九条第（七）、（八）项",
				Text: fmt.Sprintf("同一范围内另有 %d 处同名", others), Words: []string{n.text}})
		}
		if found[i] = t.made(found[i]); len(found[i]) == 0 {
			continue
		}
		if err := h.add(n, found[i]); err != nil {
			return err
		}
	}
	t.doneTo = names[len(names)-1].place
	return s.keep(ctx, *t, h, len(names))
}

// made keeps of findings those of the tests that the drive makes.
func (t *task) made(found []naming.Finding) []naming.Finding {
	if len(t.only) == 0 {
		return found
	}
	return slices.DeleteFunc(found, func(f naming.Finding) bool { return !slices.Contains(t.only, f.Check) })
}

// testEach tests the names of a batch side by side, on every core.
func testEach(ctx context.Context, tests Tester, names []standing) ([][]naming.Finding, error) {
	found := make([][]naming.Finding, len(names))
	side, ctx := errgroup.WithContext(ctx)
	share := (len(names) + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0)
	for from := 0; from < len(names); from += share {
		side.Go(func() error {
			for i := from; i < min(from+share, len(names)); i++ {
				n := names[i]
				var err error
				found[i], err = tests.Test(ctx, naming.Proposal{Text: n.text, Class: n.class, Division: n.division, Reading: n.reading, Place: n.place, Existing: true})
				if err != nil {
					return fmt.Errorf("test %s: %w", n.place, err)
				}
			}
			return nil
		})
	}
	return found, side.Wait()
}

func (h *hits) add(n standing, found []naming.Finding) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	text, err := json.Marshal(found)
	if err != nil {
		return err
	}
	var checks []string
	for _, f := range found {
		checks = append(checks, f.Check)
	}
	h.ids, h.places, h.names, h.classes = append(h.ids, id), append(h.places, n.place), append(h.names, n.text), append(h.classes, n.class)
	h.checks, h.told = append(h.checks, strings.Join(checks, " ")), append(h.told, string(text))
	return nil
}

// keep writes the hits and prolongs the lease, in one transaction. A hit that
// is known keeps its decision; one that had vanished is back.
func (s *Store) keep(ctx context.Context, t task, h hits, n int) error {
	return pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		done, err := tx.Exec(ctx, `UPDATE campaign_run SET done_to = $3, rows_done = rows_done + $4, hits = hits + $5, lease = clock_timestamp() + $6::interval
			WHERE id = $1 AND holder = $2 AND NOT cancel`, t.run, t.holder, t.doneTo, n, len(h.ids), leaseTime)
		if err != nil {
			return err
		}
		if done.RowsAffected() == 0 {
			return errLost
		}
		_, err = tx.Exec(ctx, `INSERT INTO campaign_item (id, campaign, place, name, class, checks, findings, rules, seen_run)
			SELECT h.id, $1, h.place, h.name, h.class, string_to_array(h.checks, ' '), h.told, $8, $9
			FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[]) AS h (id, place, name, class, checks, told)
			ON CONFLICT (campaign, place, name) DO UPDATE SET checks = EXCLUDED.checks, findings = EXCLUDED.findings, rules = EXCLUDED.rules,
				seen_run = EXCLUDED.seen_run, vanished = false`, t.campaign, h.ids, h.places, h.names, h.classes, h.checks, h.told, t.tests.Version(), t.run)
		return err
	})
}
