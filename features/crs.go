package features

import (
	"fmt"
	"strconv"
	"strings"
)

// A CRS is a coordinate reference system in which features are given and asked
// for.
type CRS struct {
	URI  string
	SRID int // of PostGIS

	// NorthFirst says that the system's own axis order is latitude or northing
	// first, which is the other way round in PostGIS.
	NorthFirst bool
	Geographic bool // degrees
}

// storage is the system of the register's own columns. Its degrees are given
// as CRS84 and EPSG:4326 unchanged: CGCS2000 and WGS 84 agree to decimetres.
const storage = 4490

// Reference systems that are named in this package.
var (
	CRS84   = CRS{URI: "http://www.opengis.net/def/crs/OGC/1.3/CRS84", SRID: storage, Geographic: true}
	Storage = CRS{URI: epsg(storage), SRID: storage, NorthFirst: true, Geographic: true}
)

// The 3-degree zones of CGCS2000 have two codes each: 4513 … 4533 with the
// zone's number before the easting, 4534 … 4554 without. Both are northing
// first.
const (
	firstZone = 4513
	lastZone  = 4554
)

// Systems gives all reference systems that are offered, CRS84 first.
func Systems() []CRS {
	all := []CRS{CRS84, Storage, {URI: epsg(4326), SRID: storage, NorthFirst: true, Geographic: true}, {URI: epsg(3857), SRID: 3857}}
	for code := firstZone; code <= lastZone; code++ {
		all = append(all, CRS{URI: epsg(code), SRID: code, NorthFirst: true})
	}
	return all
}

func epsg(code int) string { return fmt.Sprintf("http://www.opengis.net/def/crs/EPSG/0/%d", code) }

// EPSG is the code of the system among those of EPSG, whatever the axis order.
// CRS84, which has none there, gives the degrees of the register's own.
func (c CRS) EPSG() int {
	_, text, _ := strings.Cut(c.URI, "/EPSG/0/")
	if code, err := strconv.Atoi(text); err == nil {
		return code
	}
	return storage
}

// systems finds them by URI and by the short forms that clients write.
var systems = func() map[string]CRS {
	by := map[string]CRS{}
	for _, c := range Systems() {
		by[c.URI] = c
		if _, code, ok := strings.Cut(c.URI, "/EPSG/0/"); ok {
			by["EPSG:"+code], by["[EPSG:"+code+"]"] = c, c
			by["urn:ogc:def:crs:EPSG::"+code] = c
		}
	}
	for _, name := range []string{"OGC:CRS84", "[OGC:CRS84]", "urn:ogc:def:crs:OGC:1.3:CRS84"} {
		by[name] = CRS84
	}
	return by
}()

// ParseCRS reads the value of a parameter that names a reference system: its
// URI, or a safe CURIE.
func ParseCRS(param, text string) (CRS, error) {
	c, ok := systems[text]
	if !ok {
		return CRS{}, refuse(param, "不支持这个坐标参考系；可用的列在数据集的 crs 里。", "This reference system is not offered; the collection lists those that are, under crs.")
	}
	return c, nil
}

// digits is how many decimals a coordinate is given with: a tenth of a
// millimetre either way.
func (c CRS) digits() int {
	if c.Geographic {
		return 9
	}
	return 4
}

// output is the SQL that gives a geometry of the register as GeoJSON in c.
func (c CRS) output(geom string) string {
	if c.SRID != storage {
		// By way of WGS 84, so that no path between datums is chosen for us.
		geom = fmt.Sprintf("ST_Transform(ST_SetSRID(%s, 4326), %d)", geom, c.SRID)
	}
	if c.NorthFirst {
		geom = "ST_FlipCoordinates(" + geom + ")"
	}
	return fmt.Sprintf("ST_AsGeoJSON(%s, %d, 0)", geom, c.digits())
}

// input is the SQL that brings a geometry given in c, northing and easting
// already in PostGIS's order, to the register's columns.
func (c CRS) input(geom string) string {
	if c.SRID == storage {
		return fmt.Sprintf("ST_SetSRID(%s, %d)", geom, storage)
	}
	return fmt.Sprintf("ST_SetSRID(ST_Transform(ST_SetSRID(%s, %d), 4326), %d)", geom, c.SRID, storage)
}
