package report

import (
	"fmt"
	"slices"
	"strings"

	"diming/boundaries"
)

func (r *Report) annexes(p *paper) {
	r.annex(p, 1, "界桩检查情况表", r.markerTable())
	r.annex(p, 2, "方位物检查情况表", r.referenceTable())
	r.annex(p, 3, "界线段检查情况表", r.segmentTable())
	p.newPage()
	p.add(block{sketch: true})
	r.photos(p)
	r.annex(p, 6, "现场记录目录", r.recordTable())
}

func (r *Report) annex(p *paper, n int, name string, t *table) {
	p.newPage()
	p.add(block{para: &para{text: fmt.Sprintf("附件%d", n), plain: true}})
	p.add(block{para: &para{text: name, middle: true, plain: true}})
	if len(t.rows) == 0 {
		p.say("没有应列入的内容。")
		return
	}
	p.add(block{table: t})
}

var bothSides = []boundaries.Side{boundaries.SideA, boundaries.SideB}

func (r *Report) markerTable() *table {
	t := &table{small: true, shares: []float64{0.68, 1.4, 0.95, 2.1, 0.9, 1.32, 1.32, 0.68, 1.65}, centre: []bool{true, true, true, false, true, true, true, true},
		head: []string{"序号", "界桩号", "类型", "登记坐标", "管护方", r.sided("a") + "\n记录", r.sided("b") + "\n记录", "照片", "情况说明"}}
	for i, m := range r.Markers {
		keeper := "未定"
		if m.Keeper != "" {
			keeper = r.Party(m.Keeper).Name
		}
		photos := 0
		for _, o := range m.Seen {
			if o.stands() {
				photos += len(o.Photos)
			}
		}
		t.rows = append(t.rows, []string{fmt.Sprint(i + 1), m.Number, strings.ReplaceAll(m.Kind, "，", "\n"), m.place(), keeper, found1(m.Seen, "marker_check", "a"), found1(m.Seen, "marker_check", "b"), fmt.Sprint(photos), r.told(m.name(), m.Seen)})
	}
	return t
}

// place is the registered position of a marker.
func (m Marker) place() string {
	if m.Position == nil {
		return "未登记"
	}
	text := "E" + degrees(m.Position.Lon()) + "\nN" + degrees(m.Position.Lat())
	if m.Elevation != "" {
		text += "\nH" + m.Elevation + " 米"
	}
	return text
}

// found1 is what a side recorded of a marker's condition, or of a stretch.
func found1(seen []Observation, kind string, side boundaries.Side) string {
	o := latest(seen, kind, side)
	switch {
	case o == nil:
		return "无记录"
	case kind == "segment_check":
		if n := len(o.findings("", nil)); n > 0 {
			return fmt.Sprintf("有 %d 项情况\n%s", n, isoDay(o.PhoneTime))
		}
		return "未发现异常\n" + isoDay(o.PhoneTime)
	case o.Condition == "":
		return "未填状况\n" + isoDay(o.PhoneTime)
	}
	return word(conditions, o.Condition) + "\n" + isoDay(o.PhoneTime)
}

// told is all that both sides found of one object, with its disagreements;
// what both found alike stands once.
func (r *Report) told(where string, seen []Observation) string {
	var parts []string
	by := map[string][]boundaries.Side{}
	add := func(side boundaries.Side, text string) {
		if by[text] == nil {
			parts = append(parts, text)
		}
		if !slices.Contains(by[text], side) {
			by[text] = append(by[text], side)
		}
	}
	for _, o := range seen {
		if !o.stands() {
			continue
		}
		for _, f := range o.findings(where, seen) {
			add(o.Side, f.text)
		}
		if o.Kind == "disagreement" {
			add(o.Side, "不同意见："+o.Text)
		}
	}
	for i, text := range parts {
		who := "双方"
		if len(by[text]) == 1 {
			who = r.sided(by[text][0])
		}
		parts[i] = who + "：" + text
	}
	return strings.Join(parts, "\n")
}

