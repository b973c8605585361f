package gazetteer

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer/pinyin"
	"diming/gazetteer/search"
)

// Documents gives what the search index must know of the places with the given
// ids, or of all when ids is nil, as the register stands today. A place that
// is missing from the answer is to be deleted from the index.
func (s *Store) Documents(ctx context.Context, ids []uuid.UUID) iter.Seq2[search.Doc, error] {
	return func(yield func(search.Doc, error) bool) {
		uppers, err := s.readUppers(ctx)
		if err != nil {
			yield(search.Doc{}, err)
			return
		}
		err = s.eachDocument(ctx, ids, func(c corpusRow) bool { return yield(c.doc(uppers), nil) })
		if err != nil {
			yield(search.Doc{}, fmt.Errorf("search documents: %w", err))
		}
	}
}

// corpusRow is a place with all names that the register believes today.
type corpusRow struct {
	id         uuid.UUID
	division   *uuid.UUID
	class      string
	rank       int
	within     *uuid.UUID
	code       string
	location   *orb.Point
	visibility string
	current    bool
	texts      []string
	kinds      []string
	langs      []string
	readings   []string
	ends       []pgtype.Date // when a standard name ended; invalid while it stands
	public     []bool
}

func (s *Store) eachDocument(ctx context.Context, ids []uuid.UUID, visit func(corpusRow) bool) error {
	rows, err := s.DB.Query(ctx, `
		SELECT v.place, p.division, v.class, c.rank, v.within, coalesce(v.place_code, ''), v.location, v.visibility, v.valid @> current_date,
			n.texts, n.kinds, n.langs, n.readings, n.ends, n.public
		FROM (SELECT DISTINCT ON (place) * FROM place_version
			WHERE upper_inf(recorded) AND ($1::uuid[] IS NULL OR place = ANY($1))
			ORDER BY place, valid @> current_date DESC, upper(valid) DESC NULLS FIRST) v
		JOIN place p ON p.id = v.place AND p.withdrawn IS NULL
		JOIN place_class c ON c.code = v.class
		JOIN LATERAL (SELECT array_agg(n.text ORDER BY o) AS texts, array_agg(n.kind ORDER BY o) AS kinds, array_agg(n.lang ORDER BY o) AS langs,
				array_agg(n.reading ORDER BY o) AS readings, array_agg(n.until ORDER BY o) AS ends, array_agg(n.visibility = 'public' ORDER BY o) AS public
			FROM (SELECT *, CASE WHEN upper(valid) <= current_date THEN upper(valid) END AS until,
					row_number() OVER (ORDER BY kind <> 'standard', valid @> current_date DESC, upper(valid) DESC NULLS FIRST, text) AS o
				FROM name_version WHERE place = v.place AND upper_inf(recorded)) n) n ON n.texts IS NOT NULL`, ids)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c corpusRow
		if err := rows.Scan(&c.id, &c.division, &c.class, &c.rank, &c.within, &c.code, &c.location, &c.visibility, &c.current,
			&c.texts, &c.kinds, &c.langs, &c.readings, &c.ends, &c.public); err != nil {
			return err
		}
		if !visit(c) {
			return nil
		}
	}
	return rows.Err()
}

func (c corpusRow) doc(uppers map[uuid.UUID]upper) search.Doc {
	d := search.Doc{ID: search.ID(c.id), Class: c.class, Code: c.code, Public: c.visibility == "public", Current: c.current, Rank: uint8(c.rank)}
	above := c.within
	if c.division != nil {
		own := uppers[*c.division]
		d.Code, d.Division = own.code, own.code
	} else if above != nil {
		d.Division = uppers[*above].code
	}
	d.Chain = chainNames(uppers, above)
	if c.location != nil {
		d.HasPoint, d.Lon, d.Lat = true, c.location.Lon(), c.location.Lat()
	}
	for i := range c.texts {
		if d.Reading == "" && c.kinds[i] == Standard {
			d.Reading = c.readings[i]
		}
		if d.Public && !c.public[i] {
			continue
		}
		d.Names = append(d.Names, c.name(i, d.Division))
	}
	return d
}

// name tells how the i-th name stands to the place: a standard name that has
// ended while another stands is a former one.
func (c corpusRow) name(i int, division string) search.Name {
	n := search.Name{Text: c.texts[i]}
	switch {
	case c.kinds[i] == Former, c.kinds[i] == Standard && c.ends[i].Valid && i > 0:
		n.Kind = search.Former
	case c.kinds[i] == Alias:
		n.Kind = search.Alias
	case c.kinds[i] == Short:
		n.Kind = search.Short
	case i > 0 && c.kinds[i] == Standard && c.langs[i] == c.langs[0]:
		n.Kind = search.Alias // approved already, from a day to come
	case i > 0 && c.kinds[i] == Standard:
		n.Kind = search.Variant
	}
	if hasHan(n.Text) {
		n.Plain, n.Initials = pinyin.SearchKeys(n.Text, c.class, division)
		if c.readings[i] != "" {
			n.Plain, n.Initials = withReading(n.Plain, n.Initials, c.readings[i])
		}
	}
	return n
}

// withReading puts the reading that the register holds among the keys, and the
// first letters of its syllables among the initials.
func withReading(keys, initials []string, reading string) (plain, first []string) {
	own := pinyin.Toneless(reading)
	if slices.Contains(keys, own) {
		return keys, initials
	}
	keys = append([]string{own}, keys...)
	if own := pinyin.InitialsOf(reading); own != "" && !slices.Contains(initials, own) {
		initials = append([]string{own}, initials...)
	}
	return keys, initials
}

// upper is a division as places below it are searched by.
type upper struct {
	code   string
	names  search.Upper
	parent *uuid.UUID
}

