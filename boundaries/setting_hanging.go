package boundaries

// Settings of how plates 门楼牌 are hung and kept, of the division in which they hang.
const (
	SettingPlateTolerance = "plate.tolerance_m" // from where it hangs to the entrance of its address
	SettingPlateFaultDays = "plate.fault_days"  // from the report of a fault to its repair
)

var hangingSettings = []KnownSetting{
	{Key: SettingPlateTolerance, Label: "门牌安装位置的容许距离", LabelEN: "How far from its entrance a plate may be hung without a reason", Kind: NumberSetting, Unit: "米", UnitEN: "m", Default: "30", Least: 1, Most: 10000,
		Basis: localDays + "；默认值按手机定位误差估计"},
	{Key: SettingPlateFaultDays, Label: "门牌故障修复期限", LabelEN: "Days for mending a plate", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "15", Least: 1, Most: 365, Basis: localDays},
}
