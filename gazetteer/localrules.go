package gazetteer

import (
	"context"

	"diming/boundaries"
	"diming/gazetteer/naming"
	"diming/internal/version"
)

// dialects are the settings of what the local dialect does not tell apart.
var dialects = []struct{ key, merge string }{
	{boundaries.SettingDialectNL, "n/l"}, {boundaries.SettingDialectZh, "zh/z"}, {boundaries.SettingDialectCh, "ch/c"},
	{boundaries.SettingDialectSh, "sh/s"}, {boundaries.SettingDialectNg, "-ng/-n"}, {boundaries.SettingDialectFH, "f/h"},
}

// adopted lays what the home county adopted over the local rules, which are off
// otherwise.
func (s *Store) adopted(ctx context.Context, local naming.Local) (naming.Local, error) {
	set, err := (&boundaries.Store{DB: s.DB}).HomeSettings(ctx, "naming.", version.AsOf{}.Day())
	if err != nil {
		return local, err
	}
	for key, rule := range map[string]*naming.Switch{boundaries.SettingNamingLocation: &local.Location, boundaries.SettingNamingLocalities: &local.Localities,
		boundaries.SettingNamingSameClass: &local.SameClass, boundaries.SettingNamingSizes: &local.Sizes, boundaries.SettingNamingNoReuse: &local.NoReuse} {
		if v, ok := set[key]; ok {
			*rule = naming.Switch{On: v.Value == "true", Basis: v.Basis}
		}
	}
	for _, d := range dialects {
		if v := set[d.key]; v.Value == "true" {
			local.Dialect = append(local.Dialect, naming.DialectMerge{Merge: d.merge, Basis: v.Basis})
		}
	}
	return local, nil
}
