package report

import (
	"fmt"
	"slices"
	"strings"

	"diming/boundaries"
	"diming/internal/version"
)

func isoWords(d string) string {
	day, err := version.ParseDate(d)
	if err != nil {
		return d
	}
	return inWords(day)
}

// markersInBrief counts how the markers and their reference objects were found.
func (r *Report) markersInBrief() string {
	if len(r.Markers) == 0 {
		return "本次检查范围内没有登记的界桩。"
	}
	both, one := 0, 0
	var none []string
	states := map[string][]string{}
	for _, m := range r.Markers {
		a, b := latest(m.Seen, "marker_check", boundaries.SideA), latest(m.Seen, "marker_check", boundaries.SideB)
		switch {
		case a != nil && b != nil:
			both++
		case a != nil || b != nil:
			one++
		default:
			none = append(none, m.Number)
		}
		for _, o := range []*Observation{a, b} {
			if o != nil && !slices.Contains(states[o.Condition], m.Number) {
				states[o.Condition] = append(states[o.Condition], m.Number)
			}
		}
	}
	text := fmt.Sprintf("应检界桩 %d 座，双方均有记录 %d 座，仅一方有记录 %d 座，没有记录 %d 座", len(r.Markers), both, one, len(none))
	if len(none) > 0 && len(none) < len(r.Markers) {
		text += "（" + strings.Join(none, "、") + "）"
	}
	text += "。"
	if len(states) > 0 {
		text += "按双方记录，" + inStates(states) + "。"
	}
	return text + r.referencesInBrief() + "各界桩情况见附件1，方位物情况见附件2。"
}

// inStates counts markers by condition; those not sound are named.
func inStates(states map[string][]string) string {
	var parts []string
	for _, c := range []string{"normal", "damaged", "lost", "shifted", "text_faded", "covered", ""} {
		numbers := states[c]
		if len(numbers) == 0 {
			continue
		}
		name := word(conditions, c)
		if c == "" {
			name = "未填状况"
		}
		part := fmt.Sprintf("%s %d 座", name, len(numbers))
		if c != "normal" {
			part += "（" + strings.Join(numbers, "、") + "）"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "，")
}

func (r *Report) referencesInBrief() string {
	all, seen, changed, gone := 0, 0, 0, 0
	for _, m := range r.Markers {
		for _, ref := range m.References {
			all++
			states := map[string]bool{}
			for _, s := range []boundaries.Side{boundaries.SideA, boundaries.SideB} {
				if o := latest(m.Seen, "marker_check", s); o != nil {
					states[o.seen(ref.ID).State] = true
				}
			}
			switch {
			case states["gone"]:
				gone++
			case states["changed"]:
				changed++
			case states["present"]:
				seen++
			}
		}
	}
	if all == 0 {
		return "登记中没有方位物。"
	}
	return fmt.Sprintf("登记方位物 %d 处，核对仍在 %d 处，有变化 %d 处，已不存在 %d 处，未核对 %d 处。", all, seen, changed, gone, all-seen-changed-gone)
}

// seen is what an observation says of a reference object.
func (o Observation) seen(reference string) Seen {
	for _, s := range o.References {
		if s.Reference == reference {
			return s
		}
	}
	return Seen{}
}

func (r *Report) problems(p *paper) {
	p.head1("四、发现的问题及处理")
	if len(r.Problems) == 0 {
		p.say("未发现需要立项处理的问题。")
		return
	}
	open := 0
	t := &table{shares: []float64{0.7, 1.3, 2.8, 1.6, 1.4, 1.6}, head: []string{"序号", "位置", "问题", "处理单位", "期限", "处理情况"}, centre: []bool{true}}
	for i, one := range r.Problems {
		done := "处理中"
		if !one.Solved.IsZero() {
			done = inWords(one.Solved) + "：" + one.Solution
		} else {
			open++
		}
		handler := one.Handler
		if handler == "" {
			handler = "未定"
		}
		t.rows = append(t.rows, []string{fmt.Sprint(i + 1), one.Object, one.Text, handler, inWords(one.Due), done})
	}
	p.say(fmt.Sprintf("本次检查立项处理的问题 %d 项，已办结 %d 项，处理中 %d 项。", len(r.Problems), len(r.Problems)-open, open))
	p.add(block{table: t})
}

func (r *Report) disagreements(p *paper) {
	p.head1("五、双方不同意见")
	opinions, differences := r.opinions(), r.differences()
	if len(opinions)+len(differences) == 0 {
		p.say("双方没有记录不同意见。")
		return
	}
	p.say("下列事项双方所见不同，双方的记录均予保留，不以任何一方的记录为准，待双方按规定程序处理。")
	n := 0
	for _, o := range opinions {
		n++
		text := fmt.Sprintf("%d．%s：%s意见为“%s”（%s，%s）", n, o.where, r.sided(o.of.Side), strings.TrimRight(o.of.Text, "。"), o.of.Observer, day(o.of.PhoneTime))
		if o.against == nil {
			text += "；所针对的记录（编号 " + o.of.About + "）尚未到达"
		} else {
			text += fmt.Sprintf("；针对%s%s的记录", r.sided(o.against.Side), day(o.against.PhoneTime)) + quoted(o.against.said())
		}
		p.say(text + "。")
	}
	for _, d := range differences {
		n++
		p.say(fmt.Sprintf("%d．%s：%s%s，%s%s。", n, d.where, r.sided(boundaries.SideA), d.a, r.sided(boundaries.SideB), d.b))
	}
}

func quoted(text string) string {
	if text == "" {
		return ""
	}
	return "“" + strings.TrimRight(text, "。") + "”"
}

// said is what an observation says, in short.
func (o Observation) said() string {
	condition := ""
	if o.Condition != "" {
		condition = word(conditions, o.Condition)
	}
	return join(condition, o.Text)
}
