package fieldsync_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/inspection"
	"diming/internal/account"
	"diming/internal/blob"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// noon is when everything in these tests happens, unless a test moves it.
var noon = time.Date(2026, 11, 26, 4, 0, 0, 0, time.UTC)

// tasks stand in for the tasks of others: who is on which side, what is closed,
// which objects were withdrawn.
type tasks struct {
	sides  map[uuid.UUID]map[uuid.UUID]boundaries.Side // task → account → side
	closed []uuid.UUID
	gone   []uuid.UUID
}

func (r *tasks) Task(_ context.Context, _ pgx.Tx, task uuid.UUID) (bool, bool, error) {
	_, known := r.sides[task]
	return known, known && !slices.Contains(r.closed, task), nil
}

func (r *tasks) Sides(_ context.Context, _ pgx.Tx, who, task uuid.UUID) ([]boundaries.Side, error) {
	if side, ok := r.sides[task][who]; ok {
		return []boundaries.Side{side}, nil
	}
	return nil, nil
}

func (r *tasks) ObjectStands(_ context.Context, _ pgx.Tx, _ uuid.UUID, o inspection.Object) (bool, error) {
	return !slices.Contains(r.gone, o.ID), nil
}

// A world is one server with one task and its two sides.
type world struct {
	*fieldsync.Store
	pool  *pgxpool.Pool
	tasks *tasks
	task  uuid.UUID
}

func newWorld(t testing.TB) *world {
	t.Helper()
	pool := pgtest.New(t)
	w := &world{pool: pool, task: newID(), tasks: &tasks{sides: map[uuid.UUID]map[uuid.UUID]boundaries.Side{}}}
	w.tasks.sides[w.task] = map[uuid.UUID]boundaries.Side{}
	w.Store = &fieldsync.Store{DB: pool, Tasks: w.tasks, Files: blob.Store{Dir: t.TempDir()}, Now: func() time.Time { return noon }}
	return w
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// A phone is one with its key, and who holds it.
type phone struct {
	fieldsync.Device
	key   ed25519.PrivateKey
	token string
	side  boundaries.Side
}

// person makes an account that acts for a side of the task.
func (w *world) person(t testing.TB, login string, side boundaries.Side) uuid.UUID {
	t.Helper()
	accounts := &account.Store{DB: w.pool}
	a, err := accounts.Add(t.Context(), ledger.Console, login, "示例·"+login, "测试")
	if err != nil {
		t.Fatal(err)
	}
	w.tasks.sides[w.task][a.ID] = side
	return a.ID
}

// phone registers a phone of an account.
func (w *world) phone(t testing.TB, owner uuid.UUID) phone {
	t.Helper()
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	d, secret, err := w.Enrol(t.Context(), owner, fieldsync.Device{ID: newID(), PublicKey: public, Name: "示例手机"})
	if err != nil {
		t.Fatal(err)
	}
	return phone{d, key, secret.String(), w.tasks.sides[w.task][owner]}
}

// note is a record of a phone about some marker.
func (p phone) note(task uuid.UUID, text string) inspection.Record {
	return inspection.Record{ID: newID(), Kind: inspection.Note, Task: task, Object: inspection.Object{Kind: "marker", ID: newID()},
		Side: p.side, Observer: p.Owner(), Device: p.ID, PhoneTime: noon, Text: text, Answers: map[string]string{}}
}

func item(r inspection.Record) fieldsync.Item {
	text := r.Canonical()
	return fieldsync.Item{Digest: inspection.Digest(text), Text: text}
}

// send sends records and gives what became of each.
func (w *world) send(t testing.TB, p phone, records ...inspection.Record) []fieldsync.Outcome {
	t.Helper()
	var items []fieldsync.Item
	for _, r := range records {
		items = append(items, item(r))
	}
	all, err := w.Records(t.Context(), p.Device, items)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// taken wants that records were taken with a standing, and gives the receipts.
func (w *world) taken(t testing.TB, standing string, all ...fieldsync.Outcome) []inspection.Receipt {
	t.Helper()
	var receipts []inspection.Receipt
	for i, o := range all {
		if o.Refusal != nil {
			t.Fatalf("item %d was refused: %v", i, o.Refusal)
		}
		receipts = append(receipts, w.stands(t, *o.Answer.Receipt, standing))
	}
	return receipts
}

// stands checks a receipt under the server's key.
func (w *world) stands(t testing.TB, r inspection.SignedReceipt, standing string) inspection.Receipt {
	t.Helper()
	identity, err := w.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	receipt, ok := inspection.ReceiptStands(r.Text, r.Signature, identity.Key())
	if !ok || receipt.Standing != standing {
		t.Fatalf("receipt %s stands: %v, want %s", r.Text, ok, standing)
	}
	return receipt
}

// refused wants a refusal with a code.
func refused(t testing.TB, err error, code string) {
	t.Helper()
	var r *inspection.Refusal
	if !errors.As(err, &r) || r.Code != code {
		t.Errorf("error %v, want a refusal %s", err, code)
	}
}

func query[T any](t testing.TB, w *world, sql string, args ...any) []T {
	t.Helper()
	rows, err := w.pool.Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[T])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// refusal is what the rules say, nil for any other error.
func refusal(err error) *inspection.Refusal {
	var r *inspection.Refusal
	errors.As(err, &r)
	return r
}
