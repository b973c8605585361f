package importers

import (
	"regexp"
	"slices"
	"strings"

	"diming/importers/cell"
	"diming/internal/version"
)

// Where a shelter, a contact or a policy belongs, by a code or by names.
var whereFields = []field{fieldVillageCode, fieldVillageName, fieldTownName}

// ownFields are the columns of a file of rejected rows, whatever its kind.
var ownFields = []field{fieldReason, fieldNumber, fieldSource, fieldMark}

var whereHeadings = map[field][]string{
	fieldVillageCode: {"村代码", "行政村代码", "村社区代码", "所在村代码", "所属村代码", "区划代码", "行政区划代码", "所在区划代码", "village_code"},
	fieldVillageName: {"村", "所在村", "所属村", "所在行政村", "行政村", "村名", "村社区", "村名称", "所在村社区", "社区", "所在社区", "行政村名称", "village"},
	fieldTownName:    {"乡镇", "乡镇街道", "所属乡镇", "所在乡镇", "所属乡镇街道", "所在乡镇街道", "街道", "镇街", "乡镇名称", "township", "town"},
}

var whereLabels = map[field][2]string{
	fieldVillageCode: {"所在村代码", "Code of the village"}, fieldVillageName: {"所在村", "Village"}, fieldTownName: {"所在乡镇、街道", "Township"},
}

// overlay is base with what own says over it.
func overlay[V any](base, own map[field]V) map[field]V {
	all := map[field]V{}
	for _, m := range []map[field]V{base, own} {
		for f, v := range m {
			all[f] = v
		}
	}
	return all
}

// safetyBatch is how many rows of shelters, contacts and policies go in with
// one transaction: each is a change of its own, and other people's changes are
// sealed when it is over.
const safetyBatch = 200

// lackingWhere is the column that says where things are.
func lackingWhere(c *converter) string {
	if !c.m.has(fieldVillageCode, fieldVillageName, fieldTownName) {
		return "所在村 (village)"
	}
	return ""
}

// A remark is what a row that comes in says beside: what was passed over, or
// was taken in another way than it is written.
type remark struct{ column, what string }

func (r *row) remark(column, what string) { r.remarks = append(r.remarks, remark{column, what}) }

// A Remark is that in the account. It shows no value: it may be about a person.
type Remark struct {
	Row    int    `json:"row"`
	Line   int64  `json:"line,omitempty"`
	Column string `json:"column"`
	What   string `json:"what"` // Chinese / English
}

// whereabouts are the words of a row for where it belongs.
type whereabouts struct{ code, village, town string }

func whereOf(r *row) whereabouts {
	return whereabouts{code: r.values[fieldVillageCode], village: r.values[fieldVillageName], town: r.values[fieldTownName]}
}

// htmlTag is what begins a tag of HTML.
var htmlTag = regexp.MustCompile(`<[A-Za-z!/]`)

// text reads a cell of words and refuses what no page may show.
func (c *converter) text(r *row, f field, long bool) string {
	value := r.values[f]
	reason := checkText(value, long)
	if reason == "" && htmlTag.MatchString(value) {
		reason = "含有网页标记（HTML），请改成纯文字 / HTML: write plain text"
	}
	if reason != "" {
		r.refuse(c.m.name(f), value, reason)
	}
	return value
}

// count reads a number of persons or square metres; nil where the cell is
// empty or refused.
func (c *converter) count(r *row, f field) *int {
	if r.values[f] == "" {
		return nil
	}
	n, roughly, err := cell.Count(r.values[f])
	if err != nil {
		r.refuse(c.m.name(f), r.values[f], err.Error())
		return nil
	}
	if roughly {
		r.remark(c.m.name(f), "写的是约数，按其中的数收入 / an approximate number, taken as it stands")
	}
	return &n
}

// yes reads 是 or 否; nil where the cell is empty or refused.
func (c *converter) yes(r *row, f field) *bool {
	if r.values[f] == "" {
		return nil
	}
	v, err := cell.YesNo(r.values[f])
	if err != nil {
		r.refuse(c.m.name(f), r.values[f], err.Error())
		return nil
	}
	return &v
}

// day reads a day; zero where the cell is empty or refused.
func (c *converter) day(r *row, f field) version.Date {
	if r.values[f] == "" {
		return version.Date{}
	}
	day, err := cell.Day(r.values[f])
	if err != nil {
		r.refuse(c.m.name(f), r.values[f], err.Error())
	}
	return day
}

// pastDay is day, which must not lie in the future.
func (c *converter) pastDay(r *row, f field) version.Date {
	day := c.day(r, f)
	if version.Today().Before(day) {
		r.refuse(c.m.name(f), r.values[f], "日期在将来，请核对 / the day lies in the future")
	}
	return day
}

// numbers are the telephone numbers of a row, sorted by whose they are.
type numbers struct{ duty, private string }

// numbersOf reads the columns of numbers. A mobile phone is a person's own
// unless the heading says that it is a duty phone. Of several numbers of one
// sort the first counts.
func (c *converter) numbersOf(r *row) numbers {
	var n numbers
	put := func(to *string, p cell.Phone, f field) {
		if *to == "" {
			*to = string(p)
		} else if *to != string(p) {
			r.remark(c.m.name(f), "有几个号码，收入第一个 / several numbers: the first was taken")
		}
	}
	for _, f := range []field{fieldDutyPhone, fieldPrivatePhone, fieldPhone} {
		if r.values[f] == "" {
			continue
		}
		all, err := cell.Phones(r.values[f])
		if err != nil {
			r.refuse(c.m.name(f), r.values[f], err.Error())
			continue
		}
		for _, p := range all {
			if f == fieldPrivatePhone || f == fieldPhone && p.Mobile() {
				put(&n.private, p, f)
			} else {
				put(&n.duty, p, f)
			}
		}
	}
	return n
}

// words finds which of the known words stand in a text; rest is what is left of
// it without them and without what joins them. Longer words are listed first.
func words[T comparable](text string, known []word[T]) (found []T, rest string) {
	for _, w := range known {
		if !strings.Contains(text, w.text) {
			continue
		}
		text = strings.ReplaceAll(text, w.text, "")
		if !slices.Contains(found, w.means) {
			found = append(found, w.means)
		}
	}
	return found, joins.ReplaceAllString(text, "")
}

// joins are what stands between words of a list.
var joins = regexp.MustCompile(`[\s、，,;；/|·。.和及与等类型]+|灾害`)

// A word is a word with what it means.
type word[T comparable] struct {
	text  string
	means T
}

// oneWord gives the meaning of the first known word that stands in a text.
func oneWord[T comparable](text string, known []word[T]) (means T, ok bool) {
	for _, w := range known {
		if strings.Contains(text, w.text) {
			return w.means, true
		}
	}
	return means, false
}
