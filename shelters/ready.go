package shelters

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/version"
)

// checked puts facts in order and refuses what does not fit, each by its name.
// It gives the county in which they lie.
func checked(ctx context.Context, tx pgx.Tx, all []Facts, reason string) (string, error) {
	if strings.TrimSpace(reason) == "" {
		return "", ErrReason
	}
	if len(all) == 0 {
		return "", content("没有要录入的避难场所。", "There is no shelter to enter.")
	}
	for i := range all {
		if err := all[i].ready(); err != nil {
			return "", err
		}
	}
	return grounded(ctx, tx, all)
}

// ready puts facts in order, and refuses those that do not fit together,
// whatever the register holds.
func (f *Facts) ready() error {
	for _, text := range []*string{&f.Name, &f.Code, &f.Address, &f.Keeper, &f.DutyPhone, &f.Source} {
		*text = strings.TrimSpace(*text)
	}
	if f.Accessible == "" {
		f.Accessible = AccessNot
	}
	if f.Visibility == "" {
		f.Visibility = "internal"
	}
	if err := f.chosen(); err != nil {
		return err
	}
	long := func(text string, n int) bool { return utf8.RuneCountInString(text) > n }
	switch {
	case f.Name == "" || long(f.Name, 60):
		return content("请填写避难场所名称，不超过 60 字。", "Enter the name of the shelter, 60 characters at most.")
	case f.Source == "":
		return content("请填写资料来源。", "Enter the source.")
	case long(f.Code, 40) || long(f.Address, 200) || long(f.Keeper, 100) || long(f.DutyPhone, 40) || long(f.Source, 200):
		return content("编号、电话不超过 40 字，管理单位不超过 100 字，地址、来源不超过 200 字。", "Code and phone have at most 40 characters, the keeper 100, address and source 200.")
	case f.Capacity < 1 || f.Capacity > 1_000_000:
		return content("容纳人数应为 1 到 1000000 的整数。", "The capacity is from 1 to 1,000,000 persons.")
	case f.CapacityNight != nil && (*f.CapacityNight < 0 || *f.CapacityNight > 1_000_000):
		return content("夜间容纳人数应为 0 到 1000000 的整数。", "The capacity at night is from 0 to 1,000,000 persons.")
	case f.Valid.Check() != nil:
		return content("启用日期应早于停用日期。", "A shelter begins before it ends.")
	case !(math.Abs(f.Point.Lon()) <= 180 && math.Abs(f.Point.Lat()) <= 90) || f.Point.Lon() == 0 || f.Point.Lat() == 0:
		return content("请填写入口的经度和纬度（CGCS2000，度），不能为 0。", "Enter longitude and latitude of the entrance (CGCS2000, degrees), neither 0.")
	}
	return f.areas()
}

// chosen refuses what is none of the words.
func (f *Facts) chosen() error {
	switch {
	case f.Division == uuid.Nil:
		return content("请选择避难场所所在的村、社区或乡镇、街道。", "Choose the village, community or township of the shelter.")
	case !slices.Contains(Levels, f.Level):
		return content("请选择级别：省级、市级、县级、乡镇级或村级。", "Choose the level: province, city, county, township or village.")
	case !slices.Contains(Durations, f.Duration) || !slices.Contains(Spaces, f.Space) || !slices.Contains(Accesses, f.Accessible):
		return content("请选择避难时长、空间类型和无障碍情况。", "Choose the duration, the space and the accessibility.")
	case f.Visibility != "public" && f.Visibility != "internal":
		return content("公开程度应为公开或内部。", "A shelter is public or internal.")
	case len(f.Suits) == 0:
		return content("请至少选择一种适用的灾害。", "Choose one hazard at least for which it may be used.")
	}
	for _, h := range slices.Concat(f.Suits, f.Unfit) {
		if !slices.Contains(Hazards, h) {
			return content("没有“"+string(h)+"”这种灾害，请重新选择。", "There is no hazard "+string(h)+"; choose another.")
		}
	}
	for _, h := range f.Suits {
		if slices.Contains(f.Unfit, h) {
			return content(HazardWords[h].ZH+"不能同时列为适用和不适用。", HazardWords[h].EN+" cannot be among both those it suits and those it does not.")
		}
	}
	return nil
}

