package job

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"
)

// waitForTrial is how long a request waits for a trial before it is told to
// ask again: proxies give up on answers that take a minute.
const waitForTrial = 15 * time.Second

// trials are the looks at plans that are under way on this server. A trial
// goes on when who asked has gone away, and answers whoever asks next.
type trials struct {
	mu  sync.Mutex
	now map[uuid.UUID]*trial
}

type trial struct {
	of     string // the plan, what was decided, and where its asker may change things
	cancel context.CancelFunc
	done   chan struct{}
	result Preview
	err    error
}

// Try gives what a plan would do; false while that is still being found out,
// and the caller then asks again. A trial of an earlier plan is given up.
func (s *Store) Try(ctx context.Context, id uuid.UUID, within []uuid.UUID) (Preview, bool, error) {
	j, err := s.Job(ctx, id)
	if err != nil {
		return Preview{}, false, err
	}
	t := s.trials.begin(id, text(j.Plan)+text(j.Decisions)+text(within), func(ctx context.Context) (Preview, error) { return s.Preview(ctx, id, within) })
	wait := s.Wait
	if wait <= 0 {
		wait = waitForTrial
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-t.done:
		s.trials.end(id, t)
		return t.result, true, t.err
	case <-timer.C:
		return Preview{}, false, nil
	case <-ctx.Done():
		return Preview{}, false, ctx.Err()
	}
}

// begin gives the trial that is under way, or begins one.
func (all *trials) begin(id uuid.UUID, of string, try func(context.Context) (Preview, error)) *trial {
	all.mu.Lock()
	defer all.mu.Unlock()
	if t := all.now[id]; t != nil {
		if t.of == of {
			return t
		}
		t.cancel()
	}
	ctx, cancel := context.WithCancel(context.Background())
	t := &trial{of: of, cancel: cancel, done: make(chan struct{})}
	if all.now == nil {
		all.now = map[uuid.UUID]*trial{}
	}
	all.now[id] = t
	go func() {
		defer close(t.done)
		defer cancel()
		t.result, t.err = try(ctx)
	}()
	return t
}

// end forgets a trial that was answered: the next look is at the register as
// it stands by then.
func (all *trials) end(id uuid.UUID, t *trial) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.now[id] == t {
		delete(all.now, id)
	}
}
