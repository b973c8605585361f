package importers

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"diming/gazetteer"
	"diming/importers/coordinate"
	"diming/internal/gcj"
	"diming/internal/pg"
)

// notes say what becomes of coordinates in this system.
func (c reference) notes() []string {
	switch {
	case c.old():
		return []string{fmt.Sprintf("坐标系为 %s，坐标按原文保留，不作转换 / coordinates of %s are kept as text; %s", c, c, secretParameters)}
	case c.system.Shifted():
		return []string{fmt.Sprintf("坐标由 %s 近似换算为 CGCS2000（误差可达数米），原坐标已保留 / shifted back from %s approximately, the given coordinates are kept", c, c)}
	case !c.datum:
		return []string{c.String() + " 的基准不是 CGCS2000，只能近似转换；原坐标已保留 / its datum is not CGCS2000: transformed approximately, the given coordinates are kept"}
	}
	return nil
}

// completeCoordinates refuses options about coordinates that say nothing or
// too much.
func (o *Options) completeCoordinates() error {
	switch {
	case o.Shift != "" && o.Shift != ShiftGCJ02 && o.Shift != ShiftBD09:
		return fmt.Errorf("坐标系 %q 不认识，可用 gcj02、bd09 / shift %q is not known: use gcj02 or bd09", o.Shift, o.Shift)
	case o.Shift != "" && o.CRS != 0:
		return fmt.Errorf("EPSG:%d 与 %s 只能选一个 / EPSG:%d and %s exclude each other", o.CRS, o.Shift, o.CRS, o.Shift)
	case o.OldDatum != "" && o.OldDatum != OldDatumText && o.OldDatum != OldDatumRefuse:
		return fmt.Errorf("旧坐标系的处理 %q 不认识，可用 text、refuse / %q is not known: use text or refuse", o.OldDatum, o.OldDatum)
	case o.Pairs != "" && o.Pairs != PairsAsk && o.Pairs != PairsNew:
		return fmt.Errorf("疑似同一地名的处理 %q 不认识，可用 ask、new / %q is not known: use ask or new", o.Pairs, o.Pairs)
	}
	return nil
}

// headedSystem looks at what the headings of the coordinates say of their
// reference system: 经度（西安80）. What was given by the caller stands, and
// the contradiction is told.
func (r *run) headedSystem(t *tableSource) error {
	for i, f := range t.fields {
		if f != fieldLon && f != fieldLat && f != fieldPosition {
			continue
		}
		if err := r.named("表头“"+t.headings[i]+"”", coordinate.SystemIn(t.headings[i])); err != nil {
			return err
		}
	}
	return nil
}

// named follows what the words of the file, found somewhere in it, say of its
// reference system.
func (r *run) named(where string, system coordinate.System) error {
	switch {
	case system == "" || system == r.c.crs.system:
	case !r.crsAssumed:
		if system.Old() || system.Shifted() || r.c.crs.system != "" {
			r.report.Notes = append(r.report.Notes, fmt.Sprintf("%s写的是 %s，按所给的 %s 导入 / the file says %s, the import was told %s", where, system, r.c.crs, system, r.c.crs))
		}
	case system.Old():
		r.c.crs, r.o.CRS = reference{system: system, worded: true}, 0
	case system.Shifted():
		remedy := remedyOf(system)
		return fmt.Errorf("%s说明坐标是 %s；请用 %s，如所写有误请用 --crs 4490 / the file says %s: use %s, or --crs 4490 where it is wrong", where, system, remedy, system, remedy)
	}
	return nil
}

func remedyOf(system coordinate.System) string {
	return map[coordinate.System]string{coordinate.GCJ02: "--crs gcj02", coordinate.BD09: "--crs bd09", coordinate.CGCS2000: "--crs 4490", coordinate.WGS84: "--crs 4326"}[system]
}

