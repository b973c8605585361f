package boundaries

// Settings of the counter for addresses.
const (
	SettingNumberingDays   = "address.numbering_days"      // from a complete application to its number
	SettingGateFar         = "address.gate_far_m"          // from the street's line to a gate, beyond which a warning is given
	SettingDoorPlateMark   = "certificate.door_plate_mark" // what the numbers of 门牌证 begin with
	SettingOneAddressMark  = "certificate.one_address_mark"
	certificateMarkIsLocal = "文号的写法由本单位定"
)

var addressSettings = []KnownSetting{
	{Key: SettingNumberingDays, Label: "门牌编号办理期限", LabelEN: "Working days for a house number", Kind: NumberSetting, Unit: "个工作日（0 为不计）", UnitEN: "working days (0: not counted)", Default: "10", Most: 365, Basis: "宁波市地名管理条例第二十二条（地方规定，供参照），可按本地规定修改"},
	{Key: SettingGateFar, Label: "门离街道中心线多远须提醒", LabelEN: "How far from its street a gate is warned of", Kind: NumberSetting, Unit: "米", UnitEN: "m", Default: "100", Least: 1, Most: 10000, Basis: "编号时核对门点与街道用，可按本地情况修改"},
	{Key: SettingDoorPlateMark, Label: "门牌证字号", LabelEN: "Mark of door-plate certificate numbers", Kind: TextSetting, Default: "门牌证", Most: 20, Basis: certificateMarkIsLocal},
	{Key: SettingOneAddressMark, Label: "地址证明字号", LabelEN: "Mark of address certificate numbers", Kind: TextSetting, Default: "地址证", Most: 20, Basis: certificateMarkIsLocal},
}
