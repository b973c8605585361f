// Package ogr reads the geographic formats that GDAL knows, through its
// programs ogrinfo and ogr2ogr as child processes: a file of somebody else's
// that makes a reader fall over takes no server with it. A child sees one
// private folder in which the files have names of our choosing, knows the one
// driver that the format needs and no network, and is held to limits of time,
// memory and output. What it hands over is GeoJSON text sequences, kept in a
// file until it has ended well and delivered as many features as it announced:
// nothing is taken from a child that was killed, hung or lied.
package ogr

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Format is one that is read by a driver of GDAL.
type Format struct {
	Name   string // as accounts call it
	Driver string
	Ending string // of the name that the file gets in the private folder
}

// The formats.
var (
	Shapefile  = Format{"shapefile", "ESRI Shapefile", "shp"}
	DBF        = Format{"dbf", "ESRI Shapefile", "dbf"}
	FileGDB    = Format{"filegdb", "OpenFileGDB", "gdb"}
	KML        = Format{"kml", "LIBKML", "kml"}
	KMZ        = Format{"kmz", "LIBKML", "kml"} // unpacked: the driver reads fewer attributes from an archive
	GPX        = Format{"gpx", "GPX", "gpx"}
	GeoPackage = Format{"geopackage", "GPKG", "gpkg"}
	TAB        = Format{"tab", "MapInfo File", "tab"}
	MIF        = Format{"mif", "MapInfo File", "mif"}
	DXF        = Format{"dxf", "DXF", "dxf"}
	FlatGeobuf = Format{"flatgeobuf", "FlatGeobuf", "fgb"}
)

// Limits of a child. The zero value of each means its default.
type Limits struct {
	Silence time.Duration // without a byte of output; default 2 minutes
	Total   time.Duration // default 1 hour
	Memory  int64         // bytes of address space; default 2 GiB
	Output  int64         // bytes; default 8 GiB
}

func (l Limits) complete() Limits {
	if l.Silence <= 0 {
		l.Silence = 2 * time.Minute
	}
	if l.Total <= 0 {
		l.Total = time.Hour
	}
	if l.Memory <= 0 {
		l.Memory = 2 << 30
	}
	if l.Output <= 0 {
		l.Output = 8 << 30
	}
	return l
}

// Tools are the programs of GDAL.
type Tools struct {
	Folder string // default: wherever PATH finds them
	Limits Limits
}

func (t Tools) path(tool string) (string, error) {
	path, err := exec.LookPath(filepath.Join(t.Folder, tool))
	if err != nil {
		return "", &ChildError{Kind: ErrMissing, Tool: tool}
	}
	return path, nil
}

// A Dataset is one or several files in a private folder.
type Dataset struct {
	Format Format
	Files  []File
	folder string
	tools  Tools
	skip   string // names of the drivers that are not to be used
}

// A File is what one call of a program reads.
type File struct {
	Title   string   // what people call it; the layers of a file without names of their own are called so
	Options []string // of the driver
	Config  []string // of GDAL, NAME=VALUE
	place   string   // in the private folder
}

// Stage makes a private folder for a data set. It is to be closed.
func (t Tools) Stage(format Format) (*Dataset, error) {
	folder, err := os.MkdirTemp("", "diming-import-")
	if err != nil {
		return nil, fmt.Errorf("make folder for %s: %w", format.Name, err)
	}
	t.Limits = t.Limits.complete()
	return &Dataset{Format: format, folder: folder, tools: t}, nil
}

// Close removes the folder and all in it.
func (d *Dataset) Close() error { return os.RemoveAll(d.folder) }

// Add makes room for one more file and returns the paths at which its parts
// are to be put, by their endings.
func (d *Dataset) Add(title string) (part func(ending string) string, file *File, err error) {
	place := fmt.Sprint(len(d.Files) + 1)
	if err := os.Mkdir(filepath.Join(d.folder, place), 0o700); err != nil {
		return nil, nil, fmt.Errorf("make folder for %s: %w", title, err)
	}
	d.Files = append(d.Files, File{Title: title, place: filepath.Join(place, "data."+d.Format.Ending)})
	part = func(ending string) string { return filepath.Join(d.folder, place, "data."+ending) }
	return part, &d.Files[len(d.Files)-1], nil
}

// allow finds out which drivers a child must not use: all but that of the
// format and the one that writes what we read.
func (d *Dataset) allow(ctx context.Context) error {
	if d.skip != "" {
		return nil
	}
	var list strings.Builder
	if _, err := d.run(ctx, call{tool: "ogrinfo", args: []string{"--formats"}, out: &list}); err != nil {
		return err
	}
	var skip []string
	found := false
	for _, name := range parseDrivers(list.String()) {
		found = found || name == d.Format.Driver
		if !slices.Contains([]string{d.Format.Driver, "GeoJSONSeq", "Memory"}, name) {
			skip = append(skip, name)
		}
	}
	if !found {
		return &ChildError{Kind: ErrDriver, Tool: "ogrinfo", Detail: d.Format.Driver}
	}
	d.skip = strings.Join(skip, ",")
	return nil
}

// Layers lists the layers of all files, and what GDAL said while it looked.
func (d *Dataset) Layers(ctx context.Context) ([]Layer, []string, error) {
	if err := d.allow(ctx); err != nil {
		return nil, nil, err
	}
	var all []Layer
	var messages []string
	for i, f := range d.Files {
		var text strings.Builder
		said, err := d.run(ctx, call{tool: "ogrinfo", args: f.arguments("-ro", "-so", "-al"), config: f.Config, out: &text})
		if err != nil {
			return nil, said, err
		}
		messages = append(messages, said...)
		layers := ParseInfo(text.String())
		for _, l := range layers {
			l.file = i
			if l.own = l.Name; l.Name == "data" {
				l.Name = f.Title
			}
			all = append(all, l)
		}
	}
	return all, messages, nil
}

// arguments are those before the name of the file, the name, and the driver's
// options.
func (f File) arguments(args ...string) []string {
	for _, o := range f.Options {
		args = append(args, "-oo", o)
	}
	return append(args, f.place)
}
