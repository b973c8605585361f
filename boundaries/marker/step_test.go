package marker_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"diming/boundaries"
	"diming/boundaries/marker"
	"diming/internal/ledger"
	"diming/internal/version"
)

func TestTheTransitionsOfCodeAndDatabaseAreOne(t *testing.T) {
	pool, _, _, _ := register(t)
	rows, err := pool.Query(t.Context(), `SELECT step, from_state, to_state, sides = 'both', measured FROM marker_transition`)
	if err != nil {
		t.Fatal(err)
	}
	held, err := pgx.CollectRows(rows, pgx.RowToStructByPos[marker.Transition])
	if err != nil {
		t.Fatal(err)
	}
	code := marker.Transitions()
	order := func(a, b marker.Transition) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
	slices.SortFunc(held, order)
	slices.SortFunc(code, order)
	if diff := cmp.Diff(held, code); diff != "" {
		t.Errorf("(-database +code):\n%s", diff)
	}
}

// near is a point about metres north of the marker.
func near(metres float64) orb.Point { return orb.Point{spot.Lon(), spot.Lat() + metres/110860} }

func TestTheLifeOfAMarker(t *testing.T) {
	pool, inner, _, _ := register(t)
	s := &marker.Store{DB: pool}
	id, tag, err := s.Add(t.Context(), ledger.Console, planned(inner, "江常1号"), "测试")
	if err != nil {
		t.Fatal(err)
	}
	photo, err := s.AddPhoto(t.Context(), ledger.Console, id, marker.Photo{Face: "a", Digest: strings.Repeat("a", 64), MediaType: "image/jpeg", Name: "a.jpg", Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	both := func(a marker.Act) marker.Act { a.PresentA, a.PresentB = "王示例", "李示例"; return a }
	moved := references()
	moved[0].DistanceM = "41.7"
	for _, act := range []struct {
		act  marker.Act
		want marker.State
		err  error
	}{
		{marker.Act{Step: marker.StepAccept}, "", marker.ErrStep},
		{marker.Act{Step: marker.StepSet, PresentA: "王示例"}, "", marker.ErrPresence},
		{both(marker.Act{Step: marker.StepSet}), marker.Set, nil},
		{marker.Act{Step: marker.StepAccept}, marker.Normal, nil},
		{marker.Act{Step: marker.StepReport, To: marker.TextFaded}, marker.TextFaded, nil},
		{marker.Act{Step: marker.Repaint, Side: boundaries.SideB}, marker.Normal, nil},
		{marker.Act{Step: marker.StepReport, To: marker.Covered}, marker.Covered, nil},
		{marker.Act{Step: marker.Clear}, marker.Normal, nil},
		{marker.Act{Step: marker.StepReport, To: marker.Damaged}, marker.Damaged, nil},
		{marker.Act{Step: marker.Repaint}, "", marker.ErrStep},
		{both(marker.Act{Step: marker.Repair, Measure: &marker.Measure{Point: near(0.1)}, Photo: photo}), "", marker.ErrStep},
		{marker.Act{Step: marker.Arrange}, "", marker.ErrPaper},
		{marker.Act{Step: marker.Arrange, Meeting: "12月1日 9:00 桥头"}, marker.RepairArranged, nil},
		{marker.Act{Step: marker.Repair, PresentA: "王示例", PresentB: "王示例", Measure: &marker.Measure{Point: near(0.1)}, Photo: photo}, "", marker.ErrPresence},
		{both(marker.Act{Step: marker.Repair, Photo: photo}), "", marker.ErrMeasured},
		{both(marker.Act{Step: marker.Repair, Measure: &marker.Measure{Point: near(0.1)}}), "", marker.ErrPhoto},
		{both(marker.Act{Step: marker.Repair, Measure: &marker.Measure{Point: near(0.1)}, Photo: uuid.New()}), "", marker.ErrPhoto},
		{both(marker.Act{Step: marker.Repair, Measure: &marker.Measure{Point: near(0.7)}, Photo: photo}), "", marker.ErrMeasured},
		{both(marker.Act{Step: marker.Repair, Measure: &marker.Measure{Point: near(0.3)}, Photo: photo}), marker.Repaired, nil},
		{marker.Act{Step: marker.StepAccept}, marker.Normal, nil},
		{marker.Act{Step: marker.ApplyMove}, "", marker.ErrPaper},
		{marker.Act{Step: marker.ApplyMove, Note: "示例公路改线"}, marker.MoveApplied, nil},
		{both(marker.Act{Step: marker.Agree, DocumentA: "甲函1号"}), "", marker.ErrPaper},
		{both(marker.Act{Step: marker.Agree, DocumentA: "甲函1号", DocumentB: "乙函2号"}), marker.BothAgreed, nil},
		{both(marker.Act{Step: marker.Survey, Measure: &marker.Measure{Point: near(40), ElevationM: "310.2"}}), marker.Surveyed, nil},
		{both(marker.Act{Step: marker.Sign, DocumentA: "补充协议"}), marker.AgreementSigned, nil},
		{marker.Act{Step: marker.File, DocumentA: "备案函"}, marker.Filed, nil},
		{both(marker.Act{Step: marker.StepSet}), "", marker.ErrReferences},
		{both(marker.Act{Step: marker.StepSet, References: &moved}), marker.Set, nil},
		{both(marker.Act{Step: marker.Retire}), "", marker.ErrPaper},
		{both(marker.Act{Step: marker.Retire, DocumentA: "撤销批复"}), marker.Retired, nil},
		{marker.Act{Step: marker.StepAccept}, "", marker.ErrStep},
	} {
		if act.act.On = day(2026, 11, 20); act.act.Side == "" {
			act.act.Side = boundaries.SideA
		}
		entry, err := s.Take(t.Context(), ledger.Console, id, tag, act.act, now)
		if !errors.Is(err, act.err) {
			t.Fatalf("%s to %q: %v, want %v", act.act.Step, act.want, err, act.err)
		}
		if err != nil {
			continue
		}
		tag = entry
		got, err := s.ByID(t.Context(), version.AsOf{Valid: now}, id)
		if err != nil || got.State != act.want || got.Tag != tag {
			t.Fatalf("after %s: %s at %d, %v; want %s at %d", act.act.Step, got.State, got.Tag, err, act.want, tag)
		}
	}
	before, err := s.ByID(t.Context(), version.AsOf{Valid: day(2026, 11, 19)}, id)
	if err != nil || before.Point != spot || before.ElevationM != "312.45" || before.References[0].DistanceM != "53.2" {
		t.Errorf("before the move: %v, %s, %+v, %v", before.Point, before.ElevationM, before.References, err)
	}
	after, err := s.ByID(t.Context(), version.AsOf{Valid: now}, id)
	if err != nil || after.Point != near(40) || after.ElevationM != "310.2" || after.References[0].DistanceM != "41.7" || len(after.References) != 3 {
		t.Errorf("after the move: %v, %s, %+v, %v", after.Point, after.ElevationM, after.References, err)
	}
	if _, err := s.Take(t.Context(), ledger.Console, id, tag-1, marker.Act{Step: marker.StepAccept, On: now, Side: boundaries.SideA}, now); !errors.Is(err, marker.ErrChanged) {
		t.Errorf("a step of a marker that was changed: %v, want ErrChanged", err)
	}
}

func TestWhoWasPresentStandsInNoEntry(t *testing.T) {
	pool, inner, _, _ := register(t)
	s := &marker.Store{DB: pool}
	id, tag, err := s.Add(t.Context(), ledger.Console, planned(inner, "1"), "测试")
	if err != nil {
		t.Fatal(err)
	}
	act := marker.Act{Step: marker.StepSet, On: now, Side: boundaries.SideA, PresentA: "欧阳甲示例", PresentB: "司马乙示例"}
	if _, err := s.Take(t.Context(), ledger.Console, id, tag, act, now); err != nil {
		t.Fatal(err)
	}
	var told int
	if err := pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM ledger_entry WHERE body LIKE '%甲示例%') + (SELECT count(*) FROM marker_step s WHERE to_jsonb(s)::text LIKE '%甲示例%')`).Scan(&told); err != nil || told != 0 {
		t.Errorf("%d rows tell who was present, %v", told, err)
	}
	steps, err := s.Steps(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	names, err := s.Present(t.Context(), *steps[0].Person)
	if err != nil || names[boundaries.SideA] != "欧阳甲示例" || names[boundaries.SideB] != "司马乙示例" {
		t.Errorf("present = %v, %v", names, err)
	}
}

// What the rule in Go lets through and what a naive replay of the table lets
// through is one, whatever is tried in whatever order; and the database holds
// the state to which the steps led.
func TestTheStateEqualsANaiveReplay(t *testing.T) {
	pool, inner, _, _ := register(t)
	s := &marker.Store{DB: pool}
	table := marker.Transitions()
	number := 0
	rapid.Check(t, func(rt *rapid.T) {
		number++
		id, tag, err := s.Add(t.Context(), ledger.Console, planned(inner, fmt.Sprintf("江常%d号", number)), "测试")
		if err != nil {
			rt.Fatal(err)
		}
		photo, err := s.AddPhoto(t.Context(), ledger.Console, id, marker.Photo{Face: "a", Digest: strings.Repeat("a", 64), MediaType: "image/jpeg", Name: "a.jpg", Size: 1})
		if err != nil {
			rt.Fatal(err)
		}
		state, before := marker.Planned, marker.State("")
		position := spot
		var surveyed orb.Point
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			try := rapid.SampledFrom(table).Draw(rt, "try")
			if could := leaving(table, state); len(could) > 0 && rapid.IntRange(0, 3).Draw(rt, "fit") > 0 {
				try = rapid.SampledFrom(could).Draw(rt, "fitting")
			}
			alone, far := rapid.Bool().Draw(rt, "alone"), rapid.IntRange(0, 4).Draw(rt, "far") == 0
			refs := references()
			measured := orb.Point{position.Lon(), position.Lat() + 0.000001}
			if far {
				measured[1] += 0.0001
			}
			act := marker.Act{Step: try.Step, To: try.To, On: now, Side: boundaries.SideB, PresentA: "甲", Photo: photo, Meeting: "桥头", DocumentA: "一号", DocumentB: "二号", Note: "因故",
				Measure: &marker.Measure{Point: measured}, References: &refs}
			if !alone {
				act.PresentB = "乙"
			}
			wantTo, want := replay(table, state, before, act, alone, far)
			entry, err := s.Take(t.Context(), ledger.Console, id, tag, act, now)
			if (err == nil) != want {
				rt.Fatalf("%s to %s from %s, alone %v, far %v: %v, want it taken: %v", try.Step, try.To, state, alone, far, err, want)
			}
			if err != nil {
				continue
			}
			if act.Step == marker.ApplyMove {
				before = state
			}
			if act.Step == marker.Survey {
				surveyed = measured
			}
			if act.Step == marker.StepSet && state == marker.Filed {
				position = surveyed
			}
			state, tag = wantTo, entry
			got, err := s.ByID(t.Context(), version.AsOf{Valid: now}, id)
			if err != nil || got.State != state || got.Point != position {
				rt.Fatalf("after %s: %s at %v, %v; want %s at %v", act.Step, got.State, got.Point, err, state, position)
			}
		}
	})
}

func leaving(table []marker.Transition, from marker.State) []marker.Transition {
	var out []marker.Transition
	for _, t := range table {
		if t.From == from {
			out = append(out, t)
		}
	}
	return out
}

// replay tells by the table alone whether an act goes through and to where.
func replay(table []marker.Transition, state, before marker.State, a marker.Act, alone, far bool) (marker.State, bool) {
	for _, t := range table {
		if t.Step != a.Step || t.From != state || (a.Step == marker.StepReport && t.To != a.To) || (a.Step == marker.RefuseMove && t.To != before) {
			continue
		}
		held := !far || (a.Step != marker.Repair && a.Step != marker.Recheck)
		return t.To, (!t.Both || !alone) && held
	}
	return "", false
}

// The database refuses by itself what no step leads to, a repair by one side
// alone or unmeasured, and a state that no step wrote.
func TestTheDatabaseRefusesAnIllegalTransition(t *testing.T) {
	pool, inner, _, _ := register(t)
	s := &marker.Store{DB: pool}
	id, entry, err := s.Add(t.Context(), ledger.Console, planned(inner, "1"), "测试")
	if err != nil {
		t.Fatal(err)
	}
	const step = `INSERT INTO marker_step (marker, n, step, from_state, to_state, on_day, side, present_a, present_b, person, point, apart_m, tolerance_m, actor, entry) `
	at := fmt.Sprintf("'2026-11-2%%d', 'a', %%s, %%s, ST_SetSRID(ST_MakePoint(118.5, 28.7), 4490), 0, 0.5, '%s', %d)", uuid.New(), entry)
	row := func(n int, name, from, to string, day int, present, person string) string {
		return fmt.Sprintf("VALUES ('%s', %d, '%s', '%s', '%s', "+at, id, n, name, from, to, day, present, person)
	}
	const two, none = "true, true", "false, false"
	person := "'" + uuid.NewString() + "'"
	for _, test := range []struct{ name, sql, constraint string }{
		{"a step that leads from another state", step + row(1, "accept", "set", "normal", 1, none, "NULL"), "marker_step_leads"},
		{"a step that is none", step + row(1, "accept", "planned", "normal", 1, none, "NULL"), "marker_step_leads"},
		{"a second step first", step + row(2, "set", "planned", "set", 1, two, person), "marker_step_leads"},
		{"one side alone", step + row(1, "set", "planned", "set", 1, "true, false", person), "marker_step_attended"},
		{"nobody named", step + row(1, "set", "planned", "set", 1, two, "NULL"), "marker_step_check"},
		{"a state without a step", `UPDATE marker SET state = 'normal' WHERE id = '` + id.String() + `'`, "marker_state_stepped"},
		{"a step without its state", step + row(1, "set", "planned", "set", 1, two, person), "marker_state_stepped"},
	} {
		_, err := pool.Exec(t.Context(), test.sql)
		var refused *pgconn.PgError
		if !errors.As(err, &refused) || !strings.HasPrefix(refused.ConstraintName, test.constraint) {
			t.Errorf("%s: %v, want it refused by %s", test.name, err, test.constraint)
		}
	}
	for _, sql := range []string{`UPDATE marker_step SET note = 'x'`, `DELETE FROM marker_step`, `TRUNCATE marker_step`} {
		if _, err := pool.Exec(t.Context(), step+row(1, "set", "planned", "set", 1, two, person)+`; UPDATE marker SET state = 'set'; `+sql); err == nil {
			t.Errorf("%s went through", sql)
		}
	}
}
