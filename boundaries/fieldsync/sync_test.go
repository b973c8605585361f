package fieldsync_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
	"diming/internal/pg/pgtest"
)

func TestARecordIsStoredOnceAndItsReceiptStaysTheSame(t *testing.T) {
	w := newWorld(t)
	p := w.phone(t, w.person(t, "jiang", boundaries.SideA))
	r := p.note(w.task, "界桩完好")
	first := w.send(t, p, r)[0]
	if got := w.taken(t, inspection.Accepted, first)[0]; got.ID != r.ID.String() || got.Digest != item(r).Digest || *got.Task != w.task {
		t.Errorf("receipt is of %+v", got)
	}
	for range 3 {
		again := w.send(t, p, r)[0]
		if again.Answer.Receipt == nil || *again.Answer.Receipt != *first.Answer.Receipt || !again.Answer.Repeat {
			t.Errorf("a repeat gives %+v, want %+v", again.Answer.Receipt, first.Answer.Receipt)
		}
	}
	other := r
	other.Text = "界桩损坏"
	refused(t, w.send(t, p, other)[0].Refusal, inspection.CodeDiffers)
	if stored := query[string](t, w, `SELECT body FROM field_record`); len(stored) != 1 || stored[0] != string(r.Canonical()) {
		t.Errorf("stored are %q", stored)
	}
	if entries := query[string](t, w, `SELECT body FROM ledger_entry WHERE action = 'field.record'`); len(entries) != 1 {
		t.Errorf("%d entries for one record: %q", len(entries), entries)
	}
}

func TestABatchIsOneEntryAndEachOfItIsAnsweredForItself(t *testing.T) {
	w := newWorld(t)
	p := w.phone(t, w.person(t, "jiang", boundaries.SideA))
	one, two, bad := p.note(w.task, "一"), p.note(w.task, "二"), p.note(w.task, "三")
	bad.Side = boundaries.SideB // never acted for it
	all := w.send(t, p, one, bad, two, one)
	w.taken(t, inspection.Accepted, all[0], all[2], all[3])
	refused(t, all[1].Refusal, inspection.CodeNotYourTask)
	if !all[3].Answer.Repeat || all[3].Answer.Receipt.Text != all[0].Answer.Receipt.Text {
		t.Error("the same record twice in one batch is stored twice")
	}
	if n := query[int](t, w, `SELECT count(*)::int FROM ledger_entry WHERE action = 'field.record'`)[0]; n != 1 {
		t.Errorf("%d entries for one batch", n)
	}
	if n := query[int](t, w, `SELECT count(*)::int FROM field_record`)[0]; n != 2 {
		t.Errorf("%d records stored, want 2", n)
	}
}

// TestManyPhonesWithTheSameIdsAreEachStoredOnce has phones of both sides use one
// another's ids, send all again and again in any order, and rename what clashes.
func TestManyPhonesWithTheSameIdsAreEachStoredOnce(t *testing.T) {
	w := newWorld(t)
	const phones, ids, repeats = 6, 30, 3
	var shared []uuid.UUID
	for range ids {
		shared = append(shared, newID())
	}
	held := make([]phone, phones)
	for i := range held {
		side := []boundaries.Side{boundaries.SideA, boundaries.SideB}[i%2]
		held[i] = w.phone(t, w.person(t, "inspector"+string(rune('a'+i)), side))
	}
	receipts := make([]map[uuid.UUID]inspection.SignedReceipt, phones)
	var running sync.WaitGroup
	for i, p := range held {
		running.Go(func() {
			receipts[i] = w.insist(t, p, shared, repeats, rand.New(rand.NewPCG(7, uint64(i))))
		})
	}
	running.Wait()
	stored := query[uuid.UUID](t, w, `SELECT id FROM field_record`)
	if len(stored) != phones*ids {
		t.Errorf("%d records stored, want %d", len(stored), phones*ids)
	}
	if n := query[int](t, w, `SELECT count(*)::int FROM field_receipt`)[0]; n != phones*ids {
		t.Errorf("%d receipts kept, want %d", n, phones*ids)
	}
	for i := range receipts {
		if len(receipts[i]) != ids {
			t.Errorf("phone %d has %d receipts, want %d", i, len(receipts[i]), ids)
		}
		for id, r := range receipts[i] {
			w.stands(t, r, inspection.Accepted)
			if !slices.Contains(stored, id) {
				t.Errorf("phone %d has a receipt for %s, which is not stored", i, id)
			}
		}
	}
}

// insist makes a record under each id and sends all until each has its receipt,
// and then some times more; what clashes goes under another id.
func (w *world) insist(t *testing.T, p phone, ids []uuid.UUID, repeats int, dice *rand.Rand) map[uuid.UUID]inspection.SignedReceipt {
	records := make([]inspection.Record, len(ids))
	for i, id := range ids {
		records[i] = p.note(w.task, "第"+string(rune('一'+i))+"号")
		records[i].ID = id
	}
	receipts := map[uuid.UUID]inspection.SignedReceipt{}
	for done := 0; done < repeats; done++ {
		dice.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		for batch := range slices.Chunk(slices.Clone(records), 1+dice.IntN(12)) {
			var items []fieldsync.Item
			for _, r := range batch {
				items = append(items, item(r))
			}
			all, err := w.Records(t.Context(), p.Device, items)
			if err != nil {
				t.Error(err)
				return receipts
			}
			for i, o := range all {
				if o.Refusal != nil {
					if o.Refusal.Code != inspection.CodeDiffers {
						t.Errorf("refused: %v", o.Refusal)
						return receipts
					}
					at := slices.IndexFunc(records, func(r inspection.Record) bool { return r.ID == batch[i].ID })
					former := records[at].ID
					records[at].ID, records[at].Formerly = newID(), &former
					done = -1 // all again
					continue
				}
				if before, ok := receipts[batch[i].ID]; ok && before != *o.Answer.Receipt {
					t.Errorf("record %s has two receipts", batch[i].ID)
				}
				receipts[batch[i].ID] = *o.Answer.Receipt
			}
		}
	}
	return receipts
}

