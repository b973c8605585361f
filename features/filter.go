package features

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/project"

	"diming/internal/cql2"
)

// A Filter is a condition on features.
type Filter struct {
	cql2.Expr
	CRS CRS // of its geometries
}

// GeometryName is what filters call the geometry.
const GeometryName = "geometry"

var filterTypes = map[Type]cql2.Type{String: cql2.IsText, Integer: cql2.IsNumber, Number: cql2.IsNumber, Boolean: cql2.IsBool,
	Date: cql2.IsDate, Moment: cql2.IsMoment, Strings: cql2.IsTexts}

// filter writes the query's filter. Names come from the collection's table, and
// everything else is bound.
func (s *statement) filter() (string, error) {
	columns := map[string]cql2.Column{GeometryName: {Type: cql2.IsGeometry, SQL: s.c.geom}}
	for _, p := range s.c.Queryables() {
		sqlType := p.sqlType()
		if p.Type == Integer {
			sqlType = "float8"
		}
		columns[p.Name] = cql2.Column{Type: filterTypes[p.Type], SQL: "(" + p.SQL + ")::" + sqlType}
	}
	sql, err := cql2.SQL(s.q.Filter.Expr, cql2.Table{Columns: columns, Bind: s.bind, Geometry: s.literal})
	var told *cql2.Error
	if errors.As(err, &told) {
		return "", refuse("filter", told.ZH, told.EN)
	}
	return s.expand(sql), err
}

// literal writes a geometry of the filter in the register's system. What crosses
// itself is mended, as the database would stop at it.
func (s *statement) literal(g orb.Geometry) string {
	if s.q.Filter.CRS.NorthFirst {
		g = project.Geometry(orb.Clone(g), func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} })
	}
	return s.q.Filter.CRS.input("ST_MakeValid(ST_GeomFromWKB(" + s.bind(wkb.MustMarshal(g)) + "::bytea))")
}

// uncomputable turns what the database cannot work out into a refusal: of a filter
// (a power that is too large, a relation of a collection of geometries), or of the
// values of a cursor that no page gave.
func (q Query) uncomputable(err error) error {
	var pgErr *pgconn.PgError
	switch {
	case !errors.As(err, &pgErr) || pgErr.Code[:2] != "22" && pgErr.Code != "XX000":
		return err
	case q.Filter != nil:
		return refuse("filter", "条件算不出来：请检查算式和几何。", "The filter cannot be worked out; check its numbers and geometries.")
	case q.After != nil && len(q.After.Keys) > 0:
		return ErrCursor
	}
	return err
}
