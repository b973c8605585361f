package shelters

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// A Board is what everybody may read of all shelters on a day, those that do not
// stand any more too: it answers as a [Store] does whom only what is public is
// told, while the register does not.
type Board []Posted

// A Posted is a shelter as it stands on a board.
type Posted struct {
	Shelter
	Line []uuid.UUID // its division and those that hold it
}

// GobEncode and GobDecode keep a board as JSON: gob takes a counted 0, such as
// nobody in a shelter, for a number that is not known.
func (b Board) GobEncode() ([]byte, error) { return json.Marshal([]Posted(b)) }

// GobDecode is the other half of GobEncode.
func (b *Board) GobDecode(text []byte) error { return json.Unmarshal(text, (*[]Posted)(b)) }

// Board reads the board of a day.
func (s *Store) Board(ctx context.Context, day version.Date) (Board, error) {
	// Of each shelter the version that ByID picks, in the order of Standing.
	all, err := s.ask(ctx, Reader{AsOf: version.AsOf{Valid: day}}, `v.version IN (SELECT DISTINCT ON (w.shelter) w.version
		FROM shelter_version w JOIN shelter x ON x.id = w.shelter
		WHERE w.visibility = 'public' AND (upper_inf(w.recorded) OR x.withdrawn IS NOT NULL AND upper(w.recorded) = (SELECT max(upper(recorded)) FROM shelter_version WHERE shelter = x.id))
		ORDER BY w.shelter, w.valid @> $1::date DESC, lower(w.valid) DESC NULLS LAST)`,
		`d.code COLLATE "C", v.name COLLATE "C", v.shelter`)
	if err != nil {
		return nil, fmt.Errorf("the board of shelters: %w", err)
	}
	lines, err := s.lines(ctx, day, all)
	if err != nil {
		return nil, fmt.Errorf("the divisions of shelters: %w", err)
	}
	board := make(Board, len(all))
	for i, one := range all {
		board[i] = Posted{posted(one), lines[one.Division]}
	}
	return board, nil
}

// posted leaves out what only those read who keep the register.
func posted(s Shelter) Shelter {
	s.Findings, s.Inspection = nil, nil
	s.Now.Note, s.Now.Behalf, s.Now.Actor = "", "", uuid.Nil
	for _, c := range []**Check{&s.Appraisal, &s.Stock} {
		if *c != nil {
			*c = &Check{Kind: (*c).Kind, On: (*c).On, Result: (*c).Result}
		}
	}
	return s
}

// lines gives the divisions of shelters with all that hold them on a day.
func (s *Store) lines(ctx context.Context, day version.Date, all []Shelter) (map[uuid.UUID][]uuid.UUID, error) {
	from := make([]uuid.UUID, len(all))
	for i, one := range all {
		from[i] = one.Division
	}
	rows, err := s.DB.Query(ctx, `WITH RECURSIVE line AS (SELECT DISTINCT f AS lowest, f AS division FROM unnest($1::uuid[]) f
		UNION SELECT l.lowest, b.parent FROM line l JOIN division_version b ON b.division = l.division AND b.parent IS NOT NULL AND b.valid @> $2::date AND upper_inf(b.recorded))
		SELECT lowest, array_agg(division ORDER BY division) FROM line GROUP BY lowest`, from, day)
	if err != nil {
		return nil, err
	}
	lines := map[uuid.UUID][]uuid.UUID{}
	var (
		lowest uuid.UUID
		line   []uuid.UUID
	)
	_, err = pgx.ForEachRow(rows, []any{&lowest, &line}, func() error {
		lines[lowest] = line
		line = nil
		return nil
	})
	return lines, err
}

// Standing is what [Store.Standing] gives.
func (b Board) Standing(f Filter) []Shelter {
	var all []Shelter
	for _, one := range b {
		if one.Standing && one.passes(f) {
			all = append(all, one.Shelter)
		}
	}
	return all
}

func (p Posted) passes(f Filter) bool {
	return (f.Hazard == "" || slices.Contains(p.Suits, f.Hazard)) && (f.State == "" || p.Now.State == f.State) && (f.Level == "" || p.Level == f.Level) &&
		(f.Division == uuid.Nil || slices.Contains(p.Line, f.Division)) &&
		(f.Within == nil || slices.ContainsFunc(f.Within, func(d uuid.UUID) bool { return slices.Contains(p.Line, d) }))
}

// ByID is what [Store.ByID] gives.
func (b Board) ByID(id uuid.UUID) (Shelter, bool) {
	i := slices.IndexFunc(b, func(p Posted) bool { return p.ID == id })
	if i < 0 {
		return Shelter{}, false
	}
	return b[i].Shelter, true
}
