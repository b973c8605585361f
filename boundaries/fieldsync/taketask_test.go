package fieldsync_test

import (
	"bytes"
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
	"diming/internal/document"
	"diming/internal/ledger"
)

// elsewhere is another installation on which a phone of side b recorded, signed
// and had the sealed sheet filed, with its task file as a third party reads it.
func elsewhere(t *testing.T, here *world) (*world, inspection.Report) {
	t.Helper()
	w := newWorld(t)
	delete(w.tasks.sides, w.task)
	w.task = here.task
	w.tasks.sides[w.task] = here.tasks.sides[here.task]
	p := w.phone(t, w.person(t, "chang", boundaries.SideB))
	note := p.note(w.task, "乙方所见")
	sheet := sheetOf(w, note)
	w.taken(t, inspection.Accepted, w.send(t, p, note)...)
	if _, err := w.Sheet(t.Context(), p.Device, fieldsync.Item{Digest: sheet.Digest(), Text: sheet.Canonical()}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Signature(t.Context(), p.Device, signed(p.signature(sheet, boundaries.SideB))); err != nil {
		t.Fatal(err)
	}
	for _, scan := range []string{"第一份", "第二份"} {
		if _, err := w.FileScan(t.Context(), p.Owner(), w.task, sheet.Digest(), document.Document{SHA256: inspection.Digest([]byte(scan)), Name: scan + ".pdf", MediaType: "application/pdf", Size: 9}); err != nil {
			t.Fatal(err)
		}
	}
	return w, w.written(t)
}

func (w *world) written(t *testing.T) inspection.Report {
	t.Helper()
	var out bytes.Buffer
	if written, err := w.WriteTaskFile(t.Context(), &out, w.task); err != nil || !written {
		t.Fatal(written, err)
	}
	identity, err := w.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	report, err := inspection.VerifyFile(t.Context(), bytes.NewReader(out.Bytes()), int64(out.Len()), identity.Key())
	if err != nil || len(report.Broken) > 0 {
		t.Fatal(report.Broken, err)
	}
	return report
}

func TestATaskFileThatBringsNothingIsNoEntry(t *testing.T) {
	here := newWorld(t)
	_, report := elsewhere(t, here)
	entries := func() int { return query[int](t, here, `SELECT count(*)::int FROM ledger_entry`)[0] }
	before := entries()
	if in, err := here.TakeTask(t.Context(), ledger.Console, report); err != nil || in.Records != 1 || in.Sheets != 1 || in.Signatures != 1 {
		t.Fatalf("the file brought %+v, %v", in, err)
	}
	after := entries()
	if after == before {
		t.Error("what a file brought is in no entry")
	}
	if in, err := here.TakeTask(t.Context(), ledger.Console, report); err != nil || in.Known != 3 || in.Records+in.Sheets+in.Signatures+in.Files > 0 {
		t.Errorf("again the file brought %+v, %v", in, err)
	}
	if n := entries(); n != after {
		t.Errorf("again the file wrote %d entries", n-after)
	}
}

func TestATaskFileNamesTheScansThatWereFiled(t *testing.T) {
	_, report := elsewhere(t, newWorld(t))
	for scan, filed := range map[string]bool{"第一份": true, "第二份": true, "第三份": false} {
		if sheet, why := report.HoldScan(inspection.Digest([]byte(scan))); (why == nil) != filed || filed && sheet != report.Contained.Sheets[0].Digest {
			t.Errorf("%s: sheet %q, %+v, want filed %v", scan, sheet, why, filed)
		}
	}
}

// A counter counts the queries of a kind.
type counter struct {
	of string
	n  atomic.Int64
}

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	if strings.Contains(q.SQL, c.of) {
		c.n.Add(1)
	}
	return ctx
}

func (*counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func TestWhatATaskIsIsAskedOnceInAStep(t *testing.T) {
	here := newWorld(t)
	_, report := elsewhere(t, here)
	if _, err := here.Identity(t.Context()); err != nil {
		t.Fatal(err)
	}
	config, asked := here.pool.Config().Copy(), &counter{of: "FROM upkeep_contract WHERE id"}
	config.ConnConfig.Tracer = asked
	counted, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer counted.Close()
	here.DB = counted
	if _, err := here.TakeTask(t.Context(), ledger.Console, report); err != nil { // entries for the file, the record, the sheet and the signature
		t.Fatal(err)
	}
	if n := asked.n.Load(); n != 1 {
		t.Errorf("asked %d times whether the task is a contract, want once", n)
	}
}
