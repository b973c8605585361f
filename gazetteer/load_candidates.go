package gazetteer

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/pinyin"
)

// A clues is what rows may be found by: texts of names, specific parts and
// place codes, each with the number of its row.
type clues struct {
	textOf, partOf, codeOf []int
	texts, parts, codes    []string
	standard               []bool // of a text: the row's standard name, which any name may be
}

func (c *clues) add(r *loadedRow) {
	for i, n := range r.Names {
		c.addText(r.Number, n.Text, i == 0)
	}
	for _, text := range kindred(r.Names[0].Text, r.Class) {
		c.addText(r.Number, text, false)
	}
	if specific, generic := pinyin.Split(r.Names[0].Text, r.Class); specific != "" && generic != "" {
		c.partOf, c.parts = append(c.partOf, r.Number), append(c.parts, specific)
	}
	if r.PlaceCode != "" {
		c.codeOf, c.codes = append(c.codeOf, r.Number), append(c.codes, r.PlaceCode)
	}
}

func (c *clues) addText(row int, text string, standard bool) {
	c.textOf, c.texts, c.standard = append(c.textOf, row), append(c.texts, text), append(c.standard, standard)
}

// hitsSQL finds places by clues. Nothing else is asked here, so that each
// part is one join by hash.
const hitsSQL = `
	WITH given AS MATERIALIZED (SELECT * FROM unnest($1::int[], $2::text[], $3::bool[]) AS g (row, text, standard)),
	part AS MATERIALIZED (SELECT * FROM unnest($4::int[], $5::text[]) AS s (row, specific)),
	code AS MATERIALIZED (SELECT * FROM unnest($6::int[], $7::text[]) AS c (row, code))
	SELECT g.row, n.place FROM given g JOIN name_version n ON n.text = g.text
		WHERE (g.standard OR n.kind = 'standard') AND upper_inf(n.recorded) AND n.valid @> current_date
	UNION SELECT s.row, n.place FROM part s JOIN name_version n ON n.specific = s.specific
		WHERE n.kind = 'standard' AND upper_inf(n.recorded) AND n.valid @> current_date
	UNION SELECT c.row, v.place FROM code c JOIN place_version v ON v.place_code = c.code WHERE upper_inf(v.recorded)`

// candidates gives for each new row, by its number, the places that it may be
// about, other than those that its own source has given: a source tells its
// own places apart.
func (l *placeLoad) candidates(ctx context.Context) (map[int][]*candidate, error) {
	var c clues
	for i := range l.news {
		c.add(&l.news[i])
	}
	rows, err := l.tx.Query(ctx, hitsSQL, c.textOf, c.texts, c.standard, c.partOf, c.parts, c.codeOf, c.codes)
	if err != nil {
		return nil, err
	}
	var (
		row   int
		place uuid.UUID
		hits  = map[uuid.UUID][]int{}
	)
	if _, err := pgx.ForEachRow(rows, []any{&row, &place}, func() error {
		hits[place] = append(hits[place], row)
		return nil
	}); err != nil || len(hits) == 0 {
		return nil, err
	}
	ids := make([]uuid.UUID, 0, len(hits))
	for id := range hits {
		ids = append(ids, id)
	}
	places, err := l.describe(ctx, ids)
	if err != nil {
		return nil, err
	}
	found := map[int][]*candidate{}
	for _, p := range places {
		for _, row := range hits[p.place] {
			found[row] = append(found[row], p)
		}
	}
	return found, nil
}

// describeSQL reads of places $1 those that source $2 has not given. In a
// register that was filled a moment ago the planner takes an index on the
// source for a way to one row; IS NOT DISTINCT FROM is closed to it.
const describeSQL = `
	SELECT v.place, v.class, coalesce(v.place_code, ''), v.location, v.within, v.source
	FROM unnest($1::uuid[]) AS asked (id)
	JOIN place p ON p.id = asked.id AND p.withdrawn IS NULL
	JOIN place_version v ON v.place = asked.id AND upper_inf(v.recorded) AND v.valid @> current_date
	WHERE NOT EXISTS (SELECT FROM place_source s WHERE s.place = asked.id AND s.source IS NOT DISTINCT FROM $2)
	ORDER BY v.place`

// describe reads what is to be known of candidates, in the order of their ids.
func (l *placeLoad) describe(ctx context.Context, ids []uuid.UUID) ([]*candidate, error) {
	rows, err := l.tx.Query(ctx, describeSQL, ids, l.batch.Source)
	if err != nil {
		return nil, err
	}
	byID := map[uuid.UUID]*candidate{}
	mine := func(c *candidate) bool {
		return l.batch.Within == nil || c.within != nil && l.batch.reaches(l.above.of(*c.within).chain)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*candidate, error) {
		c := &candidate{}
		err := row.Scan(&c.place, &c.class, &c.code, &c.location, &c.within, &c.source)
		if c.within != nil {
			c.division = l.above.divisions[*c.within].Name
		}
		byID[c.place] = c
		return c, err
	})
	all = slices.DeleteFunc(all, func(c *candidate) bool { return !mine(c) }) // others are not shown to the actor
	if err != nil || len(all) == 0 {
		return nil, err
	}
	kept := make([]uuid.UUID, len(all))
	for i, c := range all {
		kept[i] = c.place
	}
	if rows, err = l.tx.Query(ctx, `SELECT place, kind = 'standard', text FROM name_version
		WHERE place = ANY($1) AND upper_inf(recorded) AND valid @> current_date`, kept); err != nil {
		return nil, err
	}
	var (
		id       uuid.UUID
		standard bool
		text     string
	)
	_, err = pgx.ForEachRow(rows, []any{&id, &standard, &text}, func() error {
		if c := byID[id]; standard && c.name == "" {
			c.name, c.stem = text, stem(text, c.class)
		} else {
			c.others = append(c.others, text)
		}
		return nil
	})
	return all, err
}
