package redivision

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/boundaries/line"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A MissingError lists the papers without which a case is not submitted.
type MissingError struct{ Kinds []string }

func (e *MissingError) Error() string { return "papers are missing: " + strings.Join(e.Kinds, ", ") }

// A ProblemsError lists why a case cannot be enacted as it stands.
type ProblemsError struct{ Problems []Problem }

func (e *ProblemsError) Error() string {
	return fmt.Sprintf("%d problems stand against the case", len(e.Problems))
}

// A Step is one that a case took.
type Step struct {
	From, To string
	On       version.Date // the day that counts
	At       time.Time    // when it was entered
	Actor    uuid.UUID
	Note     string
}

// DaysLate is how many days after the day that counts a step was entered.
func (s Step) DaysLate() int {
	return max(0, int(version.DayOf(s.At.In(version.China)).Time().Sub(s.On.Time()).Hours()/24))
}

// Steps gives those of a case, the first first.
func (s *Store) Steps(ctx context.Context, id uuid.UUID) ([]Step, error) {
	rows, err := s.DB.Query(ctx, `SELECT from_state, to_state, on_day, at, actor, note FROM redivision_step WHERE redivision = $1 ORDER BY n`, id)
	if err != nil {
		return nil, fmt.Errorf("steps of division case %s: %w", id, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Step])
}

// take writes a step of a case with its ledger entry, which it answers.
func take(ctx context.Context, tx pgx.Tx, c Case, to string, actor uuid.UUID, on version.Date, note string, more ledger.Fields) (int64, error) {
	var allowed bool
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM redivision_transition WHERE from_state = $1 AND to_state = $2)`, c.State, to).Scan(&allowed)
	if err != nil {
		return 0, err
	}
	if !allowed {
		return 0, ErrStep
	}
	county, err := countyOf(ctx, tx, c.Home)
	if err != nil {
		return 0, err
	}
	after := ledger.Fields{"state": to, "on": on.String()}
	for k, v := range more {
		after[k] = v
	}
	entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "division_case.step", Kind: "division_case", Object: c.ID, County: county,
		Reason: note, Before: ledger.Fields{"state": c.State}, After: after})
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO redivision_step (redivision, n, from_state, to_state, on_day, actor, note, entry)
		SELECT $1, 1 + count(*), $2, $3, $4, $5, $6, $7 FROM redivision_step WHERE redivision = $1`, c.ID, c.State, to, on, actor, note, entry)
	return entry, err
}

func today() version.Date { return version.Today() }

// step takes a case to a state for which nothing else is written.
func (s *Store) step(ctx context.Context, actor, id uuid.UUID, revision int64, to, note string, deadline ...string) (int64, error) {
	return s.change(ctx, id, revision, func(tx pgx.Tx, c Case) (int64, error) {
		entry, err := take(ctx, tx, c, to, actor, today(), note, nil)
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec(ctx, `UPDATE redivision_deadline SET met = $3 WHERE redivision = $1 AND kind = ANY($2)`, id, deadline, today()); err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `UPDATE redivision_case SET state = $2 WHERE id = $1`, id, to)
		return entry, err
	})
}

// Submit sends a case to the approving body: with all its papers, and only
// where nothing stands against what it would do. applied is the application's
// date.
func (s *Store) Submit(ctx context.Context, actor, id uuid.UUID, revision int64, applied version.Date) (int64, error) {
	c, err := s.ByID(ctx, id)
	if err != nil {
		return 0, err
	}
	sim, err := s.Simulate(ctx, c)
	if err != nil {
		return 0, err
	}
	if len(sim.Problems) > 0 {
		return 0, &ProblemsError{sim.Problems}
	}
	return s.change(ctx, id, revision, func(tx pgx.Tx, c Case) (int64, error) {
		if applied.IsZero() {
			applied = today()
		}
		if today().Before(applied) {
			return 0, ErrDates
		}
		missing, err := missingPapers(ctx, tx, c)
		if err != nil {
			return 0, err
		}
		if len(missing) > 0 {
			return 0, &MissingError{missing}
		}
		entry, err := take(ctx, tx, c, Submitted, actor, applied, "", nil)
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `UPDATE redivision_case SET state = 'submitted', applied = $2 WHERE id = $1`, id, applied)
		return entry, err
	})
}

// A Reply is the approving body's decision 批复.
type Reply struct {
	By, Number string
	On         version.Date // its date: the day that counts
	Effective  version.Date // from when the divisions are changed; zero: the reply's date
	Refused    bool
	Note       string
}

// Reply enters the decision. Its date is not in the future and not before the
// application, and starts the clocks.
func (s *Store) Reply(ctx context.Context, actor, id uuid.UUID, revision int64, r Reply) (int64, error) {
	return s.change(ctx, id, revision, func(tx pgx.Tx, c Case) (int64, error) {
		if r.Effective.IsZero() {
			r.Effective = r.On
		}
		switch {
		case actor == c.Applicant:
			return 0, ErrOwn
		case r.By == "" || r.Number == "":
			return 0, ErrReply
		case r.On.IsZero() || today().Before(r.On) || r.On.Before(c.Applied) || r.Effective.Before(r.On):
			return 0, ErrDates
		}
		to := Replied
		if r.Refused {
			to = Refused
		}
		entry, err := take(ctx, tx, c, to, actor, r.On, r.Note, ledger.Fields{"reply_by": r.By, "reply_no": r.Number, "effective": r.Effective.String()})
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `UPDATE redivision_case SET state = $2, reply_by = $3, reply_no = $4, replied = $5, effective = $6, decided_by = $7 WHERE id = $1`,
			id, to, r.By, r.Number, r.On, r.Effective, actor)
		if err != nil || r.Refused {
			return entry, err
		}
		return entry, startClocks(ctx, tx, id, r.On)
	})
}

