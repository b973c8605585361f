// Package tiles makes vector tiles of what is published.
//
// It reads the public views, keeps from them generalised geometry per band of
// zoom levels in tables of its own (Rebuild, Apply), and serves tiles from
// those (Tile), cached until a change touches them. Nothing in its tables is
// original: they may be emptied and built again at any time.
package tiles

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/klauspost/compress/gzip"
	"github.com/maypok86/otter/v2"

	"diming/internal/pg"
	"diming/internal/version"
)

// Public is the set that is served without a log-in.
const Public = "public"

// ErrUnknownSet says that there is no set of that name.
var ErrUnknownSet = errors.New("no such tile set")

// A Tile is one Mapbox vector tile.
type Tile struct {
	Body  []byte // gzip
	ETag  string // weak, as it stands for both the compressed and the plain body
	Empty bool   // nothing is there; Body is empty then
}

// Plain is the body without compression.
func (t Tile) Plain() ([]byte, error) {
	if t.Empty {
		return nil, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(t.Body))
	if err != nil {
		return nil, fmt.Errorf("open tile: %w", err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpack tile: %w", err)
	}
	return plain, nil
}

// A Store makes, keeps and serves tiles.
type Store struct {
	DB      pg.DB
	Now     func() time.Time     // for the date that "today" is, in China
	Allowed func(level int) bool // whether areas and lines of a division level are shown; nil: all

	cache   *otter.Cache[tileKey, *cached]
	etags   *otter.Cache[tileKey, *cached] // outlive the bodies
	changes changes
	sweep   sync.Mutex // guards swept
	swept   int64      // the last tile_change that changes holds

	asked, made atomic.Int64
}

// Counts tells how many tiles were asked for since the start, and how many of
// those had to be made.
func (s *Store) Counts() (asked, made int64) { return s.asked.Load(), s.made.Load() }

// New makes a store whose cached bodies take at most cacheBytes.
func New(db pg.DB, cacheBytes uint64) *Store {
	return &Store{
		DB:  db,
		Now: time.Now,
		cache: otter.Must(&otter.Options[tileKey, *cached]{
			MaximumWeight: max(cacheBytes, 1),
			Weigher:       func(_ tileKey, c *cached) uint32 { return uint32(len(c.Body)) + entryBytes },
		}),
		etags: otter.Must(&otter.Options[tileKey, *cached]{MaximumSize: keptETags}),
	}
}

const (
	entryBytes = 256     // about what an entry takes beside its body
	keptETags  = 100_000 // about 25 MB
)

// A tileKey is what a tile's content depends on, beside the database.
type tileKey struct {
	Coord
	day    int32 // from 1970-01-01
	levels uint8 // bit l: areas and lines of level l are shown
}

// A cached tile, right for the epoch.
type cached struct {
	Tile
	epoch atomic.Uint64
}

// Tile gives a tile of a set as of the date of asOf, today if that is zero.
// The error is ErrUnknownSet, ErrCoord, or the database's.
func (s *Store) Tile(ctx context.Context, set string, c Coord, asOf time.Time) (Tile, error) {
	s.asked.Add(1)
	key, err := s.key(set, c, asOf)
	if err != nil {
		return Tile{}, err
	}
	for {
		e, err := s.cache.Get(ctx, key, otter.LoaderFunc[tileKey, *cached](s.load))
		if errors.Is(err, context.Canceled) && ctx.Err() == nil {
			continue // whoever was loading it went away
		}
		if err != nil {
			return Tile{}, fmt.Errorf("make tile %s/%d/%d/%d: %w", set, c.Z, c.X, c.Y, err)
		}
		stale, epoch := s.changes.stale(c, e.epoch.Load())
		if !stale {
			e.epoch.Store(epoch)
			return e.Tile, nil
		}
		s.cache.Invalidate(key)
	}
}

// Current reports whether etag is known to be that of the tile as it is now.
// It asks no database; false means only that Tile has to be asked.
func (s *Store) Current(set string, c Coord, asOf time.Time, etag string) bool {
	key, err := s.key(set, c, asOf)
	if err != nil {
		return false
	}
	e, ok := s.etags.GetIfPresent(key)
	if !ok || e.ETag != etag {
		return false
	}
	stale, epoch := s.changes.stale(c, e.epoch.Load())
	if !stale {
		e.epoch.Store(epoch)
	}
	return !stale
}

func (s *Store) key(set string, c Coord, asOf time.Time) (tileKey, error) {
	if set != Public {
		return tileKey{}, fmt.Errorf("%w: %q", ErrUnknownSet, clip(set))
	}
	if !c.valid() {
		return tileKey{}, fmt.Errorf("%w: %d/%d/%d", ErrCoord, c.Z, c.X, c.Y)
	}
	if asOf.IsZero() {
		asOf = s.Now().In(version.China)
	}
	key := tileKey{Coord: c, day: dayOf(asOf)}
	for level, zoom := range levelZoom {
		if zoom <= c.Z && (s.Allowed == nil || s.Allowed(level)) {
			key.levels |= 1 << level
		}
	}
	return key, nil
}

// planned has a query planned anew each time: the best plan depends on the zoom
// and on whether all or a few objects are asked for.
const planned = pgx.QueryExecModeCacheDescribe

//go:embed sql/public.sql
var publicSQL string

func (s *Store) load(ctx context.Context, key tileKey) (*cached, error) {
	s.made.Add(1)
	e := &cached{}
	e.epoch.Store(s.changes.now())
	var plain []byte
	err := s.DB.QueryRow(ctx, publicSQL, planned, key.Z, key.X, key.Y,
		time.Unix(int64(key.day)*86400, 0).UTC(), bandAt(key.Z).number, key.shown()).Scan(&plain)
	if err != nil {
		return nil, err
	}
	if e.Tile, err = pack(plain); err != nil {
		return nil, err
	}
	tag := &cached{Tile: Tile{ETag: e.ETag, Empty: e.Empty}}
	tag.epoch.Store(e.epoch.Load())
	s.etags.Set(key, tag)
	return e, nil
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

func pack(plain []byte) (Tile, error) {
	sum := sha256.Sum256(plain)
	t := Tile{ETag: `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, Empty: len(plain) == 0}
	if t.Empty {
		return t, nil
	}
	var body bytes.Buffer
	w := gzip.NewWriter(&body)
	if _, err := w.Write(plain); err != nil {
		return Tile{}, fmt.Errorf("compress tile: %w", err)
	}
	if err := w.Close(); err != nil {
		return Tile{}, fmt.Errorf("compress tile: %w", err)
	}
	t.Body = body.Bytes()
	return t, nil
}
