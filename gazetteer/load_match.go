package gazetteer

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
)

// A Known is a row's position beside that of the place that bears its name.
type Known struct {
	Row         int
	Given, Held orb.Point
}

// knownM is how near, in metres, the one place of a row's name must be to be
// held against it.
const knownM = 3000

// match finds what the register holds of the new rows under other keys. A row
// that is about a known place becomes a change of that place and gives it one
// more key; one that may be is set aside for a person, unless it was decided
// or the batch takes such rows in as new.
func (l *placeLoad) match(ctx context.Context) error {
	if !l.batch.Match || len(l.news) == 0 {
		return nil
	}
	found, err := l.candidates(ctx)
	if err != nil {
		return err
	}
	if err := l.checkDecided(ctx); err != nil {
		return err
	}
	kept := l.news[:0]
	taken := map[uuid.UUID]int{}
	for _, r := range l.news {
		sure, pairs := l.judge(&r, found[r.Number])
		l.holdAgainst(&r, found[r.Number])
		switch d := r.Decision; {
		case d != nil && d.New():
			kept = append(kept, r)
			continue
		case d != nil:
			sure, pairs = &d.SameAs, nil
		}
		if sure != nil && taken[*sure] != 0 {
			l.reject(r.Row, "name", r.Names[0].Text, fmt.Sprintf("与第 %d 行对应同一地名，请先合并两行 / row %d is about the same place: make the two rows one", taken[*sure], taken[*sure]))
			continue
		}
		switch {
		case sure != nil:
			taken[*sure] = r.Number
			r.place, r.linked = *sure, true
			l.old = append(l.old, r)
		case len(pairs) == 0:
			kept = append(kept, r)
		default:
			l.counts.Pairs = append(l.counts.Pairs, pairs...)
			l.counts.PairRows++
			if l.batch.NewPairs {
				kept = append(kept, r)
			} else {
				l.reject(r.Row, "name", r.Names[0].Text, needsDecision(pairs))
			}
		}
	}
	l.news = kept
	return nil
}

func needsDecision(pairs []Pair) string {
	first := pairs[0]
	apart := "距离不详"
	if first.DistanceM != nil {
		apart = fmt.Sprintf("相距 %.0f 米", *first.DistanceM)
	}
	return fmt.Sprintf("需要判定：与登记中的 %s（%s，%s）是否同一地名；%s / needs a decision: is it the place that the register holds",
		first.Division+first.PlaceName, first.Place, apart, first.Why)
}

// judge finds the one place that a row is about, or those that it may be
// about, the nearest first.
func (l *placeLoad) judge(r *loadedRow, all []*candidate) (sure *uuid.UUID, pairs []Pair) {
	var certain []uuid.UUID
	for _, c := range all {
		if c.tooFar(r) {
			continue
		}
		is := l.likenessOf(r, c)
		v, why := is.verdict(r.Class)
		if v == different {
			continue
		}
		if v == same {
			certain = append(certain, c.place)
			why = "登记中有多处相符 / several places of the register agree"
		}
		pairs = append(pairs, Pair{Row: r.Number, Key: r.Key, Name: r.Names[0].Text, Place: c.place, PlaceName: c.name,
			Division: c.division, Source: c.source, DistanceM: is.distance, Why: why})
	}
	if len(certain) == 1 {
		return &certain[0], nil
	}
	slices.SortStableFunc(pairs, func(a, b Pair) int { return cmp.Compare(orFar(a.DistanceM), orFar(b.DistanceM)) })
	return nil, pairs
}

func orFar(d *float64) float64 {
	if d == nil {
		return 1e9
	}
	return *d
}

// holdAgainst notes where the one place near by lies that bears the row's name.
func (l *placeLoad) holdAgainst(r *loadedRow, all []*candidate) {
	var held *orb.Point
	for _, c := range all {
		if c.tooFar(r) {
			continue
		}
		is := l.likenessOf(r, c)
		if is.distance == nil || *is.distance > knownM || !(is.code || is.group && is.name) {
			continue
		}
		if held != nil {
			return
		}
		held = c.location
	}
	if held != nil {
		l.counts.Known = append(l.counts.Known, Known{r.Number, *r.Location, *held})
	}
}

// checkDecided rejects rows whose decision names a place that is not there.
func (l *placeLoad) checkDecided(ctx context.Context) error {
	var ids []uuid.UUID
	for _, r := range l.news {
		if r.Decision != nil && !r.Decision.New() {
			ids = append(ids, r.Decision.SameAs)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	rows, err := l.tx.Query(ctx, `SELECT id FROM place p WHERE id = ANY($1) AND withdrawn IS NULL
		AND EXISTS (SELECT FROM place_version v WHERE v.place = p.id AND upper_inf(v.recorded))`, ids)
	if err != nil {
		return err
	}
	there, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return err
	}
	l.news = slices.DeleteFunc(l.news, func(r loadedRow) bool {
		if r.Decision == nil || r.Decision.New() || slices.Contains(there, r.Decision.SameAs) {
			return false
		}
		l.reject(r.Row, "name", r.Names[0].Text, fmt.Sprintf("判定的地名 %s 不在登记中，或已撤下 / the place decided for is not held, or withdrawn", r.Decision.SameAs))
		return true
	})
	return nil
}
