package shelters

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"diming/internal/ledger"
)

// A Report is what a keeper says of a shelter.
type Report struct {
	ID       uuid.UUID // made by who says it, so that a repeat is known
	State    State
	People   *int // counted; nil where nobody counted
	Step     Step
	Note     string
	PhoneAt  time.Time // when it was said, by the phone's clock; zero: now
	PhoneNow time.Time // what that clock showed when it was sent; zero: it is right
	Behalf   string    // the post for which it was said, where another says it; never a person
	Corrects uuid.UUID // the report of this shelter whose count was mistyped; uuid.Nil for none
}

// A Reported is a report as it was taken.
type Reported struct {
	Report
	Shelter  uuid.UUID
	SaidAt   time.Time
	CameAt   time.Time
	Doubtful bool
	Actor    uuid.UUID
	Entry    int64
	Mistyped bool // a later report corrects its count
}

// Taken is what a report did.
type Taken struct {
	Reported
	Again  bool // it was held already
	Counts bool // it is what was said last: its state is the shelter's now
	Now    Now  // of the shelter, whether or not the report counts
	Over   int  // people above the capacity
}

// ready refuses a report that does not say what it must.
func (r *Report) ready() error {
	r.Note, r.Behalf = strings.TrimSpace(r.Note), strings.TrimSpace(r.Behalf)
	_, state := StateWords[r.State]
	_, step := StepWords[r.Step]
	switch {
	case r.ID == uuid.Nil:
		return content("报告缺少编号（id），请升级手机页面后重试。", "A report needs an id made by who sends it.")
	case !state:
		return content("状态应为待命、开放、已满或关闭。", "The state is standby, open, full or closed.")
	case r.Step != "" && !step:
		return content("人数档位应为不到三成、三成到六成、六成到八成或八成以上。", "The step is lt30, lt60, lt80 or ge80.")
	case r.People != nil && r.Step != "":
		return content("清点了人数就不填档位，二者取一。", "Give the number of people or a step, not both.")
	case r.People != nil && (*r.People < 0 || *r.People > 1_000_000):
		return content("人数应为 0 到 1000000 的整数。", "The number of people is from 0 to 1,000,000.")
	case utf8.RuneCountInString(r.Note) > 300 || utf8.RuneCountInString(r.Behalf) > 60:
		return content("说明不超过 300 字，代报岗位不超过 60 字。", "A note has at most 300 characters, a post 60.")
	case r.Corrects != uuid.Nil && r.People == nil:
		return content("更正人数时请填写正确的人数。", "A correction needs the number of people as it is.")
	case (r.PhoneAt.IsZero()) != (r.PhoneNow.IsZero()):
		return content("手机时间应同时给出记录时间和发送时间。", "Give the phone's time of the report and its time of sending together.")
	}
	return nil
}

// century is beyond what any clock is off, and still fits a time.Duration.
const century = 100 * 365 * 24 * time.Hour

func (r Report) clocked(now time.Time) error {
	far := func(t time.Time) bool { return !t.IsZero() && (t.Year() < 1900 || t.Sub(now).Abs() > century) }
	if far(r.PhoneAt) || far(r.PhoneNow) {
		return content("手机的日期不对，请先校准手机的日期和时间再发送。", "The phone's date is impossible; set its clock and send again.")
	}
	return nil
}

// Report takes what a keeper says of a shelter. It is idempotent by the id of
// the report. When it was said is the phone's time, moved by what the phone's
// clock is off; the report that was said last is the shelter's state, in
// whatever order reports come.
func (s *Store) Report(ctx context.Context, actor, id uuid.UUID, r Report) (Taken, error) {
	var taken Taken
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if err := r.ready(); err != nil {
			return err
		}
		of, err := s.held(ctx, tx, id)
		if err != nil {
			return err
		}
		taken, err = report(ctx, tx, actor, of, r)
		return err
	})
	if err != nil {
		return Taken{}, fmt.Errorf("report %s of shelter %s: %w", r.ID, id, err)
	}
	return taken, nil
}

