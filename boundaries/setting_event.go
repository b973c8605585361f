package boundaries

// SettingEventDays is for how many days at most, from now, a disaster event may
// warn before somebody prolongs it.
const SettingEventDays = "disaster.max_days"

var eventSettings = []KnownSetting{
	{Key: SettingEventDays, Label: "灾害事件最长持续（到期前可延长）", LabelEN: "Longest warning of a disaster event before it is prolonged", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "7", Least: 1, Most: 60,
		Basis: "国家未规定；预警须有终止时间，过期不撤的预警会使群众不再相信，可按本地预案修改"},
}
