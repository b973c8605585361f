package plate

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/version"
	"diming/signs/artwork"
)

// DesignIn gives how plates of a division are set on a day: by its settings or
// those that it inherits, else as the standard layouts have it.
func (s *Store) DesignIn(ctx context.Context, division uuid.UUID, on version.Date) (artwork.Design, error) {
	d := artwork.Default()
	settings := &boundaries.Store{DB: s.DB}
	for _, k := range artwork.Kinds() {
		size, basis, set, err := settings.Setting(ctx, division, boundaries.SettingPlateSize+string(k), on)
		if err != nil {
			return d, fmt.Errorf("size of plates %s: %w", k, err)
		}
		if set {
			if err := d.Resize(k, size, basis); err != nil {
				return d, err
			}
		}
	}
	for key, to := range map[string]*artwork.Colour{boundaries.SettingPlateEW: &d.Scheme.EastWest, boundaries.SettingPlateNS: &d.Scheme.NorthSouth} {
		name, _, set, err := settings.Setting(ctx, division, key, on)
		if err != nil {
			return d, fmt.Errorf("ground of street signs: %w", err)
		}
		if ground, known := artwork.GroundNamed(name); set && known {
			*to = ground
		}
	}
	return d, nil
}
