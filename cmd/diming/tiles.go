package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/api"
	"diming/boundaries"
	"diming/boundaries/fieldsync"
	"diming/boundaries/line"
	"diming/internal/ledger"
	"diming/internal/version"
	"diming/tiles"
)

type tilesCmd struct {
	Pack   tilesPackCmd   `cmd:"" help:"Write the tiles of some ground as one file, PMTiles 3, for phones, web servers and GIS."`
	Delta  tilesDeltaCmd  `cmd:"" help:"Write what changed since a pack was written, signed, as one small file."`
	Apply  tilesApplyCmd  `cmd:"" help:"Make the pack of today of an older one and a delta; needs no register and no network."`
	Verify tilesVerifyCmd `cmd:"" help:"Say what a pack or a delta is, and whether it is whole; needs no register and no network."`
}

type tilesPackCmd struct {
	File     string    `arg:"" help:"File to make; it must not exist." type:"path"`
	Set      string    `enum:"public,office,draft" default:"public" help:"Which tiles: public, office or draft. Packs of the latter two are for those alone who may see all of it."`
	Division string    `help:"Code of a division; the whole register without it."`
	BBox     []float64 `name:"bbox" help:"West, south, east and north in degrees, instead of a division."`
	MinZoom  int       `name:"min-zoom" help:"Zoom to begin with."`
	MaxZoom  int       `name:"max-zoom" default:"14" help:"Zoom to end with, at most 16."`
	AsOf     string    `name:"as-of" help:"Date of which the content is; today if absent."`
}

func (tilesPackCmd) Help() string {
	return "All tiles are of one moment, and the same register gives the same bytes.\n" +
		"What lies in the folder packs of the data folder is offered under /packs.\n" +
		"Example: diming tiles pack qinghu.pmtiles --division 330881003"
}

// errGround says that a box is none.
var errGround = errors.New("--bbox 是西、南、东、北四个数，西小于东、南小于北 / --bbox takes west, south, east and north")

// Run writes the file beside its place, and puts it there once it is whole.
func (c *tilesPackCmd) Run(ctx context.Context, g *Globals) error {
	return whole(c.File, func(file *os.File) error {
		return g.within(ctx, func(r *register) error {
			want, err := c.wanted(ctx, r)
			if err != nil {
				return err
			}
			s, by, seq, err := g.currentTiles(ctx, r)
			if err != nil {
				return err
			}
			want.Seq, want.Key = seq, by.Key()
			done, err := s.WriteArchive(ctx, want, file, progressOf("瓦片 tiles"))
			if err != nil {
				return err
			}
			info, err := file.Stat()
			if err == nil {
				fmt.Printf("%s: %d 块瓦片，%d 块是空的 / tiles, empty ones, %d bytes\n", c.File, done.Tiles, done.Empty, info.Size())
			}
			return err
		})
	})
}

// currentTiles brings the tables of tiles in line with the register, and says who
// signs for it and up to which entry of the ledger they hold everything.
func (g *Globals) currentTiles(ctx context.Context, r *register) (s *tiles.Store, by fieldsync.Identity, seq int64, err error) {
	s = tiles.New(r.pool, 0)
	from, err := (&line.Store{DB: r.pool}).PublicFrom(ctx)
	if err != nil {
		return s, by, 0, err
	}
	s.ShowFrom(int(from))
	if by, err = g.fieldWork(r).Identity(ctx); err != nil {
		return s, by, 0, err
	}
	if err := ledger.SealAll(ctx, r.pool); err != nil {
		return s, by, 0, err
	}
	head, err := ledger.ReadHead(ctx, r.pool) // before the tables are compared: what comes later may be in them, too
	if err != nil {
		return s, by, 0, err
	}
	return s, by, head.Seq, s.Rebuild(ctx)
}

