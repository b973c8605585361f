package poster

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"diming/shelters"
	"diming/shelters/card"
)

// elsewhere says where the people of a village go in the disasters in which none
// of the shelters on its paper will do, for who reads no small print: a sentence
// for each place to go to instead.
func (k Stack) elsewhere(c card.Card) []string {
	if len(c.Goals) == 0 {
		return nil
	}
	var thens []string
	kinds := map[string][]string{}
	for _, h := range shelters.Hazards {
		if slices.ContainsFunc(c.Goals, func(g card.Goal) bool { return !slices.Contains(g.Unfit, string(h)) }) {
			continue
		}
		then := "听村干部指挥。"
		if g, ok := k.goalIn(c, h); ok {
			then = fmt.Sprintf("去%s，%s。", g.Name, where(g))
		}
		if kinds[then] == nil {
			thens = append(thens, then)
		}
		kinds[then] = append(kinds[then], shelters.HazardWords[h].ZH)
	}
	for i, then := range thens {
		thens[i] = strings.Join(kinds[then], "、") + "时上面的都不能去：" + then
	}
	return thens
}

// goalIn is where the card of a village would send its people in a disaster.
func (k Stack) goalIn(c card.Card, h shelters.Hazard) (card.Goal, bool) {
	f := *k.Facts
	f.Warnings = []card.Warning{{Hazard: string(h), Areas: []uuid.UUID{c.Village.ID}, Started: k.At, Until: k.At.Add(time.Hour)}}
	warned, ok := card.Compose(&f, c.Village.Code, nil, k.At)
	if !ok || len(warned.Goals) == 0 {
		return card.Goal{}, false
	}
	return warned.Goals[0], true
}
