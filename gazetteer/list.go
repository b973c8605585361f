package gazetteer

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"diming/internal/version"
)

// ErrCursor says that a cursor was not given out for lists of places.
var ErrCursor = errors.New("unknown cursor")

// A Filter narrows a list of places; what is empty does not.
type Filter struct {
	AsOf       version.AsOf
	Within     []uuid.UUID // divisions, each with all that it holds; none: nothing is listed
	Whole      bool        // every place, also those in no division
	Text       string      // part of a name, or of a reading without tones, or the beginning of a code
	Class      string      // a class, or the beginning of its code
	Box        *orb.Bound
	State      string // current, ended, replaced, withdrawn
	Visibility string // public, internal
	Reading    string // of the standard name: draft, confirmed, none
	Found      bool   // only with findings against it
}

// A Listed place is a row of the register.
type Listed struct {
	ID           uuid.UUID
	State        string
	Name         string
	Reading      string
	ReadingState string
	Class        string
	ClassName    string
	ClassNameEN  string
	DivisionCode string
	DivisionName string
	Location     *orb.Point
	Visibility   string
	Findings     int
	Valid        version.Span
	Cursor       string // to go on after this place
	rank         int
	validRange   pgtype.Range[pgtype.Date]
}

// toneless takes the tones from a reading, and what else is not typed.
const toneless = `translate(lower(%s), 'āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü'' ', 'aaaaeeeeiiiioooouuuuvvvvv')`

// listSQL picks the versions nearest to the day $1, each with its standard
// name and its division; %[1]s, %[2]s, %[3]s, %[6]s and %[7]s are what the
// register believed, %[4]s what is asked of them, %[5]s the reading as typed.
const listSQL = `
	WITH RECURSIVE inside AS (
		SELECT unnest($2::uuid[]) AS id
		UNION SELECT d.division FROM division_version d JOIN inside ON d.parent = inside.id WHERE upper_inf(d.recorded)
	), listed AS (
		SELECT v.place, CASE WHEN p.withdrawn IS NOT NULL AND p.successor IS NOT NULL THEN 'replaced' WHEN p.withdrawn IS NOT NULL THEN 'withdrawn'
				WHEN NOT v.valid @> $1::date THEN 'ended' ELSE 'current' END AS state,
			n.text, n.reading, n.reading_state, v.class, c.name, c.name_en, c.rank, coalesce(d.code, '') AS code, coalesce(d.name, '') AS division,
			v.location, v.visibility, (SELECT count(*) FROM name_finding f WHERE f.place = v.place
				AND NOT EXISTS (SELECT FROM place o WHERE o.id = f.other AND o.withdrawn IS NOT NULL)) AS findings, v.valid, v.place_code
		FROM place_version v JOIN place p ON p.id = v.place JOIN place_class c ON c.code = v.class
		CROSS JOIN LATERAL (SELECT text, reading, reading_state FROM name_version n
			WHERE n.place = v.place AND n.kind = 'standard' AND n.lang = 'zh-Hans' AND %[2]s
			ORDER BY n.valid @> $1::date DESC, upper(n.valid) DESC NULLS FIRST LIMIT 1) n
		LEFT JOIN LATERAL (SELECT code, name FROM division_version d WHERE d.division = coalesce(v.within, v.place) AND %[3]s
			ORDER BY d.valid @> $1::date DESC, upper(d.valid) DESC NULLS FIRST LIMIT 1) d ON true
		WHERE %[1]s AND ($3 OR coalesce(v.within, v.place) IN (SELECT id FROM inside) OR v.place IN (SELECT id FROM inside))
			AND (v.valid @> $1::date OR upper(v.valid) <= $1::date AND NOT EXISTS (SELECT FROM place_version v2
				WHERE v2.place = v.place AND %[6]s AND v2.valid >> v.valid AND lower(v2.valid) <= $1::date))
			AND starts_with(v.class, $4) AND ($5 = '' OR v.visibility = $5)
			AND ($6::float8[] IS NULL OR v.location && ST_MakeEnvelope($6[1], $6[2], $6[3], $6[4], 4490))
	)
	SELECT %[4]s FROM listed
	WHERE ($7 = '' OR state = $7) AND ($8 = '' OR reading_state = $8) AND (NOT $9 OR findings > 0)
		AND ($10 = '' OR text LIKE '%%' || $11 || '%%' OR starts_with(code, $10) OR starts_with(place_code, $10)
			OR starts_with(%[5]s, lower(replace($10, ' ', '')))
			OR EXISTS (SELECT FROM name_version o WHERE o.place = listed.place AND %[7]s AND o.text LIKE '%%' || $11 || '%%'))`

