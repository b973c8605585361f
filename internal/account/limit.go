package account

import (
	"context"
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// A verdict says whether a try is looked at.
type verdict struct {
	address time.Duration // how long the address is not heard; 0: it is
	login   bool          // the login is not heard from this address
}

// A closedDoor remembers which addresses are not heard, and until when. It is
// a server's own memory; what counts stands in the database.
type closedDoor struct {
	mu    sync.Mutex
	until map[string]time.Time
}

// maxClosed is how many addresses are remembered; beyond, the database is asked.
const maxClosed = 10000

func (d *closedDoor) close(network string, until time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.until == nil || len(d.until) >= maxClosed {
		d.until = map[string]time.Time{}
	}
	d.until[network] = until
}

// opens tells how long a network is not heard yet.
func (d *closedDoor) opens(network string, now time.Time) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	wait := d.until[network].Sub(now)
	if wait <= 0 {
		delete(d.until, network)
	}
	return max(wait, 0)
}

// A tries is how often something was tried of late.
type tries struct {
	n     int
	since time.Time
	until time.Time // no try is looked at before; zero: any is
}

// inWindow counts a try of at most limit in a window, and says how long to
// wait where it is one too many.
func (t *tries) inWindow(now time.Time, limit int, window time.Duration) time.Duration {
	if now.Sub(t.since) >= window {
		*t = tries{since: now}
	}
	if t.n >= limit {
		return t.since.Add(window).Sub(now)
	}
	t.n++
	return 0
}

// pairForgets is after how long without a try a pair begins anew.
const pairForgets = 24 * time.Hour

// doubling counts a try; from the limit on each is followed by a delay twice
// as long as the one before. It tells whether the try comes within a delay;
// such a one is not counted, so that nobody is locked out for ever.
func (t *tries) doubling(now time.Time, p Policy) bool {
	if now.Before(t.until) {
		return true
	}
	if now.Sub(t.since) >= pairForgets {
		*t = tries{}
	}
	t.n++
	t.since = now
	if over := t.n - p.PairTries; over >= 0 {
		delay := p.PairMaxDelay
		if over < 20 {
			delay = min(p.PairDelay<<over, p.PairMaxDelay)
		}
		t.until = now.Add(delay)
	}
	return false
}

// admit counts a try by its address, its login and both, and says whether it
// is looked at. A login that nobody bears is counted like any.
func (s *Store) admit(ctx context.Context, p Policy, who candidate, from string) (verdict, error) {
	var v verdict
	now := s.now()
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		err := count(ctx, tx, "address", key(network(from)), now, func(t *tries) { v.address = t.inWindow(now, p.AddressTries, p.AddressWindow) })
		if err != nil || v.address > 0 {
			return err
		}
		if !who.known { // the whole world's tries do not count against who has been here
			err := count(ctx, tx, "login", key(who.login), now, func(t *tries) { v.login = t.inWindow(now, p.LoginTries, p.LoginWindow) > 0 })
			if err != nil || v.login {
				return err
			}
		}
		return count(ctx, tx, "pair", key(who.login, network(from)), now, func(t *tries) { v.login = t.doubling(now, p) })
	})
	return v, err
}

// count changes one count under its lock.
func count(ctx context.Context, tx pgx.Tx, scope string, key []byte, now time.Time, change func(*tries)) error {
	var t tries
	var until *time.Time
	err := tx.QueryRow(ctx, `INSERT INTO log_in_limit (scope, key, tries, since) VALUES ($1, $2, 0, $3)
		ON CONFLICT (scope, key) DO UPDATE SET tries = log_in_limit.tries RETURNING tries, since, until`, scope, key, now).Scan(&t.n, &t.since, &until)
	if err != nil {
		return err
	}
	if until != nil {
		t.until = *until
	}
	change(&t)
	until = nil
	if !t.until.IsZero() {
		until = &t.until
	}
	_, err = tx.Exec(ctx, `UPDATE log_in_limit SET tries = $3, since = $4, until = $5 WHERE scope = $1 AND key = $2`, scope, key, t.n, t.since, until)
	return err
}

// takeBack uncounts a try whose password was never looked at.
func (s *Store) takeBack(ctx context.Context, who candidate, from string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_, err := s.DB.Exec(ctx, `UPDATE log_in_limit SET tries = greatest(tries - 1, 0), until = NULL
		WHERE scope = 'address' AND key = $1 OR scope = 'login' AND key = $2 OR scope = 'pair' AND key = $3`,
		key(network(from)), key(who.login), key(who.login, network(from)))
	return err
}

// forgive takes the try of a right password back and forgets the wrong ones
// before it from the same address.
func forgive(ctx context.Context, tx pgx.Tx, who candidate, from string) error {
	_, err := tx.Exec(ctx, `UPDATE log_in_limit SET tries = greatest(tries - 1, 0) WHERE scope = 'address' AND key = $1`, key(network(from)))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE log_in_limit SET tries = greatest(tries - 1, 0) WHERE scope = 'login' AND key = $1`, key(who.login))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM log_in_limit WHERE scope = 'pair' AND key = $1`, key(who.login, network(from)))
	return err
}

// network is what counts as one address: an IPv6 client commands a whole /64.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Unmap().Is4() {
		return address
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}

func key(parts ...string) []byte {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return h.Sum(nil)
}
