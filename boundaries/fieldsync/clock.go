package fieldsync

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/pg"
)

// A pair is what a phone's clock said at a moment of the server's.
type pair struct{ phone, server time.Time }

// ahead is by how much the phone's clock goes before the server's.
func (p pair) ahead() time.Duration { return p.phone.Sub(p.server) }

// When another pair of clocks is worth a row: a phone that syncs a day's work
// asks thousands of times, and its clock hardly moves against ours meanwhile.
const (
	clockStep = 2 * time.Second // more than the network's delay makes
	clockRest = time.Hour
)

// A Clocks remembers which pair of a phone was noted last, so that most
// requests cost no write. The zero value is ready.
type Clocks struct {
	mu   sync.Mutex
	last map[uuid.UUID]pair
}

// worth tells whether a pair says something new, and remembers it if so.
func (c *Clocks) worth(device uuid.UUID, p pair) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	before, known := c.last[device]
	if known && (p.ahead()-before.ahead()).Abs() < clockStep && p.server.Sub(before.server) < clockRest {
		return false
	}
	if c.last == nil {
		c.last = map[uuid.UUID]pair{}
	}
	c.last[device] = p
	return true
}

// NoteClock notes what a phone's clock said now, whatever it said.
func (s *Store) NoteClock(ctx context.Context, c *Clocks, device uuid.UUID, phone time.Time) error {
	p := pair{phone.UTC().Truncate(time.Millisecond), s.now().UTC()}
	if !c.worth(device, p) {
		return nil
	}
	_, err := s.DB.Exec(ctx, `INSERT INTO field_clock (device, phone_time, server_time) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, device, p.phone, p.server)
	if err != nil {
		return fmt.Errorf("note clock of phone %s: %w", device, err)
	}
	return nil
}

// pairsOf gives the pairs of clocks of a phone.
func pairsOf(ctx context.Context, db pg.DB, device uuid.UUID) ([]pair, error) {
	rows, err := db.Query(ctx, `SELECT phone_time, server_time FROM field_clock WHERE device = $1 ORDER BY server_time`, device)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p pair, err error) {
		err = row.Scan(&p.phone, &p.server)
		return p, err
	})
}

// reckoned is when something was made by the server's clock that a phone dates
// so: corrected by the pair whose phone's clock said the nearest time. Without
// a pair the phone is believed.
func reckoned(phone time.Time, pairs []pair) time.Time {
	if len(pairs) == 0 {
		return phone
	}
	best := pairs[0]
	for _, p := range pairs[1:] {
		if p.phone.Sub(phone).Abs() < best.phone.Sub(phone).Abs() {
			best = p
		}
	}
	return phone.Add(-best.ahead())
}
