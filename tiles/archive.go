package tiles

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

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
	Sees        Sight     // of the sets office and draft: whoever sees that may have the archive
	Ground      orb.Bound // degrees; the tiles that it touches
	From, To    int       // zooms, To at most MaxZoom
	AsOf        time.Time // zero: today
	Title       string
	Attribution string // what every map must show
	Seq         int64  // of the ledger; the tables hold every entry up to it
	Key         string // public key of this register, in base64url, by which deltas of the archive are known; "" for none
}

func (w Wanted) view() View { return View{Set: w.Set, Sees: w.Sees, AsOf: w.AsOf} }

// A Written says what an archive holds.
type Written struct {
	Tiles int // with something in them
	Empty int // looked at, and not kept
}

// An ArchiveAbout is what an archive says of itself, after the metadata of MBTiles
// and TileJSON; what begins with diming is ours.
type ArchiveAbout struct {
	Name         string        `json:"name"`
	Attribution  string        `json:"attribution"`
	Type         string        `json:"type"`
	VectorLayers []VectorLayer `json:"vector_layers"`
	Set          string        `json:"diming_set"`
	Sees         Sight         `json:"diming_sees,omitempty"`
	Zooms        [2]int        `json:"diming_zooms"` // the first and the last that were asked for
	Day          string        `json:"diming_day"`   // the date of which the content is
	Seq          int64         `json:"diming_seq"`   // the last entry of the ledger that it holds for sure
	Key          string        `json:"diming_key,omitempty"`
	Stamp        stamp         `json:"diming_stamp"` // of which state of the register
}

// about is what an archive of a state says of itself.
func (w Wanted) about(of stamp) pmtiles.About {
	g := w.Ground
	return pmtiles.About{
		Extent: pmtiles.Extent{West: g.Min[0], South: g.Min[1], East: g.Max[0], North: g.Max[1]},
		Metadata: ArchiveAbout{Name: w.Title, Attribution: w.Attribution, Type: "overlay", VectorLayers: layersOf(w.view()), Set: w.Set, Sees: w.Sees,
			Zooms: [2]int{w.From, w.To}, Day: w.AsOf.Format(time.DateOnly), Seq: w.Seq, Key: w.Key, Stamp: of},
	}
}

// WriteArchive writes tiles as one file in PMTiles 3. All are of one state of the
// register, and the same state gives the same bytes. progress, unless nil, is told
// how many of how many tiles were made. The error is ErrUnknownSet, ErrCoord for
// zooms that there are not, ErrTooMany, or the database's.
func (s *Store) WriteArchive(ctx context.Context, want Wanted, out io.Writer, progress func(made, all int)) (done Written, err error) {
	if want.AsOf.IsZero() {
		want.AsOf = s.Now().In(version.China)
	}
	want.Ground = asKept(want.Ground)
	ids, err := covering(want.Ground, want.From, want.To)
	if err != nil {
		return done, err
	}
	w, err := pmtiles.NewWriter("")
	if err != nil {
		return done, err
	}
	defer w.Close()
	var of stamp
	err = s.snapshot(ctx, func(moment *moment) error {
		if of, err = s.stamped(ctx, moment.tx, want.view()); err != nil {
			return err
		}
		return moment.makeAll(ctx, want.view(), ids, progress, func(id pmtiles.ID, tile Tile) error {
			if tile.Empty {
				done.Empty++
			} else {
				done.Tiles++
			}
			return w.Add(id, tile.Body)
		})
	})
	if err != nil {
		return done, fmt.Errorf("make an archive of tiles: %w", err)
	}
	return done, w.Finish(out, want.about(of))
}

// asKept rounds ground to what an archive's header holds, so that whoever reads it
// there finds the same tiles.
func asKept(b orb.Bound) orb.Bound {
	kept := func(p orb.Point) orb.Point { return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7} }
	return orb.Bound{Min: kept(b.Min), Max: kept(b.Max)}
}

// fresh makes a tile as what db reads has it, past the cache.
func (s *Store) fresh(ctx context.Context, db pg.DB, v View, c Coord) (Tile, error) {
	key, err := s.key(v, c)
	if err != nil {
		return Tile{}, err
	}
	t, err := s.make(ctx, db, key, v.Sees)
	if err != nil {
		return Tile{}, fmt.Errorf("%d/%d/%d: %w", c.Z, c.X, c.Y, err)
	}
	return t, nil
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
