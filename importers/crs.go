package importers

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"diming/importers/coordinate"
	"diming/internal/pg"
)

// EPSG codes whose coordinates are the register's own: CGCS2000, and WGS 84,
// which agrees with it to decimetres.
const (
	CGCS2000 = 4490
	WGS84    = 4326
)

// A reference is the reference system of a file's coordinates.
type reference struct {
	code      int
	projected bool // metres, easting first
	datum     bool // CGCS2000 or WGS 84: the transformation is exact enough

	system coordinate.System // where it is an old one or that of a map app, else ""
	worded bool              // nothing but the words of the file tell the system
}

// native reports whether what the converter gives needs no transformation by
// PostGIS. Of a map app's coordinates it has shifted them back by then.
func (c reference) native() bool {
	return c.code == CGCS2000 || c.code == WGS84 || c.system.Shifted()
}

// old reports whether coordinates are kept as text because the parameters of
// their transformation are a state secret.
func (c reference) old() bool { return c.system.Old() }

// approximate reports whether the given coordinates are to be kept beside the
// position, or in its place.
func (c reference) approximate() bool { return !c.native() || c.system != "" }

func (c reference) String() string {
	switch {
	case c.system != "" && c.code == 0:
		return string(c.system)
	case c.system != "":
		return fmt.Sprintf("%s EPSG:%d", c.system, c.code)
	}
	return fmt.Sprintf("EPSG:%d", c.code)
}

// ParseCRS reads a reference system as a person types it: an EPSG code, or
// gcj02 or bd09 for [Options].Shift.
func ParseCRS(s string) (code int, shift string, err error) {
	if s == "" {
		return 0, "", nil
	}
	number := strings.TrimPrefix(strings.ToUpper(s), "EPSG:")
	if code, err = strconv.Atoi(number); err == nil && code > 0 {
		return code, "", nil
	}
	switch coordinate.SystemIn(s) {
	case coordinate.GCJ02:
		return 0, ShiftGCJ02, nil
	case coordinate.BD09:
		return 0, ShiftBD09, nil
	case coordinate.CGCS2000:
		return CGCS2000, "", nil
	case coordinate.WGS84:
		return WGS84, "", nil
	}
	return 0, "", fmt.Errorf("坐标系 %q 不认识，可用 EPSG 代码（如 4549）、gcj02、bd09 / reference system %q is not known: use an EPSG code, gcj02 or bd09", s, s)
}

// reference finds the reference system that the import is to use: given by
// the caller, else declared by the file, 0 where it says none.
func (r *run) reference(ctx context.Context, declared int) (reference, error) {
	switch {
	case r.o.Shift == ShiftGCJ02:
		return reference{system: coordinate.GCJ02}, nil
	case r.o.Shift == ShiftBD09:
		return reference{system: coordinate.BD09}, nil
	case r.o.CRS == 0 && declared != 0:
		r.o.CRS = declared
	case r.o.CRS == 0:
		r.o.CRS, r.crsAssumed = CGCS2000, true
	case declared != 0 && declared != r.o.CRS:
		return reference{}, fmt.Errorf("文件声明 EPSG:%d，而 --crs 为 %d / the file declares EPSG:%d, --crs says %d", declared, r.o.CRS, declared, r.o.CRS)
	}
	return lookUpCRS(ctx, r.o.DB, r.o.CRS)
}

// lookUpCRS asks PostGIS what it knows of an EPSG code.
func lookUpCRS(ctx context.Context, db pg.DB, code int) (reference, error) {
	c := reference{code: code, datum: true}
	if c.native() {
		return c, nil
	}
	var wkt string
	err := db.QueryRow(ctx, `SELECT srtext FROM spatial_ref_sys WHERE srid = $1`, code).Scan(&wkt)
	if errors.Is(err, pgx.ErrNoRows) {
		return c, fmt.Errorf("坐标系 EPSG:%d 不认识 / reference system EPSG:%d is not known", code, code)
	}
	if err != nil {
		return c, fmt.Errorf("look up EPSG:%d: %w", code, err)
	}
	c.projected = strings.HasPrefix(wkt, "PROJCS")
	if !c.projected && !strings.HasPrefix(wkt, "GEOGCS") {
		return c, fmt.Errorf("EPSG:%d 不是平面或经纬度坐标系 / EPSG:%d is neither projected nor of longitude and latitude", code, code)
	}
	if s := coordinate.SystemIn(wkt); s.Old() {
		c.system = s
	}
	c.datum = strings.Contains(wkt, `DATUM["China_2000"`) || strings.Contains(wkt, `DATUM["WGS_1984"`)
	return c, nil
}
