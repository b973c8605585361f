package supervision_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/gazetteer/supervision"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

var (
	actor = uuid.MustParse("0190cafe-0000-7000-8000-000000000001")
	today = version.Today()
)

func TestAReporterStandsInNoListAndNoEntry(t *testing.T) {
	pool := pgtest.New(t)
	places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	if _, err := places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: actor, Visibility: "public", Note: "测试"}, []gazetteer.DivisionRow{{Number: 1, Code: "33", Name: "浙江省"}}); err != nil {
		t.Fatal(err)
	}
	d, err := places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, "33")
	if err != nil {
		t.Fatal(err)
	}
	s := &supervision.Store{DB: pool}
	secret := supervision.Reporter{Name: "王小明", Contact: "5550123", Text: "我是隔壁的王小明，路牌写错了"}
	id, _, err := s.Open(t.Context(), actor, supervision.Matter{Kind: supervision.Report, Division: d.ID, MadeOn: today}, &secret)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Summarise(t.Context(), actor, id, "路牌用字不规范"); err != nil {
		t.Fatal(err)
	}
	who, err := s.Reveal(t.Context(), actor, id)
	if err != nil || who != secret {
		t.Fatalf("Reveal() = %+v, %v", who, err)
	}
	if _, err := s.Close(t.Context(), actor, id, false, "已更换路牌", today); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Close(t.Context(), actor, id, false, "again", today); !errors.Is(err, supervision.ErrState) {
		t.Errorf("close twice: %v, want ErrState", err)
	}
	all, err := s.List(t.Context(), supervision.Filter{Whole: true, Limit: 10})
	if err != nil || len(all) != 1 || !all[0].Secret {
		t.Fatalf("List() = %+v, %v", all, err)
	}
	var entries string
	if err := pool.QueryRow(t.Context(), `SELECT string_agg(body, '') FROM ledger_entry`).Scan(&entries); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{entries, fmt.Sprintf("%+v", all)} {
		if strings.Contains(text, "王小明") || strings.Contains(text, "5550123") || strings.Contains(text, "隔壁") {
			t.Errorf("the reporter stands in %s", text)
		}
	}
	if strings.Count(entries, "supervision.reveal") != 1 {
		t.Error("that the reporter was looked up is no entry")
	}
	notice := supervision.Matter{Kind: supervision.Notice, Division: d.ID, Number: "民地整〔2026〕1号", Party: "某物业公司", Subject: "擅自命名", Body: "限期改正", MadeOn: today, DueOn: today}
	if _, _, err := s.Open(t.Context(), actor, notice, nil); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Open(t.Context(), actor, notice, nil); !errors.Is(err, supervision.ErrNumber) {
		t.Errorf("a number used twice: %v, want ErrNumber", err)
	}
	notice.Body = ""
	if _, _, err := s.Open(t.Context(), actor, notice, nil); !errors.Is(err, supervision.ErrMissing) {
		t.Errorf("a notice without text: %v, want ErrMissing", err)
	}
	if none, err := s.List(t.Context(), supervision.Filter{Within: []uuid.UUID{uuid.New()}, Limit: 10}); err != nil || len(none) != 0 {
		t.Errorf("out of reach: %v, %v", none, err)
	}
}

func TestWhatIsOverdueStandsOnTopPageByPage(t *testing.T) {
	pool := pgtest.New(t)
	places := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	if _, err := places.LoadDivisions(t.Context(), gazetteer.Batch{Source: "测试", Actor: actor, Visibility: "public", Note: "测试"}, []gazetteer.DivisionRow{{Number: 1, Code: "33", Name: "浙江省"}}); err != nil {
		t.Fatal(err)
	}
	d, err := places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, "33")
	if err != nil {
		t.Fatal(err)
	}
	s := &supervision.Store{DB: pool}
	begun := day(-100)
	for _, m := range []struct {
		subject string
		due     version.Date
		closed  bool
	}{{"无期限甲", version.Date{}, false}, {"已办结", day(-50), true}, {"逾期二", day(-1), false}, {"将到期", day(3), false},
		{"逾期一", day(-9), false}, {"今天到期", day(0), false}, {"无期限乙", version.Date{}, false}, {"逾期二乙", day(-1), false}} {
		id, _, err := s.Open(t.Context(), actor, supervision.Matter{Kind: supervision.Talk, Division: d.ID, Subject: m.subject, MadeOn: begun, DueOn: m.due}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if m.closed {
			if _, err := s.Close(t.Context(), actor, id, false, "办结", today); err != nil {
				t.Fatal(err)
			}
		}
	}
	var got []string
	f := supervision.Filter{Whole: true, Limit: 3}
	for {
		page, err := s.List(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page {
			got = append(got, m.Subject)
			if m.Overdue != strings.HasPrefix(m.Subject, "逾期") {
				t.Errorf("%s is overdue: %v", m.Subject, m.Overdue)
			}
		}
		if len(page) < f.Limit {
			break
		}
		f.After = page[len(page)-1].Cursor()
	}
	if want := "逾期一 逾期二乙 逾期二 今天到期 将到期 无期限乙 无期限甲 已办结"; strings.Join(got, " ") != want {
		t.Errorf("the list is %v, want %s", got, want)
	}
	if late, err := s.List(t.Context(), supervision.Filter{Whole: true, Overdue: true, Limit: 10}); err != nil || len(late) != 3 {
		t.Errorf("overdue alone: %v, %v, want 3", late, err)
	}
}

// day is n days from today in China.
func day(n int) version.Date {
	return version.DayOf(time.Now().In(version.China).AddDate(0, 0, n))
}
