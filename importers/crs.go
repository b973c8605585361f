package importers

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

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
}

func (c reference) native() bool   { return c.code == CGCS2000 || c.code == WGS84 }
func (c reference) String() string { return fmt.Sprintf("EPSG:%d", c.code) }

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
	c.datum = strings.Contains(wkt, `DATUM["China_2000"`) || strings.Contains(wkt, `DATUM["WGS_1984"`)
	return c, nil
}
