package boundaries

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"diming/internal/version"
)

// MapAttribution is what every map, tile set and picture of one must show on a
// day (地图管理条例 art. 15): that the data is not real where it is not, who gave
// it, and the number under which the map was approved. It is empty in a register
// without a county of its own.
func (s *Store) MapAttribution(ctx context.Context, day version.Date) (string, error) {
	county, err := s.Home(ctx)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("attribution of maps: %w", err)
	}
	set, err := s.SettingsOf(ctx, county.ID, []string{SettingAttribution, SettingApproval}, version.AsOf{Valid: day})
	if err != nil {
		return "", fmt.Errorf("attribution of maps: %w", err)
	}
	demo, err := s.IsDemo(ctx)
	if err != nil {
		return "", fmt.Errorf("attribution of maps: %w", err)
	}
	var parts []string
	if demo {
		parts = append(parts, "示例数据")
	}
	if text := set[SettingAttribution].Value; text != "" {
		parts = append(parts, text)
	}
	if number := set[SettingApproval].Value; number != "" {
		parts = append(parts, "审图号："+number)
	}
	return strings.Join(parts, " "), nil
}
