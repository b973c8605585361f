package importers

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// A Mapping says by heading, as the file writes it, which field a column
// fills; the empty field is a column left out on purpose. Headings that it
// does not name are guessed.
type Mapping map[string]string

// ErrMapping is of a mapping that cannot be followed.
var ErrMapping = errors.New("栏目对应有误 / the mapping of columns cannot be followed")

// MissingHeadings is of a mapping that names headings the file does not have.
type MissingHeadings struct{ Headings []string }

func (e *MissingHeadings) Error() string {
	all := strings.Join(e.Headings, "、")
	return fmt.Sprintf("文件没有这些栏：%s；请换一个栏目对应，或改正栏名 / the file lacks these headings: %s", all, all)
}

func (e *MissingHeadings) Is(target error) bool { return target == ErrMapping }

// fieldCodes are what a mapping calls the fields.
var fieldCodes = [fieldCount]string{
	fieldKey: "key", fieldName: "name", fieldNamesZH: "names_zh", fieldNameEn: "name_en", fieldAlias: "alias", fieldShort: "short_name",
	fieldFormer: "former_name", fieldReading: "pinyin", fieldLon: "lon", fieldLat: "lat", fieldPosition: "position", fieldSystem: "coordinate_system", fieldClass: "class", fieldClassName: "class_name",
	fieldFeatureCode: "feature_code", fieldDivision: "division", fieldElevation: "elevation", fieldPlaceCode: "place_code",
	fieldMeaning: "meaning", fieldOrigin: "origin", fieldHistory: "history", fieldDescription: "description", fieldHeritage: "heritage",
	fieldClassification: "classification", fieldCode: "code", fieldLevel: "level", fieldFirstYear: "first_year", fieldLastYear: "last_year",
	fieldVillageCode: "village_code", fieldVillageName: "village_name", fieldTownCode: "town_code", fieldTownName: "town_name",
	fieldCountyCode: "county_code", fieldCountyName: "county_name",
	fieldShelterCode: "shelter_code", fieldDuration: "duration", fieldSpace: "space", fieldSuits: "suits", fieldUnfit: "unfit", fieldAddress: "address",
	fieldCapacity: "capacity", fieldCapacityNight: "capacity_night", fieldTotalM2: "total_m2", fieldEffectiveM2: "effective_m2", fieldIndoorM2: "indoor_m2",
	fieldWater: "water", fieldPower: "power", fieldToilet: "toilet", fieldMedical: "medical", fieldAccessible: "accessible", fieldKeeper: "keeper",
	fieldDutyPhone: "duty_phone", fieldPhone: "phone", fieldAppraisedOn: "appraised_on", fieldAppraisedBy: "appraised_by", fieldAppraisal: "appraisal", fieldAppraisalDue: "appraisal_due",
	fieldRole: "role", fieldTitle: "title", fieldPrivatePhone: "private_phone", fieldConsent: "consent", fieldNight: "night", fieldTriedOn: "tried_on", fieldTrial: "trial", fieldRank: "rank",
	fieldPlain: "plain", fieldBody: "body", fieldLink: "link", fieldBasis: "basis", fieldFrom: "from", fieldUntil: "until",
	fieldReason: "rejected_reason", fieldNumber: "rejected_row", fieldSource: "rejected_source", fieldMark: "rejected_mark", fieldEditions: "rejected_editions",
}

// A Field is what a column can mean, for a person to choose.
type Field struct {
	Code     string `json:"field"`
	Label    string `json:"label"`
	LabelEn  string `json:"label_en"`
	Required bool   `json:"required"` // every row needs it, or one of its kin
}

