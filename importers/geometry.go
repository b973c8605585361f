package importers

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"diming/internal/pg"
)

// A placing is a geometry of a row that PostGIS is asked about: put is called
// with the geometry in CGCS2000.
type placing struct {
	row      *row
	column   string
	geometry orb.Geometry
	put      func(orb.Geometry)
}

// A locator asks PostGIS about the geometries of one file.
type locator struct {
	db     pg.DB
	crs    reference
	repair bool // invalid areas are made valid
}

// locate transforms the geometries of one batch to CGCS2000 and refuses, or
// repairs, the invalid ones, in one query. Points in the register's own
// reference system need no query.
func (l locator) locate(ctx context.Context, placings []placing) error {
	var ask []placing
	for _, p := range placings {
		if _, point := p.geometry.(orb.Point); !point || !l.crs.native() {
			ask = append(ask, p)
		}
	}
	return l.locateAll(ctx, ask)
}

// locateAll halves a batch that PostGIS refuses as a whole, until the row
// that cannot be transformed stands alone.
func (l locator) locateAll(ctx context.Context, ask []placing) error {
	if len(ask) == 0 {
		return nil
	}
	err := l.locateOnce(ctx, ask)
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.Code != "XX000" && refused.Code != "22023" {
		return err
	}
	if len(ask) == 1 {
		ask[0].refuse("不能转换坐标 / cannot be transformed: " + refused.Message)
		return nil
	}
	half := len(ask) / 2
	if err := l.locateAll(ctx, ask[:half]); err != nil {
		return err
	}
	return l.locateAll(ctx, ask[half:])
}

func (p placing) refuse(reason string) {
	value := p.geometry.GeoJSONType()
	if point, ok := p.geometry.(orb.Point); ok {
		value = positionText(point)
	}
	p.row.refuse(p.column, value, reason)
}

// A looked is PostGIS's answer about one geometry.
type looked struct {
	reason        string // why it is invalid, "" when it is not
	lon, lat      *float64
	shape         []byte // in CGCS2000; NULL where nothing had to be done
	before, after *float64
}

// locateSQL asks about geometries $1 of the reference system $2, of which $3
// says that it needs no transformation; $4 asks for repair.
const locateSQL = `
	SELECT CASE WHEN detail.valid THEN '' ELSE detail.reason END, ST_X(fault.at), ST_Y(fault.at),
	       CASE WHEN $4 AND NOT detail.valid THEN ST_AsBinary(mended.g) WHEN NOT $3 THEN ST_AsBinary(ST_Transform(given.g, 4490)) END,
	       CASE WHEN $4 AND NOT detail.valid THEN ST_Area(ST_Transform(given.g, 4490)::geography) END,
	       CASE WHEN $4 AND NOT detail.valid THEN ST_Area(mended.g::geography) END
	FROM unnest($1::bytea[]) WITH ORDINALITY AS input(shape, number)
	CROSS JOIN LATERAL (SELECT ST_GeomFromWKB(shape, $2) AS g) AS given
	CROSS JOIN LATERAL ST_IsValidDetail(given.g) AS detail
	CROSS JOIN LATERAL (SELECT ST_Transform(ST_SetSRID(detail.location, $2), 4490) AS at) AS fault
	LEFT JOIN LATERAL (SELECT ST_Transform(ST_Multi(ST_CollectionExtract(ST_MakeValid(given.g, 'method=structure'), 3)), 4490) AS g
		WHERE $4 AND NOT detail.valid) AS mended ON true
	ORDER BY number`

func (l locator) locateOnce(ctx context.Context, ask []placing) error {
	shapes := make([][]byte, len(ask))
	for i, p := range ask {
		var err error
		if shapes[i], err = wkb.Marshal(p.geometry); err != nil {
			return fmt.Errorf("encode geometry of row %d: %w", p.row.number, err)
		}
	}
	code := l.crs.code
	if code == 0 {
		code = CGCS2000 // of a map app, shifted back
	}
	return pgx.BeginFunc(ctx, l.db, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, locateSQL, shapes, code, l.crs.native(), l.repair)
		if err != nil {
			return fmt.Errorf("check geometries: %w", err)
		}
		defer rows.Close()
		for i := 0; rows.Next(); i++ {
			var a looked
			if err := rows.Scan(&a.reason, &a.lon, &a.lat, &a.shape, &a.before, &a.after); err != nil {
				return fmt.Errorf("check geometries: %w", err)
			}
			if err := ask[i].settle(a); err != nil {
				return err
			}
		}
		if err := rows.Err(); err != nil {
			return fmt.Errorf("check geometries: %w", err)
		}
		return nil
	})
}

// settle takes PostGIS's answer.
func (p placing) settle(a looked) error {
	if a.reason != "" && !p.mended(a) {
		return nil
	}
	if a.shape == nil {
		return nil
	}
	g, err := wkb.Unmarshal(a.shape)
	if err != nil {
		return fmt.Errorf("decode geometry of row %d: %w", p.row.number, err)
	}
	b := g.Bound()
	for _, corner := range []orb.Point{b.Min, b.Max} {
		if reason := checkLonLat(corner); reason != "" {
			p.refuse(reason + fmt.Sprintf("（转换后 / after transformation: %s）", positionText(corner)))
			return nil
		}
	}
	p.put(g)
	return nil
}
