package upkeep

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/version"
)

// ReportKinds are what is reported: the first three are of a marker.
var ReportKinds = []string{string(Damaged), string(Lost), string(Shifted), "terrain", "intrusion", "other"}

// A Report says that something happened to a marker or to the line.
type Report struct {
	ID        uuid.UUID
	Line      uuid.UUID
	Side      boundaries.Side // whose keeper or office reported
	Kind      string
	Marker    *uuid.UUID
	Contract  *uuid.UUID
	Patrol    *uuid.UUID // by which it was found
	Text      string
	Position  *orb.Point // CGCS2000
	Clock     Clock
	Basis     string // on what the hours rest
	Handling  string // "" while it is open
	HandledOn version.Date
	By        uuid.UUID
	At        time.Time // when it was entered
	Files     []File    // read only
}

func (r Report) check(now time.Time) error {
	switch {
	case strings.TrimSpace(r.Text) == "", !slices.Contains(ReportKinds, r.Kind), r.Marker == nil && Condition(r.Kind).reportable(),
		r.Clock.Discovered.IsZero(), r.Clock.Reported.IsZero():
		return ErrMissing
	case r.Clock.Reported.Before(r.Clock.Discovered):
		return ErrSpan
	case r.Clock.Reported.After(now.Add(skew)):
		return ErrTime
	}
	return nil
}

// Report enters a report of a seat. Reported is when the office was told, which
// may be before it is entered.
func (s *Store) Report(ctx context.Context, actor uuid.UUID, seat Seat, r Report, now time.Time) (uuid.UUID, int64, error) {
	r.ID, r.Line, r.Side = newID(), seat.Line, seat.Side
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := r.check(now); err != nil {
			return err
		}
		if r.Contract != nil {
			c, err := lockContract(ctx, tx, *r.Contract)
			if err != nil {
				return err
			}
			if c.Line != seat.Line || c.Side != seat.Side {
				return ErrNotFound
			}
		}
		var err error
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "upkeep.report", Kind: "upkeep_report", Object: r.ID, After: ledger.Fields{
			"line": r.Line.String(), "side": string(r.Side), "kind": r.Kind, "discovered_at": r.Clock.Discovered.UTC().Format(time.RFC3339), "reported_at": r.Clock.Reported.UTC().Format(time.RFC3339)}})
		if err != nil {
			return err
		}
		return r.insert(ctx, tx, actor, seat, entry)
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("enter a report: %w", err)
	}
	return r.ID, entry, nil
}

// insert writes a report with the hours that hold for the division on the day
// of the discovery.
func (r Report) insert(ctx context.Context, tx pgx.Tx, actor uuid.UUID, seat Seat, entry int64) error {
	hours, err := rule(ctx, tx, seat.Division, boundaries.SettingReportHours, DayAt(r.Clock.Discovered))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO upkeep_report (id, line, side, kind, marker, contract, patrol, text, position, discovered_at, reported_at, hours, basis, actor, entry)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		r.ID, r.Line, r.Side, r.Kind, r.Marker, r.Contract, r.Patrol, r.Text, r.Position, r.Clock.Discovered, r.Clock.Reported, hours.Number, hours.Basis, actor, entry)
	return missingMarker(err)
}

// Handle says how what was reported was dealt with, and closes the report.
func (s *Store) Handle(ctx context.Context, actor, id uuid.UUID, handling string, day version.Date) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if strings.TrimSpace(handling) == "" || day.IsZero() {
			return ErrMissing
		}
		var open bool
		var found time.Time
		err := tx.QueryRow(ctx, `SELECT handled_on IS NULL, discovered_at FROM upkeep_report WHERE id = $1 FOR NO KEY UPDATE`, id).Scan(&open, &found)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return ErrNotFound
		case err != nil:
			return err
		case !open:
			return ErrState
		case day.Before(DayAt(found)):
			return ErrSpan
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "upkeep.handle", Kind: "upkeep_report", Object: id, After: ledger.Fields{"handled_on": day.String()}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE upkeep_report SET handling = $2, handled_on = $3 WHERE id = $1`, id, handling, day)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("handle report %s: %w", id, err)
	}
	return entry, nil
}
