package importers

import (
	"regexp"
	"strings"
	"sync"
)

// A field is what a column can mean to the register.
type field int

const (
	fieldNone field = iota
	fieldKey
	fieldName
	fieldNamesZH
	fieldNameEn
	fieldAlias
	fieldShort
	fieldFormer
	fieldReading
	fieldLon
	fieldLat
	fieldPosition // both in one cell
	fieldSystem   // the reference system, in words
	fieldClass
	fieldClassName
	fieldFeatureCode
	fieldDivision
	fieldElevation
	fieldPlaceCode
	fieldMeaning
	fieldOrigin
	fieldHistory
	fieldDescription
	fieldHeritage
	fieldClassification
	fieldCode
	fieldLevel
	fieldFirstYear
	fieldLastYear
	fieldVillageCode
	fieldVillageName
	fieldTownCode
	fieldTownName
	fieldCountyCode
	fieldCountyName
	// Of shelters, contacts and policies.
	fieldShelterCode
	fieldDuration
	fieldSpace
	fieldSuits
	fieldUnfit
	fieldAddress
	fieldCapacity
	fieldCapacityNight
	fieldTotalM2
	fieldEffectiveM2
	fieldIndoorM2
	fieldWater
	fieldPower
	fieldToilet
	fieldMedical
	fieldAccessible
	fieldKeeper
	fieldDutyPhone
	fieldPhone
	fieldAppraisedOn
	fieldAppraisedBy
	fieldAppraisal
	fieldAppraisalDue
	fieldRole
	fieldTitle
	fieldPrivatePhone
	fieldConsent
	fieldNight
	fieldTriedOn
	fieldTrial
	fieldRank
	fieldPlain
	fieldBody
	fieldLink
	fieldBasis
	fieldFrom
	fieldUntil
	fieldReason // our own columns of a file of rejected rows
	fieldNumber
	fieldSource
	fieldMark
	fieldEditions
	fieldCandidate
	fieldDecision
	fieldCount
)

