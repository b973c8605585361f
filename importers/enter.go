package importers

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/shelters"
	"diming/shelters/card"
)

// A refused is the error of a row that is not taken in, for what it says.
type refused struct{ refusal }

func (e *refused) Error() string { return e.reason }

func refuseAs(column, value, reason string) error { return &refused{refusal{column, value, reason}} }

// A deed is one change that a row made.
type deed struct {
	object uuid.UUID
	did    string // added, changed or noted, as in import_write
	before string
	entry  int64
}

// What a deed did.
const (
	didAdd    = "added"
	didChange = "changed"
	didNote   = "noted"
)

// A settled row is what became of a row in its store.
type settled struct {
	outcome string // RowAdded, RowChanged or RowUnchanged
	deeds   []deed
	changes []gazetteer.Change // for a person to see; none of what is about a person
}

// A sitting is one batch of rows of shelters, contacts or policies under way
// in its transaction.
type sitting struct {
	*run
	tx    pgx.Tx
	lands *lands
	keys  []string // that the row under way stands for
}

// enter takes rows into the stores of shelters one by one, each whole or not
// at all, and keeps which objects it wrote. A dry run does all but the commit.
func (r *run) enter(ctx context.Context, rows []*row, put func(ctx context.Context, s *sitting, i int) (settled, error)) (gazetteer.Counts, error) {
	var n gazetteer.Counts
	tx, err := r.o.DB.Begin(ctx)
	if err != nil {
		return n, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // nothing after a commit
	if r.lands == nil {
		if r.lands, err = landsOf(ctx, &boundaries.Store{DB: tx}, r.o.Within); err != nil {
			return n, err
		}
	}
	for i, row := range rows {
		done, err := r.enterOne(ctx, tx, row, i, put)
		var no *refused
		switch {
		case errors.As(err, &no):
			n.Rejected = append(n.Rejected, gazetteer.Rejection{Row: row.number, Column: no.column, Value: no.value, Reason: no.reason})
		case err != nil:
			return n, fmt.Errorf("row %d: %w", row.number, err)
		case done.outcome == RowAdded:
			n.Accepted++
		case done.outcome == RowChanged:
			n.Updated++
			n.UpdatedRows = append(n.UpdatedRows, row.number)
			if len(done.changes) > 0 {
				n.Updates = append(n.Updates, gazetteer.Update{Row: row.number, Place: done.deeds[0].object, Changes: done.changes})
			}
		default:
			n.Unchanged++
			n.UnchangedRows = append(n.UnchangedRows, row.number)
		}
	}
	if r.o.DryRun {
		return n, nil
	}
	return n, tx.Commit(ctx)
}

// enterOne takes one row in behind a savepoint.
func (r *run) enterOne(ctx context.Context, tx pgx.Tx, row *row, i int, put func(context.Context, *sitting, int) (settled, error)) (settled, error) {
	var done settled
	s := &sitting{run: r, lands: r.lands}
	err := pgx.BeginFunc(ctx, tx, func(inner pgx.Tx) error {
		s.tx = inner
		var err error
		if done, err = put(ctx, s, i); err != nil {
			return refusalOf(err)
		}
		for _, d := range done.deeds {
			if _, err := inner.Exec(ctx, `INSERT INTO import_write (run, kind, object, did, before, entry) VALUES ($1, $2, $3, $4, $5, $6)`,
				r.o.Job, string(r.o.As), d.object, d.did, d.before, d.entry); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		for _, key := range s.keys {
			r.entered[key] = row.number
		}
	}
	return done, err
}

// once refuses a row that stands for the same thing as a row before it, and one
// that was refused for that and was not corrected.
func (s *sitting) once(r *row, column, value, key string) error {
	if was := r.values[fieldMark]; was != "" && was == keyDigest(key) {
		r.refuseAgain(column, value)
		last := r.refusals[len(r.refusals)-1]
		r.refusals = r.refusals[:len(r.refusals)-1] // it comes back with the account of the batch
		return &refused{last}
	}
	if first, met := s.entered[key]; met {
		r.mark = keyDigest(key)
		return refuseAs(column, value, duplicateOf(first))
	}
	s.keys = append(s.keys, key)
	return nil
}

// cardReasons are what the cards refuse, in words for who wrote the row.
var cardReasons = map[error]string{
	card.ErrTitle:   "称呼应为 1 到 40 个字 / a title has 1 to 40 characters",
	card.ErrRank:    "次序应为 0 到 1000 / a rank is 0 to 1000",
	card.ErrPhone:   "没有可以公开的号码：请填值班电话；个人号码须有本人同意的凭据 / no number that may be shown: give a duty phone, or the consent for a private one",
	card.ErrConsent: "公开个人号码须有姓名和本人同意的凭据（哪天、哪份材料） / a private number needs a name and the paper of consent",
	card.ErrPolicy:  "政策要有标题（60 字以内）、大白话（200 字以内）和依据 / a policy needs a title of up to 60 characters, plain words of up to 200 and its basis",
	card.ErrBody:    "全文不超过 2 万字 / the text has at most 20,000 characters",
	card.ErrSpan:    "截止日期早于起始日期 / the last day lies before the first",
	card.ErrChanged: "导入时正被别人修改，请再导入一次 / somebody changed it at the same moment: import it again",
}

// refusalOf turns what a store says of a row into its refusal; other errors
// stay.
func refusalOf(err error) error {
	var no *refused
	if errors.As(err, &no) {
		return no
	}
	var content *shelters.ContentError
	if errors.As(err, &content) {
		return refuseAs("", "", content.ZH+" / "+content.EN)
	}
	for known, reason := range cardReasons {
		if errors.Is(err, known) {
			return refuseAs("", "", reason)
		}
	}
	if errors.Is(err, shelters.ErrChanged) {
		return refuseAs("", "", cardReasons[card.ErrChanged])
	}
	return err
}
