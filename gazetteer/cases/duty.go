package cases

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/internal/version"
)

// A Duty is a deadline that runs out, with what is still missing for it.
type Duty struct {
	Deadline
	State   State
	Missing []Lack
}

// A Lack is one thing that is missing for a deadline.
type Lack struct {
	What     string   // a Lack… constant
	Count    int      // of findings
	Reports  []Report // that are not in
	Contents []string // that the announcement has not
}

// What may be missing.
const (
	LackAddition     = "addition"     // what the applicant was asked for
	LackFindings     = "findings"     // answers to findings
	LackConsult      = "consult"      // the start of the opinions
	LackReports      = "reports"      // opinions
	LackReview       = "review"       // the opinion of the review
	LackDecision     = "decision"     // the request, or the reply
	LackReply        = "reply"        // the reply of the body that was asked
	LackFiling       = "filing"       // the filing
	LackContents     = "contents"     // minimum contents of the announcement
	LackAnnouncement = "announcement" // its publication
	LackSigns        = "signs"        // that the signs stand
)

// duty is a deadline as it is read, before it is told what it lacks.
type duty struct {
	Duty
	byOther  bool // a department's name: announced after its filing
	filed    bool
	findings int
	waiting  []Report
}

// Duties gives the deadlines up to a day of the cases under divisions, or of
// the whole register, with what each lacks: overdue ones first; at most so many.
func (s *Store) Duties(ctx context.Context, whole bool, divisions []uuid.UUID, by version.Date, most int) ([]Duty, error) {
	where, args := Filter{Whole: whole, Divisions: divisions, DueBy: by}.listed()
	args = append(args, most)
	rows, err := s.DB.Query(ctx, `SELECT c.id, c.number, c.title, c.state, k.key, k.starts_on, k.due_on, k.safe_on, k.warn_on, k.basis, k.reminded_on, k.ordered_due,
			c.approver_kind = 'department', c.filed_on IS NOT NULL,
			(SELECT count(*) FROM case_finding x JOIN case_item i ON i.id = x.item AND i.aside = ''
				WHERE x.name_case = c.id AND x.gone IS NULL AND (x.severity = 'refuse' OR x.severity IN ('justify', 'unchecked') AND x.answer = '')),
			ARRAY(SELECT kind FROM case_consultation o WHERE o.name_case = c.id AND o.state = 'open' ORDER BY id)
		FROM name_case c JOIN case_clock k ON k.name_case = c.id AND k.done_on IS NULL
		WHERE c.state NOT IN ('not_accepted', 'rejected', 'withdrawn') AND `+where+
		fmt.Sprintf(` ORDER BY k.safe_on, c.id, k.key LIMIT $%d`, len(args)), args...)
	if err != nil {
		return nil, fmt.Errorf("list what is due: %w", err)
	}
	found, err := pgx.CollectRows(rows, scanDuty)
	if err != nil {
		return nil, fmt.Errorf("list what is due: %w", err)
	}
	all := make([]Duty, len(found))
	for i, d := range found {
		all[i] = d.Duty
		all[i].Missing = d.lacking()
		if d.Key != AnnouncementClock {
			continue
		}
		a, err := s.DraftAnnouncement(ctx, d.Case)
		if err != nil {
			return nil, fmt.Errorf("announcement of case %s: %w", d.Number, err)
		}
		if lacks := a.Missing(); len(lacks) > 0 {
			all[i].Missing = append([]Lack{{What: LackContents, Contents: lacks}}, all[i].Missing...)
		}
	}
	return all, nil
}

func scanDuty(row pgx.CollectableRow) (duty, error) {
	var d duty
	k := &d.Clock
	err := row.Scan(&d.Case, &d.Number, &d.Title, &d.State, &k.Key, &k.StartsOn, &k.DueOn, &k.SafeOn, &k.WarnOn, &k.Basis, &k.RemindedOn, &k.OrderedDue,
		&d.byOther, &d.filed, &d.findings, &d.waiting)
	return d, err
}

// lacking says what is missing for a deadline, by the state of its case.
func (d duty) lacking() []Lack {
	switch d.Key {
	case CorrectionClock:
		return []Lack{{What: LackAddition}}
	case FilingClock:
		return []Lack{{What: LackFiling}}
	case SignsClock:
		return []Lack{{What: LackSigns}}
	case AnnouncementClock:
		if d.byOther && !d.filed {
			return []Lack{{What: LackFiling}, {What: LackAnnouncement}}
		}
		return []Lack{{What: LackAnnouncement}}
	}
	return d.toDecide()
}

// toDecide says what is missing until a case is decided.
func (d duty) toDecide() []Lack {
	var all []Lack
	if d.findings > 0 && d.State.Checked() {
		all = append(all, Lack{What: LackFindings, Count: d.findings})
	}
	switch {
	case d.State.Editable():
		return []Lack{{What: LackAddition}}
	case d.State == Accepted && len(all) == 0:
		return []Lack{{What: LackConsult}}
	case d.State == Consulting && len(d.waiting) > 0:
		return append(all, Lack{What: LackReports, Reports: d.waiting})
	case d.State == Consulting && len(all) == 0:
		return []Lack{{What: LackReview}}
	case d.State == Reviewed:
		return append(all, Lack{What: LackDecision})
	case d.State == Requested:
		return []Lack{{What: LackReply}}
	}
	return all
}
