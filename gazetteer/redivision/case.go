package redivision

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("division case not found")
	// ErrChanged refuses a change of a version that is no longer the present one.
	ErrChanged = errors.New("the division case was changed meanwhile")
	// ErrStep refuses a step that the case cannot take where it stands.
	ErrStep = errors.New("the division case cannot take this step now")
	// ErrOwn refuses to decide one's own application.
	ErrOwn = errors.New("nobody decides their own application")
	// ErrDates refuses a reply in the future or before the application.
	ErrDates = errors.New("the reply's date is in the future or before the application")
	// ErrReply refuses a reply without its number or body.
	ErrReply = errors.New("a reply has a number and an approving body")
	// ErrStale refuses to enact what is no longer what was simulated.
	ErrStale = errors.New("the simulation was overtaken")
)

// The states of a case.
const (
	Draft          = "draft"           // 拟办
	Submitted      = "submitted"       // 已报送
	Replied        = "replied"         // 已批复
	Refused        = "refused"         // 不予批准
	Withdrawn      = "withdrawn"       // 撤回
	InForce        = "in_force"        // 已生效
	CodesPublished = "codes_published" // 代码已公布
	Completed      = "completed"       // 变更完成
	Announced      = "announced"       // 已公告
	Archived       = "archived"        // 已归档
)

// A Store reads and writes division cases.
type Store struct {
	DB        pg.DB
	providers []Provider
}

// A Case is one division case.
type Case struct {
	ID, Home      uuid.UUID
	Title, Reason string
	State         string
	Proposal      Proposal
	Applicant     uuid.UUID
	Applied       version.Date
	ReplyBy       string
	ReplyNo       string
	ReplyDate     version.Date
	Effective     version.Date
	DecidedBy     *uuid.UUID
	Outcome       *Simulation
	Enacted       int64 // ledger entry; 0 before
	Revision      int64
	Created       time.Time
	NextDue       version.Date // the nearest deadline that is not met
	NextDueKind   string
}

const caseColumns = `c.id, c.home, c.title, c.reason, c.state, c.proposal, c.applicant, c.applied, c.reply_by, c.reply_no, c.replied, c.effective,
	c.decided_by, c.outcome, coalesce(c.enacted, 0), c.revision, c.created, next.due, coalesce(next.kind, '')`

const caseFrom = ` FROM redivision_case c LEFT JOIN LATERAL (
	SELECT due, kind FROM redivision_deadline x WHERE x.redivision = c.id AND x.met IS NULL
		AND NOT (x.kind = 'completion' AND EXISTS (SELECT FROM redivision_deadline y WHERE y.redivision = c.id AND y.kind = 'extended'))
	ORDER BY due LIMIT 1) next ON true `

func scanCase(row pgx.CollectableRow) (Case, error) {
	var (
		c        Case
		proposal string
		outcome  *string
	)
	err := row.Scan(&c.ID, &c.Home, &c.Title, &c.Reason, &c.State, &proposal, &c.Applicant, &c.Applied, &c.ReplyBy, &c.ReplyNo, &c.ReplyDate, &c.Effective,
		&c.DecidedBy, &outcome, &c.Enacted, &c.Revision, &c.Created, &c.NextDue, &c.NextDueKind)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(proposal), &c.Proposal); err != nil {
		return c, fmt.Errorf("proposal of division case %s: %w", c.ID, err)
	}
	if outcome != nil {
		err = json.Unmarshal([]byte(*outcome), &c.Outcome)
	}
	return c, err
}

// List gives the cases of divisions under roots, nil for all, what is due
// first before what has no date; finished ones come last.
func (s *Store) List(ctx context.Context, roots []uuid.UUID) ([]Case, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+caseColumns+caseFrom+`
		WHERE $1::uuid[] IS NULL OR EXISTS (
			WITH RECURSIVE up AS (SELECT c.home AS id, 0 AS depth
				UNION ALL SELECT v.parent, up.depth + 1 FROM up JOIN division_version v ON v.division = up.id AND upper_inf(v.recorded)
				WHERE v.parent IS NOT NULL AND up.depth < 10)
			SELECT FROM up WHERE up.id = ANY($1))
		ORDER BY c.state IN ('refused', 'withdrawn', 'archived'), next.due NULLS LAST, c.created DESC LIMIT 200`, roots)
	if err != nil {
		return nil, fmt.Errorf("division cases: %w", err)
	}
	return pgx.CollectRows(rows, scanCase)
}

// ByID gives one case.
func (s *Store) ByID(ctx context.Context, id uuid.UUID) (Case, error) { return one(ctx, s.DB, id, "") }

