package gazetteer_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

// loadCounty loads a county with two towns, and a neighbouring county.
func loadCounty(t *testing.T, s *gazetteer.Store) {
	t.Helper()
	counts, err := s.LoadDivisions(t.Context(), gazetteer.Batch{Source: "test", Actor: ledger.Console, Visibility: "public"}, []gazetteer.DivisionRow{
		{Number: 1, Code: "33", Name: "浙江省"}, {Number: 2, Code: "3308", Name: "衢州市"},
		{Number: 3, Code: "330881", Name: "江山市"}, {Number: 4, Code: "330881003", Name: "清湖街道"}, {Number: 5, Code: "330881121", Name: "贺村镇"},
		{Number: 6, Code: "330822", Name: "常山县"}, {Number: 7, Code: "330822100", Name: "天马街道"}})
	if err != nil || counts.Accepted != 7 {
		t.Fatalf("load the county: %+v, %v", counts, err)
	}
}

// village is a draft of a village in a division, which must be single in its county.
func village(name, division string) gazetteer.Draft {
	return gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "21610", Division: division, Visibility: "public", Source: "test"}
}

// hamlet is a draft of a settlement, whose name nobody claims.
func hamlet(name string) gazetteer.Draft {
	return gazetteer.Draft{Names: []gazetteer.RowName{{Text: name}}, Class: "22200", Visibility: "public", Source: "test"}
}

func add(t *testing.T, s *gazetteer.Store, d gazetteer.Draft) uuid.UUID {
	t.Helper()
	id, entry, err := s.Add(t.Context(), ledger.Console, d, "test")
	if err != nil || entry == 0 {
		t.Fatalf("Add(%v) = %v", d.Names, err)
	}
	return id
}

// race runs f eight times at once, and counts those that succeed and those
// that find the name taken; any other end fails the test.
func race(t *testing.T, f func(i int) error) (stand, taken int) {
	t.Helper()
	const n = 8
	var (
		running sync.WaitGroup
		errs    [n]error
	)
	for i := range n {
		running.Go(func() { errs[i] = f(i) })
	}
	running.Wait()
	for _, err := range errs {
		var lost *gazetteer.TakenError
		switch {
		case err == nil:
			stand++
		case errors.As(err, &lost):
			taken++
		default:
			t.Errorf("neither stands nor is taken: %v", err)
		}
	}
	return stand, taken
}

