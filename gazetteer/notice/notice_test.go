package notice_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/cases"
	"diming/gazetteer/naming"
	"diming/gazetteer/notice"
	"diming/internal/ledger"
	"diming/internal/pg"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// A world is a county with one case that is being consulted on.
type world struct {
	*notice.Store
	pool *pgxpool.Pool
	by   cases.By
	day  version.Date
}

func newWorld(t *testing.T) *world {
	t.Helper()
	pool := pgtest.New(t)
	w := &world{pool: pool, day: version.Day(2026, time.March, 2)}
	places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	rows := []gazetteer.DivisionRow{{Number: 1, Code: "33", Name: "浙江省"}, {Number: 2, Code: "3308", Name: "衢州市"}, {Number: 3, Code: "330881", Name: "江山市"}}
	if _, err := places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: ledger.Console, Visibility: "public"}, rows); err != nil {
		t.Fatal(err)
	}
	county, err := places.Boundaries.ByCode(t.Context(), boundaries.Reader{}, "330881")
	if err != nil {
		t.Fatal(err)
	}
	store := cases.New(pool, places)
	store.Today = func() version.Date { return w.day }
	store.Check = func(context.Context, pg.DB, naming.Proposal) ([]naming.Finding, string, error) { return nil, "", nil }
	w.Store = &notice.Store{DB: pool, Cases: store}
	id, tag, _, err := store.Open(t.Context(), uuid.New(), cases.Opening{Kind: cases.Naming, Channel: cases.Counter, Class: "23514", Division: county.ID, Reason: "测试",
		Items: []cases.Item{{Class: "23514", Text: "清溪路"}}})
	w.by = cases.By{Actor: uuid.New(), Case: id, Tag: tag}
	for _, step := range []func() (int64, error){
		func() (int64, error) { return store.Submit(t.Context(), w.by) },
		func() (int64, error) { return store.Accept(t.Context(), w.by) },
		func() (int64, error) { return store.Consult(t.Context(), w.by) },
	} {
		if err == nil {
			w.by.Tag, err = step()
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) publish(t *testing.T, kind string) uuid.UUID {
	t.Helper()
	id, err := w.Publish(t.Context(), w.by.Actor, notice.Draft{Case: w.by.Case, Kind: kind, Title: "清溪路命名公示（示例）", Text: "拟命名清溪路"})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func want(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s = %v, want %v", what, err, want)
	}
}

func TestEveryCommentIsAnsweredBeforeANoticeCloses(t *testing.T) {
	w := newWorld(t)
	id := w.publish(t, notice.Notice)
	n, err := w.Get(t.Context(), id)
	if err != nil || n.From != w.day || n.To != version.Day(2026, time.March, 9) || n.Basis == "" {
		t.Fatalf("the notice is %+v, %v; want seven days from 2 March", n, err)
	}
	_, err = w.Publish(t.Context(), w.by.Actor, notice.Draft{Case: w.by.Case, Kind: notice.Notice, Title: "再", Text: "再"})
	want(t, "a second notice", err, notice.ErrOpen)
	one, err := w.Say(t.Context(), id, notice.Saying{Text: "应叫清湖路，我是王小明", Contact: "王小明 13800000000"})
	if err != nil {
		t.Fatal(err)
	}
	w.day = n.To // the last day counts in full
	two, err := w.Say(t.Context(), id, notice.Saying{Text: "同意"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Close(t.Context(), w.by.Actor, id, "for", "")
	want(t, "closing on the last day", err, notice.ErrRunning)
	w.day = version.Day(2026, time.March, 10)
	_, err = w.Say(t.Context(), id, notice.Saying{Text: "太迟"})
	want(t, "a comment after the last day", err, notice.ErrOver)
	_, err = w.Close(t.Context(), w.by.Actor, id, "for", "")
	want(t, "closing unanswered", err, notice.ErrAnswers)
	if _, err := w.pool.Exec(t.Context(), `UPDATE public_notice SET closed_on = '2026-03-10', summary = '无' WHERE id = $1`, id); err == nil {
		t.Error("the database closed a notice with comments unanswered")
	}
	want(t, "hiding without a reason", w.Moderate(t.Context(), w.by.Actor, id, one, false, ""), notice.ErrMissing)
	for _, err := range []error{
		w.Moderate(t.Context(), w.by.Actor, id, one, false, "含个人信息"), w.Moderate(t.Context(), w.by.Actor, id, two, true, ""),
		w.Answer(t.Context(), w.by.Actor, id, one, "not_adopted", "与已有清湖路重名"), w.Answer(t.Context(), w.by.Actor, id, two, "noted", "感谢"),
	} {
		want(t, "handling a comment", err, nil)
	}
	summary, err := w.Close(t.Context(), w.by.Actor, id, "for", "")
	if err != nil || !strings.Contains(summary, "收到意见 2 条，未采纳 1 条，作说明 1 条") || !strings.Contains(summary, "与已有清湖路重名") {
		t.Fatalf("closing = %q, %v", summary, err)
	}
	f, err := w.Cases.Read(t.Context(), w.by.Case)
	if err != nil {
		t.Fatal(err)
	}
	closed := false
	for _, c := range f.Consultations {
		closed = closed || string(c.Kind) == notice.Notice && c.State == "done" && c.Summary == strings.TrimSpace(summary)
	}
	if !closed {
		t.Errorf("the consultation is not closed with the summary: %+v", f.Consultations)
	}
	want(t, "an answer after closing", w.Answer(t.Context(), w.by.Actor, id, two, "noted", "又"), notice.ErrOver)
	for at, refused := range map[string]bool{"2026-03-05T10:00:00Z": false, "2026-03-10T10:00:00Z": true} {
		_, err := w.pool.Exec(t.Context(), `INSERT INTO notice_comment (id, notice, text, received_at, tag) SELECT $1, $2, '恢复', $3::timestamptz, tag FROM public_notice WHERE id = $2`, uuid.New(), id, at)
		if (err != nil) != refused {
			t.Errorf("a comment of %s put beside the closed notice: %v, want refused: %v", at, err, refused)
		}
	}
	var kept string
	if err := w.pool.QueryRow(t.Context(), `SELECT string_agg(e::text, ' ') FROM ledger_entry e`).Scan(&kept); err != nil || strings.Contains(kept, "王小明") {
		t.Errorf("the ledger holds what a person wrote, or %v", err)
	}
}

func TestACallForNamesTakesNamesWithReasons(t *testing.T) {
	w := newWorld(t)
	id := w.publish(t, notice.Solicitation)
	_, err := w.Say(t.Context(), id, notice.Saying{Text: "因溪得名"})
	want(t, "a reason without a name", err, notice.ErrMissing)
	_, err = w.Say(t.Context(), id, notice.Saying{Name: "清溪路", Text: strings.Repeat("长", notice.MostText+1)})
	want(t, "too long a reason", err, notice.ErrLength)
	if _, err := w.Say(t.Context(), id, notice.Saying{Name: "清溪路", Text: "因溪得名"}); err != nil {
		t.Fatal(err)
	}
	all, err := w.Comments(t.Context(), id)
	if err != nil || len(all) != 1 || all[0].Name != "清溪路" || all[0].State != "new" {
		t.Errorf("comments are %+v, %v", all, err)
	}
	_, err = w.Say(t.Context(), uuid.New(), notice.Saying{Name: "甲", Text: "乙"})
	want(t, "a comment on no notice", err, notice.ErrNotFound)
}

func TestANoticeStandsAtLeastTheDaysOfThePlace(t *testing.T) {
	w := newWorld(t)
	d := notice.Draft{Case: w.by.Case, Kind: notice.Notice, Title: "公示", Text: "公示", Until: version.Day(2026, time.March, 8)}
	var short *notice.ShortError
	if _, err := w.Publish(t.Context(), w.by.Actor, d); !errors.As(err, &short) || short.Earliest != version.Day(2026, time.March, 9) {
		t.Errorf("until the 8th = %v, want the earliest day, the 9th", err)
	}
	d.Until = version.Day(2026, time.March, 20)
	id, err := w.Publish(t.Context(), w.by.Actor, d)
	if err != nil {
		t.Fatal(err)
	}
	all, err := w.OfCase(t.Context(), w.by.Case)
	if err != nil || len(all) != 1 || all[0].ID != id || all[0].To != d.Until {
		t.Errorf("notices of the case = %+v, %v, want the one until the 20th", all, err)
	}
	if other, err := w.OfCase(t.Context(), uuid.New()); err != nil || len(other) != 0 {
		t.Errorf("notices of another case = %+v, %v", other, err)
	}
}

func TestACaseIsNotPutToThePublicTooEarly(t *testing.T) {
	w := newWorld(t)
	if _, err := w.Cases.Return(t.Context(), w.by, "测试"); err != nil {
		t.Fatal(err)
	}
	_, err := w.Publish(t.Context(), w.by.Actor, notice.Draft{Case: w.by.Case, Kind: notice.Notice, Title: "公示", Text: "公示"})
	want(t, "a notice of a returned case", err, notice.ErrState)
}