func (f *Facts) areas() error {
	for _, n := range []*int{f.TotalM2, f.EffectiveM2} {
		if n != nil && (*n < 1 || *n > 100_000_000) {
			return content("面积应为 1 到 100000000 平方米的整数；不清楚请留空。", "Areas are from 1 to 100,000,000 m²; leave empty what is not known.")
		}
	}
	switch {
	case f.IndoorM2 != nil && (*f.IndoorM2 < 0 || *f.IndoorM2 > 100_000_000):
		return content("室内面积应为 0 到 100000000 平方米的整数；不清楚请留空。", "The area indoors is from 0 to 100,000,000 m²; leave it empty if it is not known.")
	case f.TotalM2 != nil && f.EffectiveM2 != nil && *f.EffectiveM2 > *f.TotalM2:
		return content("有效面积不能大于总面积。", "The effective area is no larger than the total.")
	}
	return nil
}

// groundSQL gives for each point what its division is, and how far it is from
// the nearest area that is held of it or of those above it.
const groundSQL = `
WITH RECURSIVE q AS (
	SELECT n, division, ST_SetSRID(ST_MakePoint(lon, lat), 4490) AS point FROM unnest($1::uuid[], $2::float8[], $3::float8[]) WITH ORDINALITY t(division, lon, lat, n)),
now AS (
	SELECT v.* FROM division_version v JOIN division d ON d.id = v.division WHERE d.withdrawn IS NULL AND upper_inf(v.recorded) AND v.valid @> $4::date),
up AS (
	SELECT DISTINCT division AS start, division, 0 AS depth FROM q
	UNION ALL SELECT up.start, v.parent, up.depth + 1 FROM up JOIN now v ON v.division = up.division WHERE v.parent IS NOT NULL AND up.depth < 10)
SELECT own.code_system, own.code, own.name, own.level, near.metres
FROM q LEFT JOIN now own ON own.division = q.division
LEFT JOIN LATERAL (SELECT ST_Distance(v.area::geography, q.point::geography) AS metres FROM up JOIN now v ON v.division = up.division
	WHERE up.start = q.division AND v.area IS NOT NULL ORDER BY up.depth LIMIT 1) near ON true
ORDER BY q.n`

// grounded refuses shelters whose division does not stand, that do not lie in
// it or near it, or that lie in another county than the first.
func grounded(ctx context.Context, tx pgx.Tx, all []Facts) (string, error) {
	ids, lons, lats := make([]uuid.UUID, len(all)), make([]float64, len(all)), make([]float64, len(all))
	for i, f := range all {
		ids[i], lons[i], lats[i] = f.Division, f.Point.Lon(), f.Point.Lat()
	}
	limits, err := LimitsOf(ctx, tx, ids, version.Today())
	if err != nil {
		return "", err
	}
	rows, err := tx.Query(ctx, groundSQL, ids, lons, lats, version.Today())
	if err != nil {
		return "", err
	}
	county, i := "", 0
	var system, code, name *string
	var level *boundaries.Level
	var metres *float64
	_, err = pgx.ForEachRow(rows, []any{&system, &code, &name, &level, &metres}, func() error {
		f := all[i]
		i++
		switch {
		case code == nil:
			return content("没有这个村、社区或乡镇、街道，请重新选择。", "There is no such village, community or township; choose another.")
		case *level < boundaries.County:
			return content("避难场所应落到村、社区，或者乡镇、街道，最高到县。", "A shelter lies in a village, a community, a township or a county.")
		case metres != nil && *metres > float64(limits[f.Division].OutsideM):
			in := boundaries.StandardName(*name)
			return content(fmt.Sprintf("“%s”的位置离%s有 %.0f 米，超过了容许的 %d 米：请核对经纬度和所在区划。", f.Name, in, *metres, limits[f.Division].OutsideM),
				fmt.Sprintf("%s lies %.0f m from %s, more than the %d m allowed: check its position and its division.", f.Name, *metres, in, limits[f.Division].OutsideM))
		}
		in := boundaries.CountyOf(*system, *code)
		if county != "" && in != county {
			return content("一批避难场所应在同一个县（市、区），请分县录入。", "The shelters of one batch lie in one county; enter those of each county by themselves.")
		}
		county = in
		return nil
	})
	return county, err
}
