package cases

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"diming/gazetteer/naming"
	"diming/gazetteer/pinyin"
)

// proposedElsewhere are the names that other cases of the county ask for and
// that nothing decided yet; of a case about a larger division, those under it.
const proposedElsewhere = `WITH home AS (
		SELECT coalesce((SELECT a.division FROM division_above($2) a JOIN division_version v ON v.division = a.division AND upper_inf(v.recorded)
			WHERE v.level = 3 LIMIT 1), $2) AS division)
	SELECT k.number, i.text, i.class, i.reading FROM case_item i JOIN name_case k ON k.id = i.name_case
	WHERE k.id <> $1 AND k.kind IN ('naming', 'renaming') AND k.state IN ('submitted', 'correction', 'accepted', 'returned', 'consulting', 'reviewed', 'requested')
		AND i.dropped IS NULL AND i.aside = '' AND i.outcome = 'open'
		AND k.division IN (SELECT c.division FROM home, LATERAL case_divisions(ARRAY[home.division]) c)
	ORDER BY k.number, i.ordinal`

// A rival is a name that another case asks for, and how it is spoken.
type rival struct{ Number, Text, Class, Sound string }

// rivals reads the names of other cases. Each is sounded once here, not again
// for every item that is held against it.
func (s *Store) rivals(ctx context.Context, c Case) ([]rival, error) {
	rows, err := s.DB.Query(ctx, proposedElsewhere, c.ID, c.Division)
	if err != nil {
		return nil, fmt.Errorf("names of other cases: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r rival, err error) {
		var reading string
		err = row.Scan(&r.Number, &r.Text, &r.Class, &reading)
		r.Sound = soundOf(r.Text, r.Class, reading)
		return r, err
	})
}

// elsewhere finds the names of other cases that are written or, tones aside,
// spoken like a name of this one. Neither stands yet, so none refuses the other:
// whoever decides has to know of both.
func elsewhere(text, class, reading string, all []rival) []naming.Finding {
	sound := soundOf(text, class, reading)
	var found []naming.Finding
	for _, other := range all {
		if naming.Group(other.Class) != naming.Group(class) {
			continue
		}
		how, howEN := "同名", "the same name"
		switch {
		case other.Text == text:
		case sound != "" && sound == other.Sound:
			how, howEN = "同音的", "a name that sounds the same,"
		default:
			continue
		}
		found = append(found, naming.Finding{Check: "C1", Severity: naming.Justify, Article: "地名管理条例第九条第（八）项",
			Text:   fmt.Sprintf("另案 %s 正在办理%s“%s”，请与该案一并考虑，说明为何用于本案。", other.Number, how, other.Text),
			TextEN: fmt.Sprintf("Case %s asks for %s %s; consider both together and say why it goes to this one.", other.Number, howEN, other.Text)})
	}
	return found
}

// soundOf is how a name is spoken, without tones: by the reading that was given,
// else by the computed one.
func soundOf(text, class, reading string) string {
	if reading == "" {
		reading = pinyin.Of(text, class, "").Text
	}
	return pinyin.Toneless(reading)
}
