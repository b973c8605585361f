package archive

import (
	_ "embed"
	"fmt"
	"strings"
	"time"
)

var (
	//go:embed sql/places.sql
	placesSQL string
	//go:embed sql/divisions.sql
	divisionsSQL string
)

// A layer is one layer of the GeoPackage: a query whose last column is the
// geometry as WKT.
type layer struct {
	name, geometry string // geometry as ogr2ogr names it; NONE for a table
	about          string
	sql            string
	types          []string // of the other columns, as .csvt names them
}

var placeTypes = []string{"String", "String", "String", "String", "String", "String", "String", "String", "String", "String", "String",
	"Real", "String", "String", "String", "String", "String", "String", "String", "Date", "Date", "Integer64"}

var divisionTypes = []string{"String", "String", "String", "String", "Integer", "String", "String", "String",
	"String", "String", "Real", "Real", "String", "String", "Date", "Date", "Integer64"}

// china is the zone whose date "now" is.
var china = time.FixedZone("UTC+8", 8*60*60)

// layers are what a GIS gets: what stands on the day of at, and every version.
func layers(at time.Time, tables []Table) []layer {
	day := at.In(china).Format(time.DateOnly)
	all := []layer{
		{"places", "POINT", "Places as they stand on " + day, fmt.Sprintf(placesSQL, "v.location", day, ""), placeTypes},
		{"place_extents", "GEOMETRY", "Lines and areas of places as they stand on " + day,
			fmt.Sprintf(placesSQL, "v.extent", day, "AND v.extent IS NOT NULL"), placeTypes},
		{"divisions", "MULTIPOLYGON", "Divisions as they stand on " + day, fmt.Sprintf(divisionsSQL, day), divisionTypes},
	}
	for _, t := range tables {
		switch t.Name {
		case "place_version":
			all = append(all, versions(t, "location", "POINT"))
		case "division_version":
			all = append(all, versions(t, "area", "MULTIPOLYGON"))
		case "name_version":
			all = append(all, versions(t, "", "NONE"))
		}
	}
	return all
}

// versions is a layer of every version in both times.
func versions(t Table, geometry, kind string) layer {
	l := layer{name: t.Name + "s", geometry: kind, about: "Every version in both times. " + t.Comment}
	var list []string
	for _, c := range t.Columns {
		name := `t."` + c.Name + `"`
		switch {
		case c.Name == geometry:
			continue
		case c.Type == "daterange" || c.Type == "tstzrange":
			kind, value := "Date", "%s(%s)"
			if c.Type == "tstzrange" {
				kind, value = "String", "to_json(%s(%s)) #>> '{}'"
			}
			list = append(list, fmt.Sprintf(value+` AS "%s_from"`, "lower", name, c.Name), fmt.Sprintf(value+` AS "%s_to"`, "upper", name, c.Name))
			l.types = append(l.types, kind, kind)
			continue
		}
		list = append(list, fmt.Sprintf(c.form().csv, name)+` AS "`+c.Name+`"`)
		l.types = append(l.types, csvType(c.Type))
	}
	if geometry != "" {
		list = append(list, fmt.Sprintf(`ST_AsText(t."%s", %d) AS "WKT"`, geometry, digits))
	}
	l.sql = fmt.Sprintf("SELECT %s FROM %s t ORDER BY %s", strings.Join(list, ", "), t.ident(), t.order())
	return l
}

func csvType(sql string) string {
	switch sql {
	case "bigint":
		return "Integer64"
	case "smallint", "integer":
		return "Integer"
	case "numeric", "double precision", "real":
		return "Real"
	case "date":
		return "Date"
	}
	return "String"
}
