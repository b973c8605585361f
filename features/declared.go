package features

// spelling picks the standard name that a map shows of the place, or the division,
// which is a place too, that v is a version of: in simplified Chinese if there is
// one, else in whatever Chinese, else any.
func spelling(object, column string) string {
	return `(SELECT n.` + column + ` FROM public_name n WHERE n.place = v.` + object + ` AND n.kind = 'standard' AND {on n}
		ORDER BY CASE WHEN n.lang = 'zh-Hans' THEN 0 WHEN n.lang = 'zh-Hant' THEN 1 WHEN n.lang LIKE 'zh%' THEN 2 ELSE 3 END, n.lang LIMIT 1)`
}

// identity is the property that every collection begins with.
func identity(column string) Property {
	return Property{Name: "id", Type: String, ZH: "标识，永不改变，也不再用于他物", EN: "Identity: never changes, never used again", SQL: "v." + column + "::text", key: true}
}

// held are the properties that every collection ends with.
func held() []Property {
	return []Property{
		{Name: "valid_from", Type: Date, ZH: "自何日起（含）；空为自始", EN: "First day on which it is so; null: from the beginning", SQL: "lower(v.valid)"},
		{Name: "valid_to", Type: Date, ZH: "至何日止（不含）；空为现行", EN: "First day on which it is so no more; null: it still is", SQL: "upper(v.valid)"},
		{Name: "recorded_at", Type: Moment, ZH: "登记的时刻", EN: "When the register said so", SQL: "lower(v.recorded)"},
	}
}

// codeOf is the code of the division that a column of v names.
func codeOf(column string) string {
	return `(SELECT d.code FROM public_division d WHERE d.division = v.` + column + ` AND {on d})`
}

var divisions = &Collection{
	ID: "divisions", Geometry: "MultiPolygon",
	Title:       Text{"行政区划", "Administrative divisions"},
	Description: Text{"省、地、县、乡、村五级，有范围的在前。县级以上的真实范围须有审图号才公开，否则几何为空。", "Of the five levels, those with an area first. Real areas of counties and above are given under a map approval number only; else the geometry is null."},
	view:        "public_division", object: "division",
	geom: "CASE WHEN v.level >= {public from} THEN v.area END", indexed: "v.area",
	placed: "v.level >= {public from} AND v.area IS NOT NULL",
	properties: append([]Property{identity("division"),
		{Name: "code", Type: String, ZH: "区划代码", EN: "Division code", SQL: "v.code"},
		{Name: "code_system", Type: String, Enum: []string{"nbs", "mca", "tw"}, ZH: "代码体系：nbs 统计用区划代码，mca 民政部代码，tw 台湾地区开放数据的代码", EN: "System of the code: nbs statistical, mca civil affairs, tw that of open data of Taiwan", SQL: "v.code_system"},
		{Name: "name", Type: String, ZH: "标准地名；没有登记的按代码表所载", EN: "Standard name; where none is held, as the code table has it", SQL: "coalesce(" + spelling("division", "text") + ", v.name)"},
		{Name: "listed_name", Type: String, ZH: "代码表所载名称", EN: "Name in the code table", SQL: "v.name"},
		{Name: "level", Type: Integer, ZH: "级别：1 省级，2 地级，3 县级，4 乡级，5 村级", EN: "Level: 1 province, 2 prefecture, 3 county, 4 township, 5 village", SQL: "v.level"},
		{Name: "type", Type: String, ZH: "单位类型", EN: "Kind of unit", SQL: "v.type"},
		{Name: "parent_code", Type: String, ZH: "上级区划代码", EN: "Code of the division that holds it", SQL: codeOf("parent")},
		{Name: "area_source", Type: String, Enum: []string{"imported", "faces"}, ZH: "范围来源：imported 导入，faces 由界线围成", EN: "Where the area comes from: imported, or enclosed by lines", SQL: "v.area_source"},
		{Name: "area_basis", Type: String, ZH: "范围依据", EN: "What the area rests on", SQL: "v.area_basis"},
		{Name: "source", Type: String, ZH: "资料来源", EN: "Source", SQL: "v.source"},
	}, held()...),
}

var places = &Collection{
	ID: "places", Geometry: "Point",
	Title:       Text{"地名", "Place names"},
	Description: Text{"公开的标准地名及其位置点，含行政区划的地名；有位置的在前。", "Public places by their standard names, at their points; divisions among them. Those with a point come first."},
	view:        "public_place", object: "place",
	geom: "coalesce(v.location, ST_PointOnSurface(v.extent))", indexed: "v.location", elsewhere: true,
	placed: "v.location IS NOT NULL OR v.extent IS NOT NULL",
	properties: append([]Property{identity("place"),
		{Name: "name", Type: String, ZH: "标准地名", EN: "Standard name", SQL: spelling("place", "text")},
		{Name: "pinyin", Type: String, ZH: "汉语拼音", EN: "Hanyu Pinyin", SQL: spelling("place", "reading")},
		{Name: "class", Type: String, ZH: "地名类别代码", EN: "Code of the class", SQL: "v.class"},
		{Name: "class_name", Type: String, ZH: "地名类别", EN: "Class", SQL: "(SELECT c.name FROM place_class c WHERE c.code = v.class)"},
		{Name: "division_code", Type: String, ZH: "所在区划代码", EN: "Code of the smallest division that it lies in", SQL: codeOf("within")},
		{Name: "place_code", Type: String, ZH: "地名代码", EN: "Place code of 20 digits", SQL: "v.place_code"},
		{Name: "elevation_m", Type: Number, Unit: "m", ZH: "高程，1985国家高程基准", EN: "Elevation, 1985 datum", SQL: "v.elevation_m"},
		{Name: "meaning", Type: String, ZH: "含义", EN: "Meaning", SQL: "v.meaning"},
		{Name: "origin", Type: String, ZH: "来历", EN: "Origin", SQL: "v.origin"},
		{Name: "source", Type: String, ZH: "资料来源", EN: "Source", SQL: "v.source"},
	}, held()...),
}
