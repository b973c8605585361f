package address

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/gazetteer"
	"diming/gazetteer/matching"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A Matcher keeps the index by which texts are matched in step with the
// register: built once, then told of every sealed change (ledger.Follower). As
// addresses refer to names, a new name of a street or a division is one write.
type Matcher struct {
	Places *gazetteer.Store

	building sync.Mutex // one index is built at a time, and none while changes come in
	index    atomic.Pointer[matching.Index]
	seq      atomic.Int64
	built    atomic.Bool
	day      version.Date // as of which the index was built
}

// NewMatcher gives a matcher with an empty index.
func NewMatcher(places *gazetteer.Store) *Matcher {
	m := &Matcher{Places: places}
	m.index.Store(matching.New())
	return m
}

// Index is the index as it stands.
func (m *Matcher) Index() *matching.Index { return m.index.Load() }

// Ready builds the index unless it was built since the start.
func (m *Matcher) Ready(ctx context.Context) error {
	if m.built.Load() {
		return nil
	}
	m.building.Lock()
	defer m.building.Unlock()
	if m.built.Load() {
		return nil
	}
	_, err := m.load(ctx)
	return err
}

// Seq is the last sealed change that the index holds, 0 before Load.
func (m *Matcher) Seq() int64 { return m.seq.Load() }

func (m *Matcher) addresses() *Store { return &Store{DB: m.Places.DB} }

// Load builds the index from the whole register. It answers the seq from which
// changes must be applied: what is committed while it reads is applied again.
func (m *Matcher) Load(ctx context.Context) (int64, error) {
	m.building.Lock()
	defer m.building.Unlock()
	return m.load(ctx)
}

func (m *Matcher) load(ctx context.Context) (int64, error) {
	head, err := ledger.ReadHead(ctx, m.Places.DB)
	if err != nil {
		return 0, err
	}
	day := version.Today()
	fresh := matching.New()
	names, err := m.Places.MatchNames(ctx, nil)
	if err != nil {
		return 0, err
	}
	fresh.PutNames(names...)
	if err := m.addresses().ForMatching(ctx, nil, func(batch []matching.Address) { fresh.PutAddresses(batch...) }); err != nil {
		return 0, err
	}
	m.index.Store(fresh)
	m.seq.Store(head.Seq)
	m.day = day
	m.built.Store(true)
	return head.Seq, nil
}

// manyObjects is how many objects at once are sooner read with all the others.
const manyObjects = 50_000

// Apply brings the index up to the last of changes.
func (m *Matcher) Apply(ctx context.Context, changes []ledger.Change) error {
	m.building.Lock()
	defer m.building.Unlock()
	named, numbered, whole, err := m.touched(ctx, changes)
	if err != nil {
		return err
	}
	if whole || len(named)+len(numbered) > manyObjects {
		if _, err := m.load(ctx); err != nil {
			return err
		}
	} else if err := m.refresh(ctx, named, numbered); err != nil {
		return err
	}
	m.seq.Store(max(m.seq.Load(), changes[len(changes)-1].Seq))
	return nil
}

// touched lists the names and the addresses that changes are about; whole where
// one of them is of many that it does not name.
func (m *Matcher) touched(ctx context.Context, changes []ledger.Change) (named, numbered []uuid.UUID, whole bool, err error) {
	for _, c := range changes {
		var batch []uuid.UUID
		switch {
		case c.Kind == "address":
			batch, err = m.addresses().ObjectsOf(ctx, c.Entry, uuid.Nil, manyObjects+1, false)
			numbered = append(numbered, batch...)
			if c.Object != nil {
				numbered = append(numbered, *c.Object)
			}
		case c.Object != nil && (c.Kind == "place" || c.Kind == "division"):
			named = append(named, *c.Object)
		case c.Action == "place.load":
			batch, err = m.Places.ObjectsOf(ctx, c.Entry, uuid.Nil, manyObjects+1, false)
			named = append(named, batch...)
		case gazetteer.Bulk(c):
			whole = true
		}
		if err != nil {
			return nil, nil, false, err
		}
	}
	return named, numbered, whole, nil
}

// refresh reads names and addresses anew; what is no longer among them goes.
func (m *Matcher) refresh(ctx context.Context, named, numbered []uuid.UUID) error {
	x := m.Index()
	if len(named) > 0 {
		names, err := m.Places.MatchNames(ctx, named)
		if err != nil {
			return err
		}
		x.PutNames(names...)
		held := make(map[uuid.UUID]bool, len(names))
		for i := range names {
			held[names[i].ID] = true
		}
		x.Remove(without(named, held)...)
	}
	if len(numbered) > 0 {
		held := make(map[uuid.UUID]bool, len(numbered))
		err := m.addresses().ForMatching(ctx, numbered, func(batch []matching.Address) {
			x.PutAddresses(batch...)
			for i := range batch {
				held[batch[i].ID] = true
			}
		})
		if err != nil {
			return err
		}
		x.Remove(without(numbered, held)...)
	}
	return nil
}

func without(ids []uuid.UUID, held map[uuid.UUID]bool) []uuid.UUID {
	var gone []uuid.UUID
	for _, id := range ids {
		if !held[id] {
			gone = append(gone, id)
		}
	}
	return gone
}

// Run builds the index and follows the ledger until ctx ends. Until the index
// is built who asks waits for it.
func (m *Matcher) Run(ctx context.Context, pool *pgxpool.Pool, log *slog.Logger) {
	since, err := m.Load(ctx)
	for err != nil {
		if ctx.Err() != nil {
			return
		}
		log.ErrorContext(ctx, "build the index of addresses", "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
		since, err = m.Load(ctx)
	}
	var turning sync.WaitGroup
	turning.Go(func() { m.turnDays(ctx, log) })
	(&ledger.Follower{Name: "matching", Pool: pool, Since: since, Log: log, Apply: m.Apply}).Run(ctx)
	turning.Wait()
}

// dayLook is how often it is looked whether another day has begun.
const dayLook = 20 * time.Second

// turnDays builds the index again on every new day: what stands from that day on
// is in no change of the ledger.
func (m *Matcher) turnDays(ctx context.Context, log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(dayLook):
		}
		if err := m.turn(ctx, version.Today()); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "build the index of addresses for the day", "error", err)
		}
	}
}

func (m *Matcher) turn(ctx context.Context, today version.Date) error {
	m.building.Lock()
	defer m.building.Unlock()
	if today == m.day {
		return nil
	}
	// The follower goes on where it is: what it hands over again does no harm.
	_, err := m.load(ctx)
	return err
}
