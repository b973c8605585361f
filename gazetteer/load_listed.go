package gazetteer

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/version"
)

// A renaming is a standard name that a row would give a place.
type renaming struct {
	row   int
	place uuid.UUID
	text  string
	span  version.Span
}

// checkListed rejects rows that would give a place on a protection list
// another name before a plan of its protection is approved: the database would
// refuse the whole batch (heritage_plan_first).
func (l *placeLoad) checkListed(ctx context.Context) error {
	var asked []renaming
	of := map[int]*loadedRow{}
	for i := range l.old {
		r := &l.old[i]
		if r.writesName() {
			asked, of[r.Number] = append(asked, renaming{r.Number, r.place, r.Names[0].Text, r.span(r.held.nameSpan)}), r
		}
	}
	refused, err := unplanned(ctx, l.tx, asked)
	for row, why := range refused {
		l.reject(of[row].Row, "name", of[row].Names[0].Text, why)
	}
	l.old = slices.DeleteFunc(l.old, func(r loadedRow) bool { return refused[r.Number] != "" })
	return err
}

// writesName tells whether a changed row writes a standard name: another one,
// or the same with another reading, class or visibility.
func (r *loadedRow) writesName() bool {
	given := r.Names[0].filled(0)
	if given.Lang != Hans {
		return false
	}
	n := r.held.standard(given.Lang)
	return n == nil || n.Text != given.Text || given.Reading != "" || r.draft.Class != r.held.draft.Class || r.draft.Visibility != r.held.draft.Visibility
}

// unplanned gives, by row, why a renaming is not possible yet: the name is on a
// protection list and no plan is approved. The places are locked, so that no
// listing comes between the question and the writing.
func unplanned(ctx context.Context, tx pgx.Tx, asked []renaming) (map[int]string, error) {
	refused := map[int]string{}
	if len(asked) == 0 {
		return refused, nil
	}
	rows, places, texts := make([]int, len(asked)), make([]uuid.UUID, len(asked)), make([]string, len(asked))
	to := make([]version.Date, len(asked))
	for i, a := range asked {
		rows[i], places[i], texts[i], to[i] = a.row, a.place, a.text, a.span.To
	}
	if _, err := tx.Exec(ctx, `SELECT FROM place WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, places); err != nil {
		return nil, err
	}
	found, err := tx.Query(ctx, `SELECT g.line, u.name, u.list FROM unnest($1::int[], $2::uuid[], $3::text[], $4::date[]) AS g (line, place, text, until)
		JOIN heritage_unplanned u ON u.place = g.place WHERE g.text <> u.name AND (g.until IS NULL OR g.until > u.listed_on)`, rows, places, texts, to)
	if err != nil {
		return nil, err
	}
	var row int
	var name, list string
	_, err = pgx.ForEachRow(found, []any{&row, &name, &list}, func() error {
		refused[row] = fmt.Sprintf("%s 已列入保护名录“%s”，没有批准的保护方案不能更名：请先在“地名保护”编写保护方案并经批准，再导入本行 / %s is on a protection list: write a protection plan and have it approved, then import this row again",
			name, list, name)
		return nil
	})
	return refused, err
}

// divisionsUnlisted leaves out the rows that would rename a division on a
// protection list before a plan of its protection is approved.
func (b Batch) divisionsUnlisted(ctx context.Context, tx pgx.Tx, rows []DivisionRow) ([]DivisionRow, []Rejection, error) {
	codes := make([]string, len(rows))
	for i, r := range rows {
		codes[i] = r.Code
	}
	found, err := tx.Query(ctx, `SELECT DISTINCT ON (v.code) v.code, v.division FROM division_version v JOIN heritage_unplanned u ON u.place = v.division
		WHERE v.code_system = $1 AND v.code = ANY($2) AND upper_inf(v.recorded) ORDER BY v.code, upper(v.valid) DESC NULLS FIRST`, b.System, codes)
	if err != nil {
		return nil, nil, err
	}
	listed := map[string]uuid.UUID{}
	var code string
	var id uuid.UUID
	if _, err := pgx.ForEachRow(found, []any{&code, &id}, func() error { listed[code] = id; return nil }); err != nil {
		return nil, nil, err
	}
	var asked []renaming
	for _, r := range rows {
		if id, ok := listed[r.Code]; ok {
			asked = append(asked, renaming{r.Number, id, boundaries.StandardName(r.Name), r.Valid})
		}
	}
	refused, err := unplanned(ctx, tx, asked)
	if err != nil || len(refused) == 0 {
		return rows, nil, err
	}
	var out []Rejection
	kept := rows[:0:0]
	for _, r := range rows {
		if why := refused[r.Number]; why != "" {
			out = append(out, Rejection{r.Number, "name", r.Name, why})
			continue
		}
		kept = append(kept, r)
	}
	return kept, out, nil
}