// labels are what the fields are called to a person: the wording of the record
// form of the census first.
var labels = [fieldCount][2]string{
	fieldKey: {"来源自己的编号", "Key of the source"}, fieldName: {"标准名称", "Standard name"}, fieldNamesZH: {"中文名称（多个）", "Chinese names"},
	fieldNameEn: {"英文名称", "English name"}, fieldAlias: {"别名", "Alias"}, fieldShort: {"简称", "Short name"}, fieldFormer: {"曾用名", "Former name"},
	fieldReading: {"罗马字母拼写", "Pinyin"}, fieldLon: {"经度（东坐标）", "Longitude (easting)"}, fieldLat: {"纬度（北坐标）", "Latitude (northing)"},
	fieldPosition: {"坐标（经纬度同栏）", "Position (both in one cell)"}, fieldSystem: {"坐标系（文字）", "Reference system in words"},
	fieldClass: {"类别代码", "Class code"}, fieldClassName: {"类别名称", "Class name"}, fieldFeatureCode: {"GeoNames 要素代码", "GeoNames feature code"},
	fieldDivision: {"所在（跨）行政区", "Division"}, fieldElevation: {"高程（米）", "Elevation (m)"}, fieldPlaceCode: {"地名代码", "Place code"},
	fieldMeaning: {"地名含义", "Meaning"}, fieldOrigin: {"地名来历", "Origin"}, fieldHistory: {"历史沿革", "History"},
	fieldDescription: {"地理实体描述", "Description"}, fieldHeritage: {"文化遗产", "Heritage"}, fieldClassification: {"密级", "Classification"},
	fieldCode: {"区划代码", "Division code"}, fieldLevel: {"级别", "Level"}, fieldFirstYear: {"首年", "First year"}, fieldLastYear: {"末年", "Last year"},
	fieldVillageCode: {"村代码", "Village code"}, fieldVillageName: {"村名称", "Village name"}, fieldTownCode: {"乡镇代码", "Township code"},
	fieldTownName: {"乡镇名称", "Township name"}, fieldCountyCode: {"县代码", "County code"}, fieldCountyName: {"县名称", "County name"},
	fieldShelterCode: {"场所编号", "Code of the shelter"}, fieldDuration: {"避难时长", "Duration of stay"}, fieldSpace: {"空间类型", "Indoors or outdoors"},
	fieldSuits: {"适用灾种", "Hazards it suits"}, fieldUnfit: {"不适用灾种", "Hazards it must not be used for"}, fieldAddress: {"地址", "Address"},
	fieldCapacity: {"容纳人数", "Capacity (persons)"}, fieldCapacityNight: {"夜间容纳人数", "Capacity at night"}, fieldTotalM2: {"总面积（平方米）", "Total area (m²)"},
	fieldEffectiveM2: {"有效面积（平方米）", "Effective area (m²)"}, fieldIndoorM2: {"室内面积（平方米）", "Area indoors (m²)"}, fieldWater: {"供水", "Water"}, fieldPower: {"供电", "Power"},
	fieldToilet: {"厕所", "Toilet"}, fieldMedical: {"医疗", "Medical care"}, fieldAccessible: {"无障碍", "Accessible"}, fieldKeeper: {"管理单位", "Unit that keeps it"},
	fieldDutyPhone: {"值班电话", "Duty phone"}, fieldPhone: {"联系电话（未分值班、个人）", "Phone, of a desk or a person"}, fieldAppraisedOn: {"安全鉴定日期", "Day of the safety appraisal"},
	fieldAppraisedBy: {"鉴定机构", "Body that appraised it"}, fieldAppraisal: {"鉴定结论", "Result of the appraisal"}, fieldAppraisalDue: {"下次鉴定日期", "Next appraisal"},
	fieldRole: {"职责", "Role"}, fieldTitle: {"称呼", "Title"}, fieldPrivatePhone: {"个人电话", "Private number"}, fieldConsent: {"同意公开的凭据", "Paper of consent"},
	fieldNight: {"夜间接听", "Answers at night"}, fieldTriedOn: {"拨测日期", "Day of the last trial"}, fieldTrial: {"拨测结果", "Result of the trial"}, fieldRank: {"次序", "Rank"},
	fieldPlain: {"大白话", "Plain words"}, fieldBody: {"全文", "Whole text"}, fieldLink: {"原文链接", "Link to the text"}, fieldBasis: {"依据", "Basis"},
	fieldFrom: {"起始日期", "First day"}, fieldUntil: {"截止日期（含当日）", "Last day"},
}

