package importers

import (
	"context"
	"fmt"
	"time"

	"diming/gazetteer"
)

// load takes one batch into the store and accounts for all its rows.
func (r *run) load(ctx context.Context, ch *chunk) error {
	if err := (locator{r.o.DB, r.c.crs, r.o.Repair}).locate(ctx, ch.placings(r.c.m)); err != nil {
		return err
	}
	ch.keepSound()
	var n gazetteer.Counts
	if len(ch.sound) > 0 {
		var err error
		r.report.Batches++
		n, err = ch.intake.load(ctx, r, ch.sound)
		if err == nil && n.Findings > 0 && len(n.Found) == 0 && !r.o.DryRun {
			n.Found, err = r.store.FindingsOf(ctx, n.Entry)
		}
		if err != nil {
			return fmt.Errorf("load rows %d to %d of %s: %w", ch.rows[0].number, ch.rows[len(ch.rows)-1].number, r.o.Name, err)
		}
		if err := r.account(ch, n); err != nil {
			return err
		}
	}
	for _, row := range ch.rows {
		r.report.Read++
		r.tally.count(row, r.o.Classification)
		if !row.sound() {
			r.report.reject(row)
			continue
		}
		r.report.remark(row)
		if row.repair != nil && len(r.report.Repaired) < MaxListed {
			r.report.Repaired = append(r.report.Repaired, *row.repair)
		}
	}
	if err := r.rejected.add(ch.rows); err != nil {
		return err
	}
	if err := r.report.check(); err != nil {
		return err
	}
	if !r.o.DryRun {
		if err := r.journal.batch(ctx, r.report); err != nil {
			return err
		}
	}
	if r.o.Preview != nil {
		r.o.Preview(ch.previews(n))
	}
	if r.o.Progress != nil {
		r.o.Progress(Progress{ch.bytes, r.in.total, r.report.Read, time.Since(r.started)})
	}
	return nil
}

// account marks the rows that the store refused and checks that it has
// accounted for each row it was given.
func (r *run) account(ch *chunk, n gazetteer.Counts) error {
	byNumber := make(map[int]*row, len(n.Rejected))
	for _, row := range ch.sound {
		byNumber[row.number] = row
	}
	refused := 0
	for _, rejection := range n.Rejected {
		row := byNumber[rejection.Row]
		if row == nil {
			return fmt.Errorf("%w: the store rejected row %d, which it was not given", ErrAccount, rejection.Row)
		}
		if row.sound() {
			refused++
		}
		row.refuse(r.c.m.columnOf(rejection.Column), rejection.Value, rejection.Reason)
	}
	if given := len(ch.sound); given != n.Accepted+n.Updated+n.Unchanged+refused {
		return fmt.Errorf("%w: the store was given %d rows, accepted %d, updated %d, unchanged %d, rejected %d",
			ErrAccount, given, n.Accepted, n.Updated, n.Unchanged, refused)
	}
	r.report.Accepted += n.Accepted
	r.report.Updated += n.Updated
	r.report.Unchanged += n.Unchanged
	for _, updates := range [][]gazetteer.Update{n.Updates, n.Kept} {
		for i := range updates {
			updates[i].Line = byNumber[updates[i].Row].line
		}
	}
	for i := range n.Found {
		if row := byNumber[n.Found[i].Row]; row != nil {
			n.Found[i].Line = row.line
		}
	}
	for i := range n.Pairs {
		row := byNumber[n.Pairs[i].Row]
		n.Pairs[i].Line = row.line
		row.pairs = append(row.pairs, n.Pairs[i])
	}
	r.report.Pairs = list(r.report.Pairs, n.Pairs)
	r.report.PairCount += n.PairRows
	r.known = append(r.known, n.Known...)
	r.suspectOutside(n)
	r.report.FindingCount += n.Findings
	r.report.Updates = list(r.report.Updates, n.Updates)
	r.report.Kept = list(r.report.Kept, n.Kept)
	r.report.Findings = list(r.report.Findings, n.Found)
	r.tally.kept += len(n.Kept)
	r.tally.keptPublic += n.KeptPublic
	r.tally.madeInternal += n.MadeInternal
	return nil
}
