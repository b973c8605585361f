package naming

import (
	"fmt"
	"strings"
)

// named lists at most three of the conflicts in words.
func named(found []Conflict) string {
	var parts []string
	for i, c := range found {
		if i == 3 {
			return strings.Join(parts, "、") + fmt.Sprintf("等%d处", len(found))
		}
		var about []string
		if c.Reading != "" {
			about = append(about, c.Reading)
		}
		if c.Division != "" {
			about = append(about, c.Division)
		}
		if c.DistanceM != nil {
			about = append(about, distance(*c.DistanceM))
		}
		part := "“" + c.Name + "”"
		if len(about) > 0 {
			part += "（" + strings.Join(about, "，") + "）"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "、")
}

// distance writes metres as people say them.
func distance(m float64) string {
	if m < 1000 {
		return fmt.Sprintf("相距%.0f米", m)
	}
	return fmt.Sprintf("相距%.1f公里", m/1000)
}

var likenessWords = map[Likeness]string{SameSpecific: "专名相同", SameTones: "同音", SameSyllable: "音近（声调不同）", SameLook: "形近", SameDialect: "方言同音"}

// likenesses says in what the conflicts are alike, each once.
func likenesses(found []Conflict) string {
	var parts []string
	said := map[Likeness]bool{}
	for _, c := range found {
		if word := likenessWords[c.Likeness]; word != "" && !said[c.Likeness] {
			said[c.Likeness] = true
			parts = append(parts, word)
		}
	}
	return strings.Join(parts, "、")
}
