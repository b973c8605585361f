package campaign

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// A standing name is one that is looked at; about 150 bytes.
type standing struct {
	place, division uuid.UUID
	text, reading   string
	class, county   string
}

// namesSQL gives the names of the divisions of a drive.
//
// That a name is valid today is asked so that no index on ranges serves: the
// GiST index of the constraint reads a million names five times as slowly as
// the table does. What was withdrawn is little and is looked up in a hash.
const namesSQL = `WITH RECURSIVE inside AS (
		SELECT $1::uuid AS id
		UNION SELECT d.division FROM division_version d JOIN inside ON d.parent = inside.id WHERE upper_inf(d.recorded))
	SELECT v.place, coalesce(v.within, v.place), n.text, n.reading, v.class, v.county
	FROM place_version v
		JOIN name_version n ON n.place = v.place AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND upper_inf(n.recorded)
			AND coalesce(lower(n.valid) <= current_date, true) AND coalesce(upper(n.valid) > current_date, true)
	WHERE upper_inf(v.recorded) AND v.valid @> current_date AND (v.within IN (SELECT id FROM inside) OR v.place IN (SELECT id FROM inside))
		AND v.place NOT IN (SELECT id FROM place WHERE withdrawn IS NOT NULL)
		AND (cardinality($2::text[]) = 0 OR EXISTS (SELECT FROM unnest($2::text[]) c WHERE starts_with(v.class, c)))`

// names gives what stands in the divisions of the drive, in order of place, as
// one snapshot: the total, the duplicates and what is tested agree.
func (s *Store) names(ctx context.Context, t task) ([]standing, error) {
	var names []standing
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		// A million names in one hash, for this query only.
		if _, err := tx.Exec(ctx, `SET LOCAL work_mem = '128MB'`); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, namesSQL, t.division, t.classes)
		if err != nil {
			return err
		}
		shared := map[string]string{} // classes and counties are few
		var n standing
		_, err = pgx.ForEachRow(rows, []any{&n.place, &n.division, &n.text, &n.reading, &n.class, &n.county}, func() error {
			n.class, n.county = once(shared, n.class), once(shared, n.county)
			names = append(names, n)
			return nil
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	slices.SortFunc(names, func(a, b standing) int { return bytes.Compare(a.place[:], b.place[:]) })
	return names, nil
}

// once gives the one copy of a text that is kept.
func once(shared map[string]string, text string) string {
	if kept, ok := shared[text]; ok {
		return kept
	}
	shared[text] = text
	return text
}

// after gives the names after the last that was looked at.
func after(names []standing, last uuid.UUID) []standing {
	i, found := slices.BinarySearchFunc(names, last, func(n standing, last uuid.UUID) int { return bytes.Compare(n.place[:], last[:]) })
	if found {
		i++
	}
	return names[i:]
}

// A single is what the law wants once: a name of a kind in an area. The zero
// single stands for names that may stand more often.
type single struct{ text, kind, area string }

// single says what of a name must not stand twice: villages and communities in
// a county, townships in the province; streets in a county as long as no
// built-up area is held.
func (n standing) single() single {
	switch n.class {
	case "21610", "21620":
		return single{n.text, "village", n.county}
	case "21500":
		return single{n.text, "township", n.county[:min(2, len(n.county))]}
	case "23514":
		return single{n.text, "street", n.county}
	}
	return single{}
}

// duplicates counts, of the names that must be single, how often each stands.
func duplicates(names []standing) map[single]int {
	times := map[single]int{}
	for _, n := range names {
		if once := n.single(); once != (single{}) {
			times[once]++
		}
	}
	for once, n := range times {
		if n == 1 {
			delete(times, once)
		}
	}
	return times
}
