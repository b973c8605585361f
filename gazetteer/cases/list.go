package cases

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// A Filter picks cases; zero fields pick all.
type Filter struct {
	Whole     bool        // the whole register, else only the divisions under Divisions
	Divisions []uuid.UUID // with all that they hold
	States    []State
	Open      bool // not yet closed
	Kind      Kind
	Channel   Channel
	Text      string // in the title, number, organisation or a name
	Place     uuid.UUID
	DueBy     version.Date // a clock runs out by then
	Cursor    Cursor
	Limit     int
}

// A Cursor is where a page of the list ended: lists go by the safe day of the
// next deadline, those without one last, then by id.
type Cursor struct {
	Due version.Date
	ID  uuid.UUID
}

// A Row is a case in a list, with its next deadline and what is missing.
type Row struct {
	Case
	DivisionName string
	Names        []string
	Was          []string // beside Names: what each was called until a renaming, else ""
	Due          Clock    // the next that runs; zero where none does
	Findings     int      // that stand against it
	Waiting      []Report
}

// listed is the condition of a list on name_case c.
func (f Filter) listed() (string, []any) {
	var where []string
	var args []any
	add := func(sql string, arg any) {
		args = append(args, arg)
		where = append(where, fmt.Sprintf(strings.ReplaceAll(sql, "?", "$%[1]d"), len(args)))
	}
	if !f.Whole {
		add(`c.division IN (SELECT division FROM case_divisions(?))`, f.Divisions)
	}
	if len(f.States) > 0 {
		add(`c.state = ANY(?)`, f.States)
	}
	if f.Open {
		where = append(where, `c.state NOT IN ('not_accepted', 'rejected', 'in_force', 'withdrawn')`)
	}
	if f.Kind != "" {
		add(`c.kind = ?`, f.Kind)
	}
	if f.Channel != "" {
		add(`c.channel = ?`, f.Channel)
	}
	if f.Place != uuid.Nil {
		add(`EXISTS (SELECT FROM case_item i WHERE i.name_case = c.id AND i.dropped IS NULL AND (i.place = ? OR i.result = ?))`, f.Place)
	}
	if f.Text != "" {
		add(`(strpos(c.title, ?) > 0 OR strpos(c.number, ?) > 0 OR strpos(c.body, ?) > 0
			OR EXISTS (SELECT FROM case_item i WHERE i.name_case = c.id AND i.dropped IS NULL AND strpos(i.text, ?) > 0))`, f.Text)
	}
	if !f.DueBy.IsZero() {
		add(`k.safe_on <= ?`, f.DueBy)
	}
	if f.Cursor.ID != uuid.Nil {
		args = append(args, f.Cursor.Due, f.Cursor.ID)
		where = append(where, fmt.Sprintf(`(coalesce(k.safe_on, 'infinity'), c.id) > (coalesce($%d::date, 'infinity'), $%d::uuid)`, len(args)-1, len(args)))
	}
	if len(where) == 0 {
		return "true", args
	}
	return strings.Join(where, " AND "), args
}

// nextClock joins the next deadline of a case.
const nextClock = ` LEFT JOIN LATERAL (SELECT key, starts_on, due_on, safe_on, warn_on, basis, reminded_on, ordered_due FROM case_clock
	WHERE name_case = c.id AND done_on IS NULL ORDER BY safe_on LIMIT 1) k ON true`

// List gives cases by their next deadline, overdue ones first.
func (s *Store) List(ctx context.Context, f Filter) ([]Row, error) {
	where, args := f.listed()
	args = append(args, f.Limit)
	rows, err := s.DB.Query(ctx, `SELECT `+caseColumns+`,
			coalesce((SELECT v.name FROM division_version v WHERE v.division = c.division AND upper_inf(v.recorded) ORDER BY upper(v.valid) DESC NULLS FIRST LIMIT 1), ''),
			ARRAY(SELECT text FROM case_item i WHERE i.name_case = c.id AND i.dropped IS NULL ORDER BY ordinal),
			ARRAY(SELECT `+wasCalled+` FROM case_item WHERE name_case = c.id AND dropped IS NULL ORDER BY ordinal),
			coalesce(k.key, ''), k.starts_on, k.due_on, k.safe_on, k.warn_on, coalesce(k.basis, ''), k.reminded_on, k.ordered_due,
			(SELECT count(*) FROM case_finding x JOIN case_item i ON i.id = x.item AND i.aside = '' WHERE x.name_case = c.id AND x.gone IS NULL AND (x.severity = 'refuse' OR x.severity IN ('justify', 'unchecked') AND x.answer = '')),
			ARRAY(SELECT kind FROM case_consultation o WHERE o.name_case = c.id AND o.state = 'open' ORDER BY id)
		FROM name_case c`+nextClock+`
		WHERE `+where+fmt.Sprintf(` ORDER BY coalesce(k.safe_on, 'infinity'), c.id LIMIT $%d`, len(args)), args...)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	return pgx.CollectRows(rows, scanRow)
}

func scanRow(row pgx.CollectableRow) (Row, error) {
	var r Row
	var procedure string
	c, k := &r.Case, &r.Due
	err := row.Scan(&c.ID, &c.Number, &c.Kind, &c.Channel, &c.Class, &c.Division, &c.Title, &c.Reason, &c.Body, &c.Applicant, &c.OpenedBy, &c.OpenedOn,
		&c.State, &procedure, &c.RuleVersion, &c.SubmittedOn, &c.AcceptedOn, &c.ToAdd, &c.ApproverKind, &c.Approver, &c.ReplyNo,
		&c.RepliedOn, &c.ReplyEntered, &c.FiledOn, &c.AnnouncedOn, &c.Tag, &r.DivisionName, &r.Names, &r.Was,
		&k.Key, &k.StartsOn, &k.DueOn, &k.SafeOn, &k.WarnOn, &k.Basis, &k.RemindedOn, &k.OrderedDue, &r.Findings, &r.Waiting)
	if err != nil {
		return r, err
	}
	c.Procedure, err = readProcedure(procedure)
	return r, err
}
