package api

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"diming/api/counter"
	"diming/boundaries"
)

// applyNames is how many names the form of an application has.
const applyNames = 5

// applyClasses are the classes that people apply for; the office corrects what
// was chosen wrongly.
var applyClasses = []counter.Choice{
	{Value: "23514", Word: "道路、街巷 Street or lane"}, {Value: "22100", Word: "住宅小区、城镇居民点 Housing estate"}, {Value: "22200", Word: "自然村、农村居民点 Village settlement"},
	{Value: "26000", Word: "建筑物 Building"}, {Value: "26300", Word: "广场、体育场 Square or stadium"}, {Value: "23600", Word: "桥梁、隧道等 Bridge, tunnel"},
	{Value: "25000", Word: "公园、纪念地、景点 Park, memorial, sight"}, {Value: "24000", Word: "水利、电力、通信设施 Water or power facility"}, {Value: "10000", Word: "山、河等自然实体 Natural feature"},
}

// A typed is what stands in a form, with what is wrong with it.
type typed struct {
	url.Values
	wrong map[string]string
}

func (t typed) text(key string) string { return strings.TrimSpace(t.Get(key)) }

func (t typed) field(name, label, hint string, most int) counter.Field {
	return counter.Field{ID: "f-" + name, Name: name, Label: label, Hint: hint, Value: t.Get(name), Wrong: t.wrong[name], Most: most}
}

// applyForm is the form of an application with what was typed.
func (s *Server) applyForm(ctx context.Context, f counter.Frame, t typed) (counter.Apply, error) {
	towns, err := s.townChoices(ctx, f)
	if err != nil {
		return counter.Apply{}, err
	}
	kind := t.field("kind", f.T("申请办什么", "What for"), "", 20)
	kind.Choices = []counter.Choice{{Value: "naming", Word: f.T("命名（新的地名）", "A new name")}, {Value: "renaming", Word: f.T("更名（改已有的地名）", "Change of a name")}}
	class := t.field("class", f.T("是什么", "Class"), "", 5)
	class.Choices = applyClasses
	town := t.field("division", f.T("在哪里", "Where"), f.T("乡镇、街道", "township"), 36)
	town.Choices = towns
	reason := t.field("reason", f.T("方案及理由", "Plan and reasons"), f.T("为什么命名、名称的由来", "why, and where the name comes from"), 8000)
	reason.Area = true
	form := counter.Apply{Frame: f, Action: "/apply", Button: f.T("提交申请", "Hand in"),
		Lead: f.T("不用注册。提交后会给您受理编号和查询码，凭它们查询进度、补正材料。", "No account is needed. You get a number and a code with which to follow the case and add to it."),
		Fields: []counter.Field{kind, class, town,
			t.field("body", f.T("申请单位", "Organisation"), f.T("个人申请可不填", "leave empty if a person applies"), 200),
			t.field("contact", f.T("联系人和电话", "Contact"), f.T("个人信息，只供办理本件的人员联系您，单独保存，不公开，可要求删除", "personal data, used only to reach you about this case, kept apart, never published, erased on request"), 300),
			reason}}
	for n := 1; n <= applyNames; n++ {
		form.Names = append(form.Names, t.nameGroup(f, n))
	}
	return form, nil
}

func (t typed) nameGroup(f counter.Frame, n int) counter.NameGroup {
	key := func(what string) string { return what + strconv.Itoa(n) }
	number := func(what, label string) counter.Field {
		one := t.field(key(what), label, f.T("米", "m"), 10)
		one.Mode = "decimal"
		return one
	}
	return counter.NameGroup{Number: n, Wrong: t.wrong["name-"+strconv.Itoa(n)], Fields: []counter.Field{
		t.field(key("name"), f.T("拟用名称", "Proposed name"), "", 60),
		t.field(key("other"), f.T("备选名称", "Alternatives"), f.T("用顿号分开", "separated by 、"), 200),
		t.field(key("now"), f.T("现用名称", "Present name"), f.T("只在更名时填", "only for a change of name"), 60),
		t.field(key("start"), f.T("起点", "Starts at"), "", 100), t.field(key("end"), f.T("止点", "Ends at"), "", 100),
		number("length", f.T("长度", "Length")), number("width", f.T("宽度", "Width")),
		t.field(key("at"), f.T("位置", "Position"), f.T("经度,纬度，可不填", "lon,lat, optional"), 40),
	}}
}

// townChoices are the townships of the county.
func (s *Server) townChoices(ctx context.Context, f counter.Frame) ([]counter.Choice, error) {
	home, err := s.Boundaries.Home(ctx)
	if err != nil {
		return nil, err
	}
	towns, err := s.Boundaries.Children(ctx, boundaries.Reader{}, &home.ID)
	if err != nil {
		return nil, fmt.Errorf("townships: %w", err)
	}
	all := []counter.Choice{{Value: "", Word: f.T("请选择", "Choose")}}
	for _, d := range towns {
		all = append(all, counter.Choice{Value: d.ID.String(), Word: boundaries.StandardName(d.Name)})
	}
	return append(all, counter.Choice{Value: home.ID.String(), Word: f.T("跨乡镇或不清楚（全县）", "Several, or not sure (whole county)")}), nil
}
