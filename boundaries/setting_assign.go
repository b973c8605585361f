package boundaries

// Settings by which villages are assigned to shelters.
const (
	SettingAssignReach = "assignment.reach_m"        // how far people go at most, in a straight line
	SettingAssignNight = "assignment.night_capacity" // shelters are filled to what they hold at night
)

var assignSettings = []KnownSetting{
	{Key: SettingAssignReach, Label: "转移分配的最远直线距离", LabelEN: "How far a village is assigned at most, in a straight line", Kind: NumberSetting, Unit: "米", UnitEN: "m", Default: "5000", Least: 100, Most: 50000,
		Basis: "国家未规定统一数值；山区步行转移以一小时左右为宜，可按本地预案修改"},
	{Key: SettingAssignNight, Label: "按夜间（过夜）容量分配", LabelEN: "Fill shelters to what they hold at night", Kind: BooleanSetting, Default: "true",
		Basis: "国家未规定；灾害多发生在夜间且转移后常需过夜，没有登记夜间容量的按容量计，可按本地预案修改"},
}
