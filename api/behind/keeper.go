package behind

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
	"diming/signs"
)

// How a snapshot is kept: it is looked every lookEvery whether the register has
// changed, and a look that takes longer than patience has failed. Codes that are
// issued without an entry in the ledger are looked for as far back as a
// transaction may have been open.
const (
	lookEvery = time.Second
	patience  = 5 * time.Second // of a look that reads what has changed
	wholeTime = 2 * time.Minute // of one that reads everything
	overlap   = 5 * time.Minute
	atOnceOf  = 500
)

// A Now is what can be answered now, and of when it is.
type Now struct {
	*Snapshot
	At   time.Time // when the register last said so
	Away bool      // the register did not answer when it was last asked
}

// A Keeper keeps the snapshot in step with the register.
type Keeper struct {
	DB      pg.DB
	MayDemo bool // demo data may be served
	Scans   Scans

	open    atomic.Bool
	now     atomic.Pointer[Now]
	turning sync.Mutex // one looks at a time
	built   bool       // since the start; under turning
	rested  time.Time  // before which nothing is read whole again; under turning
	fresh   time.Time  // codes issued before are held; under turning
}

// NewKeeper gives a keeper that holds nothing yet.
func NewKeeper(db pg.DB) *Keeper { return &Keeper{DB: db} }

// Open says that the register is complete and may be read: from now on Run does.
func (k *Keeper) Open() { k.open.Store(true) }

// Now is what can be answered, nil before anything can.
func (k *Keeper) Now() *Now { return k.now.Load() }

// Look brings the snapshot up to the register. Where it fails, what is held stays
// and is said to be of before.
func (k *Keeper) Look(ctx context.Context) error {
	k.turning.Lock()
	defer k.turning.Unlock()
	asked := time.Now()
	next, err := k.next(ctx, asked)
	switch held := k.now.Load(); {
	case err == nil:
		k.fresh = asked
		k.now.Store(&Now{Snapshot: next.turned(asked), At: asked})
	case held != nil:
		k.now.Store(&Now{Snapshot: held.turned(asked), At: held.At, Away: true})
	}
	return err
}

// turn has what was restored say which warnings go on at a moment, before the
// register can be asked: one that has ended warns nobody, whoever is away.
func (k *Keeper) turn(at time.Time) {
	k.turning.Lock()
	defer k.turning.Unlock()
	if held := k.now.Load(); held != nil {
		k.now.Store(&Now{Snapshot: held.turned(at), At: held.At, Away: held.Away})
	}
}

// Rebuild reads all of it again.
func (k *Keeper) Rebuild(ctx context.Context) error {
	k.turning.Lock()
	k.built = false
	k.turning.Unlock()
	return k.Look(ctx)
}

// next gives the snapshot that is to stand, the one that stands where nothing has
// changed.
func (k *Keeper) next(ctx context.Context, asked time.Time) (*Snapshot, error) {
	if !k.built {
		return k.whole(ctx)
	}
	s := k.now.Load().Snapshot
	if s.outdated(asked) {
		return k.whole(ctx)
	}
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		all, err := ledger.Changes(quick, k.DB, s.Seq, atOnceOf, false)
		if err != nil {
			return nil, err
		}
		follow, err := k.follow(quick, s, all)
		if err != nil {
			return nil, err
		}
		if follow == nil {
			return k.whole(ctx)
		}
		if s = follow; len(all) < atOnceOf {
			return s, nil
		}
	}
}

func (k *Keeper) follow(ctx context.Context, s *Snapshot, all []ledger.Change) (*Snapshot, error) {
	since := k.fresh.Add(-overlap)
	if len(all) == 0 {
		some, err := (&signs.Store{DB: k.DB}).Since(ctx, since)
		if err != nil || !s.lacks(some) {
			return s, err
		}
	}
	next, err := after(ctx, k.DB, s, all, since)
	if err == nil && next != nil {
		err = k.issue(ctx, next)
	}
	if err == nil && next != nil && len(all) > 0 {
		err = k.readSafety(ctx, next)
	}
	return next, err
}

func (s *Snapshot) lacks(codes []signs.Issued) bool {
	for _, c := range codes {
		if s.Codes[c.Token] != c {
			return true
		}
	}
	return false
}

// whole reads all of it, not more than half of the time.
func (k *Keeper) whole(ctx context.Context) (*Snapshot, error) {
	if wait := time.Until(k.rested); k.built && wait > 0 {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait):
		}
	}
	ctx, cancel := context.WithTimeout(ctx, wholeTime)
	defer cancel()
	began := time.Now()
	next, err := build(ctx, k.DB, version.Today())
	if err != nil {
		return nil, err
	}
	if next.Demo && !k.MayDemo {
		return nil, ErrDemo
	}
	if err := k.issue(ctx, next); err != nil {
		return nil, err
	}
	if held := k.now.Load(); held != nil {
		next.generation = held.generation + 1
	}
	next.whole = next.generation
	if err := k.readSafety(ctx, next); err != nil {
		return nil, err
	}
	k.built, k.rested = true, time.Now().Add(min(time.Since(began), 2*time.Second))
	return next, nil
}

// issue gives the places to which pages lead codes of their own.
func (k *Keeper) issue(ctx context.Context, next *Snapshot) error {
	for _, place := range next.unissued() {
		token, err := (&signs.Store{DB: k.DB}).TokenOf(ctx, place)
		if err != nil {
			return err
		}
		next.putCode(signs.Issued{Code: signs.Code{Token: token, Place: place}})
	}
	return nil
}

// Run keeps the snapshot, and a copy of it in dir, until ctx ends.
func (k *Keeper) Run(ctx context.Context, dir string, log *slog.Logger) {
	kept := keeping{file: filepath.Join(dir, snapshotFile), scans: filepath.Join(dir, scansFile), log: log, flushedAt: time.Now()}
	kept.say(k.Scans.restore(kept.scans))
	failing := false
	for ctx.Err() == nil {
		if k.open.Load() {
			err := k.Look(ctx)
			if err != nil && !failing && ctx.Err() == nil {
				log.Error("what is behind the codes cannot be read; pages say of when they are", "error", err)
			}
			failing = err != nil
		} else {
			k.turn(time.Now())
		}
		kept.tick(ctx, k)
		select {
		case <-ctx.Done():
		case <-time.After(lookEvery):
		}
	}
	kept.end(context.WithoutCancel(ctx), k)
}
