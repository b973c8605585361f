package features

var boundaryLines = &Collection{
	ID: "boundary_lines", Geometry: "MultiLineString",
	Title:       Text{"行政区域界线", "Lines between divisions"},
	Description: Text{"公开的界线；县级以上的真实界线须有审图号才公开。协议、走向说明和界桩不在其中。", "Public lines; real ones of counties and above under a map approval number only. Agreements, descriptions and markers are not among it."},
	view:        "public_boundary_line", object: "line",
	geom: "v.geom", indexed: "v.geom", where: "v.level >= {public from}",
	properties: append([]Property{identity("line"),
		{Name: "number", Type: String, ZH: "界线编号", EN: "Number of the line", SQL: "v.number"},
		{Name: "name", Type: String, ZH: "界线名称", EN: "Name of the line", SQL: "v.name"},
		{Name: "level", Type: Integer, ZH: "两侧不同的最高级别：1 省 … 5 村", EN: "Highest level that differs on the two sides: 1 province … 5 village", SQL: "v.level"},
		{Name: "a_code", Type: String, ZH: "甲方区划代码", EN: "Code of the division on side a", SQL: codeOf("a_division")},
		{Name: "b_kind", Type: String, Enum: []string{"division", "sea", "not_held"}, ZH: "乙方：区划、海域或界外未掌握", EN: "What lies on side b", SQL: "v.b_kind"},
		{Name: "b_code", Type: String, ZH: "乙方区划代码", EN: "Code of the division on side b", SQL: codeOf("b_division")},
		{Name: "a_on_left", Type: Boolean, ZH: "甲方在行进方向左侧", EN: "Whether side a lies to the left in the direction drawn", SQL: "v.a_on_left"},
		{Name: "length_m", Type: Number, Unit: "m", ZH: "长度，椭球面上", EN: "Length on the ellipsoid", SQL: "v.length_m"},
	}, held()...),
}

var hazards = []string{"typhoon", "flood", "landslide", "earthquake", "fire", "cold", "other"}

// said is what was said of a shelter last, as far as the reading goes.
func said(column string) string {
	return "(SELECT r." + column + " FROM public_shelter_report r WHERE r.shelter = v.shelter AND {sealed r} ORDER BY r.said_at DESC, r.id DESC LIMIT 1)"
}

// failed tells whether the last safety appraisal of a shelter failed: it is then
// closed, whatever is said of it.
const failed = "(SELECT p.result FROM public_shelter_appraisal p WHERE p.shelter = v.shelter AND {sealed p} ORDER BY p.on_day DESC, p.n DESC LIMIT 1) = 'failed'"

var shelterCollection = &Collection{
	ID: "shelters", Geometry: "Point",
	Title:       Text{"应急避难场所", "Emergency shelters"},
	Description: Text{"公开的避难场所，点为入口。状态是最近一次上报的；无人上报为待命；安全鉴定不合格的为关闭。", "Public shelters at their entrances. The state is what was said last; standby where nobody said anything, closed where its safety appraisal failed."},
	view:        "public_shelter_version", object: "shelter",
	geom: "v.point", indexed: "v.point",
	properties: append([]Property{identity("shelter"),
		{Name: "name", Type: String, ZH: "名称", EN: "Name", SQL: "v.name"},
		{Name: "code", Type: String, ZH: "编码", EN: "Code", SQL: "v.code"},
		{Name: "division_code", Type: String, ZH: "所在区划代码", EN: "Code of the lowest division that it lies in", SQL: codeOf("division")},
		{Name: "state", Type: String, Enum: []string{"standby", "open", "full", "closed"}, ZH: "状态：待命、开放、满员、关闭", EN: "State",
			SQL: "CASE WHEN " + failed + " THEN 'closed' ELSE coalesce(" + said("state") + ", 'standby') END"},
		{Name: "people", Type: Integer, ZH: "在场人数", EN: "People counted there", SQL: said("people")},
		{Name: "said_at", Type: Moment, ZH: "上报时刻", EN: "When it was said", SQL: said("said_at")},
		{Name: "level", Type: String, Enum: []string{"province", "city", "county", "township", "village"}, ZH: "级别", EN: "Who built and runs it", SQL: "v.level"},
		{Name: "duration", Type: String, Enum: []string{"urgent", "short", "long"}, ZH: "期限：紧急、短期、长期", EN: "For how long people may stay", SQL: "v.duration"},
		{Name: "space", Type: String, Enum: []string{"indoor", "outdoor", "both"}, ZH: "室内、室外", EN: "Indoors or outdoors", SQL: "v.space"},
		{Name: "suits", Type: Strings, Enum: hazards, ZH: "适用灾种", EN: "Hazards for which it may be used", SQL: "v.suits"},
		{Name: "unfit", Type: Strings, Enum: hazards, ZH: "不可用于", EN: "Hazards for which it must not be used", SQL: "v.unfit"},
		{Name: "address", Type: String, ZH: "地址", EN: "Address", SQL: "v.address"},
		{Name: "capacity", Type: Integer, ZH: "容量，人", EN: "Persons that it takes", SQL: "v.capacity"},
		{Name: "capacity_night", Type: Integer, ZH: "可住宿人数", EN: "Persons that can sleep there", SQL: "v.capacity_night"},
		{Name: "total_m2", Type: Integer, Unit: "m2", ZH: "总面积", EN: "Area", SQL: "v.total_m2"},
		{Name: "effective_m2", Type: Integer, Unit: "m2", ZH: "有效避难面积", EN: "Area that people can use", SQL: "v.effective_m2"},
		{Name: "indoor_m2", Type: Integer, Unit: "m2", ZH: "室内面积", EN: "Indoor area", SQL: "v.indoor_m2"},
		{Name: "water", Type: Boolean, ZH: "供水", EN: "Water", SQL: "v.water"},
		{Name: "power", Type: Boolean, ZH: "供电", EN: "Power", SQL: "v.power"},
		{Name: "toilet", Type: Boolean, ZH: "厕所", EN: "Toilets", SQL: "v.toilet"},
		{Name: "medical", Type: Boolean, ZH: "医疗", EN: "Medical care", SQL: "v.medical"},
		{Name: "accessible", Type: String, Enum: []string{"yes", "partly", "no", "unknown"}, ZH: "无障碍", EN: "Without barriers", SQL: "v.accessible"},
		{Name: "keeper", Type: String, ZH: "管理单位", EN: "Unit that keeps it", SQL: "v.keeper"},
		{Name: "duty_phone", Type: String, ZH: "值班电话", EN: "Number of its duty desk", SQL: "v.duty_phone"},
		{Name: "source", Type: String, ZH: "资料来源", EN: "Source", SQL: "v.source"},
	}, held()...),
}
