package papers

import "strings"

// FormName is the title of the form.
const FormName = "地名登记表"

// An Entity is a named place as the register form asks for it, in the record
// shape of the second national census. Everything is text as it is written in
// the form.
type Entity struct {
	Code, Name, Alias, Short, Former                 string
	MapName, MapSheet, Scale                         string
	Roman, Sound, GenericRoman, Minority, Language   string
	Use, NamedOn, Classification, Founded, Abolished string
	Signs, ElevationM                                string
	West, East, South, North                         string // degrees, CGCS2000
	Measured, ClassCode, ClassName                   string
	Meaning, Origin, History, Description            string
	Media, Other, Source, Remark                     string
	RegisteredOn, RegisteredBy, Registrar            string
	Divisions                                        string
	Postcode, AreaKM2, Level, LengthM, WidthM        string // of some classes only
	Start, End, Passes, Kind, Load, Address          string // of some classes only
}

// A Field is one field of a record with its value.
type Field struct {
	Key      string `json:"key"`
	Label    string `json:"label"`
	Required bool   `json:"required"`
	Value    string `json:"value"`
}

// A Record is a register form that is filled in: its fields in the order of the
// form.
type Record struct {
	Form    string   `json:"form"`
	Name    string   `json:"name"`
	Fields  []Field  `json:"fields"`
	Missing []string `json:"missing"` // labels of fields that must be filled and are not
}

// A formField is a field of the form and where its value stands.
type formField struct {
	key, label string
	required   bool
	value      func(Entity) string
}

// form is the one definition of the register form, for all its outputs: fields
// and marks of the second national census's form (第二次全国地名普查登记表).
var form = []formField{
	{"code", "地名代码", true, func(e Entity) string { return e.Code }},
	{"standard_name", "标准名称", true, func(e Entity) string { return e.Name }},
	{"alias", "别名", false, func(e Entity) string { return e.Alias }},
	{"short_name", "简称", false, func(e Entity) string { return e.Short }},
	{"former_name", "曾用名", false, func(e Entity) string { return e.Former }},
	{"map_name", "图上名称", false, func(e Entity) string { return e.MapName }},
	{"map_sheet", "图号（年版）", false, func(e Entity) string { return e.MapSheet }},
	{"map_scale", "比例尺", false, func(e Entity) string { return e.Scale }},
	{"roman", "罗马字母拼写", true, func(e Entity) string { return e.Roman }},
	{"sound", "地名读音", false, func(e Entity) string { return e.Sound }},
	{"generic_roman", "通名罗马字母拼写", false, func(e Entity) string { return e.GenericRoman }},
	{"minority_writing", "民族文字", false, func(e Entity) string { return e.Minority }},
	{"language", "语种", false, func(e Entity) string { return e.Language }},
	{"use_time", "使用时间", true, func(e Entity) string { return e.Use }},
	{"named_on", "命名时间", false, func(e Entity) string { return e.NamedOn }},
	{"classification", "密级", false, func(e Entity) string { return e.Classification }},
	{"founded", "设立年份", false, func(e Entity) string { return e.Founded }},
	{"abolished", "废止年份", false, func(e Entity) string { return e.Abolished }},
	{"signs", "标牌个数", false, func(e Entity) string { return e.Signs }},
	{"elevation_m", "高程（米）", false, func(e Entity) string { return e.ElevationM }},
	{"west", "东经", false, func(e Entity) string { return e.West }},
	{"east", "至东经", false, func(e Entity) string { return e.East }},
	{"south", "北纬", false, func(e Entity) string { return e.South }},
	{"north", "至北纬", false, func(e Entity) string { return e.North }},
	{"crs", "坐标系", false, func(e Entity) string { return crs(e) }},
	{"measured", "测量方法", false, func(e Entity) string { return e.Measured }},
	{"class", "类别名称", true, func(e Entity) string { return strings.TrimSpace(e.ClassName + " " + e.ClassCode) }},
	{"meaning", "地名含义", true, func(e Entity) string { return e.Meaning }},
	{"origin", "地名来历", false, func(e Entity) string { return e.Origin }},
	{"history", "历史沿革", true, func(e Entity) string { return e.History }},
	{"description", "地理实体描述", true, func(e Entity) string { return e.Description }},
	{"media", "多媒体信息", false, func(e Entity) string { return e.Media }},
	{"other", "其他信息", false, func(e Entity) string { return e.Other }},
	{"source", "资料来源及出处", false, func(e Entity) string { return e.Source }},
	{"remark", "备注", false, func(e Entity) string { return e.Remark }},
	{"registered_on", "登记时间", true, func(e Entity) string { return e.RegisteredOn }},
	{"registered_by", "登记人", true, func(e Entity) string { return e.RegisteredBy }},
	{"registrar", "登记单位", true, func(e Entity) string { return e.Registrar }},
	{"divisions", "所在（跨）行政区", true, func(e Entity) string { return e.Divisions }},
}