func TestWhatIsWithdrawnStaysSo(t *testing.T) {
	w := newWorld(t)
	p := w.phone(t, w.person(t, "jiang", boundaries.SideA))
	r := p.note(w.task, "看错了")
	back := p.note(w.task, "不是这个界桩")
	back.Kind, back.About, back.Object = inspection.Withdrawal, &r.ID, r.Object
	late := p.note(w.task, "迟到的")
	before := p.note(w.task, "先撤回")
	before.Kind, before.About, before.Object = inspection.Withdrawal, &late.ID, late.Object
	w.taken(t, inspection.Accepted, w.send(t, p, r, back, before)...)
	w.taken(t, inspection.Withdrawn, w.send(t, p, late)...) // its withdrawal was here first
	w.taken(t, inspection.Accepted, w.send(t, p, r)...)     // the very receipt of the first time
	if got := query[uuid.UUID](t, w, `SELECT withdrawn_by FROM field_record WHERE id = $1`, r.ID); got[0] != back.ID {
		t.Errorf("withdrawn by %v, want %v", got, back.ID)
	}
	gone := p.note(w.task, "对象已不在")
	w.tasks.gone = append(w.tasks.gone, gone.Object.ID)
	w.taken(t, inspection.Proposal, w.send(t, p, gone)...)
	w.tasks.closed = append(w.tasks.closed, w.task)
	w.taken(t, inspection.Proposal, w.send(t, p, p.note(w.task, "任务已结束"))...)
}

// TestTheDatabaseRefusesWhatTheProtocolForbids asks as the server's own role.
func TestTheDatabaseRefusesWhatTheProtocolForbids(t *testing.T) {
	w := newWorld(t)
	p := w.phone(t, w.person(t, "jiang", boundaries.SideA))
	r := p.note(w.task, "界桩完好")
	back := p.note(w.task, "看错了")
	back.Kind, back.About, back.Object = inspection.Withdrawal, &r.ID, r.Object
	w.taken(t, inspection.Accepted, w.send(t, p, r, back)...)
	const again = `INSERT INTO field_record (id, task, kind, object, object_kind, side, observer, device, digest, body, standing, phone_time, server_time, stored, entry)
		SELECT %s, task, kind, object, object_kind, side, observer, device, digest, %s, standing, phone_time, server_time, stored, entry FROM field_record LIMIT 1`
	const unique, check, forbidden, restricted = "23505", "23514", "42501", "23001"
	for _, test := range []struct{ what, sql, code string }{
		{"the same id again", fmt.Sprintf(again, "id", "body"), unique},
		{"a body that is not the digest's", fmt.Sprintf(again, "gen_random_uuid()", "body || ' '"), check},
		{"another body", `UPDATE field_record SET body = body`, forbidden},
		{"a withdrawal that is undone", `UPDATE field_record SET withdrawn_by = NULL WHERE withdrawn_by IS NOT NULL`, restricted},
		{"a record deleted", `DELETE FROM field_record`, forbidden},
		{"all records gone", `TRUNCATE field_record`, forbidden},
		{"another receipt", `UPDATE field_receipt SET body = body`, forbidden},
		{"a receipt deleted", `DELETE FROM field_receipt`, forbidden},
		{"a second identity", `INSERT INTO field_identity (server, seed) SELECT server, seed FROM field_identity`, unique},
		{"the identity changed", `UPDATE field_identity SET seed = seed`, forbidden},
		{"a phone that goes to somebody else", `UPDATE field_device SET account = account`, forbidden},
	} {
		_, err := w.pool.Exec(t.Context(), test.sql)
		var refusal *pgconn.PgError
		if !errors.As(err, &refusal) || refusal.Code != test.code {
			t.Errorf("%s: %v, want SQLSTATE %s", test.what, err, test.code)
		}
	}
	if n := query[int](t, w, `SELECT count(*)::int FROM field_record WHERE digest = encode(sha256(convert_to(body, 'UTF8')), 'hex')`)[0]; n != 2 {
		t.Errorf("%d records left, want 2", n)
	}
}

// TestTheTablesOwnerCannotUndoWhatCame asks as the owner of the tables, whom
// rights do not stop: the triggers do.
func TestTheTablesOwnerCannotUndoWhatCame(t *testing.T) {
	w := newWorld(t)
	p := w.phone(t, w.person(t, "jiang", boundaries.SideA))
	w.taken(t, inspection.Accepted, w.send(t, p, p.note(w.task, "界桩完好"))...)
	admin := pgtest.Admin(t, w.pool)
	for _, sql := range []string{`UPDATE field_record SET body = body`, `DELETE FROM field_record`, `TRUNCATE field_record`,
		`UPDATE field_receipt SET body = body`, `DELETE FROM field_receipt`, `TRUNCATE field_receipt`} {
		if _, err := admin.Exec(t.Context(), sql); err == nil {
			t.Errorf("the owner may %s", sql)
		}
	}
}
