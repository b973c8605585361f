package quality

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/gazetteer/pinyin"
)

// A Check is one query over the register.
type Check struct {
	ID  string
	sql string // yields place and detail, from the standing places s; "" where yields does
	// yields is for what the database cannot tell by itself.
	yields func(ctx context.Context, tx pgx.Tx) ([]uuid.UUID, []string, error)
}

// standing are the places of today with their standard names.
const standing = `
	standing AS NOT MATERIALIZED (
		SELECT v.place, v.class, v.within, v.county, v.location, v.meaning, v.place_code, p.division
		FROM place_version v JOIN place p ON p.id = v.place
		WHERE upper_inf(v.recorded) AND v.valid @> current_date AND p.withdrawn IS NULL),
	named AS NOT MATERIALIZED (
		SELECT n.place, n.text, n.reading, n.reading_state FROM name_version n
		WHERE n.kind = 'standard' AND n.lang = 'zh-Hans' AND upper_inf(n.recorded) AND n.valid @> current_date)`

// Checks are all checks, in the order in which they are shown.
var Checks = []Check{
	{ID: "duplicate_name", sql: `SELECT f.place, coalesce(string_agg(DISTINCT n.text || ' ' || f.other, '、'), '') FROM name_finding f
		JOIN standing s USING (place) LEFT JOIN named n ON n.place = f.other
		WHERE NOT EXISTS (SELECT FROM place o WHERE o.id = f.other AND o.withdrawn IS NOT NULL) GROUP BY f.place`},
	{ID: "reading_missing", sql: `SELECT s.place, n.text FROM standing s JOIN named n USING (place) WHERE n.reading = '' AND n.reading_state <> 'none'`},
	{ID: "heteronym_unconfirmed", yields: heteronyms},
	{ID: "outside_division", sql: outsideSQL},
	{ID: "position_missing", sql: `SELECT place, '' FROM standing WHERE location IS NULL AND division IS NULL`},
	{ID: "division_missing", sql: `SELECT place, '' FROM standing WHERE within IS NULL AND division IS NULL`},
	{ID: "point_duplicate", sql: `SELECT place, (n - 1)::text FROM (SELECT place, count(*) OVER (PARTITION BY location, class) AS n FROM standing WHERE location IS NOT NULL) c WHERE n > 1`},
	{ID: "place_code_missing", sql: `SELECT place, '' FROM standing WHERE place_code IS NULL AND division IS NULL`},
	{ID: "meaning_missing", sql: `SELECT place, '' FROM standing WHERE meaning = ''`},
	{ID: "class_unverified", sql: `SELECT s.place, s.class FROM standing s JOIN place_class c ON c.code = s.class WHERE NOT c.verified`},
}

// outsideSQL finds points outside the smallest division above them whose area
// is held; the detail is how far, in metres rounded to ten.
const outsideSQL = `
	SELECT s.place, round(ST_Distance(s.location::geography, a.area::geography)::numeric, -1)::text
	FROM standing s JOIN (
		WITH RECURSIVE today AS MATERIALIZED (
			SELECT division, parent, area FROM division_version WHERE upper_inf(recorded) AND valid @> current_date),
		up AS (
			SELECT division, division AS at, 0 AS depth FROM today
			UNION ALL
			SELECT up.division, t.parent, up.depth + 1 FROM up JOIN today t ON t.division = up.at
			WHERE t.area IS NULL AND t.parent IS NOT NULL AND up.depth < 10)
		SELECT up.division, t.area FROM up JOIN today t ON t.division = up.at WHERE t.area IS NOT NULL
	) a ON a.division = s.within
	WHERE s.location IS NOT NULL AND s.division IS NULL AND NOT ST_Covers(a.area, s.location)`

// heteronyms finds drafts of readings that could be read otherwise.
func heteronyms(ctx context.Context, tx pgx.Tx) (places []uuid.UUID, details []string, err error) {
	rows, err := tx.Query(ctx, `WITH `+standing+` SELECT s.place, n.text, s.class, s.county FROM standing s JOIN named n USING (place) WHERE n.reading_state = 'draft'`)
	if err != nil {
		return nil, nil, err
	}
	var (
		place               uuid.UUID
		text, class, county string
	)
	_, err = pgx.ForEachRow(rows, []any{&place, &text, &class, &county}, func() error {
		if r := pinyin.Of(text, class, county); len(r.Alternatives) > 0 {
			places, details = append(places, place), append(details, strings.Join(append([]string{r.Text}, r.Alternatives...), " / "))
		}
		return nil
	})
	return places, details, err
}
