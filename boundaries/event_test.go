package boundaries_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/boundaries"
	"diming/internal/pg/pgtest"
)

// record enters an event of a year; successions are codes that stood at any
// time: predecessor, successor, share.
func record(t *testing.T, pool *pgxpool.Pool, kind string, on int, successions ...[3]string) {
	t.Helper()
	change(t, pool, func(tx pgx.Tx, entry int64) error {
		e := boundaries.Event{Kind: kind, Effective: year(on), Precision: "day", Basis: "test"}
		for _, s := range successions {
			var x boundaries.Succession
			err := tx.QueryRow(t.Context(), `SELECT (SELECT division FROM division_version WHERE code = $1), (SELECT division FROM division_version WHERE code = $2)`,
				s[0], s[1]).Scan(&x.Predecessor, &x.Successor)
			if err != nil {
				return err
			}
			x.Share = s[2]
			e.Succession = append(e.Succession, x)
		}
		_, err := boundaries.RecordEvent(t.Context(), tx, e, entry)
		return err
	})
}

// carried gives the carriers of a code as text.
func carried(t *testing.T, s *boundaries.Store, on int, code string) string {
	t.Helper()
	all, err := s.CarriedBy(t.Context(), in(on), code)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, c := range all {
		text += c.Code + c.Name + " " + c.Share + "; "
	}
	return text
}

func TestACodeIsCarriedThroughMergeAndSplit(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	load(t, pool, numbered(
		row("330881101", "甲镇", 0, 2018), row("330881102", "乙镇", 0, 2018), row("330881103", "丙镇", 2018, 2021), // 甲 and 乙 merge into 丙
		row("330881104", "丁镇", 2021, 0), row("330881105", "戊镇", 2021, 0), // 丙 is split into 丁 and 戊
		row("330881106", "己镇", 0, 0), row("330881107", "庚镇", 2019, 0))...) // a part of 己 becomes 庚
	record(t, pool, "split", 2021, [3]string{"330881103", "330881104", "part"}, [3]string{"330881103", "330881105", "part"})
	record(t, pool, "split", 2019, [3]string{"330881106", "330881107", "part"})
	for _, test := range []struct {
		name string
		code string
		on   int
		want string
	}{
		{"before anything it is itself", "330881101", 2017, "330881101甲镇 whole; "},
		{"after the merger the new town", "330881101", 2018, "330881103丙镇 whole; "},
		{"the other half of the merger too", "330881102", 2020, "330881103丙镇 whole; "},
		{"after the split both, in part", "330881101", 2021, "330881104丁镇 part; 330881105戊镇 part; "},
		{"a later code on an earlier day is nothing", "330881104", 2020, ""},
		{"a code between", "330881103", 2023, "330881104丁镇 part; 330881105戊镇 part; "},
		{"what loses a part goes on and has company", "330881106", 2019, "330881106己镇 whole; 330881107庚镇 part; "},
		{"before it loses a part", "330881106", 2018, "330881106己镇 whole; "},
		{"what was made of a part is itself", "330881107", 2023, "330881107庚镇 whole; "},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := carried(t, s, test.on, test.code); got != test.want {
				t.Errorf("CarriedBy(%s) in %d = %q, want %q", test.code, test.on, got, test.want)
			}
		})
	}
	if _, err := s.CarriedBy(t.Context(), in(2020), "330881999"); !errors.Is(err, boundaries.ErrNotFound) {
		t.Errorf("CarriedBy() of a code that never was = %v, want ErrNotFound", err)
	}
}

func TestACodeIsCarriedThroughRecoding(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	load(t, pool, numbered(row("330881101", "甲镇", 0, 2018), row("330881102", "甲镇", 2018, 0))...)
	for _, code := range []string{"330881101", "330881102"} {
		for on, want := range map[int]string{2017: "330881101甲镇 whole; ", 2020: "330881102甲镇 whole; "} {
			if got := carried(t, s, on, code); got != want {
				t.Errorf("CarriedBy(%s) in %d = %q, want %q", code, on, got, want)
			}
		}
	}
}

func TestSuccessionInACircleEnds(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	load(t, pool, numbered(row("330881101", "甲镇", 0, 0), row("330881102", "乙镇", 0, 0))...)
	record(t, pool, "line_change", 2018, [3]string{"330881101", "330881102", "part"})
	record(t, pool, "line_change", 2019, [3]string{"330881102", "330881101", "part"})
	if got, want := carried(t, s, 2020, "330881101"), "330881101甲镇 part; 330881102乙镇 part; "; got != want {
		t.Errorf("CarriedBy(330881101) = %q, want %q", got, want)
	}
}

func TestDifferencesOfEditionsBecomeEvents(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	load(t, pool, under(realListings(t), "330881")...)
	kinds := func(from, to int) map[string]int {
		events, err := s.EventsUnder(t.Context(), "330881", year(from), year(to))
		if err != nil {
			t.Fatal(err)
		}
		n := map[string]int{}
		for _, e := range events {
			n[e.Kind]++
			if e.Precision != "year" || e.Basis == "" || e.Note == "" {
				t.Errorf("event %+v, want the precision of a year, a basis and a note", e)
			}
		}
		return n
	}
	if n := kinds(2017, 2023); n["establish"] != 16 || n["abolish"] != 4 || n["rename"] != 1 || len(n) != 3 {
		t.Errorf("events of Jiangshan = %v, want 16 established, 4 abolished, 1 renamed", n)
	}
	if n := kinds(2023, 2023); n["rename"] != 1 || len(n) != 1 {
		t.Errorf("events of Jiangshan in 2023 = %v, want the renaming alone", n)
	}
	events, err := s.EventsOf(t.Context(), find(t, s, in(2023), "330881001009").ID)
	if err != nil || len(events) != 2 || events[0].Kind != "establish" || events[1].Kind != "rename" {
		t.Errorf("events of 凝秀社区 = %+v, %v, want established and renamed", events, err)
	}
}

func TestReviseRewritesTheTimeAsked(t *testing.T) {
	pool := pgtest.New(t)
	s := &boundaries.Store{DB: pool}
	load(t, pool, numbered(row("33", "浙江省", 0, 0), withArea(row("330881", "江山市", 0, 0), square(118, 28)))...)
	d := find(t, s, in(2020), "330881")
	change(t, pool, func(tx pgx.Tx, entry int64) error {
		valid := d.Valid
		valid.To = year(1987)
		return boundaries.Revise(t.Context(), tx, d.ID, year(2020), boundaries.Revision{Code: "332623", Name: "江山县"}, valid, entry)
	})
	then := find(t, s, in(1980), "332623")
	if then.ID != d.ID || then.Name != "江山县" || then.Type != "县" || !then.HasArea || then.Parent == nil || *then.Parent != *d.Parent || then.Visibility != "public" {
		t.Errorf("in 1980 it was %+v, want 江山县 and all else as it stands", then)
	}
	if now := find(t, s, in(1987), "330881"); now.Name != "江山市" || now.ID != d.ID {
		t.Errorf("from 1987 it is %+v, want 江山市", now)
	}
	if _, err := s.ByCode(t.Context(), in(1980), "330881"); !errors.Is(err, boundaries.ErrNotFound) {
		t.Errorf("code 330881 in 1980 = %v, want ErrNotFound", err)
	}
}
