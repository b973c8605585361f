package boundaries

import "fmt"

// Settings of plates 门楼牌、地名标志, of the division where they hang.
const (
	// SettingPlateSize with the kind of a plate behind it is the plate's size
	// in mm: width x height, and behind a slash the side of its code.
	SettingPlateSize = "plate.size."
	SettingPlateEW   = "plate.ground_ew" // ground of streets from east to west
	SettingPlateNS   = "plate.ground_ns"
	// SettingOldHosts are the hosts of codes that earlier makers put on walls
	// and that are pointed at this server, separated by commas.
	SettingOldHosts = "plate.old_hosts"
	// SettingPlateCost is what one door or building plate costs with its
	// hanging, in yuan, for the estimate of a renaming.
	SettingPlateCost = "plate.cost_yuan"
	// SettingPlatePayload has codes of 75 mm and more say what they are without
	// a network, to who has an app that reads them.
	SettingPlatePayload = "plate.payload"
	// SettingPlateShelter has plates with such a code name the nearest shelter
	// in words.
	SettingPlateShelter = "plate.shelter_words"
)

const (
	tianjinPlates = "天津市门楼牌（2021，地方做法，供参照）：大门牌 570×370、中门牌 270×170、小门牌 150×90，二维码 120、75、40 毫米"
	guizhouPlates = "六盘水市（2020，地方做法，供参照）：小区牌 1000×600、楼栋牌 900×500"
	localPlates   = "地方做法，供参照"
	noPlateBasis  = "国家标准的尺寸未查得，系统默认值，请按本地规定修改"
	plateGround   = "GB 17733：东西向蓝底白字、南北向绿底白字；上海全蓝、杭州全绿等地方另有规定"
)

var plateSettings = []KnownSetting{
	plateSize("door_big", "大门牌", "big door plate", "570x370/120", tianjinPlates),
	plateSize("door_middle", "中门牌", "middle door plate", "270x170/75", tianjinPlates),
	plateSize("door_small", "小门牌", "small door plate", "150x90/40", tianjinPlates),
	plateSize("building", "楼栋牌", "building plate", "900x500", guizhouPlates),
	plateSize("unit", "单元牌", "unit plate", "360x150", localPlates),
	plateSize("room", "户室牌", "room plate", "120x80", localPlates),
	plateSize("street", "街路牌", "street sign", "1500x450", noPlateBasis),
	plateSize("lane", "巷牌", "lane sign", "900x300", noPlateBasis),
	plateSize("village", "村牌", "village sign", "1000x600", guizhouPlates),
	plateSize("settlement", "自然村牌", "natural-village sign", "1000x600", guizhouPlates),
	plateSize("place", "地名标志", "place sign", "1000x600", guizhouPlates),
	ground(SettingPlateEW, "东西向街路牌底色", "Ground of east–west street signs", "blue"),
	ground(SettingPlateNS, "南北向街路牌底色", "Ground of north–south street signs", "green"),
	{Key: SettingPlatePayload, Label: "大二维码带签名的离线内容", LabelEN: "Large codes carry a signed payload", Kind: BooleanSetting, Default: "false",
		Basis: "国家未规定；75 毫米及以上的码才带，须用本系统的安装人员页面或核验命令离线读取，手机首次扫码仍要联网"},
	{Key: SettingPlateShelter, Label: "牌上印最近避灾点", LabelEN: "Plates name the nearest shelter", Kind: BooleanSetting, Default: "false",
		Basis: "国家未规定；断网时人要看的只能印在牌上，按直线方向和距离，不是路线"},
	{Key: SettingPlateCost, Label: "更换一块门楼牌的费用", LabelEN: "Cost of replacing one door or building plate", Kind: NumberSetting, Unit: "元", UnitEN: "yuan", Default: "30", Most: 100000, Basis: "估算更名费用用，按本地采购价修改"},
	{Key: SettingOldHosts, Label: "已指向本系统的旧码域名", LabelEN: "Hosts of old codes that are pointed here", Kind: TextSetting, Unit: "逗号分隔", UnitEN: "separated by commas", Most: 500, MayBeEmpty: true, HomeOnly: true,
		Form: `^[a-z0-9.-]+(, *[a-z0-9.-]+)*$`, Bound: "写成小写域名，多个用逗号分隔，如 old.example.cn", BoundEN: "host names in small letters, separated by commas",
		Basis: "墙上旧码的网址由本单位与原制作单位商定；域名解析到本服务器后旧码照常可用，未列的旧码列入换牌清单"},
}

func plateSize(kind, zh, en, size, basis string) KnownSetting {
	return KnownSetting{Key: SettingPlateSize + kind, Label: zh + "尺寸", LabelEN: "Size of a " + en, Kind: TextSetting, Unit: "毫米，宽x高/二维码边长", UnitEN: "mm, width x height / side of the code",
		Default: size, Most: 20, Sound: codeFits, Form: `^[1-9][0-9]{1,3}x[1-9][0-9]{1,3}(/[1-9][0-9]{1,2})?$`,
		Bound: "写成宽x高，有二维码的再加/边长，单位毫米，如 150x90/40；二维码不大于牌高，也不大于牌宽的一半", BoundEN: "width x height in mm, and /side where there is a code, such as 150x90/40; the code is no higher than the plate and no wider than half of it", Basis: basis}
}

func ground(key, zh, en, colour string) KnownSetting {
	return KnownSetting{Key: key, Label: zh, LabelEN: en, Kind: TextSetting, Default: colour, Most: 10, Form: `^(blue|green|red|black)$`,
		Bound: "为 blue（蓝）、green（绿）、red（红）、black（黑）之一", BoundEN: "one of blue, green, red, black", Basis: plateGround}
}

// codeFits tells whether the code of a plate size has room on the plate.
func codeFits(size string) bool {
	var wide, high, code int
	if _, err := fmt.Sscanf(size, "%dx%d/%d", &wide, &high, &code); err != nil {
		return true // no code
	}
	return code <= high && code <= wide/2
}
