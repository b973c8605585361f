package report

import (
	"fmt"
	"io"
	"strings"

	"diming/boundaries"
	"diming/internal/typeset"
)

// RecordSheets writes the record sheets 联检记录表, a page for each marker and
// each segment of which there is a record, with the digest of the signed list:
// they are signed in ink and sealed, and their scan is filed. A last page names
// what has no record, so that no page is taken for one that was left empty. It
// answers an *UnprintableError where the fonts lack a character of them.
func RecordSheets(w io.Writer, fonts typeset.Fonts, r *Report) error {
	r, err := r.Settled().legible(fonts)
	if err != nil {
		return err
	}
	p := &paper{title: r.Line.Name + r.inspection() + "记录表", author: r.author()}
	if r.Demo {
		p.head = "示例数据，不作为依据"
	}
	var without [2][]string // markers and segments of which there is no record
	for _, m := range r.Markers {
		if len(m.Seen) == 0 {
			without[0] = append(without[0], m.Number)
			continue
		}
		r.recordSheet(p, "界桩", m.facts(r), "marker_check", m.Seen, m.References)
	}
	for _, s := range r.Segments {
		if len(s.Seen) == 0 {
			without[1] = append(without[1], s.Name)
			continue
		}
		facts := [][2]string{{"界线段", s.Name}, {"长度", metres(s.LengthM)}, {"起止界桩", orDash(s.From) + " 至 " + orDash(s.To)}}
		r.recordSheet(p, "界线段", facts, "segment_check", s.Seen, nil)
	}
	if len(r.Whole) > 0 {
		r.recordSheet(p, "全线", [][2]string{{"范围", "全线"}}, "", r.Whole, nil)
	}
	r.withoutRecord(p, without[0], without[1])
	if len(p.blocks) == 0 {
		p.say("本次检查没有界桩、界线段和现场记录。")
	}
	return p.pdf(w, fonts, r)
}

// withoutRecord names, on a page of its own, what has no record.
func (r *Report) withoutRecord(p *paper, markers, segments []string) {
	if len(markers)+len(segments) == 0 {
		return
	}
	if len(p.blocks) > 0 {
		p.newPage()
	}
	p.add(block{para: &para{text: "没有现场记录的界桩和界线段", middle: true, plain: true}})
	p.add(block{table: r.factTable(nil)})
	for _, one := range []struct {
		kind  string
		names []string
	}{{"界桩", markers}, {"界线段", segments}} {
		if len(one.names) > 0 {
			p.say(fmt.Sprintf("%s %d 处：%s。", one.kind, len(one.names), strings.Join(one.names, "、")))
		}
	}
}

func (m Marker) facts(r *Report) [][2]string {
	keeper := "未定"
	if m.Keeper != "" {
		keeper = r.Party(m.Keeper).Name
	}
	return [][2]string{{"界桩号", m.Number}, {"类型", join(m.Kind, m.Material)}, {"登记坐标", strings.ReplaceAll(m.place(), "\n", "，")}, {"管护方", keeper}}
}

func (r *Report) recordSheet(p *paper, kind string, facts [][2]string, check string, seen []Observation, references []Reference) {
	if len(p.blocks) > 0 {
		p.newPage()
	}
	p.add(block{para: &para{text: "行政区域界线联合检查记录表（" + kind + "）", middle: true, plain: true}})
	p.add(block{table: r.factTable(facts)})
	if check != "" {
		p.add(block{table: r.checkTable(check, seen, references)})
	}
	if t := r.otherTable(check, seen); len(t.rows) > 0 {
		p.add(block{para: &para{text: "其他记录", plain: true, small: true}})
		p.add(block{table: t})
	}
	sign := r.sheetSigning()
	p.add(block{para: &para{text: r.sealLine(facts[0][1], kind), plain: true, small: true, whole: true, room: sign.high() + 8}})
	p.add(block{signing: sign})
}