// standing counts the places whose standard name of today is text.
func standing(t *testing.T, pool *pgxpool.Pool, text string) int {
	t.Helper()
	var n int
	err := pool.QueryRow(t.Context(), `SELECT count(DISTINCT v.place) FROM name_version v JOIN place p ON p.id = v.place
		WHERE v.text = $1 AND v.kind = 'standard' AND upper_inf(v.recorded) AND v.valid @> current_date AND p.withdrawn IS NULL`, text).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestOfEightVillagesOfOneNameAtOnceOneStands(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	for range 5 {
		name := "新村" + uuid.NewString()
		stand, taken := race(t, func(i int) error {
			_, _, err := s.Add(t.Context(), ledger.Console, village(name, []string{"330881003", "330881121"}[i%2]), "race")
			return err
		})
		if stand != 1 || taken != 7 || standing(t, pool, name) != 1 {
			t.Errorf("%d stand and %d are taken, %d in the register, want 1, 7 and 1", stand, taken, standing(t, pool, name))
		}
	}
}

func TestOfEightRenamingsToOneNameAtOnceOneStands(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	var ids [8]uuid.UUID
	for i := range ids {
		ids[i] = add(t, s, village("第"+string(rune('一'+i))+"村", "330881003"))
	}
	stand, taken := race(t, func(i int) error {
		_, err := s.Rename(t.Context(), ledger.Console, ids[i], "新村", version.Span{From: year(2020)}, "race")
		return err
	})
	if stand != 1 || taken != 7 || standing(t, pool, "新村") != 1 {
		t.Errorf("%d stand and %d are taken, %d in the register, want 1, 7 and 1", stand, taken, standing(t, pool, "新村"))
	}
}

func TestPlacesThatExchangeNamesDoNotDeadlock(t *testing.T) {
	s, _ := newStore(t)
	loadCounty(t, s)
	texts := [2]string{"甲村", "乙村"}
	ids := [2]uuid.UUID{add(t, s, village(texts[0], "330881003")), add(t, s, village(texts[1], "330881003"))}
	for range 10 {
		stand, taken := race(t, func(i int) error {
			_, err := s.Rename(t.Context(), ledger.Console, ids[i%2], texts[1-i%2], version.Span{}, "exchange")
			return err
		})
		if stand != 0 || taken != 8 {
			t.Errorf("%d took a name that still stood, %d were refused, want 0 and 8", stand, taken)
		}
	}
}

// The test below takes the idea out: without the constraint, what looks before
// it writes, or only waits its turn, lets several stand.
func TestWithoutTheConstraintSeveralStand(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	if _, err := pgtest.Admin(t, pool).Exec(t.Context(), `ALTER TABLE name_claim DROP CONSTRAINT name_claim_once`); err != nil {
		t.Fatal(err)
	}
	stand, _ := race(t, func(int) error {
		_, _, err := s.Add(t.Context(), ledger.Console, village("新村", "330881003"), "race")
		return err
	})
	if stand < 2 || standing(t, pool, "新村") != stand {
		t.Errorf("%d stand without the constraint; this test has lost its point", stand)
	}
}

func TestANameIsTakenInItsScopeAndTimeOnly(t *testing.T) {
	s, _ := newStore(t)
	loadCounty(t, s)
	first := village("新村", "330881003")
	first.Valid.To = year(2020)
	add(t, s, first)
	town := village("新村镇", "330881")
	town.Class = "21500"
	add(t, s, town)
	for _, test := range []struct {
		name  string
		draft gazetteer.Draft
		taken bool
	}{
		{"in another county", village("新村", "330822100"), false},
		{"another class that is single elsewhere", hamlet("新村"), false},
		{"in another time", func() gazetteer.Draft { d := village("新村", "330881121"); d.Valid.From = year(2020); return d }(), false},
		{"in the same county and time", func() gazetteer.Draft { d := village("新村", "330881121"); d.Valid.To = year(2019); return d }(), true},
		{"with white space between", func() gazetteer.Draft { d := village("新 村", "330881121"); d.Valid.To = year(2019); return d }(), true},
		{"a town of the same name in the province", func() gazetteer.Draft { d := village("新村镇", "330822"); d.Class = "21500"; return d }(), true},
		{"a county of the same name in the nation", gazetteer.Draft{Names: []gazetteer.RowName{{Text: "江山市"}}, Class: "21400", Visibility: "public", Source: "test"}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := s.Add(t.Context(), ledger.Console, test.draft, "test")
			var lost *gazetteer.TakenError
			if test.taken != errors.As(err, &lost) || !test.taken && err != nil {
				t.Errorf("Add() = %v, want it taken: %v", err, test.taken)
			}
		})
	}
}

