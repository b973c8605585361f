package gazetteer

import (
	"context"
	"strings"
	"unicode"

	"github.com/google/uuid"
)

// isCode tells a division's code from its name.
func isCode(division string) bool {
	return strings.IndexFunc(division, func(c rune) bool { return c < '0' || c > '9' }) < 0
}

// nameDivisions puts the code in the place of a division that rows give by
// name, as 江山市清湖街道 or 清湖街道, where only one division held is called so.
// Others are left as they stand, and are not known then.
func (l *placeLoad) nameDivisions(ctx context.Context, rows []Row) error {
	var err error
	if l.above, err = readAbove(ctx, l.tx); err != nil {
		return err
	}
	byName := l.above.byName()
	for i := range rows {
		if isCode(rows[i].Division) {
			continue
		}
		if found := byName[plainName(rows[i].Division)]; len(found) == 1 {
			rows[i].Division = l.above.divisions[found[0]].Code
		}
	}
	return nil
}

// byName finds divisions by their name, with or without those above.
func (x *aboveIndex) byName() map[string][]uuid.UUID {
	all := make(map[string][]uuid.UUID, 2*len(x.divisions))
	for id := range x.divisions {
		name := ""
		chain := x.of(id).chain
		for i := len(chain) - 1; i >= 0; i-- {
			name = plainName(chain[i].Name) + name
			all[name] = append(all[name], id)
		}
	}
	return all
}

// plainName drops what people write between the divisions of a chain.
func plainName(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || strings.ContainsRune("/／>＞-－·", c) {
			return -1
		}
		return c
	}, s)
}
