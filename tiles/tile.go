// Package tiles makes vector tiles of what is published.
//
// It reads the public views, keeps from them generalised geometry per band of
// zoom levels in tables of its own (Rebuild, Apply), and serves tiles from
// those (Tile), cached until a change touches them. Nothing in its tables is
// original: they may be emptied and built again at any time.
package tiles

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/maypok86/otter/v2"

	"diming/internal/pg"
	"diming/internal/version"
)

// A Tile is one Mapbox vector tile.
type Tile struct {
	Body  []byte // gzip
	ETag  string // weak, as it stands for the body in every encoding
	Empty bool   // nothing is there; Body is empty then
}

// A Store makes, keeps and serves tiles.
type Store struct {
	DB  pg.DB
	Now func() time.Time // for the date that "today" is, in China

	cache   *otter.Cache[tileKey, *cached]
	etags   *otter.Cache[tileKey, *cached] // outlive the bodies
	encoded *otter.Cache[encodedKey, []byte]
	touches func(difference) []touch // touchesOf, which a test replaces
	changes changes
	sweep   sync.Mutex // guards swept
	swept   int64      // the last tile_change that changes holds

	slots       chan struct{} // has as many places as tiles are made at once
	publicFrom  atomic.Int32  // the highest level of which the set public shows areas and lines
	asked, made atomic.Int64
}

// Counts tells how many tiles were asked for since the start, and how many of
// those had to be made.
func (s *Store) Counts() (asked, made int64) { return s.asked.Load(), s.made.Load() }

// New makes a store whose cached bodies take at most cacheBytes, a third of it
// for those in another encoding than the one that tiles are kept in.
func New(db pg.DB, cacheBytes uint64) *Store {
	return &Store{
		DB:      db,
		Now:     time.Now,
		touches: touchesOf,
		slots:   make(chan struct{}, runtime.GOMAXPROCS(0)+1),
		cache: otter.Must(&otter.Options[tileKey, *cached]{
			MaximumWeight: max(cacheBytes-cacheBytes/3, 1),
			Weigher:       func(_ tileKey, c *cached) uint32 { return uint32(len(c.Body)) + entryBytes },
		}),
		encoded: otter.Must(&otter.Options[encodedKey, []byte]{
			MaximumWeight: max(cacheBytes/3, 1),
			Weigher:       func(_ encodedKey, body []byte) uint32 { return uint32(len(body)) + entryBytes },
		}),
		etags: otter.Must(&otter.Options[tileKey, *cached]{MaximumSize: keptETags}),
	}
}

// ShowFrom says which division level, 1 a province, is the highest whose areas and
// lines the set public shows; all of them until it is called. Names are shown of
// every level, and offices see everything.
func (s *Store) ShowFrom(level int) { s.publicFrom.Store(int32(level)) }

const (
	entryBytes = 256     // about what an entry takes beside its body
	keptETags  = 100_000 // about 25 MB
)

// A tileKey is what a tile's content depends on, beside the database.
type tileKey struct {
	Coord
	grid   Grid
	set    string
	day    int32  // from 1970-01-01
	levels uint8  // bit l: areas and lines of level l are shown
	sees   string // what is shown of which layers, as Sight writes it; empty of public sets
}

// A cached tile, right for the epoch.
type cached struct {
	Tile
	epoch atomic.Uint64
}

// Tile gives a tile as a view shows it. The error is ErrUnknownSet, also where
// the view sees nothing of the set; ErrCoord, or the database's.
func (s *Store) Tile(ctx context.Context, v View, c Coord) (Tile, error) {
	s.asked.Add(1)
	key, err := s.key(v, c)
	if err != nil {
		return Tile{}, err
	}
	load := otter.LoaderFunc[tileKey, *cached](func(ctx context.Context, key tileKey) (*cached, error) { return s.load(ctx, key, v.Sees) })
	for {
		e, err := s.cache.Get(ctx, key, load)
		if errors.Is(err, context.Canceled) && ctx.Err() == nil {
			continue // whoever was loading it went away
		}
		if err != nil {
			return Tile{}, fmt.Errorf("make tile %s/%d/%d/%d: %w", v.Set, c.Z, c.X, c.Y, err)
		}
		stale, epoch := s.changes.stale(v.Grid, v.Set, c, e.epoch.Load())
		if !stale {
			e.epoch.Store(epoch)
			return e.Tile, nil
		}
		s.cache.Invalidate(key)
	}
}

