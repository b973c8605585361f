package boundaries

// Settings of entrusted management 委托管理 of boundary lines, of the division
// that owns the side.
const (
	SettingPatrolMonths = "marker.patrol_months" // one patrol in so many months
	SettingReportHours  = "marker.report_hours"  // from discovery to report
	SettingClearRadius  = "marker.clear_radius_m"
	SettingStrip        = "marker.strip_m" // to each side of the line
	SettingUpkeepWarn   = "upkeep.warn_days"
)

const upkeepModel = "国家未规定；广东省界线委托管理合同文本（地方做法，供参照），可按本地合同修改"

var upkeepSettings = []KnownSetting{
	{Key: SettingPatrolMonths, Label: "界桩巡查间隔", LabelEN: "Months between patrols of markers", Kind: NumberSetting, Unit: "个月", UnitEN: "months", Default: "1", Least: 1, Most: 12, Basis: upkeepModel},
	{Key: SettingReportHours, Label: "界桩损毁、地形变化报告时限", LabelEN: "Hours for reporting damage or change", Kind: NumberSetting, Unit: "小时", UnitEN: "hours", Default: "12", Least: 1, Most: 720, Basis: upkeepModel},
	{Key: SettingClearRadius, Label: "界桩周围清理杂草范围", LabelEN: "Radius of clearing around a marker", Kind: NumberSetting, Unit: "米", UnitEN: "m", Default: "5", Most: 100, Basis: upkeepModel},
	{Key: SettingStrip, Label: "委托管理的界线两侧宽度", LabelEN: "Strip to each side of the line", Kind: NumberSetting, Unit: "米", UnitEN: "m", Default: "10", Most: 1000, Basis: upkeepModel},
	{Key: SettingUpkeepWarn, Label: "委托管理事项到期前提醒", LabelEN: "Days of warning for upkeep", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "30", Most: 365, Basis: localDays},
}
