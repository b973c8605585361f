package marker

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
)

// A Plane is a position in the 3-degree Gauss–Krüger zone of CGCS2000 in which
// it lies, as survey tables write it: X is the northing, Y the easting with 500
// km and the number of the zone before it.
type Plane struct {
	Zone int
	X, Y float64 // metres
}

// Planes transforms positions; PostGIS is the authority. They must lie between
// 73.5 and 136.5 degrees east, where there are zones 25 to 45.
func (s *Store) Planes(ctx context.Context, all []orb.Point) ([]Plane, error) {
	lon, lat := make([]float64, len(all)), make([]float64, len(all))
	for i, p := range all {
		lon[i], lat[i] = p.Lon(), p.Lat()
		if p.Lon() < 73.5 || p.Lon() >= 136.5 {
			return nil, content("坐标不在我国 3 度带范围内（东经 73.5° 至 136.5°），请核对。", "The position lies in no 3-degree zone of the country (73.5° to 136.5° E); check it.")
		}
	}
	rows, err := s.DB.Query(ctx, `SELECT zone, ST_Y(g), ST_X(g) FROM (
			SELECT n, zone, ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4490), 4513 + zone - 25) AS g
			FROM (SELECT n, lon, lat, floor(lon / 3 + 0.5)::int AS zone FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY u(lon, lat, n)) z) t ORDER BY n`, lon, lat)
	if err != nil {
		return nil, fmt.Errorf("plane coordinates: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Plane])
}
