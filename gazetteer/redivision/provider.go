package redivision

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// A Touch tells how much of one kind of thing a case touches.
type Touch struct {
	Key    string   `json:"key"`
	Held   bool     `json:"held"` // false: this register has no such data yet
	Count  int      `json:"count"`
	Sample []string `json:"sample"` // the first few, in words
}

// A Provider counts what of one kind lies in divisions on a day, and names the
// first few.
type Provider struct {
	Key   string
	Count func(ctx context.Context, tx pgx.Tx, divisions []uuid.UUID, on version.Date) (count int, sample []string, err error)
}

// kinds are what an officer asks about, in order; those without a provider are
// said not to be held.
var touchKinds = []string{"places", "addresses", "plates", "lines", "markers", "shelters", "pages"}

// Provide lets another part of the house tell what of its own a case touches.
func (s *Store) Provide(p Provider) { s.providers = append(s.providers, p) }

func (s *Store) touched(ctx context.Context, tx pgx.Tx, divisions []uuid.UUID, on version.Date) ([]Touch, error) {
	providers := append([]Provider{{"places", countPlaces}}, s.providers...)
	all := make([]Touch, len(touchKinds))
	for i, key := range touchKinds {
		all[i] = Touch{Key: key, Sample: []string{}}
		n := slices.IndexFunc(providers, func(p Provider) bool { return p.Key == key })
		if n < 0 {
			continue
		}
		count, sample, err := providers[n].Count(ctx, tx, divisions, on)
		if err != nil {
			return nil, fmt.Errorf("%s touched: %w", key, err)
		}
		all[i].Held, all[i].Count, all[i].Sample = true, count, append([]string{}, sample...)
	}
	return all, nil
}

// countPlaces counts the places in divisions that are none themselves.
func countPlaces(ctx context.Context, tx pgx.Tx, divisions []uuid.UUID, on version.Date) (count int, sample []string, err error) {
	err = tx.QueryRow(ctx, `
		WITH inside AS (
			SELECT (SELECT text FROM name_version n WHERE n.place = v.place AND n.kind = 'standard' AND upper_inf(n.recorded)
				ORDER BY n.valid @> $2::date DESC LIMIT 1) AS name
			FROM place_version v JOIN place p ON p.id = v.place
			WHERE v.within = ANY($1) AND p.division IS NULL AND p.withdrawn IS NULL AND upper_inf(v.recorded) AND v.valid @> $2::date)
		SELECT (SELECT count(*) FROM inside), coalesce((SELECT array_agg(name) FROM (SELECT name FROM inside WHERE name IS NOT NULL ORDER BY name LIMIT 8) AS few), '{}')`,
		divisions, on).Scan(&count, &sample)
	return count, sample, err
}
