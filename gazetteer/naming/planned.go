package naming

import "strings"

// planArticle is what a place-name plan 地名方案 rests on.
const planArticle = "地名管理条例第八条；地名管理条例实施办法第二条"

// Planned says what the office's own stock of names has to say of a new one:
// same are the entries of the reserve and of plans that bear its text and are
// for its class and place, plans are the sources of all plans that are. It
// refuses nothing: a plan is changed by who approved it.
func Planned(p Proposal, same []Word, plans []string) []Finding {
	if p.Existing {
		return nil
	}
	var all []Finding
	inPlan := false
	for _, w := range same {
		f := Finding{Check: "储备", Severity: Note, Article: w.Source, Source: w.Source, Words: []string{w.Text},
			Text: "“" + w.Text + "”是地名储备库中的名称，可以采用。", TextEN: w.Text + " stands in the reserve of names and may be taken."}
		if w.List == Plan {
			inPlan = true
			f.Check, f.Text, f.TextEN = "方案", "“"+w.Text+"”是地名方案中的名称，与方案一致。", w.Text+" stands in the place-name plan."
		}
		if w.Note != "" {
			f.Text, f.TextEN = f.Text+"（"+w.Note+"）", f.TextEN+" ("+w.Note+")"
		}
		all = append(all, f)
	}
	if !inPlan && len(plans) > 0 {
		all = append(all, Finding{Check: "方案", Severity: Note, Article: planArticle, Source: strings.Join(plans, "；"),
			Text:   "这一类地名在此地有地名方案（" + strings.Join(plans, "；") + "），方案中没有“" + Compact(p.Text) + "”，请先从方案选名，或者说明为何另拟。",
			TextEN: "A place-name plan is in force here for this class (" + strings.Join(plans, "; ") + ") and does not hold this name: take one of the plan's, or say why not."})
	}
	return all
}
