package gazetteer

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// outsideM is how far, in metres, a position may lie outside the area of the
// division that its row names: lines and positions are both drawn with that
// much error, a wrong code or a wrong position is farther off.
const outsideM = 2000

// checkInside rejects new and changed rows whose position lies far outside
// the division that they name, and notes those that lie a little outside. One
// query for all; divisions without an area say nothing.
func (l *placeLoad) checkInside(ctx context.Context) error {
	var (
		lons, lats []float64
		divisions  []uuid.UUID
		asked      []*loadedRow
	)
	for _, group := range [][]loadedRow{l.news, l.old} {
		for i := range group {
			r := &group[i]
			if r.Division == "" || r.draft.Location == nil || r.at.within == nil || !l.above.divisions[*r.at.within].HasArea {
				continue
			}
			lons, lats = append(lons, r.draft.Location.Lon()), append(lats, r.draft.Location.Lat())
			divisions, asked = append(divisions, *r.at.within), append(asked, r)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	rows, err := l.tx.Query(ctx, `
		SELECT p.i, ST_Distance(v.area::geography, p.point::geography)
		FROM (SELECT i, division, ST_SetSRID(ST_MakePoint(lon, lat), 4490) AS point
			FROM unnest($1::float8[], $2::float8[], $3::uuid[]) WITH ORDINALITY AS given (lon, lat, division, i)
			ORDER BY division) p
		JOIN division_version v ON v.division = p.division AND upper_inf(v.recorded) AND v.valid @> current_date AND v.area IS NOT NULL
		WHERE NOT ST_Intersects(v.area, p.point)`, lons, lats, divisions)
	if err != nil {
		return err
	}
	var (
		i      int64
		metres float64
		refuse = map[int]bool{}
	)
	_, err = pgx.ForEachRow(rows, []any{&i, &metres}, func() error {
		r := asked[i-1]
		name := l.above.divisions[*r.at.within].Name
		if metres > outsideM {
			refuse[r.Number] = true
			l.reject(r.Row, "lon", positionOf(r.draft.Location), fmt.Sprintf("坐标不在 %s 内，相距 %.0f 米 / the position lies %.0f m outside %s", name, metres, metres, name))
			l.counts.Outside = append(l.counts.Outside, r.Number)
			return nil
		}
		off := metres
		l.counts.Found = append(l.counts.Found, Finding{Row: r.Number, Check: OutsideCheck, Place: r.place, Name: r.Names[0].Text, Division: name, DistanceM: &off})
		return nil
	})
	l.news = slices.DeleteFunc(l.news, func(r loadedRow) bool { return refuse[r.Number] })
	l.old = slices.DeleteFunc(l.old, func(r loadedRow) bool { return refuse[r.Number] })
	return err
}

// tell drops what was noted of rows that are not taken in after all.
func (l *placeLoad) tell() {
	out := make(map[int]bool, len(l.counts.Rejected))
	for _, r := range l.counts.Rejected {
		out[r.Row] = true
	}
	if len(out) == 0 {
		return
	}
	of := func(u Update) bool { return out[u.Row] }
	l.counts.Updates = slices.DeleteFunc(l.counts.Updates, of)
	l.counts.Kept = slices.DeleteFunc(l.counts.Kept, of)
}
