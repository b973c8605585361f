package plate

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/version"
	"diming/signs/artwork"
)

// DesignIn gives how plates of a division are set: by its settings or those that
// it inherits, else as the standard layouts have it.
func (s *Store) DesignIn(ctx context.Context, division uuid.UUID, at version.AsOf) (artwork.Design, error) {
	d := artwork.Default()
	keys := []string{boundaries.SettingPlateEW, boundaries.SettingPlateNS, boundaries.SettingPlatePayload, boundaries.SettingPlateShelter}
	for _, k := range artwork.Kinds() {
		keys = append(keys, boundaries.SettingPlateSize+string(k))
	}
	set, err := (&boundaries.Store{DB: s.DB}).SettingsOf(ctx, division, keys, at)
	if err != nil {
		return d, fmt.Errorf("design of plates: %w", err)
	}
	for _, k := range artwork.Kinds() {
		if v, ok := set[boundaries.SettingPlateSize+string(k)]; ok {
			if err := d.Resize(k, v.Value, v.Basis); err != nil {
				return d, err
			}
		}
	}
	d.Payload = set[boundaries.SettingPlatePayload].Value == "true"
	d.Shelter = d.Payload && set[boundaries.SettingPlateShelter].Value == "true"
	for key, to := range map[string]*artwork.Colour{boundaries.SettingPlateEW: &d.Scheme.EastWest, boundaries.SettingPlateNS: &d.Scheme.NorthSouth} {
		if ground, known := artwork.GroundNamed(set[key].Value); known {
			*to = ground
		}
	}
	return d, nil
}
