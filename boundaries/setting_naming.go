package boundaries

import (
	"context"
	"errors"
	"fmt"

	"diming/internal/version"
)

// Local rules of names that a place adopts beyond national law, and what its
// dialect does not tell apart; all true or false, for the home county.
const (
	SettingNamingLocation   = "naming.location"   // N14
	SettingNamingLocalities = "naming.localities" // N15
	SettingNamingSameClass  = "naming.same_class" // N16
	SettingNamingSizes      = "naming.sizes"      // N17
	SettingNamingNoReuse    = "naming.no_reuse"   // cancelled names stay out of use
	SettingDialectNL        = "naming.dialect_nl"
	SettingDialectZh        = "naming.dialect_zh"
	SettingDialectCh        = "naming.dialect_ch"
	SettingDialectSh        = "naming.dialect_sh"
	SettingDialectNg        = "naming.dialect_ng"
	SettingDialectFH        = "naming.dialect_fh"
)

const dialectBasis = "国家未规定；宁波市地名管理条例第十条第（三）项避免同音时含方言（地方规定，供参照），可按本地方言采用"

// namingSettings are the local rules: each off until a place adopts it, with the
// text on which it then rests.
var namingSettings = []KnownSetting{
	localRule(SettingNamingLocation, "含区划、道路名称的须在其范围内（N14）", "A name with a division's or street's name lies there (N14)", "浙江省地名管理办法（2025年6月1日起施行）有此规定，他省供参照"),
	localRule(SettingNamingLocalities, "乡镇街道全省不重名、自然村同乡不重名（N15）", "Townships single in the province, hamlets in the township (N15)", "浙江省地名管理办法（2025年6月1日起施行）有此规定，他省供参照"),
	localRule(SettingNamingSameClass, "同类地名专名全市不重名（N16）", "Specific parts of a class single in the city (N16)", "宁波市地名管理条例第十条第（三）项有此规定，他市供参照"),
	localRule(SettingNamingSizes, "通名须与规模相符（N17）", "Generic parts fit the size (N17)", "宁波市地名管理条例第十条第（五）项有此规定，他市供参照；规模条件见通名词表"),
	localRule(SettingNamingNoReuse, "注销的地名不再使用", "Cancelled names stay out of use", "上海市地名管理条例第二十一条有此规定，他地供参照"),
	localRule(SettingDialectNL, "方言不分 n、l", "Dialect merges n and l", dialectBasis),
	localRule(SettingDialectZh, "方言不分 zh、z", "Dialect merges zh and z", dialectBasis),
	localRule(SettingDialectCh, "方言不分 ch、c", "Dialect merges ch and c", dialectBasis),
	localRule(SettingDialectSh, "方言不分 sh、s", "Dialect merges sh and s", dialectBasis),
	localRule(SettingDialectNg, "方言不分 -ng、-n", "Dialect merges -ng and -n", dialectBasis),
	localRule(SettingDialectFH, "方言不分 f、h", "Dialect merges f and h", dialectBasis),
}

func localRule(key, zh, en, basis string) KnownSetting {
	return KnownSetting{Key: key, Label: zh, LabelEN: en, Kind: BooleanSetting, Default: "false", Basis: basis, HomeOnly: true}
}

// A SetValue is what somebody set.
type SetValue struct{ Value, Basis string }

// HomeSettings gives what is set for the home county of the settings whose keys
// begin with a prefix, on a day; what nobody set is not in it.
func (s *Store) HomeSettings(ctx context.Context, prefix string, on version.Date) (map[string]SetValue, error) {
	set, err := s.settingVersions(ctx, `starts_with(s.key, $1) AND upper_inf(s.recorded) AND s.valid @> $2::date`, prefix, on)
	if err != nil {
		return nil, fmt.Errorf("settings %s*: %w", prefix, err)
	}
	if len(set) == 0 {
		return nil, nil // the usual: without asking for the home county
	}
	home, err := s.Home(ctx)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	found := map[string]SetValue{}
	for _, v := range set {
		if v.Division == home.ID {
			found[v.Key] = SetValue{v.Value, v.Basis}
		}
	}
	return found, nil
}
