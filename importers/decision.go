package importers

import (
	"strings"

	"github.com/google/uuid"

	"diming/gazetteer"
)

// Words of the column in which a person decides about a row that was set aside.
var (
	saysSame = []string{"同", "同一", "相同", "是", "same"}
	saysNew  = []string{"新", "新增", "新建", "否", "不同", "new"}
)

// decision is what a person made of the pairs of a row: by the caller, by the
// row's key, or in the file itself. nil is none.
func (c *converter) decision(r *row, key string) *gazetteer.Decision {
	if d, given := c.decisions[key]; given {
		return &d
	}
	word := strings.TrimSpace(r.values[fieldDecision])
	if word == "" {
		return nil
	}
	for _, w := range saysNew {
		if strings.EqualFold(word, w) {
			return &gazetteer.Decision{}
		}
	}
	text := word
	for _, w := range saysSame {
		if strings.EqualFold(word, w) {
			text = r.values[fieldCandidate]
		}
	}
	first, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	id, err := uuid.Parse(first)
	if err != nil || id == uuid.Nil {
		r.refuse(c.m.name(fieldDecision), word, "判定看不懂：写“同”（与“对应地名”的第一处相同）、“新”，或写出对应地名的编号 / decision not understood: write same, new, or the id of the place")
		return nil
	}
	return &gazetteer.Decision{SameAs: id}
}

// candidateCell names the places that a row may be about, the nearest first.
func candidateCell(pairs []gazetteer.Pair) string {
	names := make([]string, len(pairs))
	for i, p := range pairs {
		names[i] = p.Place.String() + " " + p.Division + p.PlaceName
	}
	return strings.Join(names, "；")
}
