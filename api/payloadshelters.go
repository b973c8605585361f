package api

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"diming/internal/pg"
	"diming/shelters"
	"diming/signs/payload"
)

// nearestShelters reads the public shelters once and gives what finds those
// nearest to a plate, for what is printed on it: whatever their state today, but
// none that failed its appraisal.
func nearestShelters(ctx context.Context, db pg.DB) (func(at orb.Point) ([]payload.Shelter, error), error) {
	all, err := (&shelters.Store{DB: db}).Standing(ctx, shelters.Reader{}, shelters.Filter{})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, shelters.Failed)
	return func(at orb.Point) ([]payload.Shelter, error) {
		var named []payload.Shelter
		for _, n := range shelters.Nearest(all, at, "", payload.MaxShelters) {
			s, err := payload.Toward(n.Name, n.Degrees, n.DistanceM)
			if err != nil {
				return nil, err
			}
			named = append(named, s)
		}
		return named, nil
	}, nil
}
