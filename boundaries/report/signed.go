package report

import (
	"fmt"
	"strings"

	"diming/boundaries"
)

// signed says how the field records are signed: one side alone and both on one
// phone are said to be that.
func (r *Report) signed(p *paper) {
	p.head1("六、现场记录的签署")
	if len(r.Sheets) == 0 {
		p.say("现场记录尚未由任何一方签署。")
	}
	for i, s := range r.Sheets {
		p.say(r.sheetInWords(i, s))
		p.add(block{para: &para{text: "摘要（SHA-256）：" + grouped(s.Digest), plain: true, small: true}})
		if len(s.Signatures) > 0 {
			p.add(block{table: r.signatures(s)})
		}
	}
	covered := r.covered()
	withdrawn, proposals, outside := 0, 0, 0
	for _, at := range r.records() {
		switch at.of.Standing {
		case "withdrawn":
			withdrawn++
		case "proposal":
			proposals++
		default:
			if !covered[at.of.ID] {
				outside++
			}
		}
	}
	if outside > 0 && len(covered) > 0 {
		p.say(fmt.Sprintf("另有 %d 条现场记录未列入已签署的记录清单，见附件6。", outside))
	}
	if withdrawn > 0 {
		p.say(fmt.Sprintf("有 %d 条记录已由记录方撤回，不计入结果，原文保留在任务文件中。", withdrawn))
	}
	r.replacements(p)
	if proposals > 0 {
		p.say(fmt.Sprintf("有 %d 条记录送达时任务或所涉对象已变动，作为建议保存，不计入结果。", proposals))
	}
}

// covered are the records of the sheet that decides, where somebody signed it.
func (r *Report) covered() map[string]bool {
	all := map[string]bool{}
	for _, s := range r.Sheets {
		if s.Digest == r.Standing.Sheet && s.State != "incomplete" {
			for _, id := range s.Records {
				all[id] = true
			}
		}
	}
	return all
}

// replacements says that characters of records are written otherwise.
func (r *Report) replacements(p *paper) {
	if r.replaced > 0 {
		p.say(fmt.Sprintf("现场记录中有 %d 个字符没有可用的字体，以〔U+…〕的编码代替，原文见任务文件。", r.replaced))
	}
}

func (r *Report) sheetInWords(i int, s Sheet) string {
	name := "记录清单"
	if len(r.Sheets) > 1 {
		name += numeral(i + 1)
	}
	text := fmt.Sprintf("%s：现场记录 %d 条，校验词“%s”，摘要见下。签署状况：%s。", name, len(s.Records), strings.Join(s.Words[:], " "), r.sheetState(s))
	if s.Scanned {
		text += "盖章记录表已扫描归档。"
	}
	if len(s.Why) > 0 && s.State != "joint" {
		text += strings.Join(s.Why, "；") + "。"
	}
	return text
}

// sheetState names the side that signed alone.
func (r *Report) sheetState(s Sheet) string {
	if s.State == "one_sided" {
		for _, sig := range s.Signatures {
			if sig.Counts {
				return "仅" + r.sided(sig.Side) + "签署（单方签署），" + r.sided(sig.Side.Other()) + "未签署"
			}
		}
	}
	return word(sheetStates, s.State)
}

func (r *Report) signatures(s Sheet) *table {
	t := &table{shares: []float64{1.5, 1.5, 2, 2.4, 1.6}, head: []string{"签署方", "签署人", "签署时间（手机钟）", "签署手机", "签名核验"}, small: true}
	for _, sig := range s.Signatures {
		good := "有效"
		if !sig.Counts {
			good = "不计入"
		}
		t.rows = append(t.rows, []string{r.sided(sig.Side), sig.Signer, moment(sig.SignedAt), sig.Device, good})
	}
	return t
}

func (r *Report) conclusion(p *paper) {
	p.head1("七、结论")
	switch r.Standing.State {
	case "joint":
		p.say("本次联合检查的现场记录已由双方共同签署，双方对上述结果没有不同意见。")
	case "disagreement":
		p.say("双方对部分检查结果有不同意见，已如实列明于第五部分；该部分不作为双方一致的结果。")
	case "same_device":
		p.say("现场记录为同机签署，待双方盖章的记录表扫描归档确认后，方为双方共同签署的结果。")
	case "one_sided":
		p.say("现场记录仅由一方签署。在另一方签署之前，本报告不作为双方一致的结果。")
	default:
		p.say("现场记录尚未由双方签署。在双方签署之前，本报告不作为双方一致的结果。")
	}
	next := ""
	if r.Task.Round != 0 && r.Task.Years > 0 {
		next = fmt.Sprintf("界线每%s年联合检查一次，下一次联合检查应在本次结果联合上报之日起%s年内进行。", numeral(r.Task.Years), numeral(r.Task.Years))
	}
	p.say(next + "遇有自然灾害、河流改道、道路变化等影响界线的情况，双方随时对有关地段进行专项检查。")
	if !r.B.NotHeld {
		p.say("本报告由双方人民政府共同上报。")
	}
}

// signing is what each side signs and seals by hand.
func (r *Report) signing() *signing {
	side := func(s boundaries.Side) []string {
		one := r.Party(s)
		if one.NotHeld {
			return []string{party(s) + "：" + one.Name, "（不在本登记范围内）", "", "", ""}
		}
		return []string{party(s) + "：" + one.Government + "（盖章）", one.Office + "（盖章）", "代表（签字）：", "检查人员（签字）：", "　　　　年　　月　　日"}
	}
	return &signing{[2][]string{side(boundaries.SideA), side(boundaries.SideB)}, 17}
}

func (r *Report) attachments(p *paper) {
	p.add(block{para: &para{text: "附件：1．界桩检查情况表\n　　　2．方位物检查情况表\n　　　3．界线段检查情况表\n　　　4．界线示意图\n　　　5．现场照片\n　　　6．现场记录目录", plain: true, whole: true}})
}
