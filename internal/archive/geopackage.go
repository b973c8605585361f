package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
)

// A GeoPackage says which layers a GIS finds, or why there are none.
type GeoPackage struct {
	Layers  []string `json:"layers,omitempty"`
	Missing string   `json:"missing,omitempty"`
}

// noGDAL is said where there is no ogr2ogr.
const noGDAL = "没有 ogr2ogr，未写 register.gpkg；请安装 gdal-bin（Debian、麒麟：apt-get install gdal-bin；openEuler：dnf install gdal）后再导出 / " +
	"no ogr2ogr: register.gpkg is not written; install gdal-bin"

// fillGeoPackage has GDAL make a GeoPackage. Without GDAL an export is whole
// all the same: its tables hold everything.
func (e Export) fillGeoPackage(ctx context.Context, conn *pgx.Conn, b *box, tables []Table, m *Manifest) error {
	program := e.Ogr2ogr
	if program == "" {
		program = "ogr2ogr"
	}
	if _, err := exec.LookPath(program); err != nil {
		m.GeoPackage.Missing = noGDAL
		e.Say("%s", noGDAL)
		return nil
	}
	work := b.inside("gpkg")
	if err := os.Mkdir(work, 0o700); err != nil {
		return err
	}
	for i, l := range layers(m.At, tables) {
		if err := l.write(ctx, conn, program, work, b.inside(gpkgName), i > 0); err != nil {
			return fmt.Errorf("layer %s: %w", l.name, err)
		}
		m.GeoPackage.Layers = append(m.GeoPackage.Layers, l.name)
	}
	if err := errors.Join(os.RemoveAll(work), os.Chmod(b.inside(gpkgName), 0o600)); err != nil {
		return err
	}
	f, err := b.adopt(gpkgName)
	m.Files = append(m.Files, f)
	e.Say("%-24s %9d 图层 / layers", gpkgName, len(m.GeoPackage.Layers))
	return err
}

// write has ogr2ogr take one layer from a CSV file, and checks that all of it
// arrived: GDAL skips what it does not understand, and ends well.
func (l layer) write(ctx context.Context, conn *pgx.Conn, program, work, gpkg string, more bool) error {
	source := filepath.Join(work, l.name+".csv")
	rows, err := copyToFile(ctx, conn, source, fmt.Sprintf(`COPY (%s) TO STDOUT (FORMAT csv, HEADER)`, l.sql))
	if err != nil {
		return err
	}
	types := l.types
	if l.geometry != "NONE" {
		types = append(types[:len(types):len(types)], "WKT")
	}
	if err := os.WriteFile(source+"t", []byte(`"`+strings.Join(types, `","`)+`"`), 0o600); err != nil {
		return err
	}
	args := []string{"-f", "GPKG", gpkg, source, "-nln", l.name, "-nlt", l.geometry, "-lco", "GEOMETRY_NAME=geom", "-lco", "DESCRIPTION=" + l.about,
		"-oo", "KEEP_GEOM_COLUMNS=NO", "-oo", "EMPTY_STRING_AS_NULL=YES", "-oo", "MAX_LINE_SIZE=-1", "--config", "OGR_SQLITE_SYNCHRONOUS", "OFF"}
	if l.geometry != "NONE" {
		args = append(args, "-a_srs", "EPSG:4490")
	}
	if more {
		args = append(args, "-update")
	}
	if out, err := exec.CommandContext(ctx, program, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, strings.TrimSpace(string(out)))
	}
	return errors.Join(l.arrived(ctx, program, gpkg, rows), os.Remove(source))
}

// arrived counts the features of the layer that GDAL wrote.
func (l layer) arrived(ctx context.Context, program, gpkg string, want int64) error {
	cmd := exec.CommandContext(ctx, program, "-f", "CSV", "/vsistdout/", gpkg, "-dialect", "SQLite", "-sql", `SELECT count(*) AS n FROM "`+l.name+`"`)
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("count features: %w", err)
	}
	lines := strings.Fields(strings.ReplaceAll(string(out), `"`, ""))
	if len(lines) != 2 || lines[1] != fmt.Sprint(want) {
		return fmt.Errorf("GDAL took %q of %d rows", lines, want)
	}
	return nil
}

func copyToFile(ctx context.Context, conn *pgx.Conn, path, sql string) (rows int64, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	rows, err = copyOut(ctx, conn, io.Writer(f), sql)
	return rows, errors.Join(err, f.Close())
}
