package archive

import (
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// A form says how the files write the values of a type.
type form struct {
	csv, json string // SQL expressions with %s for the column
	said      string // for schema.json
}

// digits is enough for every coordinate: PostGIS writes the shortest text that
// reads back as the same number and stops here.
const digits = 30

// form is the rule: what a person or a program reads without PostgreSQL, and
// what PostgreSQL's own input reads back as the same value.
func (c Column) form() form {
	base, _, _ := strings.Cut(c.Type, "(")
	switch {
	case strings.HasSuffix(c.Type, "[]"):
		return form{"%s", "%s", "CSV: {a,b} as PostgreSQL writes arrays; JSON: array"}
	case base == "geometry" && strings.Contains(c.Type, ","):
		return form{fmt.Sprintf("ST_AsText(%%s, %d)", digits), fmt.Sprintf("ST_AsText(%%s, %d)", digits),
			"WKT, x before y (longitude before latitude), in EPSG:" + c.srid()}
	case base == "geometry" || base == "geography":
		return form{fmt.Sprintf("ST_AsEWKT(%%s, %d)", digits), fmt.Sprintf("ST_AsEWKT(%%s, %d)", digits),
			"EWKT, which names its reference system; x before y"}
	case strings.HasPrefix(c.Type, "timestamp"):
		return form{"to_json(%s) #>> '{}'", "%s", "RFC 3339 in UTC, to the microsecond"}
	case c.Type == "tstzrange":
		return form{"%s", "%s", `range: [ includes its end, ) does not, nothing is unbounded; times in UTC, to the microsecond`}
	case strings.HasSuffix(c.Type, "range"):
		return form{"%s", "%s", "range: [ includes its end, ) does not, nothing is unbounded"}
	case c.Type == "boolean":
		return form{"%s::text", "%s", "true or false"}
	case c.Type == "bytea":
		return form{"%s", "%s", `\x and hexadecimal`}
	case c.Type == "jsonb":
		return form{"%s::text", "%s", "JSON"}
	case c.Type == "json":
		return form{"%s::text", "%s::text", "JSON, as text"}
	case c.Type == "date":
		return form{"%s", "%s", "ISO 8601 date"}
	}
	return form{"%s", "%s", "text"}
}

// srid is the number in geometry(Point,4490).
func (c Column) srid() string {
	_, after, _ := strings.Cut(c.Type, ",")
	return strings.TrimSuffix(after, ")")
}

// selection is the list of a SELECT that writes columns in one form.
func selection(columns []Column, json bool) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		name, f := pgx.Identifier{c.Name}.Sanitize(), c.form()
		expression := f.csv
		if json {
			expression = f.json
		}
		list[i] = fmt.Sprintf(expression, "t."+name) + " AS " + name
	}
	return strings.Join(list, ", ")
}

// order makes the rows of equal contents come in equal order.
func (t Table) order() string {
	keys := t.Key
	if len(keys) == 0 {
		for _, c := range t.Columns {
			keys = append(keys, c.Name)
		}
	}
	types := map[string]string{}
	for _, c := range t.Columns {
		types[c.Name] = c.Type
	}
	by := make([]string, len(keys))
	for i, k := range keys {
		by[i] = "t." + pgx.Identifier{k}.Sanitize()
		if len(t.Key) == 0 {
			by[i] += "::text"
		}
		if len(t.Key) == 0 || types[k] == "text" || strings.HasPrefix(types[k], "character") {
			by[i] += ` COLLATE "C"`
		}
	}
	return strings.Join(by, ", ")
}
