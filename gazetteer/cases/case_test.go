package cases_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/cases"
	"diming/gazetteer/naming"
	"diming/internal/ledger"
	"diming/internal/ledger/ledgertest"
	"diming/internal/pg"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A world is a small register with a county, a township and its cases.
type world struct {
	*cases.Store
	pool           *pgxpool.Pool
	county, town   uuid.UUID
	clerk, decider uuid.UUID
	day            version.Date
	rules          map[string][]naming.Finding // what the rules say of a text
}

func newWorld(t testing.TB) *world {
	t.Helper()
	pool := pgtest.New(t)
	w := &world{pool: pool, clerk: uuid.New(), decider: uuid.New(), day: version.Day(2026, time.March, 2), rules: map[string][]naming.Finding{}}
	places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	w.Store = &cases.Store{DB: pool, Places: places, Today: func() version.Date { return w.day },
		Check: func(_ context.Context, _ pg.DB, p naming.Proposal) ([]naming.Finding, string, error) {
			return w.rules[p.Text], "rules-1", nil
		},
		Due: func(_ context.Context, _ pg.DB, q cases.Question) (cases.Due, bool, error) {
			due := version.DayOf(q.Start.Time().AddDate(0, 0, 15))
			return cases.Due{Legal: due, Safe: due, Warn: version.DayOf(due.Time().AddDate(0, 0, -5)), Basis: "地名管理条例"}, true, nil
		}}
	rows := []gazetteer.DivisionRow{
		{Number: 1, Code: "33", Name: "浙江省"}, {Number: 2, Code: "3308", Name: "衢州市"},
		{Number: 3, Code: "330881", Name: "江山市"}, {Number: 4, Code: "330881001", Name: "双塔街道"},
	}
	if _, err := places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public"}, rows); err != nil {
		t.Fatal(err)
	}
	w.county, w.town = w.division(t, "330881"), w.division(t, "330881001")
	return w
}

func (w *world) division(t testing.TB, code string) uuid.UUID {
	t.Helper()
	d, err := (&boundaries.Store{DB: w.pool}).ByCode(t.Context(), boundaries.Reader{Internal: true}, code)
	if err != nil {
		t.Fatal(err)
	}
	return d.ID
}

// estate is an application for streets of an estate.
func (w *world) estate(names ...string) cases.Opening {
	o := cases.Opening{Kind: cases.Naming, Channel: cases.Online, Class: "23514", Division: w.town, Reason: "新建小区配套道路", Body: "江山示例置业公司", Applicant: "王某 13800000000"}
	for i, n := range names {
		at := orb.Point{118.6 + float64(i)/1000, 28.7}
		o.Items = append(o.Items, cases.Item{Class: "23514", Text: n, Location: &at, StartsAt: "东门", EndsAt: "西门", Direction: "东西", Size: naming.Size{LengthM: 300, WidthM: 12}})
	}
	return o
}

// open opens and submits a case.
func (w *world) open(t *testing.T, o cases.Opening) cases.By {
	t.Helper()
	id, tag, _, err := w.Open(t.Context(), w.clerk, o)
	if err != nil {
		t.Fatal(err)
	}
	by := cases.By{Actor: w.clerk, Case: id, Tag: tag}
	return w.must(t, by)(w.Submit(t.Context(), by))
}

// must takes the tag of a step that has to succeed.
func (w *world) must(t *testing.T, by cases.By) func(int64, error) cases.By {
	return func(tag int64, err error) cases.By {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		by.Tag = tag
		return by
	}
}

// reviewed takes a submitted case as far as the decision.
func (w *world) reviewed(t *testing.T, by cases.By) cases.By {
	t.Helper()
	by = w.must(t, by)(w.Accept(t.Context(), by))
	for _, x := range w.read(t, by.Case).Findings {
		by = w.must(t, by)(w.Answer(t.Context(), by, "已与另案一并考虑", x.ID))
	}
	by = w.must(t, by)(w.Consult(t.Context(), by))
	f := w.read(t, by.Case)
	for _, c := range f.Consultations {
		by = w.must(t, by)(w.CloseConsultation(t.Context(), by, c.ID, cases.OpinionGiven{Outcome: "for", Summary: "同意"}))
	}
	return w.must(t, by)(w.Review(t.Context(), by, "符合规定，拟同意"))
}

