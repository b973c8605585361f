package behind

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"diming/signs"
)

// A Want is a page or its data, in a language.
type Want struct {
	Token   signs.Token
	English bool
	Data    bool // JSON
}

func (w Want) key() string {
	key := string(w.Token)
	if w.English {
		key += "e"
	}
	if w.Data {
		key += "d"
	}
	return key
}

// A Sheet is a page as it is sent, without its end.
type Sheet struct {
	Packed
	Status int
	Card   bool // it is the safety card of a village
	mark   Mark
}

// ErrBusy says that too many pages are being made.
var ErrBusy = errors.New("too many pages are being made at once")

// Of pages that are not in memory, so many wait to be made, and no longer than
// queueTime.
const (
	queued    = 512
	queueTime = 3 * time.Second
)

// A Cache keeps pages as they are sent. A page is made once for all who wait for
// it, a few at a time.
type Cache struct {
	room   int // in bytes
	mu     sync.RWMutex
	held   map[Want]*Sheet
	cost   int
	flight singleflight.Group

	making gate // of pages
	alone  gate // of what nobody else wants: it never keeps a page waiting
}

// NewCache gives a cache of so many bytes.
func NewCache(bytes int) *Cache {
	return &Cache{room: bytes, held: map[Want]*Sheet{}, making: gate{places: make(chan struct{}, runtime.GOMAXPROCS(0)), queue: queued}, alone: gate{places: make(chan struct{}, 1), queue: queued / 8}}
}

// A gate lets a few in at a time, and some wait.
type gate struct {
	places  chan struct{}
	queue   int64
	waiting atomic.Int64
}

// Get gives a page that is in memory and would be made the same now.
func (c *Cache) Get(now *Now, want Want) (*Sheet, bool) {
	c.mu.RLock()
	s, ok := c.held[want]
	c.mu.RUnlock()
	if !ok || !now.Stands(s.mark) {
		return nil, false
	}
	return s, true
}

// Make gives a page, made by make where memory has none that still holds.
func (c *Cache) Make(ctx context.Context, now *Now, want Want, make func() (Sheet, error)) (*Sheet, error) {
	if s, ok := c.Get(now, want); ok {
		return s, nil
	}
	got := c.flight.DoChan(want.key(), func() (any, error) {
		if s, ok := c.Get(now, want); ok {
			return s, nil
		}
		leave, err := c.making.enter()
		if err != nil {
			return nil, err
		}
		defer leave()
		s, err := make()
		if err != nil {
			return nil, err
		}
		s.mark = now.MarkOf(want.Token)
		s.mark.card = s.Card
		c.put(want, &s)
		return &s, nil
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-got:
		if r.Err != nil {
			return nil, r.Err
		}
		return r.Val.(*Sheet), nil
	}
}

// Alone has one made that nobody else wants and that is not kept, in its turn.
func (c *Cache) Alone(make func() error) error {
	leave, err := c.alone.enter()
	if err != nil {
		return err
	}
	defer leave()
	return make()
}

func (g *gate) enter() (leave func(), err error) {
	leave = func() { <-g.places }
	select {
	case g.places <- struct{}{}:
		return leave, nil
	default:
	}
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > g.queue {
		return nil, ErrBusy
	}
	select {
	case g.places <- struct{}{}:
		return leave, nil
	case <-time.After(queueTime):
		return nil, ErrBusy
	}
}

// put keeps a page; where there is no room others go, whichever they are.
func (c *Cache) put(want Want, s *Sheet) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old, ok := c.held[want]; ok {
		c.cost -= old.Cost()
	}
	c.held[want] = s
	c.cost += s.Cost()
	for other, o := range c.held {
		if c.cost <= c.room {
			break
		}
		if other != want {
			delete(c.held, other)
			c.cost -= o.Cost()
		}
	}
}

// Held tells how many pages there are, and of how many bytes.
func (c *Cache) Held() (pages, bytes int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.held), c.cost
}