// fieldNames are the headings that mean a field, the best first: where a
// file has several, the first of them is used and the others are reported.
// They follow the record form of the second national census of place names,
// then English, then GeoNames and Taiwan's open data.
var fieldNames = [fieldCount][]string{
	fieldName:        {"标准名称", "标准地名", "标准地名名称", "地名", "地名名称", "名称", "村名", "自然村名", "自然村", "bmmx0002", "standard_name", "name"},
	fieldNamesZH:     {"names_zh", "name_zh"},
	fieldNameEn:      {"英文名称", "英文名", "name_en"},
	fieldAlias:       {"别名", "alias", "aliases"},
	fieldShort:       {"简称", "short_name"},
	fieldFormer:      {"曾用名", "旧名", "former_name", "old_name"},
	fieldReading:     {"罗马字母拼写", "汉语拼音", "拼音", "罗马字母", "地名罗马字母拼写", "bmmx0018", "bmmx0006", "roman_alphabet_spelling", "pinyin", "reading"},
	fieldLon:         {"经度", "东经", "经度坐标", "lon", "longitude", "lng", "easting", "东坐标", "横坐标", "x"},
	fieldLat:         {"纬度", "北纬", "纬度坐标", "lat", "latitude", "northing", "北坐标", "纵坐标", "y"},
	fieldClass:       {"类别代码", "地名类别代码", "bmmx0003", "class", "class_code", "place_type_code"},
	fieldClassName:   {"类别名称", "地名类别", "类别", "class_name", "place_type"},
	fieldPosition:    {"坐标", "经纬度", "地理坐标", "lonlat", "lon_lat", "latlon"},
	fieldSystem:      {"坐标系", "坐标系统", "坐标参考系", "大地基准"},
	fieldFeatureCode: {"fcode", "feature_code"},
	fieldDivision: {
		"所在行政区代码", "所在政区代码", "所在行政区划代码", "所属行政区代码", "所属政区代码", "行政区划代码", "行政区代码", "政区代码", "区划代码",
		"所在行政区", "所在政区", "所属行政区", "所属政区", "行政区", "政区", "bmmx0044", "division", "division_code",
	},
	fieldElevation:      {"高程", "elevation", "elevation_m"},
	fieldPlaceCode:      {"地名代码", "place_code"},
	fieldMeaning:        {"地名含义", "含义", "bmmx0042", "meaning", "place_meaning"},
	fieldOrigin:         {"地名来历", "来历", "origin", "place_origin"},
	fieldHistory:        {"历史沿革", "history", "place_history"},
	fieldDescription:    {"地理实体描述", "实体描述", "description"},
	fieldHeritage:       {"文化遗产", "heritage"},
	fieldClassification: {"密级", "classification"},
	fieldCode:           {"code", "区划代码", "行政区划代码", "代码"},
	fieldLevel:          {"level", "级别", "层级"},
	fieldFirstYear:      {"first_year"},
	fieldLastYear:       {"last_year"},
	fieldVillageCode:    {"villcode"},
	fieldVillageName:    {"villname"},
	fieldTownCode:       {"towncode"},
	fieldTownName:       {"townname"},
	fieldCountyCode:     {"countycode"},
	fieldCountyName:     {"countyname"},
	fieldShelterCode:    {"编号", "场所编号", "避难场所编号", "避灾点编号", "统一编号", "code", "number"},
	fieldDuration:       {"避难时长", "避难时限", "开放时长", "时长", "duration"},
	fieldSpace:          {"空间类型", "室内外", "室内室外", "类型", "场所类型", "建筑类型", "场所性质", "space", "type"},
	fieldSuits:          {"适用灾种", "适用灾害", "适用灾害类型", "适宜灾种", "灾种", "灾害类型", "避灾类型", "suits", "hazards"},
	fieldUnfit:          {"不适用灾种", "不适用灾害", "不宜灾种", "禁用灾种", "unfit"},
	fieldAddress:        {"地址", "详细地址", "场所地址", "地址描述", "位置", "具体位置", "address"},
	fieldCapacity:       {"容纳人数", "可容纳人数", "可安置人数", "设计容纳人数", "安置人数", "避灾人数", "容量", "capacity"},
	fieldCapacityNight:  {"夜间容纳人数", "可住宿人数", "住宿人数", "床位数", "capacity_night"},
	fieldTotalM2:        {"总面积", "占地面积", "建筑面积", "面积", "total_m2"},
	fieldEffectiveM2:    {"有效面积", "有效避难面积", "可用面积", "effective_m2"},
	fieldIndoorM2:       {"室内面积", "indoor_m2"},
	fieldWater:          {"供水", "饮水", "有无供水", "water"},
	fieldPower:          {"供电", "应急供电", "发电机", "有无供电", "power"},
	fieldToilet:         {"厕所", "卫生间", "有无厕所", "toilet"},
	fieldMedical:        {"医疗", "医疗点", "医疗救护", "medical"},
	fieldAccessible:     {"无障碍", "无障碍设施", "无障碍情况", "accessible"},
	fieldKeeper:         {"管理单位", "管护单位", "责任单位", "产权单位", "所属单位", "业主单位", "权属单位", "keeper", "owner"},
	fieldDutyPhone:      {"值班电话", "值守电话", "管护电话", "办公电话", "座机", "duty_phone"},
	fieldPhone:          {"联系电话", "电话", "电话号码", "联系方式", "手机", "手机号", "手机号码", "phone"},
	fieldAppraisedOn:    {"安全鉴定日期", "鉴定日期", "鉴定时间", "安全鉴定时间", "appraised_on"},
	fieldAppraisedBy:    {"鉴定机构", "鉴定单位", "安全鉴定机构", "appraised_by"},
	fieldAppraisal:      {"鉴定结论", "鉴定结果", "安全鉴定结论", "安全鉴定结果", "appraisal"},
	fieldAppraisalDue:   {"下次鉴定日期", "鉴定有效期", "鉴定有效期至", "鉴定到期日期", "appraisal_due"},
	fieldRole:           {"职责", "人员类别", "类别", "岗位", "联系人类别", "role"},
	fieldTitle:          {"称呼", "职务", "title"},
	fieldPrivatePhone:   {"个人电话", "个人手机", "本人手机", "private_phone"},
	fieldConsent:        {"同意公开", "同意公开凭据", "公开凭据", "本人同意", "consent"},
	fieldNight:          {"夜间接听", "夜间值守", "夜间可接通", "24小时", "night"},
	fieldTriedOn:        {"拨测日期", "最近拨测", "最近拨测日期", "拨测时间", "tried_on"},
	fieldTrial:          {"拨测结果", "接通情况", "trial"},
	fieldRank:           {"次序", "排序", "顺序", "rank"},
	fieldPlain:          {"大白话", "通俗说明", "政策要点", "主要内容", "简要说明", "plain"},
	fieldBody:           {"全文", "政策全文", "正文", "内容", "body", "text"},
	fieldLink:           {"链接", "原文链接", "网址", "link", "url"},
	fieldBasis:          {"依据", "文号", "政策依据", "文件名称", "发文字号", "basis"},
	fieldFrom:           {"起始日期", "生效日期", "开始日期", "实施日期", "from"},
	fieldUntil:          {"截止日期", "失效日期", "终止日期", "有效期至", "until"},
	fieldReason:         {reasonColumn},
	fieldNumber:         {numberColumn},
	fieldSource:         {sourceColumn},
	fieldMark:           {markColumn},
	fieldEditions:       {editionsColumn},
	fieldCandidate:      {candidateColumn},
	fieldDecision:       {decisionColumn},
}

// keyNames are the headings of the source's own key. 地名代码 serves as one
// too, see keyOf.
var keyNames = []string{"id", "geonameid", "code", "代码", "key", "bmmx0001"}

