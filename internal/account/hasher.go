package account

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alexedwards/argon2id"
)

// ErrBusy says that more passwords are waiting to be checked than will be.
var ErrBusy = errors.New("too many log-ins at this moment")

// params of Argon2id: 19 MiB and two passes in one thread, what OWASP calls
// the least; about 25 ms of one core.
var params = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// A Hasher makes and checks password hashes, few at a time: a flood of log-ins
// waits in line, and past a length of line is sent away, while the register
// goes on answering.
type Hasher struct {
	turns chan struct{} // one for each hash at work
	line  chan struct{} // one for each that works or waits

	done atomic.Int64 // passwords looked at

	strangers struct {
		sync.Mutex
		left float64 // passwords of strangers that may be looked at now
		at   time.Time
	}

	dummyOnce sync.Once
	dummy     string
}

// hashPatience is how long a log-in waits for its turn.
const hashPatience = 5 * time.Second

// NewHasher gives a hasher that does atOnce hashes at a time.
func NewHasher(atOnce int) *Hasher {
	return &Hasher{turns: make(chan struct{}, atOnce), line: make(chan struct{}, atOnce+64)}
}

// turn waits for a turn and gives how to end it.
func (h *Hasher) turn(ctx context.Context) (func(), error) {
	select {
	case h.line <- struct{}{}:
	default:
		return nil, ErrBusy
	}
	late := time.NewTimer(hashPatience)
	defer late.Stop()
	select {
	case h.turns <- struct{}{}:
		return func() { <-h.turns; <-h.line }, nil
	case <-late.C:
		<-h.line
		return nil, ErrBusy
	case <-ctx.Done():
		<-h.line
		return nil, ctx.Err()
	}
}

// Hash gives the PHC form of a password.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	done, err := h.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return argon2id.CreateHash(password, params)
}

// Matches checks a password against a hash; stale says that the hash was made
// with other parameters than hashes are now. An empty hash matches nothing and
// takes as long.
func (h *Hasher) Matches(ctx context.Context, password, hash string) (ok, stale bool, err error) {
	done, err := h.turn(ctx)
	if err != nil {
		return false, false, err
	}
	defer done()
	h.done.Add(1)
	if hash == "" {
		_, _, err := argon2id.CheckHash(password, h.nobody())
		return false, false, err
	}
	ok, used, err := argon2id.CheckHash(password, hash)
	return ok, err == nil && *used != *params, err
}

// strangerBurst is how many seconds' worth of strangers may come at once.
const strangerBurst = 4

// sparesStrangers tells whether a stranger's password would be looked at now,
// of so many a second.
func (h *Hasher) sparesStrangers(now time.Time, perSecond int) bool {
	return h.forStrangers(now, perSecond, 0)
}

// takesStranger takes a stranger's password to be looked at, if it spares any.
func (h *Hasher) takesStranger(now time.Time, perSecond int) bool {
	return h.forStrangers(now, perSecond, 1)
}

func (h *Hasher) forStrangers(now time.Time, perSecond int, take float64) bool {
	if perSecond == 0 {
		return true
	}
	most := float64(perSecond * strangerBurst)
	h.strangers.Lock()
	defer h.strangers.Unlock()
	if h.strangers.at.IsZero() {
		h.strangers.left = most
	} else {
		h.strangers.left = min(most, h.strangers.left+now.Sub(h.strangers.at).Seconds()*float64(perSecond))
	}
	h.strangers.at = now
	if h.strangers.left < 1 {
		return false
	}
	h.strangers.left -= take
	return true
}

// nobody is the hash of a password that nobody knows.
func (h *Hasher) nobody() string {
	h.dummyOnce.Do(func() {
		hash, err := argon2id.CreateHash(rand.Text(), params)
		if err != nil {
			panic(err) // the machine gives no random bytes
		}
		h.dummy = hash
	})
	return h.dummy
}
