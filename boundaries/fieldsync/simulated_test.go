package fieldsync

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/boundaries/inspection"
	"diming/boundaries/inspection/simulate"
	"diming/internal/blob"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
)

// The simulation of package simulate over our tables: its phones, networks and
// crashes, our transactions. What stands for the register of others is a map.
func TestTheTablesLoseAndDoubleNothing(t *testing.T) {
	r, err := simulate.Run(simulate.Options{Seed: 4, Records: 600, PerWorld: 100, NewKeeper: func(int) (simulate.Keeper, error) { return newKeeper(t) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(r)
	for _, v := range r.Violations {
		t.Error(v)
	}
	if r.Records != 600 || r.Stored+r.Waiting != r.Records || r.Crashes < 5 || r.Repeats < 5 || r.Carried < 5 {
		t.Errorf("not enough happened, or not all is accounted for: %v", r)
	}
}

// And over our tables too the proof can fail.
func TestTheTablesWithABrokenRuleAreNoticed(t *testing.T) {
	r, err := simulate.Run(simulate.Options{Seed: 4, Records: 1_000, PerWorld: 100, Rule: simulate.AnswerBeforeCommit, NewKeeper: func(int) (simulate.Keeper, error) { return newKeeper(t) }})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Violations) == 0 {
		t.Error("a server that answers before it commits is not noticed")
	}
}

// A keeper is our store as the simulation sees it.
type keeper struct {
	ctx   context.Context
	store *Store
	pool  *pgxpool.Pool
	all   *simulatedRegister
	me    Identity
}

var _ interface {
	simulate.Keeper
	simulate.Signer
} = (*keeper)(nil)

func newKeeper(t *testing.T) (*keeper, error) {
	pool := pgtest.New(t)
	register := &simulatedRegister{open: map[uuid.UUID]bool{}, sides: map[[2]uuid.UUID][]boundaries.Side{}, stands: map[inspection.Object]bool{}}
	k := &keeper{ctx: context.Background(), pool: pool, all: register, store: &Store{DB: pool, Tasks: register, Files: blob.Store{Dir: t.TempDir()}, Now: time.Now}}
	var err error
	k.me, err = k.store.Identity(k.ctx)
	return k, err
}

func (k *keeper) Identity() (string, ed25519.PrivateKey) { return k.me.Server.String(), k.me.key }

// Transact is one step of ours, by the phone that is first asked for.
func (k *keeper) Transact(f func(inspection.Books) error) error {
	return k.store.step(k.ctx, Device{}, func(b *books) error { return f(&steppingBooks{b}) })
}

type steppingBooks struct{ *books }

func (b *steppingBooks) Device(ctx context.Context, id uuid.UUID) (*inspection.Device, error) {
	d, err := b.books.Device(ctx, id)
	if err == nil && d != nil && b.from.ID == uuid.Nil {
		b.from = Device{ID: d.ID, Account: d.Owner}
	}
	return d, err
}

func (k *keeper) OpenTask(task uuid.UUID, objects []inspection.Object) error {
	k.all.open[task] = true
	for _, o := range objects {
		k.all.stands[o] = true
		if o.Kind == "marker" {
			if err := k.write(`INSERT INTO marker (id, tag) VALUES ($2, $1)`, o.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// write runs statements under an entry of the ledger, $1.
func (k *keeper) write(sql string, args ...any) error {
	return pgx.BeginFunc(k.ctx, k.pool, func(tx pgx.Tx) error {
		entry, err := ledger.Append(k.ctx, tx, ledger.Entry{Actor: ledger.Console, Action: "field.enrol", Kind: "field_device", Object: newSimulatedID()})
		if err == nil {
			_, err = tx.Exec(k.ctx, sql, append([]any{entry}, args...)...)
		}
		return err
	})
}

func newSimulatedID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

func (k *keeper) Register(d inspection.Device) error {
	key, err := base64.RawURLEncoding.DecodeString(d.Key)
	if err != nil {
		return err
	}
	if _, err := k.pool.Exec(k.ctx, `INSERT INTO account (id, login, person, created_at) VALUES ($1, $2, $3, now())`, d.Owner, d.Owner.String(), newSimulatedID()); err != nil {
		return err
	}
	return k.write(`INSERT INTO field_device (id, account, public_key, name, made_at, ends_at, entry) VALUES ($2, $3, $4, '示例手机', now(), now() + interval '90 days', $1)`, d.ID, d.Owner, key)
}

// Assign gives a phone its sides, with the pack that it takes along.
func (k *keeper) Assign(d inspection.Device, task uuid.UUID, sides []boundaries.Side) error {
	k.all.sides[[2]uuid.UUID{d.Owner, task}] = sides
	if len(sides) == 0 {
		return nil
	}
	return k.write(`INSERT INTO field_pack (id, task, revision, device, sides, photos, made_at, ends_at, size_bytes, entry) VALUES ($2, $3, 1, $4, $5, '{}', now(), now() + interval '1 day', 1, $1)`,
		newSimulatedID(), task, d.ID, sides)
}

func (k *keeper) WithdrawObject(o inspection.Object) error {
	k.all.stands[o] = false
	return nil
}

func (k *keeper) CloseTask(task uuid.UUID) error {
	k.all.open[task] = false
	return nil
}

func (k *keeper) WithdrawDevice(device uuid.UUID, withdrawn bool) error {
	_, err := k.pool.Exec(k.ctx, `UPDATE field_device SET ended_at = CASE WHEN $2 THEN now() END WHERE id = $1`, device, withdrawn)
	return err
}

// FileScan files the sealed paper of a sheet, if the sheet is here already.
func (k *keeper) FileScan(task uuid.UUID, sheet string) error {
	return k.write(`INSERT INTO field_scan (id, sheet, task, sha256, name, media_type, size_bytes, filed_by, filed_at, entry)
		SELECT $2, digest, $3, digest, '示例.pdf', 'application/pdf', 1, (SELECT id FROM account ORDER BY id LIMIT 1), now(), $1 FROM field_sheet WHERE digest = $4 ON CONFLICT DO NOTHING`,
		newSimulatedID(), task, sheet)
}

// simulatedRegister says what the simulation's office says.
type simulatedRegister struct {
	open   map[uuid.UUID]bool
	sides  map[[2]uuid.UUID][]boundaries.Side
	stands map[inspection.Object]bool
}

func (r *simulatedRegister) Task(_ context.Context, _ pgx.Tx, task uuid.UUID) (known, open bool, err error) {
	open, known = r.open[task]
	return known, open, nil
}

func (r *simulatedRegister) Sides(_ context.Context, _ pgx.Tx, who, task uuid.UUID) ([]boundaries.Side, error) {
	return slices.Clone(r.sides[[2]uuid.UUID{who, task}]), nil
}

func (r *simulatedRegister) ObjectStands(_ context.Context, _ pgx.Tx, _ uuid.UUID, o inspection.Object) (bool, error) {
	return r.stands[o], nil
}
