package boundaries

// Settings of emergency shelters 应急避难场所, of the division in which they lie.
const (
	SettingShelterAppraisal  = "shelter.appraisal_years"       // from one safety appraisal to the next
	SettingShelterStock      = "shelter.stock_months"          // from one look at the stock to the next
	SettingShelterWarn       = "shelter.warn_days"             // before either is due
	SettingShelterCounty     = "shelter.min_capacity_county"   // persons
	SettingShelterTownship   = "shelter.min_capacity_township" // persons
	SettingShelterVillage    = "shelter.min_capacity_village"  // persons
	SettingShelterAreaUrgent = "shelter.area_urgent_dm2"       // effective area for a person
	SettingShelterAreaShort  = "shelter.area_short_dm2"
	SettingShelterAreaLong   = "shelter.area_long_dm2"
	SettingShelterClock      = "shelter.clock_minutes" // by which a phone's clock may be off
	SettingShelterOutside    = "shelter.outside_m"     // from its point to the division that it names
	SettingShelterTrial      = "shelter.trial_days"    // how long the trial of a number 拨测 counts
)

const (
	shelterCapacityBasis  = "浙江省避灾安置场所建设的地方意见（供参照）：县级 200 人、乡镇级 100 人、村级 50 人以上，可按本地规定修改"
	shelterAreaBasis      = "GB 51143-2015 防灾避难场所设计规范；GB/T 44013-2024 的数值未核到，可按本地规定修改"
	shelterAppraisalBasis = "温州市避灾安置场所的地方规定（供参照）：每三年由有资质的机构鉴定，不合格的停用，可按本地规定修改"
	shelterOutsideBasis   = localDays + "；防止经纬度填错"
	shelterTrialBasis     = localDays + "；每季度拨测一次夜间电话"
)

var shelterSettings = []KnownSetting{
	{Key: SettingShelterAppraisal, Label: "避难场所安全鉴定间隔", LabelEN: "Years between safety appraisals of a shelter", Kind: NumberSetting, Unit: "年", UnitEN: "years", Default: "3", Least: 1, Most: 20, Basis: shelterAppraisalBasis},
	{Key: SettingShelterStock, Label: "避难场所物资检查间隔", LabelEN: "Months between looks at a shelter's stock", Kind: NumberSetting, Unit: "个月", UnitEN: "months", Default: "12", Least: 1, Most: 60, Basis: localDays},
	{Key: SettingShelterWarn, Label: "避难场所检查到期前提醒", LabelEN: "Days of warning before a check of a shelter is due", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "30", Most: 365, Basis: localDays},
	{Key: SettingShelterCounty, Label: "县级避难场所最少容纳", LabelEN: "Least capacity of a county's shelter", Kind: NumberSetting, Unit: "人", UnitEN: "persons", Default: "200", Most: 1000000, Basis: shelterCapacityBasis},
	{Key: SettingShelterTownship, Label: "乡镇级避难场所最少容纳", LabelEN: "Least capacity of a township's shelter", Kind: NumberSetting, Unit: "人", UnitEN: "persons", Default: "100", Most: 1000000, Basis: shelterCapacityBasis},
	{Key: SettingShelterVillage, Label: "村级避难场所最少容纳", LabelEN: "Least capacity of a village's shelter", Kind: NumberSetting, Unit: "人", UnitEN: "persons", Default: "50", Most: 1000000, Basis: shelterCapacityBasis},
	{Key: SettingShelterAreaUrgent, Label: "紧急避难人均有效面积", LabelEN: "Effective area for a person, urgent", Kind: NumberSetting, Unit: "平方分米", UnitEN: "dm²", Default: "50", Most: 10000, Basis: shelterAreaBasis},
	{Key: SettingShelterAreaShort, Label: "短期避难人均有效面积", LabelEN: "Effective area for a person, short stay", Kind: NumberSetting, Unit: "平方分米", UnitEN: "dm²", Default: "200", Most: 10000, Basis: shelterAreaBasis},
	{Key: SettingShelterAreaLong, Label: "长期避难人均有效面积", LabelEN: "Effective area for a person, long stay", Kind: NumberSetting, Unit: "平方分米", UnitEN: "dm²", Default: "450", Most: 10000, Basis: shelterAreaBasis},
	{Key: SettingShelterClock, Label: "报告手机时钟的容许误差", LabelEN: "Minutes by which the clock of a reporting phone may be off", Kind: NumberSetting, Unit: "分钟", UnitEN: "minutes", Default: "10", Least: 1, Most: 1440, Basis: localDays},
	{Key: SettingShelterOutside, Label: "避难场所位置离所在区划的容许距离", LabelEN: "How far from its division a shelter may lie", Kind: NumberSetting, Unit: "米", UnitEN: "m", Default: "500", Most: 100000, Basis: shelterOutsideBasis},
	{Key: SettingShelterTrial, Label: "夜间电话拨测间隔", LabelEN: "Days from one trial of a night number to the next", Kind: NumberSetting, Unit: "天", UnitEN: "days", Default: "92", Least: 1, Most: 366, Basis: shelterTrialBasis},
}