// report takes a report of a shelter that is held.
func report(ctx context.Context, tx pgx.Tx, actor uuid.UUID, of Shelter, r Report) (Taken, error) {
	if held, found, err := heldReport(ctx, tx, actor, of.ID, r); err != nil || found {
		return taken(ctx, tx, of, held, found, err)
	}
	limits, err := limitsIn(ctx, tx, of.Division)
	if err != nil {
		return Taken{}, err
	}
	said, err := timed(ctx, tx, actor, of, r, limits.Clock)
	if err != nil {
		return Taken{}, err
	}
	opens := said.State != Closed && (of.Now.Report == uuid.Nil || said.SaidAt.After(of.Now.SaidAt))
	if Failed(of) && opens {
		return Taken{}, ErrFailed
	}
	if err := said.corrigible(ctx, tx); err != nil {
		return Taken{}, err
	}
	said.Entry, err = ledger.Append(ctx, tx, ledger.Entry{Actor: actor, Action: "shelter.report", Kind: "shelter", Object: of.ID, County: of.County,
		Public: of.Visibility == "public", After: said.fields()})
	if err != nil {
		return Taken{}, err
	}
	if err := said.insert(ctx, tx); err != nil {
		return Taken{}, err
	}
	return taken(ctx, tx, of, said, false, nil)
}

// timed says when a report was said.
func timed(ctx context.Context, tx pgx.Tx, actor uuid.UUID, of Shelter, r Report, tolerance time.Duration) (Reported, error) {
	var now time.Time
	if err := tx.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&now); err != nil {
		return Reported{}, err
	}
	if err := r.clocked(now); err != nil {
		return Reported{}, err
	}
	phoned := !r.PhoneAt.IsZero()
	if !phoned {
		r.PhoneAt, r.PhoneNow = now, now
	}
	m := Reported{Report: r, Shelter: of.ID, CameAt: now, Actor: actor}
	m.SaidAt, m.Doubtful = said(r.PhoneAt, r.PhoneNow, now, tolerance)
	if !phoned {
		return m, nil
	}
	rows, err := tx.Query(ctx, `SELECT id, phone_at, said_at FROM shelter_report WHERE shelter = $1 AND actor = $2 AND phone_at BETWEEN $3 AND $4`,
		of.ID, actor, r.PhoneAt.Add(-24*time.Hour), r.PhoneAt.Add(24*time.Hour))
	if err != nil {
		return m, err
	}
	others, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (moment, error) {
		var o moment
		return o, row.Scan(&o.id, &o.phone, &o.said)
	})
	m.SaidAt = inOrder(moment{r.ID, r.PhoneAt, m.SaidAt}, others)
	if m.SaidAt.After(now) {
		m.CameAt = m.SaidAt // a microsecond at most: the server answered both within one
	}
	return m, err
}

// corrigible refuses a correction of what is no count of this shelter, was said
// later, or was corrected already.
func (m Reported) corrigible(ctx context.Context, tx pgx.Tx) error {
	if m.Corrects == uuid.Nil {
		return nil
	}
	var counted, corrected bool
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM shelter_report WHERE id = $1 AND shelter = $2 AND people IS NOT NULL AND said_at <= $3),
		EXISTS (SELECT FROM shelter_report WHERE corrects = $1)`, m.Corrects, m.Shelter, m.SaidAt).Scan(&counted, &corrected)
	switch {
	case err != nil:
		return err
	case !counted:
		return content("要更正的那一条不是这个避难场所报过的人数，请刷新后重试。", "What is to be corrected is no count of this shelter; read it again.")
	case corrected:
		return content("那一条的人数已经更正过，请刷新后更正最新的一条。", "That count was corrected already; read it again and correct the last one.")
	}
	return nil
}

// fields is what the ledger says of a report. Its note and the post for which
// it was said are free text and stay out: everybody may read the entry.
func (m Reported) fields() ledger.Fields {
	f := ledger.Fields{"report": m.ID, "state": string(m.State), "step": string(m.Step), "said_at": m.SaidAt.UTC().Format(time.RFC3339Nano),
		"phone_at": m.PhoneAt.UTC().Format(time.RFC3339Nano), "doubtful": m.Doubtful}
	if m.People != nil {
		f["people"] = *m.People
	}
	if m.Corrects != uuid.Nil {
		f["corrects"] = m.Corrects
	}
	return f
}

func (m Reported) insert(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `INSERT INTO shelter_report (id, shelter, state, people, step, note, said_at, phone_at, came_at, doubtful, actor, behalf, entry, corrects)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		m.ID, m.Shelter, string(m.State), m.People, string(m.Step), m.Note, m.SaidAt, m.PhoneAt, m.CameAt, m.Doubtful, m.Actor, m.Behalf, m.Entry, orNull(m.Corrects))
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.ConstraintName == "shelter_report_pkey" {
		return ErrSaid // of another shelter, at this moment
	}
	return err
}

