package boundaries

// Settings of markers. Lengths are centimetres and angles minutes, as settings
// are whole numbers.
const (
	SettingMarkerNumber      = "marker.number_pattern"
	SettingMarkerReferences  = "marker.references_least"
	SettingRepairTolerance   = "marker.repair_tolerance_cm"
	SettingRelocTolerance    = "marker.relocation_tolerance_cm"
	SettingAzimuthSD         = "marker.azimuth_sd_minutes"
	SettingDistanceSD        = "marker.distance_sd_cm"
	SettingPositionSD        = "marker.position_sd_cm"
	SettingMeasuredAzimuthSD = "marker.measured_azimuth_sd_minutes"
	SettingMeasuredDistSD    = "marker.measured_distance_sd_cm"
	SettingCompassSD         = "marker.compass_sd_minutes"
	SettingDeclination       = "marker.declination_minutes"
	SettingDeclinationSD     = "marker.declination_sd_minutes"
)

const (
	// numberForm is the form of SettingMarkerNumber, which marker.ParsePattern reads.
	numberForm = `^(?:[^{}]|\{line(?::[1-9])?\}|\{type\})*\{serial(?::[1-9])?\}(?:[^{}]|\{line(?::[1-9])?\}|\{type\})*$`
	numberZH   = "形如 {line:4}{serial:3}{type}：{line} 界线编号，{serial} 序号（必须有一次），{type} 类型字母，冒号后为位数"
	numberEN   = "like {line:4}{serial:3}{type}: {line} the line's number, {serial} the serial (once), {type} the letter, digits after the colon"

	accuracyBasis = "本单位仪器和方法的估计（国家未规定），可按实测改"
)

var markerSettings = []KnownSetting{
	{Key: SettingMarkerNumber, Label: "界桩编号格式", LabelEN: "Form of marker numbers", Kind: TextSetting, Most: 80, MayBeEmpty: true, Form: numberForm, Bound: numberZH, BoundEN: numberEN,
		Basis: "省界界桩按 GB/T 17796-2009（界线编号4位＋序号3位＋类型码）；县、乡界界桩编号由各省规定，未设时不限"},
	{Key: SettingMarkerReferences, Label: "界桩方位物最少个数", LabelEN: "Least number of reference objects of a marker", Kind: NumberSetting, Unit: "个", UnitEN: "objects", Default: "3", Most: 9,
		Basis: "界桩登记表的通行做法：方位物不少于三个，可按本地规定修改"},
	{Key: SettingRepairTolerance, Label: "修复界桩的点位限差", LabelEN: "Tolerance of a repaired marker's position", Kind: NumberSetting, Unit: "厘米", UnitEN: "cm", Default: "50", Least: 1, Most: 1000,
		Basis: localDays},
	{Key: SettingRelocTolerance, Label: "现场找桩的容许误差", LabelEN: "Error tolerated when a marker is looked for", Kind: NumberSetting, Unit: "厘米", UnitEN: "cm", Default: "500", Least: 10, Most: 10000,
		Basis: localDays},
	{Key: SettingAzimuthSD, Label: "登记方位角的中误差", LabelEN: "Standard deviation of registered azimuths", Kind: NumberSetting, Unit: "分", UnitEN: "minutes", Default: "30", Least: 1, Most: 1800, Basis: accuracyBasis},
	{Key: SettingDistanceSD, Label: "登记距离的中误差", LabelEN: "Standard deviation of registered distances", Kind: NumberSetting, Unit: "厘米", UnitEN: "cm", Default: "30", Least: 1, Most: 10000, Basis: accuracyBasis},
	{Key: SettingPositionSD, Label: "方位物坐标的中误差", LabelEN: "Standard deviation of reference objects' positions", Kind: NumberSetting, Unit: "厘米", UnitEN: "cm", Default: "100", Least: 1, Most: 10000, Basis: accuracyBasis},
	{Key: SettingMeasuredAzimuthSD, Label: "手机实测方位的中误差", LabelEN: "Standard deviation of azimuths by phone", Kind: NumberSetting, Unit: "分", UnitEN: "minutes", Default: "180", Least: 1, Most: 5400, Basis: accuracyBasis},
	{Key: SettingMeasuredDistSD, Label: "现场量距的中误差", LabelEN: "Standard deviation of distances taken at the spot", Kind: NumberSetting, Unit: "厘米", UnitEN: "cm", Default: "100", Least: 1, Most: 10000, Basis: accuracyBasis},
	{Key: SettingCompassSD, Label: "指南针共有偏差的中误差", LabelEN: "Standard deviation shared by azimuths of one compass", Kind: NumberSetting, Unit: "分", UnitEN: "minutes", Default: "300", Most: 5400, Basis: accuracyBasis},
	{Key: SettingDeclination, Label: "磁偏角（东偏为正）", LabelEN: "Magnetic declination (east positive)", Kind: NumberSetting, Unit: "分", UnitEN: "minutes", Default: "0", Least: -5400, Most: 5400,
		Basis: "未设：请按当地地磁资料填写，每几年更新"},
	{Key: SettingDeclinationSD, Label: "磁偏角的中误差", LabelEN: "Standard deviation of the declination", Kind: NumberSetting, Unit: "分", UnitEN: "minutes", Default: "360", Most: 5400,
		Basis: "磁偏角未设时按我国大部约偏西 0°–10° 估计；填写后可改小"},
}