var placeFields = []field{
	fieldKey, fieldName, fieldNamesZH, fieldNameEn, fieldAlias, fieldShort, fieldFormer, fieldReading,
	fieldLon, fieldLat, fieldPosition, fieldSystem, fieldClass, fieldClassName, fieldFeatureCode, fieldDivision, fieldElevation,
	fieldPlaceCode, fieldMeaning, fieldOrigin, fieldHistory, fieldDescription, fieldHeritage,
	fieldClassification, fieldReason, fieldNumber, fieldSource, fieldMark, fieldCandidate, fieldDecision,
}

var divisionFields = []field{
	fieldCode, fieldName, fieldLevel, fieldFirstYear, fieldLastYear, fieldLon, fieldLat, fieldPosition, fieldSystem, fieldClassification,
	fieldVillageCode, fieldVillageName, fieldTownCode, fieldTownName, fieldCountyCode, fieldCountyName,
	fieldReason, fieldNumber, fieldEditions, fieldSource, fieldMark,
}

// own reports whether f is a column that only files of rejected rows have.
func (f field) own() bool {
	return f == fieldReason || f == fieldNumber || f == fieldEditions || f == fieldSource || f == fieldMark || f == fieldCandidate || f == fieldDecision
}

// A mapping says which heading of a file fills which field. The headings of
// GeoJSON are learnt while others read them.
type mapping struct {
	kind      Kind
	subject   subject
	byHeading map[string]field // normalised heading to field, for this kind
	rank      map[string]int
	ignored   map[string]bool  // headings not used on purpose
	given     map[string]field // headings whose field a person has given, as the file writes them

	mu      sync.RWMutex
	heading [fieldCount]string // as the file writes it
	unused  []string
	known   map[string]field // headings met in GeoJSON
}

// newMapping prepares the headings for one kind of import. In a projected
// reference system X坐标 is the northing, as in Chinese survey tables;
// elsewhere it is the longitude.
func newMapping(kind Kind, projected bool) *mapping {
	m := &mapping{kind: kind, subject: subjectOf(kind), ignored: map[string]bool{}, byHeading: map[string]field{}, rank: map[string]int{}, known: map[string]field{}}
	for _, f := range m.subject.fields {
		for i, name := range m.subject.names(f) {
			if _, taken := m.byHeading[name]; !taken {
				m.byHeading[name], m.rank[name] = f, i
			}
		}
	}
	x, y := fieldLon, fieldLat
	if projected {
		x, y = y, x
	}
	m.byHeading["x坐标"], m.byHeading["y坐标"] = x, y
	m.rank["x坐标"], m.rank["y坐标"] = 100, 100
	return m
}

// columns maps the headings of a table. The result has one field for each
// column, fieldNone where it is not used.
func (m *mapping) columns(headings []string) []field {
	fields := make([]field, len(headings))
	holder := map[field]int{}
	for i, h := range headings {
		f := m.fieldOf(h)
		if j, taken := holder[f]; f != fieldNone && taken {
			if !m.better(h, headings[j]) {
				continue
			}
			fields[j] = fieldNone
		}
		fields[i] = f
		holder[f] = i
	}
	for i, f := range fields {
		if f == fieldNone {
			m.unused = append(m.unused, headings[i])
		} else {
			m.heading[f] = headings[i]
		}
	}
	return fields
}

// property maps the name of one property of GeoJSON.
func (m *mapping) property(name string) field {
	if f, met := m.known[name]; met {
		return f
	}
	f := m.fieldOf(name)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known[name] = f
	switch {
	case f == fieldNone:
		m.unused = append(m.unused, name)
	case m.heading[f] == "":
		m.heading[f] = name
	}
	return f
}

// better reports whether heading a is a better source of its field than b.
func (m *mapping) better(a, b string) bool {
	if m.isGiven(a) || m.isGiven(b) {
		return m.isGiven(a) && !m.isGiven(b)
	}
	return m.rank[normalHeading(a)] < m.rank[normalHeading(b)]
}

func (m *mapping) has(fields ...field) bool {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, f := range fields {
		if m.heading[f] != "" {
			return true
		}
	}
	return false
}

// name is the heading of f in the file, for reports.
func (m *mapping) name(f field) string {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.heading[f] != "" {
		return m.heading[f]
	}
	if names := m.subject.names(f); len(names) > 0 {
		return names[0]
	}
	return ""
}

// columnOf is the file's heading for a column as the store calls it.
func (m *mapping) columnOf(store string) string {
	if f, known := m.byHeading[store]; known {
		return m.name(f)
	}
	return store
}

// used lists the columns in use, in the order of the fields.
func (m *mapping) used() []string {
	var used []string
	for f, h := range m.heading {
		if h != "" && !field(f).own() {
			used = append(used, h)
		}
	}
	return used
}

var inBrackets = regexp.MustCompile(`[(（][^)）]*([)）]|$)`)

// normalHeading drops what differs between editions of a form: case, spaces,
// the star of a required item and what stands in brackets, a unit or the 跨
// of 所在（跨）行政区.
func normalHeading(h string) string {
	h = strings.ToLower(strings.TrimSpace(h))
	h = inBrackets.ReplaceAllString(h, "")
	return strings.NewReplacer(" ", "", "　", "", "*", "", "＊", "").Replace(h)
}