// whole has a file written beside its place and puts it there once that is done. What
// stands there already is never touched, and nothing is left of what failed.
func whole(path string, write func(*os.File) error) error {
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s 已存在，没有改动 / exists already, nothing was changed", path)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".tiles-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if err := write(file); err != nil {
		return err
	}
	if err := errors.Join(file.Chmod(0o644), file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// progressOf tells how many of how many are made, as bar does.
func progressOf(what string) func(made, all int) {
	draw := bar(what)
	if draw == nil {
		return nil
	}
	return func(made, all int) { draw(float64(made) / float64(all)) }
}

func (c *tilesPackCmd) wanted(ctx context.Context, r *register) (tiles.Wanted, error) {
	want := tiles.Wanted{Set: c.Set, From: c.MinZoom, To: c.MaxZoom, Title: "Diming 地名"}
	day := version.Today()
	if c.AsOf != "" {
		var err error
		if day, err = readDate("--as-of", c.AsOf); err != nil {
			return want, err
		}
	}
	want.AsOf = day.Time()
	var err error
	at := boundaries.Reader{AsOf: version.AsOf{Valid: day}}
	if want.Ground, want.Title, err = c.ground(ctx, r, at, want.Title); err != nil {
		return want, err
	}
	if want.Sees, err = c.sees(ctx, r, at); err != nil {
		return want, err
	}
	want.Attribution, err = r.places.Boundaries.MapAttribution(ctx, day)
	return want, err
}

// sees is what a pack that is not public shows: what concerns the division, or the
// whole register where none is named.
func (c *tilesPackCmd) sees(ctx context.Context, r *register, at boundaries.Reader) (tiles.Sight, error) {
	restricted := tiles.RestrictedLayers(c.Set)
	if len(restricted) == 0 {
		return nil, nil
	}
	root := uuid.Nil
	if c.Division != "" {
		d, err := r.places.Boundaries.ByCode(ctx, at, c.Division)
		if err != nil {
			return nil, err
		}
		root = d.ID
	}
	sight := tiles.Sight{}
	for _, layer := range restricted {
		sight[layer] = []uuid.UUID{root}
	}
	return sight, nil
}

// ground is what the file covers, and how it is called.
func (c *tilesPackCmd) ground(ctx context.Context, r *register, at boundaries.Reader, title string) (orb.Bound, string, error) {
	switch {
	case len(c.BBox) > 0:
		if len(c.BBox) != 4 || !(c.BBox[0] < c.BBox[2] && c.BBox[1] < c.BBox[3]) || c.BBox[0] < -180 || c.BBox[2] > 180 || c.BBox[1] < -90 || c.BBox[3] > 90 || c.Division != "" {
			return orb.Bound{}, "", errGround
		}
		return orb.Bound{Min: orb.Point{c.BBox[0], c.BBox[1]}, Max: orb.Point{c.BBox[2], c.BBox[3]}}, title, nil
	case c.Division != "":
		d, err := r.places.Boundaries.ByCode(ctx, at, c.Division)
		if err != nil {
			return orb.Bound{}, "", err
		}
		area, err := r.places.Boundaries.Area(ctx, at, d.ID)
		if err == nil && len(area) == 0 {
			err = fmt.Errorf("%s 没有界线范围，请改用 --bbox / has no area: give --bbox", d.Name)
		}
		return area.Bound(), title + " " + boundaries.StandardName(d.Name), err
	}
	box, held, err := r.places.Boundaries.Bounds(ctx)
	if err == nil && !held {
		err = errors.New("登记里还没有公开的区划范围 / the register has no public area yet")
	}
	return box, title, err
}

// warm begins with the tiles of a file. Where they cannot be had, tiles are made as
// they are asked for.
func warm(ctx context.Context, s *api.Server, name string) {
	held, err := func() (int, error) {
		p, err := openPack(name)
		if err != nil {
			return 0, err
		}
		defer p.Close()
		return s.Tiles.WarmFrom(ctx, p.archive)
	}()
	if err != nil {
		s.Log.Warn("tiles are made as they are asked for", "file", name, "taken", held, "error", err)
		return
	}
	s.Log.Info("tiles are taken from a file", "file", name, "taken", held)
}
