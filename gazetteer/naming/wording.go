package naming

import "strings"

// wording is what a local rule on words and characters 采词用字规范 says: its
// entries are the office's own, each with the text that it rests on. A name
// that stands is left alone.
func (r *Rules) wording(s *subject) []Finding {
	if s.p.Existing {
		return nil
	}
	var all []Finding
	for _, h := range r.hits(s, Wording) {
		if !strings.HasPrefix(s.p.Class, h.Kind) {
			continue
		}
		zh, en := "“"+h.Text+"”不合本地采词用字规范", h.Text+" is against the local rules on wording"
		if h.Note != "" {
			zh, en = zh+"（"+h.Note+"）", en+" ("+h.Note+")"
		}
		f := s.found("采词", Justify, zh+"，请换用，或者写明理由。", en+": change it, or give the reason.", h.Text)
		f.Article, f.Source = h.Source, h.Source
		all = append(all, f)
	}
	return all
}
