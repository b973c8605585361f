package boundaries

// Settings of print runs.
const (
	SettingTrialAbove = "plate.trial_above"
	SettingTrialReads = "plate.trial_reads"
	SettingTwoPersons = "printrun.two_persons"
)

var printRunSettings = []KnownSetting{
	{Key: SettingTrialAbove, Label: "多少块以上须先试制", LabelEN: "Run size above which a trial is printed", Kind: NumberSetting, Unit: "块", UnitEN: "plates", Default: "200", Most: 50000,
		Basis: "国家未规定；大批制作前先试制、实扫，避免整批返工，可按本地采购办法修改"},
	{Key: SettingTrialReads, Label: "试制须用手机扫过的块数", LabelEN: "Plates of a trial that phones must read", Kind: NumberSetting, Unit: "块", UnitEN: "plates", Default: "10", Least: 1, Most: 100,
		Basis: "国家未规定；每种手机扫几块即可看出印制问题，可按本地采购办法修改"},
	{Key: SettingTwoPersons, Label: "校对签字和放行须由两人办", LabelEN: "Another person than who signed the text releases a print run", Kind: BooleanSetting, Default: "true",
		Basis: "国家未规定；印制后不能更改，签字的人自己看不出自己的错，两人分开办理是通行做法，可按本地内控规定修改"},
}
