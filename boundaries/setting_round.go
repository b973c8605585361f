package boundaries

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"diming/internal/version"
)

// Settings of the joint inspections of boundary lines.
const (
	SettingInspectYears = "boundary.inspect_years"
	SettingPlanBy       = "boundary.plan_by"    // a day of the year; empty: no such deadline
	SettingSummaryBy    = "boundary.summary_by" // likewise
)

const (
	inspectionLaw = "行政区域界线管理条例第十二条：行政区域界线每5年联合检查一次"
	oneRegion     = "一地规定：每年5月15日前报检查计划，12月1日前报年度总结（供参照）；国家未规定，按本地文件采用"
)

// roundSettings are those of inspections. The dates of plan and summary are one
// region's rule, and off until a place adopts them.
var roundSettings = []KnownSetting{
	{Key: SettingInspectYears, Label: "界线联合检查周期", LabelEN: "Years between inspections of a line", Kind: NumberSetting, Unit: "年", UnitEN: "years", Default: "5", Least: 1, Most: 5,
		Basis: inspectionLaw, Bound: inspectionLaw, BoundEN: "Regulation on boundary lines art. 12: every five years"},
	{Key: SettingPlanBy, Label: "年度联检计划报送日（月-日）", LabelEN: "Day by which the year's plan is filed (MM-DD)", Kind: TextSetting, Most: 5, MayBeEmpty: true, MonthDay: true, Basis: oneRegion},
	{Key: SettingSummaryBy, Label: "年度联检总结报送日（月-日）", LabelEN: "Day by which the year's summary is filed (MM-DD)", Kind: TextSetting, Most: 5, MayBeEmpty: true, MonthDay: true, Basis: oneRegion},
}

// monthDay is the form of a day of the year, as in 05-15.
const monthDay = "01-02"

// dayOfYear gives such a day in a year; a 29 February is the 28th in others.
func dayOfYear(text string, year int) version.Date {
	t, err := time.Parse("2006-"+monthDay, "2024-"+text)
	if err != nil {
		return version.Date{}
	}
	if t.Month() == time.February && t.Day() == 29 && time.Date(year, 2, 29, 0, 0, 0, 0, time.UTC).Day() != 29 {
		return version.Day(year, time.February, 28)
	}
	return version.Day(year, t.Month(), t.Day())
}

// YearDay gives the day in a year that a division sets by a setting of a day of
// the year, with its basis; zero where it sets none.
func (s *Store) YearDay(ctx context.Context, division uuid.UUID, key string, year int) (version.Date, string, error) {
	value, basis, found, err := s.Setting(ctx, division, key, version.AsOf{}.Day())
	if err != nil || !found || value == "" {
		return version.Date{}, "", err
	}
	return dayOfYear(value, year), basis, nil
}

// InspectYears gives the years between inspections that a division sets, with
// the basis.
func (s *Store) InspectYears(ctx context.Context, division uuid.UUID) (int, string, error) {
	value, basis, found, err := s.Setting(ctx, division, SettingInspectYears, version.AsOf{}.Day())
	if err != nil {
		return 0, "", err
	}
	if !found {
		known, err := Known(SettingInspectYears)
		if err != nil {
			return 0, "", err
		}
		value, basis = known.Default, known.Basis
	}
	n, err := strconv.Atoi(value)
	return n, basis, err
}