func (r *Report) referenceTable() *table {
	t := &table{small: true, shares: []float64{1.1, 1.6, 2.3, 1.9, 1.9}, centre: []bool{true},
		head: []string{"界桩号", "方位物", "登记的方位角和距离", r.sided("a") + "所见", r.sided("b") + "所见"}}
	for _, m := range r.Markers {
		for _, ref := range m.References {
			registered := join(of(ref.Azimuth, "°", word(norths, ref.North)+" "), of(ref.DistanceM, " 米", ""))
			row := []string{m.Number, ref.Name, registered}
			for _, s := range bothSides {
				row = append(row, sawReference(latest(m.Seen, "marker_check", s), ref.ID))
			}
			t.rows = append(t.rows, row)
		}
	}
	return t
}

// of writes a number with what stands before and after it, nothing where there
// is no number.
func of(number, after, before string) string {
	if number == "" {
		return ""
	}
	return before + number + after
}

func sawReference(o *Observation, reference string) string {
	if o == nil {
		return "无记录"
	}
	s := o.seen(reference)
	if s.State == "" {
		return "未核对"
	}
	return join(word(referenceStates, s.State), of(s.Azimuth, "°", "测得 "), of(s.DistanceM, " 米", "量得 "))
}

func (r *Report) segmentTable() *table {
	t := &table{small: true, shares: []float64{0.7, 2, 1.2, 1.5, 1.5, 3}, centre: []bool{true, false, true, true, true},
		head: []string{"序号", "界线段", "长度", r.sided("a") + "记录", r.sided("b") + "记录", "情况说明"}}
	for i, s := range r.Segments {
		t.rows = append(t.rows, []string{fmt.Sprint(i + 1), s.Name, metres(s.LengthM), found1(s.Seen, "segment_check", "a"), found1(s.Seen, "segment_check", "b"), r.told(s.Name, s.Seen)})
	}
	return t
}

func (r *Report) photos(p *paper) {
	p.newPage()
	p.add(block{para: &para{text: "附件5", plain: true}})
	p.add(block{para: &para{text: "现场照片", middle: true, plain: true}})
	var all []shown
	for _, at := range r.records() {
		if !at.of.stands() {
			continue
		}
		for _, photo := range at.of.Photos {
			one, why, err := reduced(photo)
			if err != nil {
				p.keep(err)
				return
			}
			all = append(all, shown{one, why, r.caption(at, photo)})
		}
	}
	if len(all) == 0 {
		p.say("现场记录没有照片。")
		return
	}
	p.add(block{photos: all})
}

func (r *Report) caption(at placed, photo Photo) string {
	taken := at.of.PhoneTime
	if photo.Taken != nil {
		taken = *photo.Taken
	}
	text := at.where
	if photo.Face != "" {
		text += " " + r.face(photo.Face)
	}
	return text + "（" + r.sided(at.of.Side) + "，" + moment(taken) + "）"
}

// face names the face of a marker that a photo shows.
func (r *Report) face(face string) string {
	switch face {
	case "a", "b":
		return r.Party(boundaries.Side(face)).Name + "一面"
	case "c":
		return "第三面"
	case "around":
		return "远景"
	}
	return face
}

func (r *Report) recordTable() *table {
	covered := r.covered()
	t := &table{small: true, shares: []float64{0.7, 1.6, 1.3, 1.3, 4.4, 1.1}, centre: []bool{true},
		head: []string{"序号", "对象和类别", "记录方", "记录时间（手机钟）", "记录编号和摘要（SHA-256）", "状况"}}
	for i, at := range r.records() {
		t.rows = append(t.rows, []string{fmt.Sprint(i + 1), at.where + "\n" + word(kindWords, at.of.Kind), r.sided(at.of.Side) + "\n" + at.of.Observer, moment(at.of.PhoneTime),
			at.of.ID + "\n" + grouped(at.of.Digest), recordState(at.of, covered)})
	}
	return t
}

func recordState(o Observation, covered map[string]bool) string {
	switch {
	case o.Standing == "withdrawn":
		return "已撤回"
	case o.Standing == "proposal":
		return "作为建议保存"
	case len(covered) == 0:
		return "未签署"
	case covered[o.ID]:
		return "已列入已签清单"
	}
	return "未列入已签清单"
}