func one(ctx context.Context, db pg.DB, id uuid.UUID, lock string) (Case, error) {
	rows, err := db.Query(ctx, `SELECT `+caseColumns+caseFrom+`WHERE c.id = $1`+lock, id)
	if err != nil {
		return Case{}, err
	}
	c, err := pgx.CollectExactlyOneRow(rows, scanCase)
	if errors.Is(err, pgx.ErrNoRows) {
		return c, fmt.Errorf("division case %s: %w", id, ErrNotFound)
	}
	return c, err
}

// A Text is what an officer writes of a case beside its steps.
type Text struct {
	Title, Reason string
	Proposal      Proposal
}

// Create begins a case as a draft.
func (s *Store) Create(ctx context.Context, actor uuid.UUID, t Text) (uuid.UUID, int64, error) {
	id := uuid.Must(uuid.NewV7())
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		home, county, err := s.home(ctx, tx, &t)
		if err != nil {
			return err
		}
		text, err := json.Marshal(t.Proposal)
		if err != nil {
			return err
		}
		entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "division_case.create", Kind: "division_case", Object: id, County: county,
			Reason: t.Reason, After: ledger.Fields{"title": t.Title, "proposal": string(text)}})
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO redivision_case (id, home, title, reason, proposal, applicant) VALUES ($1, $2, $3, $4, $5, $6)`,
			id, home, t.Title, t.Reason, string(text), actor)
		return err
	})
	if err != nil {
		return uuid.Nil, 0, fmt.Errorf("create division case: %w", err)
	}
	return id, entry, nil
}

// home checks a text and finds the smallest division over all that it names.
func (s *Store) home(ctx context.Context, tx pgx.Tx, t *Text) (uuid.UUID, string, error) {
	if t.Title == "" {
		return uuid.Nil, "", ErrItem
	}
	if err := t.Proposal.Check(); err != nil {
		return uuid.Nil, "", err
	}
	return HomeOf(ctx, tx, t.Proposal)
}

// HomeOf finds the smallest division that holds all that a proposal names, and
// its county's code.
func HomeOf(ctx context.Context, db pg.DB, p Proposal) (uuid.UUID, string, error) {
	divisions := boundaries.Store{DB: db}
	var common []boundaries.Division
	for i, id := range p.Named() {
		chain, err := divisions.Chain(ctx, boundaries.Reader{Internal: true}, id)
		if err != nil {
			return uuid.Nil, "", err
		}
		if i == 0 {
			common = chain
		}
		n := 0
		for n < len(chain) && n < len(common) && chain[n].ID == common[n].ID {
			n++
		}
		common = common[:n]
	}
	if len(common) == 0 {
		return uuid.Nil, "", fmt.Errorf("division over the proposal: %w", boundaries.ErrNotFound)
	}
	d := common[len(common)-1]
	return d.ID, boundaries.CountyOf(d.System, d.Code), nil
}

// Amend changes what a case says; revision is the one that its editor read.
// After submission only officially given codes may still be entered.
func (s *Store) Amend(ctx context.Context, actor, id uuid.UUID, revision int64, t Text) (int64, error) {
	return s.change(ctx, id, revision, func(tx pgx.Tx, c Case) (int64, error) {
		if c.State != Draft && (c.State != Submitted && c.State != Replied || !t.onlyCodesDiffer(c)) {
			return 0, ErrStep
		}
		home, county, err := s.home(ctx, tx, &t)
		if err != nil {
			return 0, err
		}
		text, err := json.Marshal(t.Proposal)
		if err != nil {
			return 0, err
		}
		entry, err := ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "division_case.amend", Kind: "division_case", Object: id, County: county,
			Before: ledger.Fields{"title": c.Title, "reason": c.Reason}, After: ledger.Fields{"title": t.Title, "reason": t.Reason, "proposal": string(text)}})
		if err != nil {
			return 0, err
		}
		_, err = tx.Exec(ctx, `UPDATE redivision_case SET title = $2, reason = $3, proposal = $4, home = $5 WHERE id = $1`, id, t.Title, t.Reason, string(text), home)
		return entry, err
	})
}

func (t Text) onlyCodesDiffer(c Case) bool {
	a, err1 := json.Marshal(t.Proposal.Items)
	b, err2 := json.Marshal(c.Proposal.Items)
	return err1 == nil && err2 == nil && string(a) == string(b) && t.Title == c.Title && t.Reason == c.Reason
}

// change locks a case, refuses it where it is no longer the one that was read,
// and counts its revision up. Revision 0 stands for whichever there is.
func (s *Store) change(ctx context.Context, id uuid.UUID, revision int64, do func(tx pgx.Tx, c Case) (int64, error)) (int64, error) {
	var entry int64
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		c, err := one(ctx, tx, id, " FOR UPDATE OF c")
		if err != nil {
			return err
		}
		if revision != 0 && revision != c.Revision {
			return ErrChanged
		}
		if entry, err = do(tx, c); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE redivision_case SET revision = revision + 1 WHERE id = $1`, id)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("division case %s: %w", id, err)
	}
	return entry, nil
}