func (w *world) read(t *testing.T, id uuid.UUID) cases.File {
	t.Helper()
	f, err := w.Read(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (w *world) reply(f cases.File) cases.Reply {
	r := cases.Reply{Number: "江政发〔2026〕12号", Body: "江山市人民政府", On: w.day}
	for _, i := range f.Items {
		r.Items = append(r.Items, cases.Decision{Item: i.ID, Approve: true})
	}
	return r
}

func (w *world) later(days int) { w.day = version.DayOf(w.day.Time().AddDate(0, 0, days)) }

func TestAnApplicantWhoIsAmendedIsKnownToTheEntry(t *testing.T) {
	w := newWorld(t)
	by := w.open(t, w.estate("文苑一路"))
	applicant := "示例申请人"
	by = w.must(t, by)(w.Ask(t.Context(), by, "请补申请人"))
	w.must(t, by)(w.Amend(t.Context(), by, cases.Amendment{Applicant: &applicant}))
	ledgertest.Settle(t, w.pool)
	if v, err := ledger.Verify(t.Context(), w.pool, nil); err != nil || v.Persons == 0 {
		t.Errorf("verify: %+v, %v, want every person known to an entry", v, err)
	}
}

func TestAnEstateFromItsApplicationToNamesThatStand(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	by := w.open(t, w.estate("文苑一路", "文苑二路", "文苑三路"))
	by = w.must(t, by)(w.Ask(ctx, by, "请补交道路平面图"))
	by = w.must(t, by)(w.Amend(ctx, by, cases.Amendment{Items: w.estate("文苑路", "书香路", "墨香路").Items}))
	by = w.must(t, by)(w.Submit(ctx, by))
	w.later(3)
	by = w.reviewed(t, by)
	f := w.read(t, by.Case)
	r := w.reply(f)
	r.Items[2] = cases.Decision{Item: f.Items[2].ID, Reason: "名称寓意不清"}
	w.later(4)

	if _, err := w.Approve(ctx, by, r); !errors.Is(err, cases.ErrOwnCase) {
		t.Errorf("the opener approves: %v, want ErrOwnCase", err)
	}
	by.Actor = w.decider
	for what, wrong := range map[error]version.Date{cases.ErrFuture: version.Day(2026, time.December, 1), cases.ErrBefore: version.Day(2026, time.March, 1)} {
		bad := r
		bad.On = wrong
		if _, err := w.Approve(ctx, by, bad); !errors.Is(err, what) {
			t.Errorf("reply dated %v: %v, want %v", wrong, err, what)
		}
	}
	r.On = version.Day(2026, time.March, 8) // yesterday
	by = w.must(t, by)(w.Approve(ctx, by, r))
	f = w.read(t, by.Case)
	if f.State != cases.Approved || f.RepliedOn != r.On || f.Items[0].Result == nil || f.Items[2].Outcome != cases.Refused {
		t.Fatalf("approved case: %+v", f)
	}
	p, err := w.Places.Place(ctx, gazetteer.Reader{}, *f.Items[0].Result)
	if err != nil || p.Name(w.day).Text != "文苑路" || p.Valid.From != r.On {
		t.Errorf("place = %v from %v, %v, want 文苑路 from the reply's day", p.Name(w.day).Text, p.Valid.From, err)
	}
	if got := dueOf(f, cases.AnnouncementClock); got != version.Day(2026, time.March, 23) {
		t.Errorf("announcement due %v, want 15 days from the reply", got)
	}
	by = w.must(t, by)(w.File(ctx, by, w.day))
	id, tag, err := w.Publish(ctx, by, []string{"市政府网站"}, w.day)
	if err != nil {
		t.Fatal(err)
	}
	by.Tag = tag
	f = w.read(t, by.Case)
	if f.State != cases.InForce {
		t.Errorf("state = %s, want in force", f.State)
	}
	a, err := w.Announcement(ctx, 2026, 1)
	if err != nil || a.ID != id || len(a.Names) != 2 || a.Names[0].Reading == "" || a.Names[0].Division == "" {
		t.Errorf("announcement = %+v, %v", a, err)
	}
}

func dueOf(f cases.File, key string) version.Date {
	for _, c := range f.Clocks {
		if c.Key == key {
			return c.DueOn
		}
	}
	return version.Date{}
}

func TestOneAnswerIsOfAllFindingsItNamesOrOfNone(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	names := []string{"清溪东路", "清溪西路", "毛泽东路"}
	for _, name := range names[:2] {
		w.rules[name] = []naming.Finding{{Check: "N11", Severity: naming.Unchecked, Text: "没有建成区"}}
	}
	w.rules[names[2]] = []naming.Finding{{Check: "N5", Severity: naming.Refuse, Text: "国家领导人"}}
	by := w.open(t, w.estate(names...))
	by = w.must(t, by)(w.Accept(ctx, by))
	var alike []uuid.UUID
	all := []uuid.UUID{}
	for _, f := range w.read(t, by.Case).Findings {
		if all = append(all, f.ID); f.Finding.Check == "N11" {
			alike = append(alike, f.ID)
		}
	}
	if _, err := w.Answer(ctx, by, "已现场核对", all...); !errors.Is(err, cases.ErrFinding) {
		t.Errorf("an answer to a refusal among others: %v", err)
	}
	if _, err := w.Answer(ctx, by, "已现场核对"); !errors.Is(err, cases.ErrFinding) {
		t.Errorf("an answer to nothing: %v", err)
	}
	for _, f := range w.read(t, by.Case).Findings {
		if f.Answer != "" {
			t.Error("what was refused answered a finding")
		}
	}
	w.must(t, by)(w.Answer(ctx, by, "已现场核对", alike...))
	for _, f := range w.read(t, by.Case).Findings {
		if answered := f.Answer != ""; answered != (f.Finding.Check == "N11") {
			t.Errorf("%s answered: %v", f.Finding.Check, answered)
		}
	}
}

func TestFindingsHoldACaseUntilTheyAreAnswered(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.rules["中山路"] = []naming.Finding{{Check: "N5", Severity: naming.Justify, Words: []string{"中山"}, Text: "人名"}}
	by := w.open(t, w.estate("中山路"))
	by = w.must(t, by)(w.Accept(ctx, by))
	var open *cases.FindingsError
	if _, err := w.Consult(ctx, by); !errors.As(err, &open) || len(open.Findings) != 1 {
		t.Fatalf("Consult() = %v, want the finding", err)
	}
	f := w.read(t, by.Case)
	by = w.must(t, by)(w.Answer(ctx, by, "纪念孙中山先生，已征求意见", f.Findings[0].ID))
	by = w.must(t, by)(w.Recheck(ctx, by))
	if f = w.read(t, by.Case); f.Findings[0].Answer == "" {
		t.Error("a new check forgot the answer to the same finding")
	}
	w.must(t, by)(w.Consult(ctx, by))

	w.rules["毛泽东路"] = []naming.Finding{{Check: "N5", Severity: naming.Refuse, Text: "国家领导人"}}
	by = w.open(t, w.estate("毛泽东路"))
	by = w.must(t, by)(w.Accept(ctx, by))
	f = w.read(t, by.Case)
	if _, err := w.Answer(ctx, by, "理由", f.Findings[0].ID); !errors.Is(err, cases.ErrFinding) {
		t.Errorf("a refusal was answered: %v", err)
	}
	if _, err := w.Consult(ctx, by); !errors.As(err, &open) {
		t.Errorf("Consult() = %v, want the finding", err)
	}
}

func TestTheSecondApproverIsToldByWhomAndWhen(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	by := w.reviewed(t, w.open(t, w.estate("文苑路")))
	r := w.reply(w.read(t, by.Case))
	first, second := by, by
	first.Actor, second.Actor = w.decider, uuid.New()
	w.must(t, first)(w.Approve(ctx, first, r))
	var changed *cases.ChangedError
	if _, err := w.Approve(ctx, second, r); !errors.As(err, &changed) || changed.By != w.decider || changed.At.IsZero() || changed.Did != "case.approve" {
		t.Errorf("second approval = %v (%+v), want who was first", err, changed)
	}
}

func TestTheMachineOfTheCodeIsThatOfTheDatabase(t *testing.T) {
	w := newWorld(t)
	rows, err := w.pool.Query(t.Context(), `SELECT step, from_state, to_state FROM case_transition`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var step cases.Step
		var from, to cases.State
		if err := rows.Scan(&step, &from, &to); err != nil {
			t.Fatal(err)
		}
		n++
		if next, ok := from.Next(step); !ok || next != to {
			t.Errorf("%s from %s leads to %s in the database, %s (%v) in the code", step, from, to, next, ok)
		}
	}
	if n != len(cases.Transitions) {
		t.Errorf("%d transitions in the database, %d in the code", n, len(cases.Transitions))
	}
}

func TestTheDatabaseRefusesAStateOutOfTurn(t *testing.T) {
	w := newWorld(t)
	by := w.open(t, w.estate("文苑路"))
	if _, err := w.pool.Exec(t.Context(), `UPDATE name_case SET state = 'reviewed', tag = tag + 1 WHERE id = $1`, by.Case); err == nil {
		t.Error("the database let a submitted case be reviewed")
	}
	if _, err := w.pool.Exec(t.Context(), `DELETE FROM name_case WHERE id = $1`, by.Case); err == nil {
		t.Error("the database let a case be deleted")
	}
}

func TestAReceiptOpensItsCaseAlone(t *testing.T) {
	w := newWorld(t)
	id, _, receipt, err := w.Open(t.Context(), ledger.Console, w.estate("文苑路"))
	if err != nil || receipt.Code == "" {
		t.Fatal(receipt, err)
	}
	typed := receipt.Code[:4] + receipt.Code[5:]
	if got, err := w.ByReceipt(t.Context(), receipt.Number, typed); err != nil || got != id {
		t.Errorf("ByReceipt() = %v, %v, want the case", got, err)
	}
	for _, wrong := range [][2]string{{receipt.Number, "0000-0000-0000-0000"}, {"2026-命-9999", receipt.Code}} {
		if _, err := w.ByReceipt(t.Context(), wrong[0], wrong[1]); !errors.Is(err, cases.ErrReceipt) {
			t.Errorf("ByReceipt(%v) = %v, want ErrReceipt", wrong, err)
		}
	}
}

// contextOf is for helpers that rapid calls, which has no context of its own.
func contextOf() context.Context { return context.Background() }
