package report

import (
	"fmt"
	"slices"
	"strings"

	"diming/boundaries"
	"diming/internal/version"
)

// paper is the report as a text.
func (r *Report) paper() *paper {
	p := &paper{title: strings.Join(r.title(), ""), author: r.author()}
	if r.Demo {
		p.head = "示例数据，不作为依据"
	}
	for _, line := range r.title() {
		p.add(block{heading: &heading{0, line}})
	}
	r.opening(p)
	r.basis(p)
	r.line(p)
	r.contents(p)
	r.problems(p)
	r.disagreements(p)
	r.signed(p)
	r.conclusion(p)
	r.attachments(p)
	p.add(block{signing: r.signing()})
	r.annexes(p)
	return p
}

// author is whose paper it is.
func (r *Report) author() string {
	if r.B.NotHeld {
		return r.A.Office
	}
	return r.A.Office + "、" + r.B.Office
}

func (r *Report) opening(p *paper) {
	if r.Line.ApprovedBy != "" {
		p.add(block{para: &para{text: r.Line.ApprovedBy + "：", plain: true}})
	}
	who := fmt.Sprintf("%s（以下称甲方）与%s（以下称乙方）", r.A.Government, r.B.Government)
	if r.B.NotHeld {
		who = fmt.Sprintf("%s（以下称甲方；另一侧为%s）", r.A.Government, r.B.Name)
	}
	text := "根据《行政区域界线管理条例》（国务院令第353号）第十二条，参照《省级行政区域界线联合检查实施办法》（民政部令第28号），" + who + "对" + r.Line.Name
	if r.Line.Number != "" {
		text += "（线号" + r.Line.Number + "）"
	}
	text += "进行了" + r.inspection() + "，由" + r.Party(r.Task.Lead).Name + "牵头。"
	if r.Task.Round == 0 {
		text += joined("检查界线段为", r.Task.Stretch) + joined("专项检查的原因：", r.Task.Reason)
	}
	p.say(text + r.when() + "现将结果联合报告如下。")
}

func joined(before, text string) string {
	if text == "" {
		return ""
	}
	return before + strings.TrimSuffix(text, "。") + "。"
}

// when says from when to when was recorded in the field, by the phones' clocks.
func (r *Report) when() string {
	first, last, n := "", "", 0
	for _, at := range r.records() {
		if !at.of.stands() {
			continue
		}
		d := at.of.PhoneTime.In(version.China).Format("2006-01-02")
		if n++; first == "" || d < first {
			first = d
		}
		last = max(last, d)
	}
	switch {
	case n == 0:
		return "现场记录尚未到达。"
	case first == last:
		return fmt.Sprintf("外业检查于%s进行，现场记录 %d 条。", isoWords(first), n)
	}
	return fmt.Sprintf("外业检查自%s至%s进行，现场记录 %d 条。", isoWords(first), isoWords(last), n)
}

func (r *Report) basis(p *paper) {
	p.head1("一、检查依据与组织")
	if len(r.Basis) > 0 {
		p.say("检查依据：" + strings.Join(r.Basis, "；") + "。")
	} else {
		p.say("检查依据：登记中没有界线协议书、批复和检查方案等文件，报送前应补齐。")
	}
	for _, m := range r.Meetings {
		text := inWords(m.On) + "在" + m.Place + "召开联席会议"
		if m.Units != "" {
			text += "，参加单位：" + m.Units
		}
		p.say(text + "。" + joined("会议议定：", m.Text))
	}
	if len(r.Meetings) == 0 {
		p.say("登记中没有联席会议纪要。")
	}
}

func (r *Report) line(p *paper) {
	p.head1("二、界线概况")
	text := r.Line.Name + "为" + levels[r.Line.Level] + "行政区域界线，两侧为" + r.A.Name + code(r.A) + "和" + r.B.Name + code(r.B) + "。"
	if r.Line.LengthStated != "" {
		text += "协议书载明长度 " + r.Line.LengthStated + "；"
	}
	text += "按登记的界线坐标（2000国家大地坐标系）量得长度 " + kilometres(r.Line.LengthM) + "。"
	if r.Line.ApprovedBy != "" {
		text += "批准机关：" + r.Line.ApprovedBy
		if r.Line.Approval != "" {
			text += "（" + r.Line.Approval + "）"
		}
		text += "。"
	}
	p.say(text + joined("界线协议书：", r.Line.Agreement) + fmt.Sprintf("本次应检界桩 %d 座、界线段 %d 段。", len(r.Markers), len(r.Segments)))
	if r.Line.Description != "" {
		p.say("界线走向说明：" + r.Line.Description)
	}
}

func code(p Party) string {
	if p.Code == "" {
		return ""
	}
	return "（" + p.Code + "）"
}

func (r *Report) contents(p *paper) {
	p.head1("三、检查内容与结果")
	all := r.findings()
	unseen := r.unseen()
	if len(unseen) > 0 && len(r.records()) > 0 {
		p.say(fmt.Sprintf("%d 个界线段没有检查记录：%s。", len(unseen), strings.Join(unseen, "、")))
	}
	p.head2("（一）界线管理法规执行情况")
	found(r, p, all, law, "双方按协议书的走向管辖界线，未发现擅自变动界线、单方设立界标、越界或争议的情况。")
	p.head2("（二）界桩、方位物及其管护情况")
	p.say(r.markersInBrief())
	found(r, p, all, marks, "未发现界桩倾斜、基座不牢、文字不清或方位物变化的其他记录。")
	p.head2("（三）其他标志物和地形地物变化及补测情况")
	found(r, p, all, terrain, "未发现作为界线标志的地物、线状地物和地形的变化，无须补测。")
	p.head2("（四）跨界生产、建设情况")
	found(r, p, all, works, "未发现骑线建筑和跨界生产、建设。")
	p.head2("（五）其他情况")
	found(r, p, all, others, "未发现其他需要报告的情况。")
}

// found lists what was found in a section; what both sides found alike stands
// once. Nothing found is said as such, but only where somebody looked.
func found(r *Report, p *paper, all []finding, s section, none string) {
	n := 0
	var told []string
	for i, f := range all {
		if f.section != s || slices.Contains(told, f.where+f.text) {
			continue
		}
		told = append(told, f.where+f.text)
		var by []string
		for _, same := range all[i:] {
			if same.section == s && same.where == f.where && same.text == f.text {
				by = append(by, fmt.Sprintf("%s%s，%s", r.sided(same.of.Side), same.of.Observer, day(same.of.PhoneTime)))
			}
		}
		n++
		p.say(fmt.Sprintf("%d．%s：%s（%s记录）。", n, f.where, strings.TrimRight(f.text, "。；"), strings.Join(by, "；")))
	}
	switch {
	case n > 0:
	case len(r.records()) == 0:
		p.say("没有现场记录，本项未检查。")
	case len(r.unseen()) > 0:
		p.say("就有检查记录的部分，" + none)
	default:
		p.say(none)
	}
}

// unseen are the stretches that nobody recorded, so that 未发现 does not say
// more than was looked at.
func (r *Report) unseen() []string {
	var names []string
	for _, s := range r.Segments {
		if latest(s.Seen, "segment_check", boundaries.SideA) == nil && latest(s.Seen, "segment_check", boundaries.SideB) == nil {
			names = append(names, s.Name)
		}
	}
	return names
}
