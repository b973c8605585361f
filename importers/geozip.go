package importers

import (
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"diming/importers/ogr"
	"diming/importers/zipfile"
)

// packed are the formats that an archive may hold, the first found is read.
var packed = []struct {
	ending string
	format ogr.Format
}{
	{"shp", ogr.Shapefile}, {"gpkg", ogr.GeoPackage}, {"tab", ogr.TAB}, {"mif", ogr.MIF}, {"kml", ogr.KML},
	{"fgb", ogr.FlatGeobuf}, {"dxf", ogr.DXF}, {"gpx", ogr.GPX}, {"dbf", ogr.DBF},
}

// gdbFile is what the files of a FileGDB are called.
var gdbFile = regexp.MustCompile(`^(a[0-9a-f]{8}(\.[A-Za-z0-9_]+)+|gdb|timestamps)$`)

var errZIP = errors.New("这个 ZIP 中没有可以读取的地理数据；表格（CSV、XLSX）和 GeoJSON 请先解压 / this ZIP holds no geographic data: unpack tables and GeoJSON first")

// openGeoZIP reads the geographic files of an archive.
func (in *input) openGeoZIP(ctx context.Context, file *os.File, a *zipfile.Archive, o Options) error {
	if gdbs := geodatabases(a); len(gdbs) > 0 {
		return in.openGeo(ctx, o, ogr.FileGDB, gdbs)
	}
	if strings.EqualFold(filepath.Ext(o.Name), ".kmz") {
		if found := bundles(a, "kml", ogr.KMZ); len(found) > 0 {
			return in.openGeo(ctx, o, ogr.KMZ, found)
		}
	}
	for _, p := range packed {
		if found := bundles(a, p.ending, p.format); len(found) > 0 {
			return in.openGeo(ctx, o, p.format, found)
		}
	}
	return errZIP
}

// bundles gathers the entries of a format with their companions.
func bundles(a *zipfile.Archive, ending string, format ogr.Format) []bundle {
	var all []bundle
	for _, e := range a.Entries {
		stem, ext := splitName(e.Name)
		if ext != ending || strings.HasPrefix(e.Name, "__MACOSX/") {
			continue
		}
		b := bundle{path.Base(stem), map[string]part{}}
		endings := companions[format.Name]
		if len(endings) == 0 {
			b.parts[""] = part{entry: e, in: true}
		}
		for _, other := range a.Entries {
			otherStem, otherExt := splitName(other.Name)
			if _, taken := b.parts[otherExt]; !taken && strings.EqualFold(stem, otherStem) && slices.Contains(endings, otherExt) {
				b.parts[otherExt] = part{entry: other, in: true}
			}
		}
		all = append(all, b)
	}
	return all
}

func splitName(name string) (stem, ending string) {
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext), strings.ToLower(strings.TrimPrefix(ext, "."))
}

// geodatabases gathers the folders NAME.gdb of an archive. Of their files
// only those with the names that the format has are taken.
func geodatabases(a *zipfile.Archive) []bundle {
	var all []bundle
	at := map[string]int{}
	for _, e := range a.Entries {
		folder, name := path.Split(e.Name)
		folder = strings.TrimSuffix(folder, "/")
		stem, ext := splitName(folder)
		if ext != "gdb" || !gdbFile.MatchString(name) {
			continue
		}
		i, met := at[folder]
		if !met {
			i = len(all)
			at[folder] = i
			all = append(all, bundle{path.Base(stem), map[string]part{}})
		}
		all[i].parts[name] = part{entry: e, in: true}
	}
	return all
}

// openFolder reads a folder of a command line: a FileGDB or shapefiles. Its
// digest is that of its files, in the order of their names.
func (in *input) openFolder(ctx context.Context, o Options) error {
	files, err := os.ReadDir(o.File)
	if err != nil {
		return err
	}
	gdb := bundle{strings.TrimSuffix(o.Name, filepath.Ext(o.Name)), map[string]part{}}
	var shapes []bundle
	sum := digest{}
	for _, f := range files {
		if !f.Type().IsRegular() {
			continue
		}
		where := filepath.Join(o.File, f.Name())
		stat, err := f.Info()
		if err != nil {
			return err
		}
		if in.size += stat.Size(); in.size > o.MaxBytes {
			return tooLarge(in.size, o.MaxBytes)
		}
		if err := sum.addFile(f.Name(), where); err != nil {
			return err
		}
		if gdbFile.MatchString(f.Name()) {
			gdb.parts[f.Name()] = part{path: where}
		}
		if _, ext := splitName(f.Name()); ext == "shp" {
			b, err := beside(where, f.Name(), ogr.Shapefile)
			if err != nil {
				return err
			}
			shapes = append(shapes, b)
		}
	}
	in.sha256 = sum.sum()
	switch {
	case len(gdb.parts) > 0:
		return in.openGeo(ctx, o, ogr.FileGDB, []bundle{gdb})
	case len(shapes) > 0:
		return in.openGeo(ctx, o, ogr.Shapefile, shapes)
	}
	return errors.New("文件夹中没有 FileGDB 或 shapefile / the folder holds neither a FileGDB nor a shapefile")
}
