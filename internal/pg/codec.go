package pg

import (
	"context"
	"database/sql/driver"
	"encoding/hex"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
)

// RegisterGeometry teaches conn the types geometry and geography and their
// arrays. Their numbers differ from database to database, so each connection
// looks them up. Without PostGIS it does nothing.
func RegisterGeometry(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, `SELECT t.typname, t.oid, t.typarray
		FROM pg_extension e
		JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
		JOIN pg_type t ON d.classid = 'pg_type'::regclass AND d.objid = t.oid
		WHERE e.extname = 'postgis' AND t.typname IN ('geometry', 'geography')`)
	if err != nil {
		return fmt.Errorf("look for geometry types: %w", err)
	}
	var name string
	var oid, array uint32
	_, err = pgx.ForEachRow(rows, []any{&name, &oid, &array}, func() error {
		register(conn.TypeMap(), name, oid, array)
		return nil
	})
	if err != nil {
		return fmt.Errorf("look for geometry types: %w", err)
	}
	return nil
}

func register(m *pgtype.Map, name string, oid, array uint32) {
	t := &pgtype.Type{Name: name, OID: oid, Codec: geometryCodec{}}
	m.RegisterType(t)
	m.RegisterType(&pgtype.Type{Name: "_" + name, OID: array, Codec: &pgtype.ArrayCodec{ElementType: t}})
	if name != "geometry" {
		return
	}
	// For the simple protocol, which does not tell a parameter's type.
	for _, value := range []any{
		orb.Point{}, orb.LineString{}, orb.Polygon{}, orb.MultiPoint{}, orb.MultiLineString{}, orb.MultiPolygon{},
		orb.Collection{}, orb.Ring{}, orb.Bound{},
		&geom.Point{}, &geom.LineString{}, &geom.Polygon{}, &geom.MultiPoint{}, &geom.MultiLineString{}, &geom.MultiPolygon{}, &geom.GeometryCollection{},
	} {
		m.RegisterDefaultPgType(value, name)
	}
}

// geometryCodec carries orb and go-geom values as EWKB, in binary and as hex
// text. NULL is a nil pointer, interface or slice.
type geometryCodec struct{}

func (geometryCodec) FormatSupported(format int16) bool {
	return format == pgtype.BinaryFormatCode || format == pgtype.TextFormatCode
}

func (geometryCodec) PreferredFormat() int16 { return pgtype.BinaryFormatCode }

func (geometryCodec) PlanEncode(_ *pgtype.Map, _ uint32, format int16, value any) pgtype.EncodePlan {
	switch value.(type) {
	// Each by its name: a pointer to one is an orb.Geometry too, and is for pgx
	// to follow.
	case orb.Point, orb.LineString, orb.Polygon, orb.MultiPoint, orb.MultiLineString, orb.MultiPolygon,
		orb.Collection, orb.Ring, orb.Bound, geom.T:
		return geometryEncodePlan{text: format == pgtype.TextFormatCode}
	}
	return nil
}

type geometryEncodePlan struct{ text bool }

func (p geometryEncodePlan) Encode(value any, buf []byte) ([]byte, error) {
	if !p.text {
		return appendGeometry(buf, value)
	}
	data, err := appendGeometry(nil, value)
	if err != nil {
		return nil, err
	}
	return hex.AppendEncode(buf, data), nil
}

func appendGeometry(buf []byte, value any) ([]byte, error) {
	switch g := value.(type) {
	case geom.T:
		return AppendGeomEWKB(buf, g)
	case orb.Geometry:
		return AppendEWKB(buf, g)
	}
	return nil, fmt.Errorf("%w: cannot write a %T", ErrGeometry, value)
}

func (geometryCodec) PlanScan(_ *pgtype.Map, _ uint32, format int16, target any) pgtype.ScanPlan {
	text := format == pgtype.TextFormatCode
	switch target.(type) {
	case *orb.Geometry, *orb.Point, *orb.LineString, *orb.Polygon, *orb.MultiPoint, *orb.MultiLineString, *orb.MultiPolygon, *orb.Collection:
		return geometryScanPlan{text: text, scan: scanOrb}
	case *geom.T, *geom.Point, *geom.LineString, *geom.Polygon, *geom.MultiPoint, *geom.MultiLineString, *geom.MultiPolygon, *geom.GeometryCollection:
		return geometryScanPlan{text: text, scan: scanGeom}
	case *[]byte:
		return geometryScanPlan{text: text, scan: scanBytes}
	}
	return nil
}

type geometryScanPlan struct {
	text bool
	scan func(src []byte, target any) error
}

