package report

import (
	"slices"

	"diming/boundaries"
)

// A section is one of the contents of a joint inspection (实施办法 art. 3).
type section int

// The sections, in the order of the report.
const (
	law     section = iota // 管理法规的执行
	marks                  // 界桩、方位物及其管护
	terrain                // 其他标志物和地形地物
	works                  // 跨界生产、建设
	others                 // 其他
)

// An item of the check form, by what its answer says.
type item struct {
	section section
	adverse string // the answer that is a finding; "" any answer
	detail  string // the item that says more of it
	told    string // the finding in words
}

// items are those of the program's own form. An office's further items stand in
// the tables and sheets with their answers: what is adverse of them only the
// office knows.
var items = map[string]item{
	"line_kept":        {law, "no", "", "未按协议书的走向管辖或有擅自变动"},
	"one_sided_mark":   {law, "yes", "one_sided_mark_where", "有单方设立的界标"},
	"dispute":          {law, "yes", "dispute_what", "有争议或越界情况"},
	"upright":          {marks, "no", "", "桩体不直立或基座不牢固"},
	"text_legible":     {marks, "no", "", "文字不清楚或朝向不正确"},
	"references_stand": {marks, "no", "references_changed", "方位物有变化"},
	"terrain_changed":  {terrain, "yes", "terrain_change", "地形或线状地物有变化"},
	"building_on_line": {works, "yes", "building", "有骑线建筑"},
	"works_across":     {works, "yes", "works", "有跨界生产、建设"},
	"note":             {others, "", "", ""},
}

// A finding is something that a side found, in words.
type finding struct {
	section section
	where   string
	text    string
	of      Observation
}

// stands tells whether an observation counts: it was taken into the task and
// not withdrawn. What does not count is told of, not left out.
func (o Observation) stands() bool { return o.Standing == "accepted" }

// latest is the last record of a kind by a side that stands.
func latest(seen []Observation, kind string, side boundaries.Side) *Observation {
	var found *Observation
	for i := range seen {
		o := &seen[i]
		if o.stands() && o.Kind == kind && o.Side == side && (found == nil || !o.PhoneTime.Before(found.PhoneTime)) {
			found = o
		}
	}
	return found
}

// amended gives the texts of the amendments to a record.
func amended(seen []Observation, id string) []string {
	var all []string
	for _, o := range seen {
		if o.stands() && o.Kind == "amendment" && o.About == id {
			all = append(all, "补充："+o.Text)
		}
	}
	return all
}

// findings gives all that both sides found, in the order of the report.
func (r *Report) findings() []finding {
	var all []finding
	add := func(where string, seen []Observation) {
		for _, o := range seen {
			if o.stands() {
				all = append(all, o.findings(where, seen)...)
			}
		}
	}
	for _, m := range r.Markers {
		add(m.name(), m.Seen)
	}
	for _, s := range r.Segments {
		add(s.Name, s.Seen)
	}
	add("全线", r.Whole)
	return all
}

func (o Observation) findings(where string, seen []Observation) []finding {
	var all []finding
	add := func(s section, text string) {
		all = append(all, finding{s, where, join(append([]string{text}, amended(seen, o.ID)...)...), o})
	}
	switch o.Kind {
	case "problem":
		add(others, "问题："+o.Text)
	case "note", "patrol":
		if o.Text != "" {
			add(others, o.Text)
		}
	case "relocation":
		add(marks, join("复位测量", o.Text, o.Position.words()))
	case "marker_check", "segment_check":
		for _, a := range o.Answers {
			it, known := items[a.Item]
			if !known || a.Value == "" || it.adverse != "" && a.Value != it.adverse {
				continue
			}
			text := it.told
			if it.adverse == "" {
				text = a.Words
			}
			add(it.section, joinColon(text, o.answer(it.detail)))
		}
		if o.Text != "" && o.Kind == "marker_check" {
			add(marks, o.Text)
		} else if o.Text != "" {
			add(others, o.Text)
		}
	}
	return all
}

func joinColon(text, more string) string {
	if more == "" {
		return text
	}
	return text + "：" + more
}

// answer is what was answered to an item, in words.
func (o Observation) answer(id string) string {
	i := slices.IndexFunc(o.Answers, func(a Answer) bool { return a.Item == id })
	if i < 0 {
		return ""
	}
	return o.Answers[i].Words
}

// words says where a phone believed to be, and how well it knew.
func (f *Fix) words() string {
	if f == nil {
		return ""
	}
	return "手机定位 " + f.Lon + "，" + f.Lat + "（精度 ±" + f.AccuracyM + " 米）"
}

// A difference is something that the two sides saw differently.
type difference struct{ where, a, b string }

// differences are the markers whose condition the sides recorded otherwise: no
// record overrules the other (both stand until a procedure settles it).
func (r *Report) differences() []difference {
	var all []difference
	for _, m := range r.Markers {
		a, b := latest(m.Seen, "marker_check", boundaries.SideA), latest(m.Seen, "marker_check", boundaries.SideB)
		if a != nil && b != nil && a.Condition != b.Condition {
			all = append(all, difference{m.name(), "状况记为“" + word(conditions, a.Condition) + "”", "状况记为“" + word(conditions, b.Condition) + "”"})
		}
	}
	for _, s := range r.Segments {
		a, b := latest(s.Seen, "segment_check", boundaries.SideA), latest(s.Seen, "segment_check", boundaries.SideB)
		if a == nil || b == nil {
			continue
		}
		for _, answer := range a.Answers {
			it, known := items[answer.Item]
			if other := b.value(answer.Item); known && it.adverse != "" && other != "" && other != answer.Value {
				all = append(all, difference{s.Name, "“" + answer.Label + "”答“" + answer.Words + "”", "“" + answer.Label + "”答“" + b.answer(answer.Item) + "”"})
			}
		}
	}
	return all
}

func (o Observation) value(id string) string {
	i := slices.IndexFunc(o.Answers, func(a Answer) bool { return a.Item == id })
	if i < 0 {
		return ""
	}
	return o.Answers[i].Value
}

// An opinion is a disagreement 不同意见 as a side recorded it.
type opinion struct {
	where   string
	of      Observation
	against *Observation // nil: the record has not arrived
}

func (r *Report) opinions() []opinion {
	var all []opinion
	records := r.records()
	for _, at := range records {
		if at.of.Kind != "disagreement" || !at.of.stands() {
			continue
		}
		one := opinion{where: at.where, of: at.of}
		if i := slices.IndexFunc(records, func(p placed) bool { return p.of.ID == at.of.About }); i >= 0 {
			one.against = &records[i].of
		}
		all = append(all, one)
	}
	return all
}

// placed is a record with what it is about.
type placed struct {
	where string
	of    Observation
}

// records are all records of the task, in the order of the report.
func (r *Report) records() []placed {
	var all []placed
	for _, m := range r.Markers {
		for _, o := range m.Seen {
			all = append(all, placed{m.name(), o})
		}
	}
	for _, s := range r.Segments {
		for _, o := range s.Seen {
			all = append(all, placed{s.Name, o})
		}
	}
	for _, o := range r.Whole {
		all = append(all, placed{"全线", o})
	}
	return all
}