// Fields lists what the columns of a kind of import can mean.
func Fields(kind Kind) []Field {
	var all []Field
	s := subjectOf(kind)
	for _, f := range s.fields {
		if !f.own() {
			label := s.label(f)
			all = append(all, Field{fieldCodes[f], label[0], label[1], slices.Contains(s.required, f)})
		}
	}
	return all
}

// parseField finds the field that a mapping names; "" is none.
func parseField(kind Kind, code string) (field, bool) {
	if code == "" || code == "-" {
		return fieldNone, true
	}
	for _, f := range subjectOf(kind).fields {
		if fieldCodes[f] == code {
			return f, true
		}
	}
	return fieldNone, false
}

// isClassification tells a heading that is known to say how secret a row is.
func isClassification(heading string) bool {
	return slices.Contains(fieldNames[fieldClassification], normalHeading(heading))
}

// notPassedOver refuses to leave the classification unread: a secret row would
// come in as if it were none.
func notPassedOver(heading string) error {
	return fmt.Errorf("%w: “%s”栏说明密级，必须读取，不能略过或作他用 / the classification is always read", ErrMapping, heading)
}

// Check refuses a mapping with fields that are none of this kind of import,
// with one field for two headings, or without the classification.
func (m Mapping) Check(kind Kind) error {
	holder := map[field]string{}
	for _, heading := range m.headings() {
		f, known := parseField(kind, m[heading])
		if isClassification(heading) && f != fieldClassification {
			return notPassedOver(heading)
		}
		if !known {
			return fmt.Errorf("%w: “%s”对应的 %q 不是可用的项，可用 %s", ErrMapping, heading, m[heading], strings.Join(codesOf(kind), "、"))
		}
		if other, taken := holder[f]; taken && f != fieldNone {
			return fmt.Errorf("%w: “%s”与“%s”都对应 %s，只能有一栏 / two headings for one field", ErrMapping, other, heading, subjectOf(kind).label(f)[0])
		}
		holder[f] = heading
	}
	return nil
}

// Missing lists the headings of the mapping that a file does not have; those
// left out on purpose may lack.
func (m Mapping) Missing(headings []string) (missing []string) {
	for _, h := range m.headings() {
		if m[h] != "" && m[h] != "-" && !slices.ContainsFunc(headings, func(have string) bool { return strings.TrimSpace(have) == strings.TrimSpace(h) }) {
			missing = append(missing, h)
		}
	}
	return missing
}

func (m Mapping) headings() []string {
	all := make([]string, 0, len(m))
	for h := range m {
		all = append(all, h)
	}
	sort.Strings(all)
	return all
}

func codesOf(kind Kind) (codes []string) {
	for _, f := range Fields(kind) {
		codes = append(codes, f.Code)
	}
	return codes
}

// ParseMapping reads pairs such as 标准名称=name, as a person types them.
func ParseMapping(pairs []string) (Mapping, error) {
	m := Mapping{}
	for _, pair := range pairs {
		heading, f, found := strings.Cut(pair, "=")
		if !found || strings.TrimSpace(heading) == "" {
			return nil, fmt.Errorf("%w: 写法如 标准名称=name，收到 %q / write HEADING=FIELD", ErrMapping, pair)
		}
		m[strings.TrimSpace(heading)] = strings.TrimSpace(f)
	}
	return m, nil
}

// follow makes the mapping do what a person has said.
func (m *mapping) follow(given Mapping) {
	m.given = map[string]field{}
	for heading, code := range given {
		f, _ := parseField(m.kind, code) // checked before
		m.given[strings.TrimSpace(heading)] = f
		if f == fieldNone {
			m.ignored[normalHeading(heading)] = true
		}
	}
}

func (m *mapping) isGiven(heading string) bool {
	f, given := m.given[strings.TrimSpace(heading)]
	return given && f != fieldNone
}

// fieldOf is what a person has said of a heading, else what it is known for.
func (m *mapping) fieldOf(heading string) field {
	if f, given := m.given[strings.TrimSpace(heading)]; given {
		return f
	}
	return m.byHeading[normalHeading(heading)]
}