// crs is the form's 坐标系: said where there is a position.
func crs(e Entity) string {
	if e.West == "" && e.South == "" {
		return ""
	}
	return "2000国家大地坐标系"
}

// extras are the fields that some classes have besides, by the beginning of
// the class's code. Which codes they are is known for these only.
var extras = []struct {
	class  string
	fields []formField
}{
	{"21", []formField{
		{"postcode", "邮政编码", false, func(e Entity) string { return e.Postcode }},
		{"area_km2", "面积（平方千米）", false, func(e Entity) string { return e.AreaKM2 }},
		{"level", "行政级别", false, func(e Entity) string { return e.Level }}}},
	{"232", roadFields}, {"235", roadFields},
	{"236", []formField{
		{"kind", "类型", false, func(e Entity) string { return e.Kind }},
		{"load", "载重", false, func(e Entity) string { return e.Load }},
		{"length_m", "长度（米）", false, func(e Entity) string { return e.LengthM }}}},
	{"26", []formField{
		{"address", "坐落", false, func(e Entity) string { return e.Address }},
		{"postcode", "邮政编码", false, func(e Entity) string { return e.Postcode }}}},
	{"27", []formField{
		{"address", "地址", false, func(e Entity) string { return e.Address }},
		{"postcode", "邮政编码", false, func(e Entity) string { return e.Postcode }}}},
}

var roadFields = []formField{
	{"kind", "道路类型", false, func(e Entity) string { return e.Kind }},
	{"level", "道路等级", false, func(e Entity) string { return e.Level }},
	{"start", "起点", false, func(e Entity) string { return e.Start }},
	{"end", "止点", false, func(e Entity) string { return e.End }},
	{"length_m", "长度（米）", false, func(e Entity) string { return e.LengthM }},
	{"width_m", "宽度（米）", false, func(e Entity) string { return e.WidthM }},
	{"passes", "途经行政区", false, func(e Entity) string { return e.Passes }},
}

// RecordOf fills the register form in.
func RecordOf(e Entity) Record {
	r := Record{Form: FormName, Name: e.Name, Missing: []string{}}
	fields := form
	for _, x := range extras {
		if strings.HasPrefix(e.ClassCode, x.class) {
			fields = append(fields[:len(fields):len(fields)], x.fields...)
		}
	}
	for _, f := range fields {
		value := strings.TrimSpace(f.value(e))
		r.Fields = append(r.Fields, Field{f.key, f.label, f.required, value})
		if f.required && value == "" {
			r.Missing = append(r.Missing, f.label)
		}
	}
	return r
}

// CopySheet gives the fields of a record in the order in which the national
// form asks for them, to be copied one after another. The national form numbers
// a place itself; what it fills in is left out.
func CopySheet(r Record) []Field {
	var all []Field
	for _, f := range r.Fields {
		if f.Key != "code" {
			all = append(all, f)
		}
	}
	return all
}