func TestARefusedNameLeavesNothing(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	add(t, s, village("新村", "330881003"))
	count := func() (n int) {
		err := pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM place) + (SELECT count(*) FROM name) + (SELECT count(*) FROM name_version)
			+ (SELECT count(*) FROM name_claim) + (SELECT count(*) FROM ledger_entry)`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := count()
	for _, test := range []struct {
		name  string
		draft gazetteer.Draft
		want  error
	}{
		{"a name that is taken", village("新村", "330881121"), nil},
		{"no name", gazetteer.Draft{Class: "22200", Visibility: "public", Source: "test"}, gazetteer.ErrNoName},
		{"an unknown class", func() gazetteer.Draft { d := hamlet("甲"); d.Class = "99999"; return d }(), gazetteer.ErrClass},
		{"an unknown division", village("甲村", "999999"), nil},
	} {
		_, _, err := s.Add(t.Context(), ledger.Console, test.draft, "test")
		if err == nil || test.want != nil && !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
	}
	if after := count(); after != before {
		t.Errorf("%d rows after refusals, %d before", after, before)
	}
}

func TestDuplicatesOfAnImportAreLoadedAndFound(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	held := add(t, s, village("新村", "330881003"))
	rows := []gazetteer.Row{
		{Number: 1, Key: "1", Names: []gazetteer.RowName{{Text: "新村"}}, Class: "21610", Division: "330881121"},
		{Number: 2, Key: "2", Names: []gazetteer.RowName{{Text: "老村"}}, Class: "21610", Division: "330881003"},
		{Number: 3, Key: "3", Names: []gazetteer.RowName{{Text: "老村"}}, Class: "21610", Division: "330881121"},
		{Number: 4, Key: "4", Names: []gazetteer.RowName{{Text: "老村"}}, Class: "21610", Division: "330822100"},
	}
	counts := loadRows(t, s, rows...)
	if counts.Accepted != 4 || counts.Findings != 2 {
		t.Errorf("%+v, want 4 accepted with 2 findings", counts)
	}
	found := findings(t, pool)
	want := map[string]uuid.UUID{"1": held, "3": placeOf(t, pool, "2")}
	if len(found) != len(want) || found["1"] != want["1"] || found["3"] != want["3"] {
		t.Errorf("findings 重 by row = %v, want %v", found, want)
	}
	if n := standing(t, pool, "老村"); n != 3 {
		t.Errorf("%d places are called 老村, want all 3", n)
	}
	// Corrected at the source: the finding goes.
	rows[2].Names[0].Text, rows[2].Digest = "老村之东", [32]byte{9}
	if counts := loadRows(t, s, rows...); counts.Updated != 1 || counts.Unchanged != 3 || counts.Findings != 0 {
		t.Errorf("corrected: %+v, want 1 updated, 3 unchanged, no finding", counts)
	}
	if found := findings(t, pool); len(found) != 1 || found["1"] != held {
		t.Errorf("findings after the correction = %v, want row 1 alone", found)
	}
}

// heldBack runs f in n goroutines at once while another transaction claims a
// name in the county, and lets go of the name when all of them wait. So they
// meet at the claim every time, not by chance.
func heldBack(t *testing.T, pool *pgxpool.Pool, name string, n int, f func(i int) error) []error {
	t.Helper()
	other, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Rollback(context.WithoutCancel(t.Context()))
	_, err = other.Exec(t.Context(), `INSERT INTO name_claim (scope, class_group, key, valid, place)
		SELECT division, 'village', $1, daterange(NULL, NULL), division FROM division_version WHERE code = '330881'`, name)
	if err != nil {
		t.Fatal(err)
	}
	errs := make([]error, n)
	var running sync.WaitGroup
	for i := range n {
		running.Go(func() { errs[i] = f(i) })
	}
	for waiting := 0; waiting < n; {
		err := pool.QueryRow(t.Context(), `SELECT count(DISTINCT l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
			WHERE NOT l.granted AND a.datname = current_database()`).Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := other.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	running.Wait()
	return errs
}

func TestVillagesThatWaitForAClaimDoNotDeadlock(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	errs := heldBack(t, pool, "新村", 4, func(int) error {
		_, _, err := s.Add(t.Context(), ledger.Console, village("新村", "330881003"), "race")
		return err
	})
	stand := 0
	for _, err := range errs {
		var lost *gazetteer.TakenError
		if err == nil {
			stand++
		} else if !errors.As(err, &lost) {
			t.Errorf("neither stands nor is taken: %v", err)
		}
	}
	if stand != 1 {
		t.Errorf("%d stand, want 1", stand)
	}
}

func TestLoadsInOppositeOrdersDoNotDeadlock(t *testing.T) {
	s, pool := newStore(t)
	loadCounty(t, s)
	const n = 20
	var counts [2]gazetteer.Counts
	errs := heldBack(t, pool, "第10村", 2, func(i int) (err error) {
		rows := make([]gazetteer.Row, n)
		for j := range rows {
			rows[j] = gazetteer.Row{Number: j + 1, Key: fmt.Sprint(j), Names: []gazetteer.RowName{{Text: fmt.Sprintf("第%d村", j)}}, Class: "21610", Division: "330881003"}
		}
		if i == 1 {
			slices.Reverse(rows)
		}
		counts[i], err = s.LoadPlaces(t.Context(), gazetteer.Batch{Source: fmt.Sprint("source ", i), Actor: ledger.Console, Visibility: "public"}, rows)
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	var claims int
	err := pool.QueryRow(t.Context(), `SELECT count(*) FROM name_claim WHERE class_group = 'village'`).Scan(&claims)
	if err != nil || claims != n || counts[0].Findings+counts[1].Findings != n {
		t.Errorf("%d claims, %d and %d findings, %v, want %d claims and as many findings", claims, counts[0].Findings, counts[1].Findings, err, n)
	}
}

func loadRows(t *testing.T, s *gazetteer.Store, rows ...gazetteer.Row) gazetteer.Counts {
	t.Helper()
	counts, err := s.LoadPlaces(t.Context(), gazetteer.Batch{Source: "file", Actor: ledger.Console, Visibility: "public"}, rows)
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

// placeOf gives the place of a row of the file.
func placeOf(t *testing.T, pool *pgxpool.Pool, key string) (id uuid.UUID) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), `SELECT place FROM place_source WHERE source = 'file' AND key = $1`, key).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// findings gives, for each row of the file with a finding 重, the other place.
func findings(t *testing.T, pool *pgxpool.Pool) map[string]uuid.UUID {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT s.key, f.other FROM name_finding f JOIN place_source s ON s.place = f.place WHERE f.check_id = '重'`)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]uuid.UUID{}
	var key string
	var other uuid.UUID
	if _, err := pgx.ForEachRow(rows, []any{&key, &other}, func() error { all[key] = other; return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestARefusalSaysWhatStandsAgainstIt(t *testing.T) {
	s, _ := newStore(t)
	loadJiangshan(t, s)
	id, _, err := s.Add(t.Context(), ledger.Console, hamlet("石壁头"), "批复")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Rename(t.Context(), ledger.Console, id, "石壁口", version.Span{From: year(2030)}, "批复"); err != nil {
		t.Fatal(err)
	}
	town, err := s.Boundaries.ByCode(t.Context(), gazetteer.Reader{}, "330881003")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		do   func() error
		want error
	}{
		{"a name decided for a later day is not taken away", func() error {
			_, err := s.Rename(t.Context(), ledger.Console, id, "石壁嘴", version.Span{From: year(2025)}, "批复")
			return err
		}, gazetteer.ErrLaterName},
		{"a renaming needs a reason", func() error {
			_, err := s.Rename(t.Context(), ledger.Console, id, "石壁嘴", version.Span{From: year(2031)}, "")
			return err
		}, gazetteer.ErrReason},
		{"a division is not renamed as a place", func() error {
			_, err := s.Rename(t.Context(), ledger.Console, town.ID, "清江街道", version.Span{From: year(2031)}, "批复")
			return err
		}, gazetteer.ErrDivision},
		{"a division is not withdrawn as a place", func() error {
			_, err := s.Withdraw(t.Context(), ledger.Console, town.ID, nil, "误操作")
			return err
		}, gazetteer.ErrDivision},
	} {
		if err := test.do(); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
	}
	_, _, err = s.Add(t.Context(), ledger.Console, gazetteer.Draft{Names: []gazetteer.RowName{{Text: "清湖一村"}}, Class: "21610",
		Division: "330881121", Visibility: "public", Source: "test"}, "批复")
	var taken *gazetteer.TakenError
	first, lookup := s.Boundaries.ByCode(t.Context(), gazetteer.Reader{}, "330881003200")
	if lookup != nil || !errors.As(err, &taken) || taken.Other != first.ID {
		t.Errorf("a second 清湖一村: %v, want it taken by %s (%v)", err, first.ID, lookup)
	}
}
