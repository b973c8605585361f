package gazetteer

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/matching"
	"diming/gazetteer/naming"
)

// MatchNames gives the names by which texts are matched to addresses, as the
// register stands today: divisions, streets, natural villages and compounds,
// the divisions from the largest on; all of them, or those of ids where it is
// not nil. What is not public is marked so.
func (s *Store) MatchNames(ctx context.Context, ids []uuid.UUID) ([]matching.Name, error) {
	divisions, order, err := s.matchDivisions(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("names to match: %w", err)
	}
	var places []matching.Name
	err = s.eachDocument(ctx, ids, func(c corpusRow) bool {
		if !c.current {
			return true
		}
		if c.division != nil {
			if d := divisions[*c.division]; d != nil {
				c.matchName(d)
			}
			return true
		}
		if kind := matchKind(c.class); kind != 0 {
			n := matching.Name{ID: c.id, Kind: kind}
			if c.within != nil {
				n.Parent = *c.within
			}
			if c.matchName(&n); n.Current != "" {
				places = append(places, n)
			}
		}
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("names to match: %w", err)
	}
	out := make([]matching.Name, 0, len(order)+len(places))
	for _, id := range order {
		if d := divisions[id]; d.Current != "" && !placeholders[d.Current] {
			out = append(out, *d)
		}
	}
	return append(out, places...), nil
}

// matchDivisions reads the divisions of today, or those of ids, without their
// names, and their order. What only fills a code table is passed over on the way
// up.
func (s *Store) matchDivisions(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*matching.Name, []uuid.UUID, error) {
	rows, err := s.DB.Query(ctx, `
		WITH RECURSIVE asked AS (
			SELECT unnest($1::uuid[]) AS division
			UNION
			SELECT v.parent FROM asked a JOIN division_version v ON v.division = a.division
			WHERE v.parent IS NOT NULL AND upper_inf(v.recorded) AND v.valid @> current_date)
		SELECT DISTINCT ON (v.level, v.division) v.division, v.level, v.name, v.parent
		FROM division_version v WHERE upper_inf(v.recorded) AND v.valid @> current_date
			AND ($1::uuid[] IS NULL OR v.division IN (SELECT division FROM asked))
		ORDER BY v.level, v.division`, ids)
	if err != nil {
		return nil, nil, err
	}
	all, above, hollow := map[uuid.UUID]*matching.Name{}, map[uuid.UUID]uuid.UUID{}, map[uuid.UUID]bool{}
	order, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (uuid.UUID, error) {
		var (
			d      matching.Name
			listed string
			parent *uuid.UUID
		)
		err := row.Scan(&d.ID, &d.Kind, &listed, &parent)
		if parent != nil {
			above[d.ID] = *parent
		}
		hollow[d.ID] = placeholders[listed]
		all[d.ID] = &d
		return d.ID, err
	})
	for id, d := range all {
		d.Parent = above[id]
		for depth := 0; hollow[d.Parent] && depth < 5; depth++ {
			d.Parent = above[d.Parent]
		}
	}
	return all, order, err
}

// matchKind is the kind of a place by which addresses go; zero of others.
func matchKind(class string) matching.Kind {
	switch naming.Group(class) {
	case naming.GroupStreet:
		return matching.Way
	case naming.GroupSettlement:
		return matching.Settlement
	case naming.GroupEstate:
		return matching.Compound
	}
	return 0
}

// matchName puts the names of a place into n, the standard one in force first.
func (c corpusRow) matchName(n *matching.Name) {
	n.Hidden = c.visibility != "public"
	for i, text := range c.texts {
		if c.langs[i] != "zh-Hans" && c.langs[i] != "" {
			continue
		}
		switch {
		case c.kinds[i] == Standard && n.Current == "" && !c.ends[i].Valid:
			n.Current = text
			n.Hidden = n.Hidden || !c.public[i]
			continue
		case text == n.Current:
			continue
		case c.kinds[i] == Former || c.kinds[i] == Standard:
			n.Former = append(n.Former, text)
		default:
			n.Other = append(n.Other, text)
		}
		if !c.public[i] {
			n.Private = append(n.Private, text)
		}
	}
}