const listColumns = `place, state, text, reading, reading_state, class, name, name_en, rank, code, division, location, visibility, findings, valid`

// List gives the places that a filter lets through, by division, weight and
// name, at most limit after the one with that cursor, "" from the first.
func (s *Store) List(ctx context.Context, f Filter, cursor string, limit int) ([]Listed, error) {
	after, err := readCursor(cursor)
	if err != nil {
		return nil, fmt.Errorf("list places: %w", err)
	}
	sql, args := f.query(listColumns)
	n := len(args)
	sql += fmt.Sprintf(` AND ($%d = '' OR (code, rank, text, place) > ($%d COLLATE "C", $%d::int, $%d COLLATE "C", nullif($%d, '')::uuid))
		ORDER BY code COLLATE "C", rank, text COLLATE "C", place LIMIT $%d`, n+4, n+1, n+2, n+3, n+4, n+5)
	rows, err := s.DB.Query(ctx, sql, append(args, after[0], after[1], after[2], after[3], limit)...)
	if err != nil {
		return nil, fmt.Errorf("list places: %w", err)
	}
	return pgx.CollectRows(rows, scanListed)
}

// Count tells how many places a filter lets through.
func (s *Store) Count(ctx context.Context, f Filter) (int, error) {
	sql, args := f.query("count(*)")
	var n int
	if err := s.DB.QueryRow(ctx, sql, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count places: %w", err)
	}
	return n, nil
}

// query fills listSQL for what is to be selected.
func (f Filter) query(columns string) (string, []any) {
	var box []float64
	if b := f.Box; b != nil {
		box = []float64{b.Min.Lon(), b.Min.Lat(), b.Max.Lon(), b.Max.Lat()}
	}
	args := []any{f.AsOf.Day(), f.Within, f.Whole, f.Class, f.Visibility, box, f.State, f.Reading, f.Found, f.Text, likeText(f.Text)}
	believed := func(alias string) string {
		sql, _ := f.AsOf.Believed(alias, 12)
		return sql
	}
	if !f.AsOf.Recorded.IsZero() {
		args = append(args, f.AsOf.Recorded)
	}
	return fmt.Sprintf(listSQL, believed("v"), believed("n"), believed("d"), columns, fmt.Sprintf(toneless, "reading"), believed("v2"), believed("o")), args
}

// likeText is text with what LIKE reads otherwise taken at its word.
func likeText(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

func scanListed(row pgx.CollectableRow) (Listed, error) {
	var l Listed
	err := row.Scan(&l.ID, &l.State, &l.Name, &l.Reading, &l.ReadingState, &l.Class, &l.ClassName, &l.ClassNameEN, &l.rank,
		&l.DivisionCode, &l.DivisionName, &l.Location, &l.Visibility, &l.Findings, &l.validRange)
	l.Valid = version.SpanOf(l.validRange)
	l.Cursor = strings.Join([]string{l.DivisionCode, fmt.Sprint(l.rank), l.Name, l.ID.String()}, "\x1f")
	return l, err
}

// readCursor takes a cursor apart: code, rank, name, id; zeros from the first.
func readCursor(cursor string) ([4]string, error) {
	if cursor == "" {
		return [4]string{"", "0", "", ""}, nil
	}
	parts := strings.Split(cursor, "\x1f")
	if len(parts) != 4 || strings.Trim(parts[1], "0123456789") != "" || len(parts[1]) == 0 || len(parts[1]) > 2 {
		return [4]string{}, ErrCursor
	}
	if _, err := uuid.Parse(parts[3]); err != nil {
		return [4]string{}, ErrCursor
	}
	return [4]string(parts), nil
}
