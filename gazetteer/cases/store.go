package cases

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer"
	"diming/gazetteer/heritage"
	"diming/gazetteer/naming"
	"diming/internal/pg"
	"diming/internal/version"
)

// A Store reads and writes cases.
type Store struct {
	DB     pg.DB
	Places *gazetteer.Store
	// Check asks the rules of names about a proposal, in the transaction of db.
	Check func(ctx context.Context, db pg.DB, p naming.Proposal) (findings []naming.Finding, rules string, err error)
	// Due says when a deadline that starts on a day runs out, by the settings and
	// the days of rest of a division; ok is false where the place sets none.
	Due func(ctx context.Context, db pg.DB, q Question) (d Due, ok bool, err error)
	// MayRename says whether a place's name may be changed or ended: a listed
	// name needs a protection plan first (条例 art. 25). nil: nothing stands against it.
	MayRename func(ctx context.Context, tx pgx.Tx, place uuid.UUID) error
	// Providers tell what a renaming touches.
	Providers []Provider
	// Today is the day it is, in the county's time; nil: by the clock.
	Today func() version.Date
}

// New gives the store of a running server.
func New(db pg.DB, places *gazetteer.Store) *Store {
	return &Store{DB: db, Places: places, Due: DueBySettings, MayRename: heritage.MayRename,
		Check: func(ctx context.Context, db pg.DB, p naming.Proposal) ([]naming.Finding, string, error) {
			return (&gazetteer.Store{DB: db, Boundaries: places.Boundaries}).CheckName(ctx, p)
		}}
}

func (s *Store) today() version.Date {
	if s.Today != nil {
		return s.Today()
	}
	return version.AsOf{}.Day()
}

// In gives the store on a transaction.
func (s *Store) In(tx pgx.Tx) *Store {
	within, places := *s, *s.Places
	places.DB = tx
	within.DB, within.Places = tx, &places
	return &within
}

// A ChangedError says that a case is no longer what its changer had seen.
type ChangedError struct {
	Tag int64
	By  uuid.UUID
	At  time.Time
	Did string // the action of the entry
}

func (e *ChangedError) Error() string { return "case was changed since" }

const caseColumns = `c.id, c.number, c.kind, c.channel, c.class, c.division, c.title, c.reason, c.body, c.applicant, c.opened_by, c.opened_on,
	c.state, c.procedure, c.rule_version, c.submitted_on, c.accepted_on, c.to_add, c.approver_kind, c.approver, c.reply_no,
	c.replied_on, c.reply_entered, c.filed_on, c.announced_on, c.tag`

func scanCase(row pgx.CollectableRow) (Case, error) {
	var c Case
	var procedure string
	err := row.Scan(&c.ID, &c.Number, &c.Kind, &c.Channel, &c.Class, &c.Division, &c.Title, &c.Reason, &c.Body, &c.Applicant, &c.OpenedBy, &c.OpenedOn,
		&c.State, &procedure, &c.RuleVersion, &c.SubmittedOn, &c.AcceptedOn, &c.ToAdd, &c.ApproverKind, &c.Approver, &c.ReplyNo,
		&c.RepliedOn, &c.ReplyEntered, &c.FiledOn, &c.AnnouncedOn, &c.Tag)
	if err != nil {
		return c, err
	}
	c.Procedure, err = readProcedure(procedure)
	return c, err
}

func readProcedure(text string) (p Procedure, err error) {
	return p, json.Unmarshal([]byte(text), &p)
}

func (s *Store) oneCase(ctx context.Context, condition string, args ...any) (Case, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+caseColumns+` FROM name_case c WHERE `+condition, args...)
	if err != nil {
		return Case{}, err
	}
	c, err := pgx.CollectExactlyOneRow(rows, scanCase)
	if errors.Is(err, pgx.ErrNoRows) {
		return Case{}, ErrNotFound
	}
	if err == nil {
		c.Procedure.Approver, err = s.Bodies(ctx, c.Procedure.Approver, c.Division)
	}
	return c, err
}

// Case gives a case, without what belongs to it.
func (s *Store) Case(ctx context.Context, id uuid.UUID) (Case, error) {
	c, err := s.oneCase(ctx, `c.id = $1`, id)
	if err != nil {
		return c, fmt.Errorf("case %s: %w", id, err)
	}
	return c, nil
}

// Read gives a case with all that belongs to it.
func (s *Store) Read(ctx context.Context, id uuid.UUID) (File, error) {
	var f File
	err := pgx.BeginTxFunc(ctx, snapshots{s.DB}, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		var err error
		f, err = s.In(tx).file(ctx, id)
		return err
	})
	if err != nil {
		return f, fmt.Errorf("file of case %s: %w", id, err)
	}
	return f, nil
}

func (s *Store) file(ctx context.Context, id uuid.UUID) (f File, err error) {
	if f.Case, err = s.oneCase(ctx, `c.id = $1`, id); err != nil {
		return f, err
	}
	if f.Items, err = s.items(ctx, id); err != nil {
		return f, err
	}
	if f.Findings, err = s.findings(ctx, id); err != nil {
		return f, err
	}
	if f.Consultations, err = s.consultations(ctx, id); err != nil {
		return f, err
	}
	if f.Documents, err = s.documents(ctx, id); err != nil {
		return f, err
	}
	if f.OpenNotices, err = s.openNotices(ctx, id); err != nil {
		return f, err
	}
	f.Clocks, err = s.clocks(ctx, id)
	return f, err
}

// snapshots begins a transaction with options where the database is a pool; a
// transaction within one has those of the outer.
type snapshots struct{ pg.DB }

func (d snapshots) BeginTx(ctx context.Context, o pgx.TxOptions) (pgx.Tx, error) {
	if pool, ok := d.DB.(interface {
		BeginTx(context.Context, pgx.TxOptions) (pgx.Tx, error)
	}); ok {
		return pool.BeginTx(ctx, o)
	}
	return d.Begin(ctx)
}

// number gives the next number of a kind in a year.
func (s *Store) number(ctx context.Context, tx pgx.Tx, kind Kind, day version.Date) (string, error) {
	year := day.Time().Year()
	n, err := nextOfYear(ctx, tx, year, string(kind))
	return fmt.Sprintf("%d-%s-%04d", year, kindMarks[kind], n), err
}

// nextOfYear counts within a year. The row stays locked until the transaction
// ends, so numbers have no gaps.
func nextOfYear(ctx context.Context, tx pgx.Tx, year int, of string) (int, error) {
	var n int
	err := tx.QueryRow(ctx, `INSERT INTO case_number (year, kind, last) VALUES ($1, $2, 1)
		ON CONFLICT (year, kind) DO UPDATE SET last = case_number.last + 1 RETURNING last`, year, of).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("next number of %s: %w", of, err)
	}
	return n, nil
}

// kindMarks are the characters of a case's number.
var kindMarks = map[Kind]string{Naming: "命", Renaming: "更", Cancelling: "销", Correction: "正"}
