package tiles

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/internal/pg"
	"diming/internal/pmtiles"
	"diming/internal/version"
)

// ErrTooMany says that an archive would have more tiles than one file should.
var ErrTooMany = errors.New("too many tiles for one archive")

// archiveTiles is how many tiles an archive may have at most: a province to zoom 14.
const archiveTiles = 2_000_000

// A Wanted says what goes into an archive of tiles.
type Wanted struct {
	Set         string
	Ground      orb.Bound // degrees; the tiles that it touches
	From, To    int       // zooms, To at most MaxZoom
	AsOf        time.Time // zero: today
	Title       string
	Attribution string // what every map must show
}

// A Written says what an archive holds.
type Written struct {
	Tiles int // with something in them
	Empty int // looked at, and not kept
}

// archiveMetadata is what an archive says of itself, after the metadata of MBTiles
// and TileJSON; day and set are ours.
type archiveMetadata struct {
	Name         string        `json:"name"`
	Attribution  string        `json:"attribution"`
	Type         string        `json:"type"`
	VectorLayers []VectorLayer `json:"vector_layers"`
	Set          string        `json:"diming_set"`
	Day          string        `json:"diming_day"`   // the date of which the content is
	Stamp        stamp         `json:"diming_stamp"` // of which state of the register
}

// WriteArchive writes tiles as one file in PMTiles 3. All are of one state of the
// register, and the same state gives the same bytes. progress, unless nil, is told
// how many of how many tiles were made. The error is ErrUnknownSet, ErrCoord for
// zooms that there are not, ErrTooMany, or the database's.
func (s *Store) WriteArchive(ctx context.Context, want Wanted, out io.Writer, progress func(made, all int)) (Written, error) {
	if want.AsOf.IsZero() {
		want.AsOf = s.Now().In(version.China)
	}
	ids, err := covering(want.Ground, want.From, want.To)
	if err != nil {
		return Written{}, err
	}
	w, err := pmtiles.NewWriter("")
	if err != nil {
		return Written{}, err
	}
	defer w.Close()
	done, of, err := s.collect(ctx, want, ids, w, progress)
	if err != nil {
		return done, fmt.Errorf("make an archive of tiles: %w", err)
	}
	g := want.Ground
	err = w.Finish(out, pmtiles.About{
		Extent: pmtiles.Extent{West: g.Min[0], South: g.Min[1], East: g.Max[0], North: g.Max[1]},
		Metadata: archiveMetadata{Name: want.Title, Attribution: want.Attribution, Type: "overlay", VectorLayers: publicLayers,
			Set: want.Set, Day: want.AsOf.Format(time.DateOnly), Stamp: of},
	})
	return done, err
}

// collect reads the tiles in one snapshot of the database, and names its state.
func (s *Store) collect(ctx context.Context, want Wanted, ids []pmtiles.ID, w *pmtiles.Writer, progress func(made, all int)) (done Written, of stamp, err error) {
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY`); err != nil {
			return err
		}
		if of, err = s.stamped(ctx, tx); err != nil {
			return err
		}
		for i, id := range ids {
			at, err := id.Coord()
			if err != nil {
				return err
			}
			tile, err := s.fresh(ctx, tx, want.Set, Coord(at), want.AsOf)
			if err != nil {
				return err
			}
			if err := w.Add(id, tile.Body); err != nil {
				return err
			}
			if tile.Empty {
				done.Empty++
			} else {
				done.Tiles++
			}
			if progress != nil {
				progress(i+1, len(ids))
			}
		}
		return nil
	})
	return done, of, err
}

// fresh makes a tile as what db reads has it, past the cache.
func (s *Store) fresh(ctx context.Context, db pg.DB, set string, c Coord, asOf time.Time) (Tile, error) {
	key, err := s.key(View{Set: set, AsOf: asOf}, c)
	if err != nil {
		return Tile{}, err
	}
	plain, err := read(ctx, db, key, nil)
	if err != nil {
		return Tile{}, fmt.Errorf("%d/%d/%d: %w", c.Z, c.X, c.Y, err)
	}
	return pack(plain)
}

// covering gives the tiles of some zooms that touch ground, in the order of an
// archive.
func covering(ground orb.Bound, from, to int) ([]pmtiles.ID, error) {
	if from < 0 || to > MaxZoom || from > to {
		return nil, fmt.Errorf("%w: zooms %d to %d; there are 0 to %d", ErrCoord, from, to, MaxZoom)
	}
	var ids []pmtiles.ID
	for z := from; z <= to; z++ {
		west, north := columnRow(ground.LeftTop(), z)
		east, south := columnRow(ground.RightBottom(), z)
		if (east-west+1)*(south-north+1) > archiveTiles-len(ids) {
			return nil, fmt.Errorf("%w: more than %d; take less ground or fewer zooms", ErrTooMany, archiveTiles)
		}
		for x := west; x <= east; x++ {
			for y := north; y <= south; y++ {
				if id, ok := (pmtiles.Coord{Z: z, X: x, Y: y}).ID(); ok {
					ids = append(ids, id)
				}
			}
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// columnRow is the column and the row of the tile at a point, of the nearest tile where the
// map has none.
func columnRow(p orb.Point, z int) (x, y int) {
	at := position(p, z)
	last := float64(int(1)<<z - 1)
	return int(math.Min(math.Max(math.Floor(at[0]), 0), last)), int(math.Min(math.Max(math.Floor(at[1]), 0), last))
}
