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

// locate transforms the geometries of one batch to CGCS2000 and refuses the
// invalid ones, in one query. Points in the register's own reference system
// need no query.
func locate(ctx context.Context, db pg.DB, crs reference, placings []placing) error {
	var ask []placing
	for _, p := range placings {
		if _, point := p.geometry.(orb.Point); !point || !crs.native() {
			ask = append(ask, p)
		}
	}
	return locateAll(ctx, db, crs, ask)
}

// locateAll halves a batch that PostGIS refuses as a whole, until the row
// that cannot be transformed stands alone.
func locateAll(ctx context.Context, db pg.DB, crs reference, ask []placing) error {
	if len(ask) == 0 {
		return nil
	}
	err := locateOnce(ctx, db, crs, ask)
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.Code != "XX000" && refused.Code != "22023" {
		return err
	}
	if len(ask) == 1 {
		ask[0].refuse("不能转换坐标 / cannot be transformed: " + refused.Message)
		return nil
	}
	half := len(ask) / 2
	if err := locateAll(ctx, db, crs, ask[:half]); err != nil {
		return err
	}
	return locateAll(ctx, db, crs, ask[half:])
}

func (p placing) refuse(reason string) {
	value := p.geometry.GeoJSONType()
	if point, ok := p.geometry.(orb.Point); ok {
		value = positionText(point)
	}
	p.row.refuse(p.column, value, reason)
}

func locateOnce(ctx context.Context, db pg.DB, crs reference, ask []placing) error {
	shapes := make([][]byte, len(ask))
	for i, p := range ask {
		var err error
		if shapes[i], err = wkb.Marshal(p.geometry); err != nil {
			return fmt.Errorf("encode geometry of row %d: %w", p.row.number, err)
		}
	}
	return pgx.BeginFunc(ctx, db, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			SELECT CASE WHEN ST_IsValid(g) THEN '' ELSE ST_IsValidReason(g) END,
			       CASE WHEN $3 THEN NULL ELSE ST_AsBinary(ST_Transform(g, 4490)) END
			FROM unnest($1::bytea[]) WITH ORDINALITY AS input(shape, number)
			CROSS JOIN LATERAL ST_GeomFromWKB(shape, $2) AS g
			ORDER BY number`, shapes, crs.code, crs.native())
		if err != nil {
			return fmt.Errorf("check geometries: %w", err)
		}
		defer rows.Close()
		for i := 0; rows.Next(); i++ {
			var reason string
			var shape []byte
			if err := rows.Scan(&reason, &shape); err != nil {
				return fmt.Errorf("check geometries: %w", err)
			}
			if err := ask[i].settle(reason, shape); err != nil {
				return err
			}
		}
		if err := rows.Err(); err != nil {
			return fmt.Errorf("check geometries: %w", err)
		}
		return nil
	})
}

// settle takes PostGIS's answer: why the shape is invalid, and the shape
// transformed, NULL where it needed none.
func (p placing) settle(reason string, shape []byte) error {
	if reason != "" {
		p.refuse("面无效 / invalid: " + reason)
		return nil
	}
	if shape == nil {
		return nil
	}
	g, err := wkb.Unmarshal(shape)
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
