package address

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"diming/boundaries"
	"diming/internal/version"
)

// refusals are what was found against the rows of a batch, the first of each.
type refusals map[int]error

func (r refusals) note(row int, err error) {
	if err != nil && r[row] == nil {
		r[row] = err
	}
}

// err gives a *BatchError where a row was refused.
func (r refusals) err(of int) error {
	if len(r) == 0 {
		return nil
	}
	e := &BatchError{Of: of}
	for row, err := range r {
		e.Rows = append(e.Rows, RowError{row + 1, err})
	}
	slices.SortFunc(e.Rows, func(a, b RowError) int { return a.Row - b.Row })
	return e
}

// ground refuses rows whose division or places do not stand or are not of the
// kind wanted, and rows that lie in another county than the first. It gives the
// county.
func (r refusals) ground(ctx context.Context, tx pgx.Tx, drafts []Draft) (string, error) {
	divisions, err := divisionsOf(ctx, tx, drafts)
	if err != nil {
		return "", err
	}
	places, err := placesOf(ctx, tx, drafts)
	if err != nil {
		return "", err
	}
	county := ""
	for i, d := range drafts {
		in, ok := divisions[d.Division]
		switch {
		case !ok || in.withdrawn:
			r.note(i, content("没有这个村、社区或乡镇、街道，请重新选择。", "There is no such village, community or township; choose another."))
			continue
		case in.level < boundaries.Township:
			r.note(i, content("地址应落到村、社区，或者乡镇、街道，不能只到县。", "An address lies in a village, a community or a township, not in a county alone."))
			continue
		}
		if county == "" {
			county = in.county
		}
		if in.county != county {
			r.note(i, content("一批地址应在同一个县（市、区），请分县录入。", "The addresses of one batch lie in one county; enter those of each county by themselves."))
		}
		for _, part := range []placed{{d.Way, "街路巷", "street or lane", []string{"23"}}, {d.Settlement, "自然村", "natural village", []string{"22", "21770"}}, {d.Compound, "小区或院落", "compound", nil}} {
			r.note(i, part.check(places))
		}
	}
	return county, nil
}

type divisionFacts struct {
	id        uuid.UUID
	county    string
	level     boundaries.Level
	withdrawn bool
}

// divisionsOf gives the divisions of drafts as they are or were last.
func divisionsOf(ctx context.Context, tx pgx.Tx, drafts []Draft) (map[uuid.UUID]divisionFacts, error) {
	ids := idsOf(drafts, func(d Draft) []uuid.UUID { return []uuid.UUID{d.Division} })
	rows, err := tx.Query(ctx, `SELECT DISTINCT ON (v.division) v.division, v.code_system, v.code, v.level, d.withdrawn IS NOT NULL
		FROM division_version v JOIN division d ON d.id = v.division WHERE v.division = ANY($1) AND upper_inf(v.recorded)
		ORDER BY v.division, upper(v.valid) DESC NULLS FIRST`, ids)
	if err != nil {
		return nil, err
	}
	found := map[uuid.UUID]divisionFacts{}
	var system, code string
	var f divisionFacts
	_, err = pgx.ForEachRow(rows, []any{&f.id, &system, &code, &f.level, &f.withdrawn}, func() error {
		f.county = boundaries.CountyOf(system, code)
		found[f.id] = f
		return nil
	})
	return found, err
}

type placeFacts struct {
	id                         uuid.UUID
	class                      string
	withdrawn, division, named bool
}

// placesOf gives the places that drafts name.
func placesOf(ctx context.Context, tx pgx.Tx, drafts []Draft) (map[uuid.UUID]placeFacts, error) {
	ids := idsOf(drafts, func(d Draft) []uuid.UUID { return []uuid.UUID{d.Way, d.Settlement, d.Compound} })
	rows, err := tx.Query(ctx, `SELECT DISTINCT ON (v.place) v.place, v.class, p.withdrawn IS NOT NULL, p.division IS NOT NULL,
			EXISTS (SELECT FROM name_version n WHERE n.place = v.place AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND upper_inf(n.recorded))
		FROM place_version v JOIN place p ON p.id = v.place WHERE v.place = ANY($1) AND upper_inf(v.recorded)
		ORDER BY v.place, upper(v.valid) DESC NULLS FIRST`, ids)
	if err != nil {
		return nil, err
	}
	found := map[uuid.UUID]placeFacts{}
	var f placeFacts
	_, err = pgx.ForEachRow(rows, []any{&f.id, &f.class, &f.withdrawn, &f.division, &f.named}, func() error {
		found[f.id] = f
		return nil
	})
	return found, err
}

func idsOf(drafts []Draft, of func(Draft) []uuid.UUID) []uuid.UUID {
	seen := map[uuid.UUID]bool{uuid.Nil: true}
	ids := []uuid.UUID{}
	for _, d := range drafts {
		for _, id := range of(d) {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// placed is a place that an address names, with what it has to be.
type placed struct {
	id      uuid.UUID
	zh, en  string
	classes []string // beginnings of class codes; none: any
}

func (p placed) check(places map[uuid.UUID]placeFacts) error {
	if p.id == uuid.Nil {
		return nil
	}
	f, ok := places[p.id]
	switch {
	case !ok || f.withdrawn:
		return content("没有这个"+p.zh+"，请重新选择。", "There is no such "+p.en+"; choose another.")
	case f.division:
		return content("行政区划不能当作"+p.zh+"，请重新选择。", "A division is no "+p.en+"; choose another.")
	case !f.named:
		return content("这个"+p.zh+"还没有标准名称，不能编址。", "This "+p.en+" has no standard name yet, and no address can be made of it.")
	case len(p.classes) > 0 && !slices.ContainsFunc(p.classes, func(c string) bool { return strings.HasPrefix(f.class, c) }):
		return content("选的地名不是"+p.zh+"（类别 "+f.class+"），请重新选择。", "The place chosen is no "+p.en+" (class "+f.class+"); choose another.")
	}
	return nil
}

// taken refuses rows whose number stands already on one of their days, or
// twice in the batch. An address that is itself changed is not in its own way.
func (r refusals) taken(ctx context.Context, tx pgx.Tx, drafts []Draft, self uuid.UUID) error {
	digests := make([]uuid.UUID, len(drafts)) // nil for those not asked about
	spans := make([]pgtype.Range[pgtype.Date], len(drafts))
	first := map[uuid.UUID][]int{}
	for i, d := range drafts {
		spans[i] = version.Span{}.Range()
		if d.Kind != Main || r[i] != nil {
			continue
		}
		digests[i], spans[i] = d.designation().digest(), d.Valid.Range()
		for _, j := range first[digests[i]] {
			if _, both := drafts[j].Valid.Intersect(d.Valid); both {
				r.note(i, &TakenError{Number: d.written()})
			}
		}
		first[digests[i]] = append(first[digests[i]], i)
	}
	rows, err := tx.Query(ctx, `SELECT q.n::int, v.address FROM unnest($1::uuid[], $2::daterange[]) WITH ORDINALITY q(digest, valid, n)
		JOIN address_version v ON `+digestSQL+` = q.digest AND v.valid && q.valid
		WHERE upper_inf(v.recorded) AND v.kind = 'main' AND v.address <> $3 ORDER BY q.n`, digests, spans, self)
	if err != nil {
		return err
	}
	var n int
	var other uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&n, &other}, func() error {
		r.note(n-1, &TakenError{Number: drafts[n-1].written(), Other: other})
		return nil
	})
	return err
}

// degrees writes a coordinate for the ledger, to the last bit.
func degrees(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