// readUppers reads all divisions of today with their names, public ones only:
// an internal name must not be found through what lies below it.
func (s *Store) readUppers(ctx context.Context) (map[uuid.UUID]upper, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT DISTINCT ON (v.division) v.division, v.code, v.name, v.parent,
			(SELECT array_agg(DISTINCT n.text) FROM name_version n
			 WHERE n.place = v.division AND upper_inf(n.recorded) AND n.visibility = 'public')
		FROM division_version v WHERE upper_inf(v.recorded)
		ORDER BY v.division, v.valid @> current_date DESC, upper(v.valid) DESC NULLS FIRST`)
	if err != nil {
		return nil, err
	}
	all := map[uuid.UUID]upper{}
	_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
		var (
			id     uuid.UUID
			u      upper
			listed string
			names  []string
		)
		err := row.Scan(&id, &u.code, &listed, &u.parent, &names)
		now := boundaries.StandardName(listed)
		u.names = search.Upper{now}
		for _, n := range names {
			if n != now {
				u.names = append(u.names, n)
			}
		}
		all[id] = u
		return struct{}{}, err
	})
	return all, err
}

func chainNames(uppers map[uuid.UUID]upper, from *uuid.UUID) []search.Upper {
	var chain []search.Upper
	for depth := 0; from != nil && depth < 10; depth++ {
		u, ok := uppers[*from]
		if !ok {
			break
		}
		if !placeholders[u.names[0]] {
			chain = append([]search.Upper{u.names}, chain...)
		}
		from = u.parent
	}
	return chain
}

// A Summary is what a list of places tells of each.
type Summary struct {
	ID            uuid.UUID
	Name, Reading string
	Class         string
	ClassName     string
	ClassNameEN   string
	Division      string   // code
	Chain         []string // names of the divisions above, from the largest
	Location      *orb.Point
	Current       bool
}

// Summaries gives the summaries of places in the order of ids, without those
// that the reader may not see.
func (s *Store) Summaries(ctx context.Context, r Reader, ids []uuid.UUID) ([]Summary, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	believed, args := r.AsOf.Believed("v", 3)
	rows, err := s.DB.Query(ctx, `
		SELECT v.place, n.text, n.reading, v.class, c.name, c.name_en, coalesce(d.code, w.code, ''), coalesce(v.within, d.parent),
			v.location, v.valid @> $2::date
		FROM (SELECT DISTINCT ON (v.place) * FROM place_version v
			WHERE `+believed+` AND v.place = ANY($1)`+visibleOnly(r)+`
			ORDER BY v.place, v.valid @> $2::date DESC, upper(v.valid) DESC NULLS FIRST) v
		JOIN place p ON p.id = v.place AND p.withdrawn IS NULL
		JOIN place_class c ON c.code = v.class
		JOIN LATERAL (SELECT v.text, v.reading FROM name_version v WHERE v.place = p.id AND `+believed+` AND v.kind = 'standard'`+visibleOnly(r)+`
			ORDER BY v.valid @> $2::date DESC, upper(v.valid) DESC NULLS FIRST, v.lang = 'zh-Hans' DESC LIMIT 1) n ON true
		LEFT JOIN LATERAL (SELECT code, parent FROM division_version v WHERE v.division = p.division AND `+believed+`
			ORDER BY v.valid @> $2::date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1) d ON true
		LEFT JOIN LATERAL (SELECT code FROM division_version w WHERE w.division = v.within AND upper_inf(w.recorded)
			ORDER BY w.valid @> $2::date DESC, upper(w.valid) DESC NULLS FIRST LIMIT 1) w ON true`,
		append([]any{ids, r.AsOf.Day()}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("summaries: %w", err)
	}
	within := map[uuid.UUID]*uuid.UUID{}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Summary, error) {
		var (
			m     Summary
			above *uuid.UUID
		)
		err := row.Scan(&m.ID, &m.Name, &m.Reading, &m.Class, &m.ClassName, &m.ClassNameEN, &m.Division, &above, &m.Location, &m.Current)
		within[m.ID] = above
		return m, err
	})
	if err != nil {
		return nil, fmt.Errorf("summaries: %w", err)
	}
	return s.inOrder(ctx, r, ids, found, within)
}

func (s *Store) inOrder(ctx context.Context, r Reader, ids []uuid.UUID, found []Summary, within map[uuid.UUID]*uuid.UUID) ([]Summary, error) {
	chains := map[uuid.UUID][]string{}
	byID := map[uuid.UUID]Summary{}
	for _, m := range found {
		if above := within[m.ID]; above != nil {
			if _, ok := chains[*above]; !ok {
				names, err := s.chainTexts(ctx, r, *above)
				if err != nil {
					return nil, err
				}
				chains[*above] = names
			}
			m.Chain = chains[*above]
		}
		byID[m.ID] = m
	}
	all := make([]Summary, 0, len(found))
	for _, id := range ids {
		if m, ok := byID[id]; ok {
			all = append(all, m)
		}
	}
	return all, nil
}

// chainTexts gives the standard names of a division and those above it, from
// the largest, without the rows of code tables that only group.
func (s *Store) chainTexts(ctx context.Context, r Reader, id uuid.UUID) ([]string, error) {
	chain, err := s.Boundaries.Chain(ctx, r, id)
	if err != nil {
		return nil, err
	}
	return ChainNames(chain), nil
}

// ChainNames gives the standard names of a chain of divisions, without the
// rows of code tables that only group.
func ChainNames(chain []boundaries.Division) []string {
	var names []string
	for _, d := range chain {
		if !placeholders[d.Name] {
			names = append(names, boundaries.StandardName(d.Name))
		}
	}
	return names
}
