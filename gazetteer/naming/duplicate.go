package naming

import (
	"context"
	"fmt"
	"strings"
)

// atMost bounds the conflicts that one comparison lists.
const atMost = 20

// against runs the checks that need what stands.
func (r *Rules) against(ctx context.Context, s *subject, standing Standing) ([]Finding, error) {
	var all []Finding
	for _, c := range r.comparisonsOf(s) {
		found, err := r.compare(ctx, s, standing, c)
		if err != nil {
			return nil, fmt.Errorf("check %s: %w", c.check, err)
		}
		all = append(all, found...)
	}
	if s.p.Existing || standing == nil {
		return all, nil
	}
	for _, check := range []func(context.Context, *Rules, *subject, Standing) ([]Finding, error){natural, famous, facility, location} {
		found, err := check(ctx, r, s, standing)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// compare runs one comparison: what is the same, what is too like, what was
// cancelled, and what could not be compared.
func (r *Rules) compare(ctx context.Context, s *subject, standing Standing, c comparison) ([]Finding, error) {
	if standing == nil {
		return r.unchecked(s, c, "没有可供比对的地名库", nil), nil
	}
	area, ok, err := standing.Area(ctx, c.scope, s.p)
	if err != nil {
		return nil, err
	}
	if !ok {
		return r.withoutArea(ctx, s, standing, c)
	}
	found, err := standing.Alike(ctx, area, s.group, s.f, s.p, atMost)
	if err != nil {
		return nil, err
	}
	all := r.alike(s, c, s.others(found))
	if area.Missing != "" {
		all = append(all, r.unchecked(s, c, area.Missing, nil)...)
	}
	return all, nil
}

// withoutArea compares with the county where no built-up area is known, so that
// the person who decides sees what there is.
func (r *Rules) withoutArea(ctx context.Context, s *subject, standing Standing, c comparison) ([]Finding, error) {
	if c.scope != BuiltUp {
		return r.unchecked(s, c, "不知道该地名位于哪个区域（没有区划或者位置）", nil), nil
	}
	county, ok, err := standing.Area(ctx, County, s.p)
	if err != nil || !ok {
		return r.unchecked(s, c, "建成区范围没有划定，也不知道所在县", nil), err
	}
	found, err := standing.Alike(ctx, county, s.group, s.f, s.p, atMost)
	if err != nil {
		return nil, err
	}
	var same []Conflict
	for _, f := range s.others(found) {
		if !f.Cancelled && duplicate(s, f) {
			same = append(same, f)
		}
	}
	missing := "该位置没有划定的建成区"
	if len(same) > 0 {
		missing += "；" + county.Name + "内有" + named(same)
	}
	return r.unchecked(s, c, missing, same), nil
}

// others leaves out the place itself.
func (s *subject) others(found []Conflict) []Conflict {
	kept := make([]Conflict, 0, len(found))
	for _, c := range found {
		if c.Place != s.p.Place || c.Place == [16]byte{} {
			kept = append(kept, c)
		}
	}
	return kept
}

// duplicate tells a name that is the same by law: the whole text, or the
// specific part within the class.
func duplicate(s *subject, c Conflict) bool {
	return c.Likeness == SameText || c.Likeness == SameSpecific && c.Class == s.p.Class
}

// alike parts the conflicts of a comparison into its findings.
func (r *Rules) alike(s *subject, c comparison, found []Conflict) []Finding {
	var same, near, gone []Conflict
	for _, f := range found {
		switch {
		case c.beyond(s, f):
		case f.Cancelled && duplicate(s, f) && f.Class == s.p.Class:
			gone = append(gone, f)
		case f.Cancelled:
		case duplicate(s, f):
			same = append(same, f)
		default:
			near = append(near, f)
		}
	}
	var all []Finding
	if len(same) > 0 {
		all = append(all, r.conflicting(s, c, Refuse, same, c.within+"已有同名的"+named(same)+"，请另拟名称。",
			"The same name stands "+c.en+": "+named(same)+". Find another."))
	}
	if len(near) > 0 {
		all = append(all, r.conflicting(s, c, Justify, near, c.within+"有"+likenesses(near)+"的"+named(near)+"，应当避免，请另拟名称或者写明理由。",
			"Alike "+c.en+": "+named(near)+". Find another or give the reason."))
	}
	if len(gone) > 0 && !s.p.Existing {
		f := r.conflicting(s, c, Justify, gone, c.within+"曾有"+named(gone)+"，已经注销，同类地名不宜再用，请另拟名称或者写明理由。",
			"Cancelled and kept from reuse "+c.en+": "+named(gone)+". Find another or give the reason.")
		if r.local.NoReuse.On {
			f.Article = r.local.NoReuse.Basis
		}
		all = append(all, f)
	}
	return all
}

// conflicting makes the finding; the clean-up calls it 重, to be looked into.
func (r *Rules) conflicting(s *subject, c comparison, severity Severity, found []Conflict, zh, en string) Finding {
	f := Finding{Check: c.check, Severity: severity, Article: c.article(r), Text: zh, TextEN: en, Words: []string{s.f.Specific}, Conflicts: found}
	if !s.p.Existing {
		return f
	}
	f.Check, f.Article = "重", articles["重"]+"（"+c.check+"）"
	f.Severity = map[Severity]Severity{Refuse: Justify, Justify: Note}[severity]
	f.Text = strings.Replace(f.Text, "请另拟名称", "请调查来历和影响后决定去留", 1)
	return f
}

// unchecked says what could not be compared. A clean-up says it once for the
// whole register, not at each name; it only shows what was found.
func (r *Rules) unchecked(s *subject, c comparison, missing string, found []Conflict) []Finding {
	if s.p.Existing {
		if len(found) == 0 {
			return nil
		}
		return []Finding{r.conflicting(s, c, Justify, found, missing+"，请核对是否同在一个建成区。", "The same name stands in the county; no built-up area is drawn there: "+named(found)+".")}
	}
	return []Finding{{Check: c.check, Severity: Unchecked, Article: c.article(r), Words: []string{s.f.Specific}, Conflicts: found,
		Text:   c.within + "是否重名、同音没有完全核对：" + missing + "。请另行核对，并记录核对方法和结果。",
		TextEN: "Not fully compared " + c.en + ": " + missing + ". Check it otherwise and record how."}}
}
