package simulate

import (
	"container/heap"
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// Options say what is run.
type Options struct {
	Seed      uint64
	Records   int                              // observations that people make, in all
	PerWorld  int                              // and in one world at most; 0 is 400
	Rule      Rule                             // broken on purpose, "" for none
	NewKeeper func(server int) (Keeper, error) // nil is [NewMemory]
}

// A Result is what came of it. Lost and Doubled must be 0 and Violations empty.
type Result struct {
	Records    int // observations made
	Stored     int // that servers hold in the end
	Verified   int // that their phones know to be held
	Waiting    int // refused for good reason and still on their phones
	Lost       int // acknowledged, or gone from the phone, and not held
	Doubled    int // held more than once
	Crashes    int // of phones and servers
	Requests   int
	Repeats    int // requests that got the receipt of an earlier one
	Damaged    int // messages
	Forged     int // answers of somebody who is not the server
	Clashes    int // ids borne by two records
	Proposals  int
	Withdrawn  int
	FullDisks  int            // writes that failed
	Carried    int            // records that a task file brought to the other server
	Sheets     map[string]int // by their state in the end
	Violations []string
}

func (r Result) String() string {
	return fmt.Sprintf("records %d, crashes %d, lost %d, doubled %d\n"+
		"stored %d, verified %d, refused and kept %d; requests %d, repeats %d, damaged %d, forged %d, clashes %d, proposals %d, withdrawn %d, full disks %d, carried %d\nsheets %v",
		r.Records, r.Crashes, r.Lost, r.Doubled, r.Stored, r.Verified, r.Waiting, r.Requests, r.Repeats, r.Damaged, r.Forged, r.Clashes, r.Proposals, r.Withdrawn, r.FullDisks, r.Carried, r.Sheets)
}

func (r *Result) add(o Result) {
	for _, f := range []struct {
		sum *int
		n   int
	}{{&r.Records, o.Records}, {&r.Stored, o.Stored}, {&r.Verified, o.Verified}, {&r.Waiting, o.Waiting}, {&r.Lost, o.Lost}, {&r.Doubled, o.Doubled},
		{&r.Crashes, o.Crashes}, {&r.Requests, o.Requests}, {&r.Repeats, o.Repeats}, {&r.Damaged, o.Damaged}, {&r.Forged, o.Forged}, {&r.Clashes, o.Clashes},
		{&r.Proposals, o.Proposals}, {&r.Withdrawn, o.Withdrawn}, {&r.FullDisks, o.FullDisks}, {&r.Carried, o.Carried}} {
		*f.sum += f.n
	}
	for state, n := range o.Sheets {
		if r.Sheets == nil {
			r.Sheets = map[string]int{}
		}
		r.Sheets[state] += n
	}
	r.Violations = append(r.Violations, o.Violations...)
}

// Run runs worlds of their own until all records are made, as many at once as
// there are processors. The same options give the same result.
func Run(o Options) (Result, error) {
	if o.PerWorld == 0 {
		o.PerWorld = 400
	}
	if o.NewKeeper == nil {
		o.NewKeeper = func(int) (Keeper, error) { return NewMemory(), nil }
	}
	worlds := (o.Records + o.PerWorld - 1) / o.PerWorld
	results, errs := make([]Result, worlds), make([]error, worlds)
	var group sync.WaitGroup
	next := make(chan int)
	var noticed atomic.Bool
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for n := range next {
				w := newWorld(o, n, min(o.PerWorld, o.Records-n*o.PerWorld))
				errs[n] = w.run()
				results[n] = w.result
				if len(w.result.Violations) > 0 {
					noticed.Store(true)
				}
			}
		})
	}
	for n := range worlds {
		if o.Rule != "" && noticed.Load() {
			break // what is broken on purpose need be noticed once
		}
		next <- n
	}
	close(next)
	group.Wait()
	var sum Result
	for n := range worlds {
		if errs[n] != nil {
			return sum, fmt.Errorf("world %d: %w", n, errs[n])
		}
		sum.add(results[n])
	}
	return sum, nil
}

// A world is a few phones and servers over some days.
type world struct {
	o       Options
	n       int
	rng     *rand.Rand
	ctx     context.Context
	now     int64 // true time, milliseconds since 1970
	queue   queue
	seq     int64
	toMake  int
	marks   int // observations begun
	healed  bool
	servers []*server
	phones  []*phone
	tasks   []*task
	seen    map[string]*observation // by the mark in the text
	result  Result
	err     error // that stops the world: the keeper failed
}

// An observation is what a person saw, whatever id it travels under.
type observation struct {
	mark      string
	phone     *phone
	mayRefuse bool // made in a way that a server has to refuse
}

func newWorld(o Options, n, records int) *world {
	start := time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC).UnixMilli()
	return &world{o: o, n: n, rng: rand.New(rand.NewPCG(o.Seed, uint64(n))), ctx: context.Background(), now: start, toMake: records,
		seen: map[string]*observation{}, result: Result{Sheets: map[string]int{}}}
}

func (w *world) run() error {
	if err := w.populate(); err != nil {
		return err
	}
	w.later(0, w.live)
	for w.result.Records < w.toMake && w.err == nil {
		w.next()
	}
	w.heal()
	w.final()
	return w.err
}

func (w *world) next() {
	next := heap.Pop(&w.queue).(happening)
	w.now = next.at
	next.do()
}

// drain lets everything happen that is going to happen, which must come to an end.
func (w *world) drain() {
	for n := 0; len(w.queue) > 0 && w.err == nil; n++ {
		if n > 100_000 {
			w.violated("the phones do not come to rest")
			w.queue = nil
			return
		}
		w.next()
	}
}

// later lets something happen in so many milliseconds.
func (w *world) later(ms int64, do func()) {
	w.seq++
	heap.Push(&w.queue, happening{at: w.now + ms, seq: w.seq, do: do})
}

func (w *world) chance(p float64) bool { return !w.healed && w.rng.Float64() < p }

func (w *world) between(least, most int64) int64 { return least + w.rng.Int64N(most-least+1) }

func (w *world) violated(format string, args ...any) {
	if len(w.result.Violations) < 10 {
		w.result.Violations = append(w.result.Violations, fmt.Sprintf("world %d: %s", w.n, fmt.Sprintf(format, args...)))
	}
}

// newID is a UUIDv7 of the world's own chance.
func (w *world) newID() uuid.UUID {
	var id uuid.UUID
	binary.BigEndian.PutUint64(id[:8], uint64(w.now)<<16|w.rng.Uint64()&0xfff)
	binary.BigEndian.PutUint64(id[8:], w.rng.Uint64())
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return id
}

func (w *world) newKey() ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	for i := range seed {
		seed[i] = byte(w.rng.Uint32())
	}
	return ed25519.NewKeyFromSeed(seed)
}

func pick[T any](w *world, all []T) T { return all[w.rng.IntN(len(all))] }

// A happening is something that comes at a time; of two at one time, the one
// that was planned first.
type happening struct {
	at, seq int64
	do      func()
}

type queue []happening

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].seq < q[j].seq
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(happening)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
