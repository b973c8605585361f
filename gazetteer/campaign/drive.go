package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/internal/ledger"
	"diming/internal/version"
)

// Begin begins a drive.
func (s *Store) Begin(ctx context.Context, actor uuid.UUID, d Drive) (uuid.UUID, int64, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return id, 0, err
	}
	if d.Title == "" || d.Basis == "" || d.BegunOn.IsZero() {
		return id, 0, fmt.Errorf("begin clean-up: %w", ErrMissing)
	}
	if d.Classes == nil {
		d.Classes = []string{}
	}
	if d.Tests == nil {
		d.Tests = []string{}
	}
	for _, test := range d.Tests {
		if !slices.Contains(AllTests, test) {
			return id, 0, fmt.Errorf("begin clean-up: test %q: %w", test, ErrMissing)
		}
	}
	var entry int64
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "campaign.begin", Kind: "campaign", Object: id,
			After: ledger.Fields{"title": d.Title, "division": d.Division.String(), "classes": d.Classes, "tests": d.Tests, "basis": d.Basis, "begun_on": d.BegunOn.String()}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO campaign (id, title, division, classes, tests, basis, begun_on, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id, d.Title, d.Division, d.Classes, d.Tests, d.Basis, d.BegunOn, entry)
		return err
	})
	if err != nil {
		return id, 0, fmt.Errorf("begin clean-up: %w", err)
	}
	return id, entry, nil
}

// End ends a drive; what was decided stays.
func (s *Store) End(ctx context.Context, actor, id uuid.UUID, day version.Date, reason string) (int64, error) {
	return s.changed(ctx, actor, id, "campaign.end", reason, func(tx pgx.Tx, entry int64) (pgconn.CommandTag, error) {
		return tx.Exec(ctx, `UPDATE campaign SET ended_on = $2, entry = $3 WHERE id = $1 AND ended_on IS NULL
			AND NOT EXISTS (SELECT FROM campaign_run WHERE campaign = $1 AND state IN ('queued', 'running'))`, id, day, entry)
	})
}

// Ask has a drive pass over the register; a server takes it up.
func (s *Store) Ask(ctx context.Context, actor, id uuid.UUID) (int64, error) {
	run, err := uuid.NewV7()
	if err != nil {
		return 0, err
	}
	entry, err := s.changed(ctx, actor, id, "campaign.run", "", func(tx pgx.Tx, _ int64) (pgconn.CommandTag, error) {
		return tx.Exec(ctx, `INSERT INTO campaign_run (id, campaign, actor) SELECT $2, id, $3 FROM campaign WHERE id = $1 AND ended_on IS NULL`, id, run, actor)
	})
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "campaign_run_one" {
		return 0, fmt.Errorf("run clean-up %s: %w", id, ErrBusy)
	}
	select {
	case s.kick <- struct{}{}:
	default:
	}
	return entry, err
}

// Cancel stops the run that waits or goes on; the items that it found stand.
func (s *Store) Cancel(ctx context.Context, actor, id uuid.UUID) (int64, error) {
	return s.changed(ctx, actor, id, "campaign.cancel", "", func(tx pgx.Tx, _ int64) (pgconn.CommandTag, error) {
		return tx.Exec(ctx, `UPDATE campaign_run SET cancel = true, state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END
			WHERE campaign = $1 AND state IN ('queued', 'running')`, id)
	})
}

// changed makes one change of a drive with its entry; one that touches no row
// is ErrState, or ErrNotFound.
func (s *Store) changed(ctx context.Context, actor, id uuid.UUID, action, reason string, do func(pgx.Tx, int64) (pgconn.CommandTag, error)) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `SELECT 0 FROM campaign WHERE id = $1 FOR NO KEY UPDATE`, id).Scan(&entry)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		if entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: action, Kind: "campaign", Object: id, Reason: reason}); err != nil {
			return err
		}
		done, err := do(tx, entry)
		if err == nil && done.RowsAffected() == 0 {
			err = ErrState
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", action, id, err)
	}
	return entry, nil
}

const driveSQL = `
	SELECT c.id, c.title, c.division, coalesce(d.name, ''), c.classes, c.tests, c.basis, c.begun_on, c.ended_on,
		(SELECT coalesce(jsonb_object_agg(k, n), '{}') FROM (SELECT CASE WHEN i.vanished AND i.state = 'open' THEN 'vanished' ELSE i.state END AS k, count(*) AS n
			FROM campaign_item i WHERE i.campaign = c.id GROUP BY 1) i),
		r.id, r.state, r.queued, r.started, r.finished, r.rows_done, r.rows_total, r.hits, r.vanished, r.rules, r.failure
	FROM campaign c
	LEFT JOIN LATERAL (SELECT name FROM division_version v WHERE v.division = c.division AND upper_inf(v.recorded)
		ORDER BY v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) d ON true
	LEFT JOIN LATERAL (SELECT * FROM campaign_run r WHERE r.campaign = c.id ORDER BY r.id DESC LIMIT 1) r ON true
	WHERE `

func scanDrive(row pgx.CollectableRow) (Drive, error) {
	var d Drive
	var id *uuid.UUID
	var state, rules, failure *string
	var done, total, hits, gone *int64
	var r Run
	var queued = &r.Queued
	err := row.Scan(&d.ID, &d.Title, &d.Division, &d.DivisionName, &d.Classes, &d.Tests, &d.Basis, &d.BegunOn, &d.EndedOn, &d.Counts,
		&id, &state, &queued, &r.Started, &r.Finished, &done, &total, &hits, &gone, &rules, &failure)
	if err == nil && id != nil {
		r.ID, r.State, r.Queued, r.Done, r.Total, r.Hits, r.Vanished, r.Rules, r.Failure = *id, *state, *queued, *done, *total, *hits, *gone, *rules, *failure
		d.Run = &r
	}
	return d, err
}

// Drives lists the drives of divisions within, or all, the newest first.
func (s *Store) Drives(ctx context.Context, within []uuid.UUID, whole bool) ([]Drive, error) {
	rows, err := s.DB.Query(ctx, driveSQL+`$2 OR EXISTS (SELECT FROM division_above(c.division) a WHERE a.division = ANY($1)) ORDER BY c.id DESC`, within, whole)
	if err != nil {
		return nil, fmt.Errorf("list clean-ups: %w", err)
	}
	return pgx.CollectRows(rows, scanDrive)
}

// Drive gives one drive, or ErrNotFound.
func (s *Store) Drive(ctx context.Context, id uuid.UUID) (Drive, error) {
	rows, err := s.DB.Query(ctx, driveSQL+`c.id = $1`, id)
	if err != nil {
		return Drive{}, fmt.Errorf("clean-up %s: %w", id, err)
	}
	d, err := pgx.CollectExactlyOneRow(rows, scanDrive)
	if errors.Is(err, pgx.ErrNoRows) {
		err = ErrNotFound
	}
	return d, err
}
