package gazetteer

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"diming/internal/version"
)

// Many gives places as [Store.Place] does, in two queries for all of them; those
// that Place would not find are left out.
func (s *Store) Many(ctx context.Context, r Reader, ids []uuid.UUID) (map[uuid.UUID]Place, error) {
	believed, args := r.AsOf.Believed("v", 3)
	rows, err := s.DB.Query(ctx, `
		SELECT DISTINCT ON (v.place) v.place, p.division IS NOT NULL, coalesce(p.withdrawn, ''), p.successor, v.class, c.name, c.name_en, c.rank, v.within,
			coalesce(v.place_code, ''), v.location, v.extent, coalesce(v.elevation_m::text, ''), v.meaning, v.origin, v.history,
			v.description, v.heritage, v.visibility, v.source, v.valid, v.valid @> $2::date
		FROM place_version v JOIN place p ON p.id = v.place JOIN place_class c ON c.code = v.class
		WHERE v.place = ANY($1) AND `+believed+visibleOnly(r)+`
		ORDER BY v.place, v.valid @> $2::date DESC, upper(v.valid) DESC NULLS FIRST`, append([]any{ids, r.AsOf.Day()}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("%d places: %w", len(ids), err)
	}
	all := make(map[uuid.UUID]Place, len(ids))
	once := once{}
	for rows.Next() {
		p, err := scanPlace(rows)
		if err != nil {
			return nil, fmt.Errorf("%d places: %w", len(ids), err)
		}
		once.keep(&p.Class, &p.ClassName, &p.ClassNameEN, &p.Source, &p.Visibility)
		all[p.ID] = p
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%d places: %w", len(ids), err)
	}
	return all, s.nameMany(ctx, r, all, once)
}

func (s *Store) nameMany(ctx context.Context, r Reader, all map[uuid.UUID]Place, once once) error {
	ids := make([]uuid.UUID, 0, len(all))
	for id := range all {
		ids = append(ids, id)
	}
	believed, args := r.AsOf.Believed("v", 2)
	rows, err := s.DB.Query(ctx, `SELECT v.place, `+nameColumns+` FROM name_version v WHERE v.place = ANY($1) AND `+believed+visibleOnly(r)+`
		ORDER BY v.place, array_position(ARRAY['standard', 'former', 'alias', 'short'], v.kind), lower(v.valid) DESC NULLS LAST, v.text`, append([]any{ids}, args...)...)
	if err != nil {
		return fmt.Errorf("names of %d places: %w", len(ids), err)
	}
	var (
		place uuid.UUID
		n     Name
		valid pgtype.Range[pgtype.Date]
	)
	_, err = pgx.ForEachRow(rows, []any{&place, &n.ID, &n.Kind, &n.Lang, &n.Text, &n.Specific, &n.Generic, &n.Reading, &n.ReadingState, &n.Visibility, &n.Source, &valid}, func() error {
		n.Valid = version.SpanOf(valid)
		once.keep(&n.Kind, &n.Lang, &n.Generic, &n.ReadingState, &n.Visibility, &n.Source)
		p := all[place]
		p.Names = append(p.Names, n)
		all[place] = p
		return nil
	})
	if err != nil {
		return fmt.Errorf("names of %d places: %w", len(ids), err)
	}
	return nil
}

// once keeps texts that many rows share in memory once.
type once map[string]string

func (o once) keep(texts ...*string) {
	for _, t := range texts {
		if kept, ok := o[*t]; ok {
			*t = kept
		} else {
			o[*t] = *t
		}
	}
}

// Sounds gives all recordings that are played, by the name that they are of.
func (s *Store) Sounds(ctx context.Context) (map[uuid.UUID]Sound, error) {
	rows, err := s.DB.Query(ctx, `SELECT name, sha256, kind, size_bytes FROM name_sound WHERE removed IS NULL`)
	if err != nil {
		return nil, fmt.Errorf("recordings: %w", err)
	}
	all := map[uuid.UUID]Sound{}
	var name uuid.UUID
	var one Sound
	_, err = pgx.ForEachRow(rows, []any{&name, &one.SHA256, &one.Kind, &one.Size}, func() error { all[name] = one; return nil })
	return all, err
}

// ChangedBy lists the places of which one of the entries wrote or closed a version
// or a name.
func (s *Store) ChangedBy(ctx context.Context, entries []int64) ([]uuid.UUID, error) {
	rows, err := s.DB.Query(ctx, `
		SELECT place FROM place_version WHERE entry = ANY($1) UNION SELECT place FROM place_version WHERE closed_by = ANY($1)
		UNION SELECT place FROM name_version WHERE entry = ANY($1) UNION SELECT place FROM name_version WHERE closed_by = ANY($1)`, entries)
	if err != nil {
		return nil, fmt.Errorf("places of %d entries: %w", len(entries), err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}
