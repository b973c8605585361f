package naming

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// hits gives the words of a list in the name, but not within its generic part
// (国际机场). In the clean-up those within an established name are left out.
func (r *Rules) hits(s *subject, list string) []hit {
	found := slices.DeleteFunc(r.lists[list].find(s.folded), func(h hit) bool { return h.from >= len(s.folded)-len(s.generic) && s.generic != "" })
	if !s.p.Existing || len(found) == 0 {
		return found
	}
	exempt := r.lists[Exempt].find(s.folded)
	kept := found[:0]
	for _, h := range found {
		inside := false
		for _, e := range exempt {
			inside = inside || e.from <= h.from && h.to <= e.to
		}
		if !inside {
			kept = append(kept, h)
		}
	}
	return kept
}

func texts(hits []hit) (words []string, quoted string) {
	for _, h := range hits {
		words = append(words, h.Text)
	}
	return words, "“" + strings.Join(words, "”“") + "”"
}

// sourced says from which entries a finding comes.
func sourced(f Finding, hits []hit) []Finding {
	f.Source = hits[0].Source
	return []Finding{f}
}

// unhealthy is N2 for a new name; the clean-up calls it 怪.
func (r *Rules) unhealthy(s *subject) []Finding {
	hits := r.hits(s, Unhealthy)
	if len(hits) == 0 {
		return nil
	}
	words, quoted := texts(hits)
	check := "N2"
	if s.p.Existing {
		check = "怪"
	}
	return sourced(s.found(check, Justify, "含"+quoted+"，可能不健康、庸俗或者有封建迷信色彩，请换词或者写明含义。",
		"It holds "+strings.Join(words, ", ")+", which may be vulgar, feudal or superstitious: change it or say what it means.", words...), hits)
}

// persons is N5. A leader's name of two characters refuses where it is the
// whole specific part: within a longer one it may be chance.
func (r *Rules) persons(s *subject) []Finding {
	if leaders := r.hits(s, Leaders); len(leaders) > 0 {
		words, quoted := texts(leaders)
		for _, h := range leaders {
			if h.Kind != common && (utf8.RuneCountInString(h.Text) > 2 || r.isSpecific(s, h)) {
				return sourced(s.found("N5", Refuse, "含国家领导人姓名"+quoted+"，不得用作地名，请另拟名称。",
					"It holds the name of a state leader, "+strings.Join(words, ", ")+": no place may bear it.", words...), leaders)
			}
		}
		return sourced(s.found("N5", Justify, quoted+"可能是国家领导人姓名或者其简称，请换词；与人物没有特定联系的，写明理由（实施办法第三条）。",
			strings.Join(words, ", ")+" may be the name of a state leader: change it, or say why it has no specific link to the person.", words...), leaders)
	}
	if s.p.Existing {
		return nil
	}
	hits := r.hits(s, Persons)
	if len(hits) == 0 {
		return nil
	}
	words, quoted := texts(hits)
	return sourced(s.found("N5", Justify, quoted+"是人名（含别名、笔名和作品人物），地名一般不用人名，请换词；与人物没有特定联系的，写明理由（实施办法第三条）。",
		strings.Join(words, ", ")+" is a person's name, which places normally do not bear: change it, or say why it has no specific link to the person.", words...), hits)
}

func (r *Rules) isSpecific(s *subject, h hit) bool {
	return h.from == 0 && (h.Text == s.f.Specific || h.Text == s.stem || len(h.Text) == len(s.folded))
}

// foreign is N6 for a new name, with 洋 for foreign words; the clean-up calls
// all of it 洋.
func (r *Rules) foreign(s *subject) []Finding {
	var names, sounds []hit
	for _, h := range r.hits(s, Foreign) {
		if h.Kind == "word" || s.p.Existing {
			sounds = append(sounds, h)
		} else {
			names = append(names, h)
		}
	}
	var all []Finding
	if len(names) > 0 {
		words, quoted := texts(names)
		all = append(all, sourced(s.found("N6", Justify, quoted+"是外国人名或者地名，不得用作地名，请换词；确非外国人名地名的，写明理由。",
			strings.Join(words, ", ")+" is a foreign person or place: change it, or say why here it is not.", words...), names)...)
	}
	if len(sounds) > 0 {
		words, quoted := texts(sounds)
		all = append(all, sourced(s.found("洋", Justify, "含"+quoted+"，属外国人名、地名或者外语词的音译，请换词；历史形成、纪念或者友谊的，写明依据。",
			"It holds "+strings.Join(words, ", ")+", a foreign name or word: change it, or say what makes it established or commemorative.", words...), sounds)...)
	}
	return all
}

// brands is N7. An enterprise itself (希尔顿酒店) bears its own name.
func (r *Rules) brands(s *subject) []Finding {
	if s.p.Existing || strings.HasPrefix(s.p.Class, "274") {
		return nil
	}
	hits := r.hits(s, Brands)
	if len(hits) == 0 {
		return nil
	}
	words, quoted := texts(hits)
	return sourced(s.found("N7", Justify, quoted+"是企业名称或者商标，不得用作地名，请换词；与企业、商标没有特定联系的，写明理由（实施办法第四条）。",
		strings.Join(words, ", ")+" is an enterprise or a trademark: change it, or say why it has no specific link to it.", words...), hits)
}

// exaggerated is 大, in the clean-up and for new names.
func (r *Rules) exaggerated(s *subject) []Finding {
	hits := r.hits(s, Exaggerated)
	if len(hits) == 0 {
		return nil
	}
	words, quoted := texts(hits)
	return sourced(s.found("大", Justify, "含"+quoted+"，可能刻意夸大，请换词；经批准或者历史形成的，写明依据。",
		"It holds "+strings.Join(words, ", ")+", which may exaggerate: change it, or say by what approval or history it stands.", words...), hits)
}