// Withdraw takes a case back before it is decided.
func (s *Store) Withdraw(ctx context.Context, actor, id uuid.UUID, revision int64, why string) (int64, error) {
	return s.step(ctx, actor, id, revision, Withdrawn, why)
}

// Return sends a submitted case back to be corrected.
func (s *Store) Return(ctx context.Context, actor, id uuid.UUID, revision int64, why string) (int64, error) {
	return s.step(ctx, actor, id, revision, Draft, why)
}

// Enact makes the divisions what the case says, from the effective day on:
// versions, names, claims, events, successions and the owners of boundary lines
// in one transaction. digest
// is that of the simulation that the approver saw; ErrStale where it would
// come out otherwise now.
func (s *Store) Enact(ctx context.Context, actor, id uuid.UUID, revision int64, digest string) (int64, error) {
	return s.change(ctx, id, revision, func(tx pgx.Tx, c Case) (int64, error) {
		switch {
		case actor == c.Applicant:
			return 0, ErrOwn
		case c.State != Replied || today().Before(c.Effective):
			return 0, ErrStep
		}
		// Before the simulation, which gives its own lock back with what it tried.
		if err := errors.Join(boundaries.LockCodes(ctx, tx), line.Lock(ctx, tx)); err != nil {
			return 0, err
		}
		within := *s
		within.DB = tx
		sim, err := within.Simulate(ctx, c)
		switch {
		case err != nil:
			return 0, err
		case len(sim.Problems) > 0:
			return 0, &ProblemsError{sim.Problems}
		case sim.Digest != digest:
			return 0, ErrStale
		}
		held, err := readHeld(ctx, tx, c.Proposal, c.Effective)
		if err != nil {
			return 0, err
		}
		c.DecidedBy = &actor
		plan := Make(c.Proposal, held)
		bulk, _, err := s.write(ctx, tx, c, plan, c.Effective, false)
		if err != nil {
			return 0, err
		}
		lines, err := line.Pass(ctx, tx, plan.lines(c, actor))
		if err != nil {
			return 0, err
		}
		return bulk, s.enacted(ctx, tx, c, actor, sim, bulk, lines)
	})
}

// enacted notes that a case is in force, by the bulk entry that made it so.
func (s *Store) enacted(ctx context.Context, tx pgx.Tx, c Case, actor uuid.UUID, sim *Simulation, bulk int64, lines line.Passed) error {
	outcome, err := json.Marshal(sim)
	if err != nil {
		return err
	}
	if _, err := take(ctx, tx, c, InForce, actor, c.Effective, "", ledger.Fields{"digest": sim.Digest, "lines_passed": lines.Changed,
		"lines_ended": lines.Ended, "lines_left": lines.Left}); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE redivision_case SET state = 'in_force', outcome = $2, decided_by = $3, enacted = $4 WHERE id = $1`,
		c.ID, string(outcome), actor, bulk)
	return err
}

// PublishCodes notes that the changed codes were made public.
func (s *Store) PublishCodes(ctx context.Context, actor, id uuid.UUID, revision int64, note string) (int64, error) {
	return s.step(ctx, actor, id, revision, CodesPublished, note, "codes")
}

// Complete notes that the change is carried out, and reported.
func (s *Store) Complete(ctx context.Context, actor, id uuid.UUID, revision int64, note string) (int64, error) {
	return s.step(ctx, actor, id, revision, Completed, note, "completion", "extended")
}

// Announce notes the public announcement.
func (s *Store) Announce(ctx context.Context, actor, id uuid.UUID, revision int64, note string) (int64, error) {
	return s.step(ctx, actor, id, revision, Announced, note)
}

// Archive closes a case.
func (s *Store) Archive(ctx context.Context, actor, id uuid.UUID, revision int64, note string) (int64, error) {
	return s.step(ctx, actor, id, revision, Archived, note)
}

// Changed reads from the divisions themselves what a case's enactment made of
// them: what the register says, not what was planned.
func (s *Store) Changed(ctx context.Context, c Case) ([]Row, error) {
	var changed []Row
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		turns, err := boundaries.TurnsOf(ctx, tx, c.Enacted, c.Effective)
		if err != nil {
			return err
		}
		divisions := boundaries.Store{DB: tx}
		name := func(id *uuid.UUID, on version.Date) (string, error) {
			if id == nil {
				return "", nil
			}
			d, err := divisions.ByID(ctx, boundaries.Reader{AsOf: version.AsOf{Valid: on}, Internal: true}, *id)
			return boundaries.StandardName(d.Name), err
		}
		for _, t := range turns {
			r := Row{Division: t.ID, OldCode: t.OldCode, NewCode: t.NewCode, OldName: t.OldName, NewName: t.NewName,
				OldParent: t.OldParent, NewParent: t.NewParent, Area: t.AreaChanged, Seat: t.SeatMoved}
			if r.OldAbove, err = name(t.OldParent, eveOf(c.Effective)); err != nil {
				return err
			}
			if r.NewAbove, err = name(t.NewParent, c.Effective); err != nil {
				return err
			}
			changed = append(changed, r)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("what division case %s changed: %w", c.ID, err)
	}
	return changed, nil
}
