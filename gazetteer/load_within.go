package gazetteer

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"diming/boundaries"
)

const outsideJurisdiction = "所在政区不在您的管辖范围内 / its division lies outside your jurisdiction"

// checkJurisdiction rejects rows about places outside the divisions that the
// actor may change: where the row puts the place, and where it stands now.
func (l *placeLoad) checkJurisdiction() {
	if l.batch.Within == nil {
		return
	}
	refused := func(r loadedRow) bool {
		outside := !l.batch.reaches(r.at.chain)
		if r.held != nil && r.held.within != nil {
			outside = outside || !l.batch.reaches(l.above.of(*r.held.within).chain)
		}
		if outside {
			l.reject(r.Row, "division", r.Division, outsideJurisdiction)
		}
		return outside
	}
	l.news, l.old = slices.DeleteFunc(l.news, refused), slices.DeleteFunc(l.old, refused)
}

// reaches tells whether one of the divisions of a chain is the actor's.
func (b Batch) reaches(chain []boundaries.Division) bool {
	return slices.ContainsFunc(chain, func(d boundaries.Division) bool { return slices.Contains(b.Within, d.ID) })
}

// divisionsWithin rejects listings of divisions that lie, by their code, in
// none of those that the actor may change.
func (b Batch) divisionsWithin(ctx context.Context, tx pgx.Tx, rows []DivisionRow) (inside []DivisionRow, outside []Rejection, err error) {
	if b.Within == nil {
		return rows, nil, nil
	}
	found, err := tx.Query(ctx, `SELECT DISTINCT code FROM division_version WHERE division = ANY($1) AND upper_inf(recorded)`, b.Within)
	if err != nil {
		return nil, nil, err
	}
	codes, err := pgx.CollectRows(found, pgx.RowTo[string])
	for _, r := range rows {
		if slices.ContainsFunc(codes, func(code string) bool { return strings.HasPrefix(r.Code, code) }) {
			inside = append(inside, r)
		} else {
			outside = append(outside, Rejection{r.Number, "code", r.Code, outsideJurisdiction})
		}
	}
	return inside, outside, err
}