func (p geometryScanPlan) Scan(src []byte, target any) error {
	src, err := rawEWKB(src, p.text)
	if err != nil {
		return err
	}
	return p.scan(src, target)
}

// rawEWKB undoes the text form. It keeps nil, which is NULL.
func rawEWKB(src []byte, text bool) ([]byte, error) {
	if src == nil || !text {
		return src, nil
	}
	raw, err := hex.AppendDecode(make([]byte, 0, len(src)/2), src)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrGeometry, err)
	}
	return raw, nil
}

func scanBytes(src []byte, target any) error {
	*target.(*[]byte) = append([]byte(nil), src...)
	return nil
}

func scanOrb(src []byte, target any) error {
	if src == nil {
		return clearOrb(target)
	}
	g, err := ParseEWKB(src)
	if err != nil {
		return err
	}
	ok := true
	switch t := target.(type) {
	case *orb.Geometry:
		*t = g
	case *orb.Point:
		*t, ok = g.(orb.Point)
	case *orb.LineString:
		*t, ok = g.(orb.LineString)
	case *orb.Polygon:
		*t, ok = g.(orb.Polygon)
	case *orb.MultiPoint:
		*t, ok = g.(orb.MultiPoint)
	case *orb.MultiLineString:
		*t, ok = g.(orb.MultiLineString)
	case *orb.MultiPolygon:
		*t, ok = g.(orb.MultiPolygon)
	case *orb.Collection:
		*t, ok = g.(orb.Collection)
	}
	if !ok {
		return fmt.Errorf("%w: it is a %s and does not go into %T", ErrGeometry, g.GeoJSONType(), target)
	}
	return nil
}

// clearOrb sets target to what stands for NULL.
func clearOrb(target any) error {
	switch t := target.(type) {
	case *orb.Geometry:
		*t = nil
	case *orb.LineString:
		*t = nil
	case *orb.Polygon:
		*t = nil
	case *orb.MultiPoint:
		*t = nil
	case *orb.MultiLineString:
		*t = nil
	case *orb.MultiPolygon:
		*t = nil
	case *orb.Collection:
		*t = nil
	default:
		return fmt.Errorf("%w: NULL does not go into %T (use a pointer to it)", ErrGeometry, target)
	}
	return nil
}

func scanGeom(src []byte, target any) error {
	var g geom.T
	if src != nil {
		var err error
		if g, err = ParseGeomEWKB(src); err != nil {
			return err
		}
	}
	if t, ok := target.(*geom.T); ok {
		*t = g
		return nil
	}
	if src == nil {
		return fmt.Errorf("%w: NULL does not go into %T (use a pointer to it)", ErrGeometry, target)
	}
	if !putGeom(g, target) {
		return fmt.Errorf("%w: it is a %T and does not go into %T", ErrGeometry, g, target)
	}
	return nil
}

// putGeom moves g into target if both are of one type.
func putGeom(g geom.T, target any) bool {
	switch t := target.(type) {
	case *geom.Point:
		return swap(t, g, t.Swap)
	case *geom.LineString:
		return swap(t, g, t.Swap)
	case *geom.Polygon:
		return swap(t, g, t.Swap)
	case *geom.MultiPoint:
		return swap(t, g, t.Swap)
	case *geom.MultiLineString:
		return swap(t, g, t.Swap)
	case *geom.MultiPolygon:
		return swap(t, g, t.Swap)
	case *geom.GeometryCollection:
		if c, ok := g.(*geom.GeometryCollection); ok {
			*t = *c
			return true
		}
	}
	return false
}

func swap[T any](_ *T, g geom.T, into func(*T)) bool {
	same, ok := any(g).(*T)
	if ok {
		into(same)
	}
	return ok
}

// DecodeDatabaseSQLValue gives raw EWKB, for sql.Scanner targets.
func (geometryCodec) DecodeDatabaseSQLValue(_ *pgtype.Map, _ uint32, format int16, src []byte) (driver.Value, error) {
	raw, err := rawEWKB(src, format == pgtype.TextFormatCode)
	if raw == nil || err != nil {
		return nil, err
	}
	return append([]byte(nil), raw...), nil
}

// DecodeValue gives an orb.Geometry, for targets of type any.
func (geometryCodec) DecodeValue(_ *pgtype.Map, _ uint32, format int16, src []byte) (any, error) {
	raw, err := rawEWKB(src, format == pgtype.TextFormatCode)
	if raw == nil || err != nil {
		return nil, err
	}
	return ParseEWKB(raw)
}