// factTable sets what is registered in two columns.
func (r *Report) factTable(facts [][2]string) *table {
	line := r.Line.Name
	if r.Line.Number != "" {
		line += "（线号" + r.Line.Number + "）"
	}
	all := append([][2]string{{"界线", line}, {"检查", r.inspection() + fmt.Sprintf("（%d年），%s牵头", r.Task.Year, r.Party(r.Task.Lead).Name)}}, facts...)
	t := &table{small: true, tight: true, shares: []float64{0.8, 2.6, 0.8, 2.6}}
	for i := 0; i < len(all); i += 2 {
		row := all[i][:]
		if i+1 < len(all) {
			row = append(row, all[i+1][:]...)
		} else {
			row = append(row, "", "")
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// checkTable sets what both sides recorded of one object beside each other.
func (r *Report) checkTable(check string, seen []Observation, references []Reference) *table {
	t := &table{small: true, tight: true, shares: []float64{2, 2.4, 2.4}, head: []string{"检查内容", r.sided(boundaries.SideA) + "记录", r.sided(boundaries.SideB) + "记录"}}
	a, b := latest(seen, check, boundaries.SideA), latest(seen, check, boundaries.SideB)
	row := func(label string, say func(o *Observation) string) {
		cells := []string{label}
		for _, o := range []*Observation{a, b} {
			text := "无记录"
			if o != nil {
				text = say(o)
			}
			cells = append(cells, text)
		}
		t.rows = append(t.rows, cells)
	}
	row("记录人", func(o *Observation) string { return o.Observer })
	row("记录时间（手机钟）", func(o *Observation) string { return moment(o.PhoneTime) })
	row("记录时间（服务器推算）", func(o *Observation) string { return orDash(reckoned(o)) })
	row("服务器收到时间", func(o *Observation) string { return moment(o.Stored) })
	row("手机定位", func(o *Observation) string { return orDash(o.Position.words()) })
	if check == "marker_check" {
		row("界桩状况", func(o *Observation) string { return orDash(word(conditions, o.Condition)) })
	}
	for _, label := range labels(a, b) {
		row(label[1], func(o *Observation) string { return orDash(o.answer(label[0])) })
	}
	for _, ref := range references {
		row("方位物："+ref.Name, func(o *Observation) string { return sawReference(o, ref.ID) })
	}
	row("说明", func(o *Observation) string { return orDash(join(append([]string{o.Text}, amended(seen, o.ID)...)...)) })
	row("照片", func(o *Observation) string { return orDash(photoList(o.Photos)) })
	row("记录摘要（SHA-256）", func(o *Observation) string { return grouped(o.Digest) })
	return t
}

// reckoned is when a record was made by the server's clock, as far as it knows.
func reckoned(o *Observation) string {
	if o.Reckoned.IsZero() {
		return ""
	}
	return moment(o.Reckoned)
}

// labels are the items that either side answered, with their labels, in the
// order of the form; the condition of a marker has a row of its own.
func labels(both ...*Observation) [][2]string {
	var all [][2]string
	seen := map[string]bool{"condition": true}
	for _, o := range both {
		if o == nil {
			continue
		}
		for _, a := range o.Answers {
			if !seen[a.Item] {
				seen[a.Item] = true
				all = append(all, [2]string{a.Item, a.Label})
			}
		}
	}
	return all
}

func orDash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

func photoList(photos []Photo) string {
	if len(photos) == 0 {
		return ""
	}
	parts := []string{fmt.Sprintf("%d 张", len(photos))}
	for _, p := range photos {
		parts = append(parts, p.SHA256[:min(16, len(p.SHA256))]+"…")
	}
	return strings.Join(parts, " ")
}

// otherTable lists the records of an object beside the check that stands: those
// that were replaced, withdrawn or taken as a proposal are there as well.
func (r *Report) otherTable(check string, seen []Observation) *table {
	t := &table{small: true, shares: []float64{1.1, 1.1, 1.3, 3, 1.2}, head: []string{"类别", "记录方", "时间（手机钟）", "内容和摘要（SHA-256）", "状况"}}
	a, b := latest(seen, check, boundaries.SideA), latest(seen, check, boundaries.SideB)
	covered := r.covered()
	for _, o := range seen {
		if a != nil && o.ID == a.ID || b != nil && o.ID == b.ID {
			continue
		}
		t.rows = append(t.rows, []string{word(kindWords, o.Kind), r.sided(o.Side) + "\n" + o.Observer, moment(o.PhoneTime),
			orDash(join(o.said(), o.Position.words())) + "\n" + grouped(o.Digest), recordState(o, covered)})
	}
	return t
}

// sealLine is what ties the paper to the records that were signed.
func (r *Report) sealLine(name, kind string) string {
	for _, s := range r.Sheets {
		if s.Digest == r.Standing.Sheet {
			return fmt.Sprintf("本表为%s“%s”的记录；本次任务的记录清单共 %d 条，摘要（SHA-256）：\n%s\n校验词：%s　签署状况：%s", kind, name, len(s.Records), grouped(s.Digest), strings.Join(s.Words[:], " "), r.sheetState(s))
		}
	}
	return "本次任务的现场记录尚未形成签署的清单。"
}

func (r *Report) sheetSigning() *signing {
	side := func(s boundaries.Side) []string {
		one := r.Party(s)
		if one.NotHeld {
			return []string{one.Name + "（不在本登记范围内）", "", ""}
		}
		return []string{party(s) + "检查人员（签字）：", one.Office + "（盖章）", "　　　　年　　月　　日"}
	}
	return &signing{[2][]string{side(boundaries.SideA), side(boundaries.SideB)}, 11}
}
