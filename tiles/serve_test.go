package tiles

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb/encoding/wkb"

	"diming/internal/pg"
)

// A slowDB answers no query before it is let go, and counts them.
type slowDB struct {
	pg.DB
	asked   atomic.Int32
	now     atomic.Int32  // queries that are not answered
	most    atomic.Int32  // of those at once
	waiting chan struct{} // one for each query that waits
	goOn    chan struct{} // closed: queries wait no more
}

func newSlowDB() *slowDB { return &slowDB{waiting: make(chan struct{}, 16), goOn: make(chan struct{})} }

func (d *slowDB) Query(ctx context.Context, _ string, _ ...any) (pgx.Rows, error) {
	d.asked.Add(1)
	now := d.now.Add(1)
	defer d.now.Add(-1)
	for most := d.most.Load(); now > most && !d.most.CompareAndSwap(most, now); most = d.most.Load() {
	}
	d.waiting <- struct{}{}
	select {
	case <-d.goOn:
		return &onePlace{}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// onePlace is one row of a tile: a place in the middle of 3/6/3.
type onePlace struct {
	pgx.Rows
	given bool
}

func (p *onePlace) Next() bool {
	first := !p.given
	p.given = true
	return first
}

func (p *onePlace) Scan(to ...any) error {
	*to[0].(*pgtype.DriverBytes) = []byte("places")
	*to[len(to)-1].(*pgtype.DriverBytes) = wkb.MustMarshal(mercator(Coord{3, 6, 3}.Bound().Center()))
	return nil
}

func (p *onePlace) Err() error                    { return nil }
func (p *onePlace) Close()                        {}
func (p *onePlace) CommandTag() pgconn.CommandTag { return pgconn.CommandTag{} }

func TestATileIsMadeOnceForAllWhoWaitForIt(t *testing.T) {
	db := newSlowDB()
	s := newStore(t, db)
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			if tile, err := s.Tile(t.Context(), View{Set: Public}, Coord{3, 6, 3}); err != nil || tile.Empty {
				t.Errorf("%+v, %v", tile, err)
			}
		})
	}
	<-db.waiting
	close(db.goOn)
	clients.Wait()
	if n := db.asked.Load(); n != 1 {
		t.Errorf("%d queries for one tile", n)
	}
}

func TestTilesWaitForOneAnotherBeforeTheyWaitForProcessors(t *testing.T) {
	db := newSlowDB()
	s := newStore(t, db)
	atOnce := runtime.GOMAXPROCS(0) + 1
	askers := min(cap(db.waiting), 4*atOnce)
	answers := make(chan error, askers)
	ctx, leave := context.WithCancel(t.Context())
	for i := range askers {
		go func() {
			ctx := ctx
			if i > 0 {
				ctx = t.Context()
			}
			_, err := s.Tile(ctx, View{Set: Public}, Coord{8, 200, i})
			answers <- err
		}()
	}
	for range atOnce {
		<-db.waiting
	}
	for _, made := s.Counts(); made < int64(askers); _, made = s.Counts() {
		runtime.Gosched()
	}
	leave()
	if err := <-answers; !errors.Is(err, context.Canceled) {
		t.Errorf("whoever left while waiting got %v", err)
	}
	close(db.goOn)
	for range askers - 1 {
		if err := <-answers; err != nil {
			t.Error(err)
		}
	}
	if most := db.most.Load(); int(most) != atOnce {
		t.Errorf("%d queries at once, want %d", most, atOnce)
	}
}

func TestAQueryEndsWithTheClientWhoseItIs(t *testing.T) {
	db := newSlowDB()
	s := newStore(t, db)
	ctx, leave := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() {
		_, err := s.Tile(ctx, View{Set: Public}, Coord{3, 6, 3})
		gone <- err
	}()
	<-db.waiting
	stayed := make(chan error)
	go func() {
		_, err := s.Tile(t.Context(), View{Set: Public}, Coord{3, 6, 3})
		stayed <- err
	}()
	leave()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("whoever left got %v", err)
	}
	<-db.waiting // the other one asks for itself
	close(db.goOn)
	if err := <-stayed; err != nil {
		t.Errorf("whoever stayed got %v", err)
	}
}

func TestETagsOutliveBodies(t *testing.T) {
	db := newSlowDB()
	close(db.goOn)
	s := New(db, 0) // no body is kept
	s.Now = testNow
	c := Coord{3, 6, 3}
	tile := mustTile(t, s, c, time.Time{})
	s.cache.CleanUp()
	if _, kept := s.cache.GetIfPresent(must(s.key(View{Set: Public}, c))); kept {
		t.Fatal("a body is kept by a store that has no room for one")
	}
	if !s.Current(View{Set: Public}, c, tile.ETag) || s.Current(View{Set: Public}, c, `W/"other"`) {
		t.Error("the ETag went with the body")
	}
	if n := db.asked.Load(); n != 1 {
		t.Errorf("%d queries, want the one that made the tile", n)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestABodyIsPackedOnceForEachEncoding(t *testing.T) {
	db := newSlowDB()
	close(db.goOn)
	s := newStore(t, db)
	tile := mustTile(t, s, Coord{3, 6, 3}, time.Time{})
	for _, e := range Encodings {
		first, err := s.Encoded(t.Context(), tile, e)
		if err != nil || len(first) == 0 {
			t.Fatalf("%s: %d bytes, %v", e, len(first), err)
		}
		if again, _ := s.Encoded(t.Context(), tile, e); e != Identity && &again[0] != &first[0] {
			t.Errorf("%s is packed again", e)
		}
	}
	if body, err := s.Encoded(t.Context(), Tile{Empty: true, ETag: "x"}, Brotli); err != nil || body != nil {
		t.Errorf("an empty tile packs to %d bytes, %v", len(body), err)
	}
}
