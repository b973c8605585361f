package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"

	"diming/api"
	"diming/boundaries"
	"diming/boundaries/line"
	"diming/internal/pmtiles"
	"diming/internal/version"
	"diming/tiles"
)

type tilesCmd struct {
	Pack tilesPackCmd `cmd:"" help:"Write the public tiles of some ground as one file, PMTiles 3, for phones, web servers and GIS."`
}

type tilesPackCmd struct {
	File     string    `arg:"" help:"File to make; it must not exist." type:"path"`
	Division string    `help:"Code of a division; the whole register without it."`
	BBox     []float64 `name:"bbox" help:"West, south, east and north in degrees, instead of a division."`
	MinZoom  int       `name:"min-zoom" help:"Zoom to begin with."`
	MaxZoom  int       `name:"max-zoom" default:"14" help:"Zoom to end with."`
	AsOf     string    `name:"as-of" help:"Date of which the content is; today if absent."`
}

func (tilesPackCmd) Help() string {
	return "All tiles are of one moment, and the same register gives the same bytes.\n" +
		"Example: diming tiles pack qinghu.pmtiles --division 330881003"
}

// errGround says that a box is none.
var errGround = errors.New("--bbox 是西、南、东、北四个数，西小于东、南小于北 / --bbox takes west, south, east and north")

// Run writes the file beside its place, and puts it there once it is whole.
func (c *tilesPackCmd) Run(ctx context.Context, g *Globals) error {
	if _, err := os.Lstat(c.File); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s 已存在，没有改动 / exists already, nothing was changed", c.File)
	}
	return g.within(ctx, func(r *register) error {
		want, err := c.wanted(ctx, r)
		if err != nil {
			return err
		}
		s := tiles.New(r.pool, 0)
		from, err := (&line.Store{DB: r.pool}).PublicFrom(ctx)
		if err != nil {
			return err
		}
		s.ShowFrom(int(from))
		if err := s.Rebuild(ctx); err != nil {
			return err
		}
		file, err := os.CreateTemp(filepath.Dir(c.File), ".tiles-*")
		if err != nil {
			return err
		}
		defer os.Remove(file.Name()) // nothing is left of one that failed
		defer file.Close()
		done, err := s.WriteArchive(ctx, want, file, progressOf("瓦片 tiles"))
		if err != nil {
			return err
		}
		if err := errors.Join(file.Chmod(0o644), file.Sync(), file.Close()); err != nil {
			return err
		}
		if err := os.Rename(file.Name(), c.File); err != nil {
			return err
		}
		info, err := os.Stat(c.File)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %d 块瓦片，%d 块是空的 / tiles, empty ones, %d bytes\n", c.File, done.Tiles, done.Empty, info.Size())
		return nil
	})
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
	want := tiles.Wanted{Set: tiles.Public, From: c.MinZoom, To: c.MaxZoom, Title: "Diming 地名"}
	day := version.Today()
	if c.AsOf != "" {
		var err error
		if day, err = readDate("--as-of", c.AsOf); err != nil {
			return want, err
		}
	}
	want.AsOf = day.Time()
	var err error
	if want.Ground, want.Title, err = c.ground(ctx, r, boundaries.Reader{AsOf: version.AsOf{Valid: day}}, want.Title); err != nil {
		return want, err
	}
	want.Attribution, err = r.places.Boundaries.MapAttribution(ctx, day)
	return want, err
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
		file, err := os.Open(name)
		if err != nil {
			return 0, err
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			return 0, err
		}
		a, err := pmtiles.Open(file, info.Size())
		if err != nil {
			return 0, err
		}
		return s.Tiles.WarmFrom(ctx, a)
	}()
	if err != nil {
		s.Log.Warn("tiles are made as they are asked for", "file", name, "taken", held, "error", err)
		return
	}
	s.Log.Info("tiles are taken from a file", "file", name, "taken", held)
}
