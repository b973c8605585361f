package boundaries

// Settings of how plates 门楼牌 are hung and kept, of the division in which they hang.
const (
	SettingPlateTolerance = "plate.tolerance_m"     // from where it hangs to the entrance of its address
	SettingPlateFaultDays = "plate.fault_days"      // from the report of a fault to its repair
	SettingReportDays     = "plate.report_days"     // from a report from the wall to when it is looked at
	SettingFalseCodeDays  = "plate.false_code_days" // the same where another code was stuck on a plate
	SettingReportFar      = "plate.report_far_m"
)

var hangingSettings = []KnownSetting{
	{Key: SettingPlateTolerance, Label: "门牌安装位置的容许距离", LabelEN: "How far from its entrance a plate may be hung without a reason", Kind: NumberSetting, Unit: "米", UnitEN: "m", Default: "30", Least: 1, Most: 10000,
		Basis: localDays + "；默认值按手机定位误差估计"},
	{Key: SettingPlateFaultDays, Label: "门牌故障修复期限", LabelEN: "Days for mending a plate", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "15", Least: 1, Most: 365, Basis: localDays},
	{Key: SettingReportDays, Label: "群众报告标志问题的处理期限", LabelEN: "Days for looking at a report from the wall", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "7", Least: 1, Most: 90, Basis: localDays},
	{Key: SettingFalseCodeDays, Label: "群众报告假二维码的处理期限", LabelEN: "Days for looking at a report of a false code", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "1", Least: 0, Most: 90,
		Basis: localDays + "；默认值从紧：假码可能骗人钱财"},
	{Key: SettingReportFar, Label: "报告位置离标志多远算挂错地方", LabelEN: "How far from its place a plate is reported before it counts as moved", Kind: NumberSetting, Unit: "米", UnitEN: "m", Default: "200", Least: 10, Most: 100000,
		Basis: localDays + "；默认值按手机定位误差估计"},
}
