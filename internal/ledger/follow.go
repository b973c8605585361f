package ledger

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// A Follower hands every sealed change, in order and once, to Apply: search,
// tiles and snapshots live on it. It is told of new seals by a notification
// and looks by itself besides, so that a lost notification costs time only.
type Follower struct {
	Name  string // for logs
	Pool  *pgxpool.Pool
	Since int64         // the last seq that Apply already holds
	Sweep time.Duration // how often it looks unasked; 500 ms if zero
	Log   *slog.Logger
	Apply func(ctx context.Context, changes []Change) error
}

const followBatch = 500

// Run follows until ctx ends. A change whose Apply fails is handed over again.
func (f *Follower) Run(ctx context.Context) {
	wake := make(chan struct{}, 1)
	var listening sync.WaitGroup
	listening.Go(func() { f.listen(ctx, wake) })
	defer listening.Wait()
	sweep := f.Sweep
	if sweep == 0 {
		sweep = 500 * time.Millisecond
	}
	failing := false
	for ctx.Err() == nil {
		more, err := f.step(ctx)
		if err != nil && !failing && !errors.Is(err, context.Canceled) {
			f.Log.Error("follow ledger", "follower", f.Name, "since", f.Since, "error", err)
		}
		failing = err != nil
		if more {
			continue
		}
		select {
		case <-ctx.Done():
		case <-wake:
		case <-time.After(sweep):
		}
	}
}

func (f *Follower) step(ctx context.Context) (more bool, err error) {
	changes, err := Changes(ctx, f.Pool, f.Since, followBatch, false)
	if err != nil || len(changes) == 0 {
		return false, err
	}
	if err := f.Apply(ctx, changes); err != nil {
		return false, err
	}
	f.Since = changes[len(changes)-1].Seq
	return len(changes) == followBatch, nil
}

// listen turns notifications into wake-ups; it reconnects for ever, and
// whatever it misses meanwhile the sweep finds.
func (f *Follower) listen(ctx context.Context, wake chan<- struct{}) {
	for ctx.Err() == nil {
		f.listenOnce(ctx, wake)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func (f *Follower) listenOnce(ctx context.Context, wake chan<- struct{}) {
	pooled, err := f.Pool.Acquire(ctx)
	if err != nil {
		return
	}
	conn := pooled.Hijack()
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+Channel); err != nil {
		return
	}
	for { // the first wake is for what was sealed before anyone listened
		select {
		case wake <- struct{}{}:
		default:
		}
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return
		}
	}
}
