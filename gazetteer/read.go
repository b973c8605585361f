package gazetteer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"diming/internal/version"
)

// Place gives a place with its names at the time asked about. A place that the
// reader may not see, or an id never issued, is ErrNotFound; any other answers
// for ever: withdrawn ones with their last version, and one that had not begun
// or no longer was on the day asked about with its nearest version, marked
// Ended.
func (s *Store) Place(ctx context.Context, r Reader, id uuid.UUID) (Place, error) {
	believed, args := r.AsOf.Believed("v", 3)
	rows, err := s.DB.Query(ctx, `
		SELECT v.place, p.division IS NOT NULL, coalesce(p.withdrawn, ''), p.successor, v.class, c.name, c.name_en, c.rank, v.within,
			coalesce(v.place_code, ''), v.location, v.extent, coalesce(v.elevation_m::text, ''), v.meaning, v.origin, v.history,
			v.description, v.heritage, v.visibility, v.source, v.valid, v.valid @> $2::date
		FROM place_version v JOIN place p ON p.id = v.place JOIN place_class c ON c.code = v.class
		WHERE v.place = $1 AND `+believed+visibleOnly(r)+`
		ORDER BY v.valid @> $2::date DESC, upper(v.valid) DESC NULLS FIRST LIMIT 1`,
		append([]any{id, r.AsOf.Day()}, args...)...)
	if err != nil {
		return Place{}, fmt.Errorf("place %s: %w", id, err)
	}
	p, err := pgx.CollectExactlyOneRow(rows, scanPlace)
	if errors.Is(err, pgx.ErrNoRows) {
		return Place{}, fmt.Errorf("place %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return Place{}, fmt.Errorf("place %s: %w", id, err)
	}
	p.Names, err = s.names(ctx, r, id)
	return p, err
}

func visibleOnly(r Reader) string {
	if r.Internal {
		return ""
	}
	return " AND v.visibility = 'public'"
}

func scanPlace(row pgx.CollectableRow) (Place, error) {
	var (
		p     Place
		valid pgtype.Range[pgtype.Date]
		now   bool
	)
	err := row.Scan(&p.ID, &p.IsDivision, &p.Reason, &p.Successor, &p.Class, &p.ClassName, &p.ClassNameEN, &p.Rank, &p.Within,
		&p.Code, &p.Location, &p.Extent, &p.ElevationM, &p.Meaning, &p.Origin, &p.History,
		&p.Description, &p.Heritage, &p.Visibility, &p.Source, &valid, &now)
	p.Valid = version.SpanOf(valid)
	switch {
	case p.Reason != "" && p.Successor != nil:
		p.State = Replaced
	case p.Reason != "":
		p.State = Withdrawn
	case !now:
		p.State = Ended
	default:
		p.State = Current
	}
	return p, err
}

const nameColumns = `v.name, v.kind, v.lang, v.text, v.specific, v.generic, v.reading, v.reading_state, v.visibility, v.source, v.valid`

func scanName(row pgx.CollectableRow) (Name, error) {
	var (
		n     Name
		valid pgtype.Range[pgtype.Date]
	)
	err := row.Scan(&n.ID, &n.Kind, &n.Lang, &n.Text, &n.Specific, &n.Generic, &n.Reading, &n.ReadingState, &n.Visibility, &n.Source, &valid)
	n.Valid = version.SpanOf(valid)
	return n, err
}

func (s *Store) names(ctx context.Context, r Reader, id uuid.UUID) ([]Name, error) {
	believed, args := r.AsOf.Believed("v", 2)
	rows, err := s.DB.Query(ctx, `SELECT `+nameColumns+` FROM name_version v
		WHERE v.place = $1 AND `+believed+visibleOnly(r)+`
		ORDER BY array_position(ARRAY['standard', 'former', 'alias', 'short'], v.kind), lower(v.valid) DESC NULLS LAST, v.text`,
		append([]any{id}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("names of place %s: %w", id, err)
	}
	return pgx.CollectRows(rows, scanName)
}

// History gives everything that was ever recorded of a place's names and of
// the place itself, oldest first, what was corrected later included.
func (s *Store) History(ctx context.Context, r Reader, id uuid.UUID) ([]HistoryItem, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT lower(v.recorded) AS at, e.action, e.body::json ->> 'reason', v.text, v.kind, v.valid, NOT upper_inf(v.recorded), upper(v.recorded)
		FROM name_version v JOIN ledger_entry e ON e.id = v.entry WHERE v.place = $1`+visibleOnly(r)+`
		UNION ALL
		SELECT lower(v.recorded), e.action, e.body::json ->> 'reason', '', 'place', v.valid, NOT upper_inf(v.recorded), upper(v.recorded)
		FROM place_version v JOIN ledger_entry e ON e.id = v.entry WHERE v.place = $1`+visibleOnly(r), id)
	if err != nil {
		return nil, fmt.Errorf("history of place %s: %w", id, err)
	}
	items, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (HistoryItem, error) {
		var (
			h     HistoryItem
			valid pgtype.Range[pgtype.Date]
			until *time.Time
		)
		err := row.Scan(&h.At, &h.Action, &h.Reason, &h.Text, &h.Kind, &valid, &h.Closed, &until)
		if until != nil {
			h.Until = *until
		}
		h.Valid = version.SpanOf(valid)
		return h, err
	})
	slices.SortStableFunc(items, func(a, b HistoryItem) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Valid.From.String(), b.Valid.From.String()))
	})
	return items, err
}

// ObjectsOf lists the objects whose versions a ledger entry wrote or closed,
// by id after the given one: what a bulk entry stands for.
func (s *Store) ObjectsOf(ctx context.Context, entry int64, after uuid.UUID, limit int, publicOnly bool) ([]uuid.UUID, error) {
	visible := ""
	if publicOnly {
		visible = " AND v.visibility = 'public'"
	}
	rows, err := s.DB.Query(ctx, `
		SELECT place FROM (
			SELECT v.place FROM place_version v WHERE (v.entry = $1 OR v.closed_by = $1)`+visible+`
			UNION SELECT v.place FROM name_version v WHERE (v.entry = $1 OR v.closed_by = $1)`+visible+`
			UNION SELECT v.division FROM division_version v WHERE (v.entry = $1 OR v.closed_by = $1)`+visible+`) touched
		WHERE place > $2 ORDER BY place LIMIT $3`, entry, after, limit)
	if err != nil {
		return nil, fmt.Errorf("objects of entry %d: %w", entry, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// Nearest gives the place nearest to a point within radiusM metres, by
// geodesic distance, or ErrNotFound.
func (s *Store) Nearest(ctx context.Context, r Reader, lon, lat float64, radiusM float64) (Place, float64, error) {
	where, args := r.AsOf.Where("v", 4)
	var (
		id        uuid.UUID
		distanceM float64
	)
	err := s.DB.QueryRow(ctx, `
		WITH here AS (SELECT ST_SetSRID(ST_MakePoint($1, $2), 4490) AS p)
		SELECT v.place, ST_Distance(v.location::geography, here.p::geography) AS d
		FROM here, place_version v JOIN place p ON p.id = v.place
		WHERE v.location && ST_Expand(here.p, $3::float8 / 111000 / greatest(cos(radians($2)), 0.01), $3::float8 / 111000)
		  AND p.withdrawn IS NULL AND p.division IS NULL AND `+where+visibleOnly(r)+`
		  AND ST_DWithin(v.location::geography, here.p::geography, $3)
		ORDER BY d LIMIT 1`, append([]any{lon, lat, radiusM}, args...)...).Scan(&id, &distanceM)
	if errors.Is(err, pgx.ErrNoRows) {
		return Place{}, 0, ErrNotFound
	}
	if err != nil {
		return Place{}, 0, fmt.Errorf("place nearest to %v,%v: %w", lon, lat, err)
	}
	p, err := s.Place(ctx, r, id)
	return p, distanceM, err
}