const reportColumns = `id, shelter, state, people, step, note, said_at, phone_at, came_at, doubtful, actor, behalf, entry, corrects,
	EXISTS (SELECT FROM shelter_report c WHERE c.corrects = shelter_report.id)`

func scanReport(row pgx.CollectableRow) (Reported, error) {
	var m Reported
	var corrects *uuid.UUID
	err := row.Scan(&m.ID, &m.Shelter, &m.State, &m.People, &m.Step, &m.Note, &m.SaidAt, &m.PhoneAt, &m.CameAt, &m.Doubtful, &m.Actor, &m.Behalf, &m.Entry, &corrects, &m.Mistyped)
	if corrects != nil {
		m.Corrects = *corrects
	}
	return m, err
}

// heldReport gives the report that is held under the id of r, or ErrSaid where
// it says something else.
func heldReport(ctx context.Context, tx pgx.Tx, actor, shelter uuid.UUID, r Report) (Reported, bool, error) {
	rows, err := tx.Query(ctx, `SELECT `+reportColumns+` FROM shelter_report WHERE id = $1`, r.ID)
	if err != nil {
		return Reported{}, false, err
	}
	held, err := pgx.CollectExactlyOneRow(rows, scanReport)
	if errors.Is(err, pgx.ErrNoRows) {
		return Reported{}, false, nil
	}
	if err != nil {
		return Reported{}, false, err
	}
	same := held.Shelter == shelter && held.Actor == actor && held.State == r.State && held.Step == r.Step && held.Note == r.Note && held.Behalf == r.Behalf && held.Corrects == r.Corrects &&
		(held.People == nil) == (r.People == nil) && (r.People == nil || *held.People == *r.People) &&
		(r.PhoneAt.IsZero() || held.PhoneAt.Equal(r.PhoneAt.Truncate(time.Microsecond)))
	if !same {
		return held, false, ErrSaid
	}
	return held, true, nil
}

// taken says what a report did, as the shelter is after it.
func taken(ctx context.Context, tx pgx.Tx, of Shelter, m Reported, again bool, err error) (Taken, error) {
	if err != nil {
		return Taken{}, err
	}
	all, err := (&Store{DB: tx}).ask(ctx, Reader{Internal: true}, `v.version = $2`, `1`, of.Version)
	if err != nil || len(all) == 0 {
		return Taken{}, errors.Join(err, ErrNotFound)
	}
	now := all[0].Now
	return Taken{Reported: m, Again: again, Counts: now.Report == m.ID, Now: now, Over: Over(all[0])}, nil
}

// Reports gives what was said of a shelter, the last said first, at most limit,
// before a report; uuid.Nil is from the last.
func (s *Store) Reports(ctx context.Context, id, before uuid.UUID, limit int) ([]Reported, error) {
	rows, err := s.DB.Query(ctx, `SELECT `+reportColumns+` FROM shelter_report WHERE shelter = $1
		AND ($2::uuid IS NULL OR (said_at, id) < (SELECT said_at, id FROM shelter_report WHERE id = $2 AND shelter = $1))
		ORDER BY said_at DESC, id DESC LIMIT $3`, id, orNull(before), limit)
	if err != nil {
		return nil, fmt.Errorf("reports of shelter %s: %w", id, err)
	}
	return pgx.CollectRows(rows, scanReport)
}
