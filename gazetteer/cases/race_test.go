package cases_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer"
	"diming/gazetteer/cases"
)

// Eight approvers decide a hundred cases whose names overlap, all at once and
// each case twice: exactly one place stands for each name, each case is decided
// once, and who loses is told by whom or by which place.
func TestApproversAtOnceLeaveExactlyTheAllowedSetStanding(t *testing.T) {
	w := newWorld(t)
	const approvers, all, distinct = 8, 100, 40
	var queue []cases.By
	replies := map[uuid.UUID]cases.Reply{}
	for n := range all {
		o := w.estate(fmt.Sprintf("清溪%d村", n%distinct))
		o.Class, o.Items[0].Class = "21500", "21500" // single in the province by law
		by := w.reviewed(t, w.open(t, o))
		queue = append(queue, by, by)
		replies[by.Case] = w.reply(w.read(t, by.Case))
	}
	work := make(chan cases.By)
	var mu sync.Mutex
	var approved, taken, late int
	var wait sync.WaitGroup
	for range approvers {
		me := uuid.New()
		wait.Go(func() {
			for by := range work {
				by.Actor = me
				_, err := w.Approve(t.Context(), by, replies[by.Case])
				var claim *cases.ClaimError
				var changed *cases.ChangedError
				mu.Lock()
				switch {
				case err == nil:
					approved++
				case errors.As(err, &claim):
					taken++
				case errors.As(err, &changed) && changed.By != uuid.Nil:
					late++
				default:
					t.Errorf("approve: %v", err)
				}
				mu.Unlock()
			}
		})
	}
	for _, by := range queue {
		work <- by
	}
	close(work)
	wait.Wait()
	if approved != distinct || approved+taken+late != len(queue) {
		t.Errorf("%d approved, %d taken, %d too late of %d, want %d approved", approved, taken, late, len(queue), distinct)
	}
	names := map[string]int{}
	rows, err := w.pool.Query(t.Context(), `SELECT text FROM name_version WHERE kind = 'standard' AND upper_inf(recorded) AND text LIKE '清溪%村'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		names[text]++
	}
	for n := range distinct {
		if text := fmt.Sprintf("清溪%d村", n); names[text] != 1 {
			t.Errorf("%s stands %d times, want once", text, names[text])
		}
	}
}

func TestALostClaimIsShownInTheCase(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	o := w.estate("清溪镇")
	o.Class, o.Items[0].Class, o.Items[0].Alternatives = "21500", "21500", []string{"清溪口镇"}
	first, second := w.reviewed(t, w.open(t, o)), w.reviewed(t, w.open(t, o))
	first.Actor, second.Actor = w.decider, w.decider
	w.must(t, first)(w.Approve(ctx, first, w.reply(w.read(t, first.Case))))
	_, err := w.Approve(ctx, second, w.reply(w.read(t, second.Case)))
	var claim *cases.ClaimError
	if !errors.As(err, &claim) || claim.Other != *w.read(t, first.Case).Items[0].Result {
		t.Fatalf("second approval = %v, want the place that bears the name", err)
	}
	if err := w.NoteTaken(ctx, w.decider, claim); err != nil {
		t.Fatal(err)
	}
	f := w.read(t, second.Case)
	if f.State != cases.Reviewed || len(f.Findings) != 2 || f.Findings[0].Finding.Check != "重" || f.Findings[0].Finding.Conflicts[0].Place != claim.Other {
		t.Errorf("case after the lost claim: %s, %+v", f.State, f.Findings)
	}
	second.Tag = f.Tag
	var stand *cases.FindingsError
	if _, err := w.Approve(ctx, second, w.reply(f)); !errors.As(err, &stand) {
		t.Errorf("the taken name was approved again: %v, want the finding", err)
	}
	r := w.reply(f)
	r.Items[0].Text = "清溪口镇"
	w.must(t, second)(w.Approve(ctx, second, r))
	if p, err := w.Places.Place(ctx, gazetteer.Reader{Internal: true}, claim.Other); err != nil || p.Name(w.day).Text != "清溪镇" {
		t.Errorf("the winner = %v, %v", p.Name(w.day).Text, err)
	}
}