// Held gives a tile if it is in memory and right; it asks no database.
func (s *Store) Held(v View, c Coord) (Tile, bool) {
	key, err := s.key(v, c)
	if err != nil {
		return Tile{}, false
	}
	e, ok := s.cache.GetIfPresent(key)
	if !ok {
		return Tile{}, false
	}
	stale, epoch := s.changes.stale(v.Grid, v.Set, c, e.epoch.Load())
	if stale {
		return Tile{}, false
	}
	s.asked.Add(1)
	e.epoch.Store(epoch)
	return e.Tile, true
}

// Current reports whether etag is known to be that of the tile as it is now.
// It asks no database; false means only that Tile has to be asked.
func (s *Store) Current(v View, c Coord, etag string) bool {
	key, err := s.key(v, c)
	if err != nil {
		return false
	}
	e, ok := s.etags.GetIfPresent(key)
	if !ok || e.ETag != etag {
		return false
	}
	stale, epoch := s.changes.stale(v.Grid, v.Set, c, e.epoch.Load())
	if !stale {
		e.epoch.Store(epoch)
	}
	return !stale
}

// Version names the state in which a view is served: the last change that this
// server knows of, the day, what is allowed to be shown, and how tiles are made.
// A tile that is asked for after its version holds all that the version names,
// so that whoever knows the version may keep the tile under it for ever.
func (s *Store) Version(v View) (string, error) {
	key, err := s.key(v, Coord{Z: MaxZoom})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%s\n%s\n%d %d\n%s\n%s", madeBy, v.Set, s.changes.lastMark(), key.day, key.levels, key.sees, setSQL[v.Set]))
	return base64.RawURLEncoding.EncodeToString(sum[:9]), nil
}

func (s *Store) key(v View, c Coord) (tileKey, error) {
	if !v.seesAnything() {
		return tileKey{}, fmt.Errorf("%w: %q", ErrUnknownSet, clip(v.Set))
	}
	if !v.Grid.holds(c) {
		return tileKey{}, fmt.Errorf("%w: %d/%d/%d", ErrCoord, c.Z, c.X, c.Y)
	}
	asOf := v.AsOf
	if asOf.IsZero() {
		asOf = s.Now().In(version.China)
	}
	key := tileKey{Coord: c, grid: v.Grid, set: v.Set, day: dayOf(asOf)}
	if !IsPublic(v.Set) {
		key.sees = v.Sees.String()
	}
	for level := 1; level < len(levelZoom); level++ {
		if levelZoom[level] <= c.Z && (!IsPublic(v.Set) || level >= int(s.publicFrom.Load())) {
			key.levels |= 1 << level
		}
	}
	return key, nil
}

// planned has a query planned anew each time: the best plan depends on whether all
// or a few objects are asked for. That of a tile is the same at every zoom, and
// planning it would take as long as running it.
const planned = pgx.QueryExecModeCacheDescribe

func (s *Store) load(ctx context.Context, key tileKey, sees Sight) (*cached, error) {
	s.made.Add(1)
	e := &cached{}
	e.epoch.Store(s.changes.now())
	var err error
	if e.Tile, err = s.make(ctx, s.DB, key, sees); err != nil {
		return nil, err
	}
	tag := &cached{Tile: Tile{ETag: e.ETag, Empty: e.Empty}}
	tag.epoch.Store(e.epoch.Load())
	s.etags.Set(key, tag)
	return e, nil
}

// make reads and packs a tile. Of many that are asked for at once one more is made
// than there are processors, in the order in which they were asked for: a tile is
// nothing but work, and all of them at once would each take as long as all together.
func (s *Store) make(ctx context.Context, db pg.DB, key tileKey, sees Sight) (Tile, error) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return Tile{}, ctx.Err()
	}
	plain, err := read(ctx, db, key, sees)
	if err != nil {
		return Tile{}, err
	}
	return pack(plain)
}

func (k tileKey) shown() []int16 {
	levels := []int16{}
	for l := int16(1); l <= 5; l++ {
		if k.levels&(1<<l) != 0 {
			levels = append(levels, l)
		}
	}
	return levels
}

// etagOf is a tile's ETag, by what it says and not how it is packed.
func etagOf(plain []byte) string {
	sum := sha256.Sum256(plain)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

func pack(plain []byte) (Tile, error) {
	t := Tile{ETag: etagOf(plain), Empty: len(plain) == 0}
	if t.Empty {
		return t, nil
	}
	var err error
	t.Body, err = gzipped(plain)
	return t, err
}