// rowSystem is the system of a row's coordinates: its own, where a column
// names it, else that of the file. A row in another system than the file's is
// refused, in an old one it is treated as one.
func (c *converter) rowSystem(r *row) reference {
	word := r.values[fieldSystem]
	if word == "" {
		return c.crs
	}
	code, shift, err := ParseCRS(strings.TrimSpace(word))
	system := coordinate.SystemIn(word)
	switch {
	case system.Old() && system != c.crs.system:
		return reference{system: system, worded: true}
	case system.Old() || system != "" && system == c.crs.system:
	case shift != "" || system.Shifted():
		r.suspect(suspectNamed, remedyOf(system))
		r.refuse(c.m.name(fieldSystem), word, fmt.Sprintf("此行坐标是 %s，请分出来用 %s 导入 / the row is in %s: import such rows with %s", system, remedyOf(system), system, remedyOf(system)))
	case system == coordinate.CGCS2000 || system == coordinate.WGS84:
		if c.crs.system != "" {
			r.suspect(suspectNamed, remedyOf(system))
			r.refuse(c.m.name(fieldSystem), word, fmt.Sprintf("此行坐标是 %s，而导入按 %s / the row is in %s, the import in %s", system, c.crs, system, c.crs))
		}
	case err != nil:
		r.refuse(c.m.name(fieldSystem), word, "坐标系不认识，独立坐标系的坐标请先转换 / reference system not known: transform local coordinates first")
	case code != c.crs.code:
		r.suspect(suspectNamed, fmt.Sprintf("--crs %d", code))
		r.refuse(c.m.name(fieldSystem), word, fmt.Sprintf("此行坐标是 EPSG:%d，而导入按 %s / the row is in EPSG:%d, the import in %s", code, c.crs, code, c.crs))
	}
	return c.crs
}

// settle gives a place its position in CGCS2000 as far as that needs no
// PostGIS: a map app's is shifted back, one of an old system is given up for
// its text.
func (c *converter) settle(r *row, p *gazetteer.Row) {
	switch {
	case p.Location == nil:
	case r.crs.old():
		c.suspectOld(r)
		p.Location = nil
	case r.crs.system.Shifted():
		*p.Location = r.crs.shiftBack(*p.Location)
	}
}

// suspectOld says of a row that its coordinates are of an old system.
func (c *converter) suspectOld(r *row) {
	r.suspect(suspectOld, secretParameters)
	if c.refuseOld {
		r.refuse(c.positionColumn(r), c.given(r, orb.Point{}), "坐标属 "+string(r.crs.system)+"："+secretParameters)
	}
}

func (c *converter) positionColumn(r *row) string {
	switch {
	case r.geometry != nil:
		return "geometry"
	case r.values[fieldLon] == "" && r.values[fieldPosition] != "":
		return c.m.name(fieldPosition)
	}
	return c.m.name(fieldLon)
}

// settleDivision does the same for a division. It keeps no coordinates as
// text: in an old system the row is refused.
func (c *converter) settleDivision(r *row, d *gazetteer.DivisionRow) {
	if d.Seat == nil && d.Area == nil {
		return
	}
	switch {
	case r.crs.old():
		r.suspect(suspectOld, secretParameters)
		r.refuse(c.positionColumn(r), "", "区划的界线或驻地属 "+string(r.crs.system)+"："+secretParameters)
	case r.crs.system.Shifted():
		if d.Seat != nil {
			*d.Seat = r.crs.shiftBack(*d.Seat)
		}
		if d.Area != nil {
			d.Area, _ = project.Geometry(d.Area.Clone(), r.crs.shiftBack).(orb.MultiPolygon) // keeps the type
			d.AreaBasis += "，由 " + string(r.crs.system) + " 近似换算"
		}
	}
}

func (c reference) shiftBack(p orb.Point) orb.Point {
	if c.system == coordinate.BD09 {
		p = gcj.FromBD09(p)
	}
	return gcj.ToWGS84(p)
}

// swapGeometry exchanges the axes of a row's geometry.
func (c *converter) swapGeometry(r *row) {
	if r.geometry != nil && c.swapAxes {
		r.geometry = project.Geometry(r.geometry, func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} })
	}
}

// middleLon is the longitude about which the register's places lie, NaN where
// it holds none: by it a grid is proposed.
func middleLon(ctx context.Context, db pg.DB) (float64, error) {
	var lon *float64
	err := db.QueryRow(ctx, `SELECT (ST_XMin(box) + ST_XMax(box)) / 2 FROM (
		SELECT ST_Extent(location) AS box FROM place_version WHERE upper_inf(recorded) AND location IS NOT NULL) held`).Scan(&lon)
	if err != nil {
		return 0, fmt.Errorf("where the register's places lie: %w", err)
	}
	if lon == nil {
		return math.NaN(), nil
	}
	return *lon, nil
}
