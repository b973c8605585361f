package gazetteer_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/version"
)

// A state is all that the register answers at now, of what stands in it.
type state struct {
	Places   []gazetteer.Place
	Docs     []string
	Claims   []string
	Findings []string
	Sources  []string
}

func stateOf(ctx context.Context, t *rapid.T, s *gazetteer.Store, pool *pgxpool.Pool) (st state) {
	texts := func(sql string) []string {
		rows, err := pool.Query(ctx, sql)
		if err != nil {
			t.Fatal(err)
		}
		all, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	for _, id := range texts(`SELECT id::text FROM place WHERE withdrawn IS NULL ORDER BY id`) {
		p, err := s.Place(ctx, gazetteer.Reader{Internal: true}, uuid.MustParse(id))
		if err != nil {
			t.Fatal(err)
		}
		st.Places = append(st.Places, p)
	}
	for d, err := range s.Documents(ctx, nil) {
		if err != nil {
			t.Fatal(err)
		}
		st.Docs = append(st.Docs, fmt.Sprintf("%+v", d))
	}
	slices.Sort(st.Docs)
	st.Claims = texts(`SELECT concat_ws(' ', scope, class_group, key, valid, place) AS c FROM name_claim ORDER BY c`)
	st.Findings = texts(`SELECT concat_ws(' ', place, check_id, scope, key, other) AS f FROM name_finding ORDER BY f`)
	st.Sources = texts(`SELECT concat_ws(' ', source, key, place, encode(digest, 'hex')) AS s FROM place_source ORDER BY s`)
	return st
}

// drawRow is a row of a small world, in which keys, names and divisions meet.
func drawRow(t *rapid.T, number int) gazetteer.Row {
	name := rapid.SampledFrom([]string{"溪东村", "溪西村", "上余村", "塘源村"}).Draw(t, "name")
	r := gazetteer.Row{Number: number, Key: rapid.SampledFrom([]string{"1", "2", "3", "4", "5", "6"}).Draw(t, "key"),
		Names: []gazetteer.RowName{{Text: name}}, Class: rapid.SampledFrom([]string{"21610", "22200"}).Draw(t, "class"),
		Division: rapid.SampledFrom([]string{"330881003", "330881101", ""}).Draw(t, "division"),
		Location: &orb.Point{118.6 + float64(rapid.IntRange(0, 3).Draw(t, "lon"))/1000, 28.7},
		Meaning:  rapid.SampledFrom([]string{"", "甲", "乙"}).Draw(t, "meaning")}
	if rapid.Bool().Draw(t, "aliased") {
		r.Names = append(r.Names, gazetteer.RowName{Text: rapid.SampledFrom([]string{"老屋", "新屋"}).Draw(t, "alias"), Kind: gazetteer.Alias})
	}
	copy(r.Digest[:], fmt.Sprint(name, r.Class, r.Division, r.Location.Lon(), r.Meaning, len(r.Names)))
	return r
}

func drawRows(t *rapid.T, label string) (rows []gazetteer.Row) {
	seen := map[string]bool{}
	for i := range rapid.IntRange(1, 6).Draw(t, label) {
		if r := drawRow(t, i+1); !seen[r.Key] {
			seen[r.Key] = true
			rows = append(rows, r)
		}
	}
	return rows
}

// loadTwoTowns loads a county with two towns.
func loadTwoTowns(t *testing.T, s *gazetteer.Store) {
	t.Helper()
	divisions := []gazetteer.DivisionRow{{Number: 1, Code: "33", Name: "浙江省"}, {Number: 2, Code: "3308", Name: "衢州市"}, {Number: 3, Code: "330881", Name: "江山市"},
		{Number: 4, Code: "330881003", Name: "清湖街道"}, {Number: 5, Code: "330881101", Name: "上余镇"}}
	if _, err := s.LoadDivisions(t.Context(), gazetteer.Batch{Source: "table", Actor: ledger.Console, Visibility: "public"}, divisions); err != nil {
		t.Fatal(err)
	}
}

func TestAnUndoneImportLeavesTheRegisterAsItWas(t *testing.T) {
	s, pool := newStore(t)
	ctx := t.Context()
	loadTwoTowns(t, s)
	rapid.Check(t, func(t *rapid.T) {
		source := uuid.NewString()
		load := func(run uuid.UUID, rows []gazetteer.Row) {
			b := gazetteer.Batch{Source: source, Actor: ledger.Console, Visibility: "public", Run: run}
			for half := range slices.Chunk(rows, 3) {
				if _, err := s.LoadPlaces(ctx, b, half); err != nil {
					t.Fatal(err)
				}
			}
		}
		load(uuid.Nil, drawRows(t, "held"))
		edit(ctx, t, s, pool, source)
		before := stateOf(ctx, t, s, pool)
		var versions int
		count := `SELECT (SELECT count(*) FROM place_version) + (SELECT count(*) FROM name_version)`
		if err := pool.QueryRow(ctx, count).Scan(&versions); err != nil {
			t.Fatal(err)
		}
		runs := []uuid.UUID{uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())}
		imported := [][]gazetteer.Row{drawRows(t, "first"), drawRows(t, "second")}
		load(runs[0], imported[0])
		load(runs[1], imported[1])
		for _, run := range []uuid.UUID{runs[1], runs[0]} {
			done, err := s.UndoImport(ctx, gazetteer.Undo{Run: run, Actor: ledger.Console, Reason: "错了"})
			if err != nil && !errors.Is(err, gazetteer.ErrNothingToUndo) || len(done.ChangedSince) > 0 {
				t.Fatalf("UndoImport() = %+v, %v", done, err)
			}
		}
		if diff := cmp.Diff(before, stateOf(ctx, t, s, pool), cmp.AllowUnexported(version.Date{})); diff != "" {
			t.Fatalf("after the undoing (-before +after):\n%s", diff)
		}
		var after int
		if err := pool.QueryRow(ctx, count).Scan(&after); err != nil || after < versions {
			t.Fatalf("%d versions, then %d, %v: none may go", versions, after, err)
		}
		load(uuid.Must(uuid.NewV7()), imported[0])
	})
}

// edit has a person change a place of the source, or none.
func edit(ctx context.Context, t *rapid.T, s *gazetteer.Store, pool *pgxpool.Pool, source string) {
	var id uuid.UUID
	if err := pool.QueryRow(ctx, `SELECT place FROM place_source WHERE source = $1 ORDER BY key LIMIT 1`, source).Scan(&id); errors.Is(err, pgx.ErrNoRows) {
		return // no row was taken in
	} else if err != nil {
		t.Fatal(err)
	}
	text := "人写的"
	var err error
	switch rapid.SampledFrom([]string{"nothing", "describe", "rename"}).Draw(t, "edit") {
	case "describe":
		_, err = s.Describe(ctx, ledger.Console, id, gazetteer.Description{Meaning: &text}, version.Span{}, "核对")
	case "rename":
		_, err = s.Rename(ctx, ledger.Console, id, "改名村"+source[:4], version.Span{}, "批复")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasChangedSinceAnImportIsLeft(t *testing.T) {
	s, pool := newStore(t)
	run := uuid.Must(uuid.NewV7())
	b := gazetteer.Batch{Source: "file", Actor: ledger.Console, Visibility: "public", Run: run}
	rows := []gazetteer.Row{tower(1, 118.6, gazetteer.RowName{Text: "百祐塔"}),
		{Number: 2, Key: "2", Digest: [32]byte{2}, Names: []gazetteer.RowName{{Text: "清湖码头"}}, Class: "23100"}}
	if _, err := s.LoadPlaces(t.Context(), b, rows); err != nil {
		t.Fatal(err)
	}
	id, other := placeOf(t, pool, "tower"), placeOf(t, pool, "2")
	meaning := "核对过"
	if _, err := s.Describe(t.Context(), ledger.Console, id, gazetteer.Description{Meaning: &meaning}, version.Span{}, "核对"); err != nil {
		t.Fatal(err)
	}
	undo := gazetteer.Undo{Run: run, Actor: ledger.Console, Reason: "文件错了", Whole: true}
	done, err := s.UndoImport(t.Context(), undo)
	if !errors.Is(err, gazetteer.ErrChangedSince) || len(done.ChangedSince) != 1 || done.ChangedSince[0].Place != id || done.Withdrawn != 0 {
		t.Fatalf("as a whole: %+v, %v, want nothing done and the tower told", done, err)
	}
	undo.Whole = false
	done, err = s.UndoImport(t.Context(), undo)
	if err != nil || done.Withdrawn != 1 || len(done.ChangedSince) != 1 || done.ChangedSince[0].Reason != "核对" || done.ChangedSince[0].Name != "百祐塔" {
		t.Fatalf("the rest: %+v, %v, want one withdrawn and the tower told with the reason", done, err)
	}
	p, err := s.Place(t.Context(), gazetteer.Reader{}, other)
	if err != nil || p.State != gazetteer.Withdrawn || p.Reason != "文件错了" || len(p.Names) != 1 {
		t.Errorf("the place that was added: %+v, %v, want withdrawn with the reason and its name", p, err)
	}
	if p, err := s.Place(t.Context(), gazetteer.Reader{}, id); err != nil || p.Meaning != meaning || p.State != gazetteer.Current {
		t.Errorf("the place that was changed since: %+v, %v, want as it stands", p, err)
	}
	if _, err := s.UndoImport(t.Context(), gazetteer.Undo{Run: uuid.New(), Actor: ledger.Console, Reason: "x"}); !errors.Is(err, gazetteer.ErrNothingToUndo) {
		t.Errorf("an import that is not known: %v, want ErrNothingToUndo", err)
	}
}

func TestDivisionsOfAnUndoneImportAreGone(t *testing.T) {
	s, pool := newStore(t)
	run := uuid.Must(uuid.NewV7())
	b := gazetteer.Batch{Source: "table", Actor: ledger.Console, Visibility: "public", Run: run}
	rows := []gazetteer.DivisionRow{{Number: 1, Code: "33", Name: "浙江省"}, {Number: 2, Code: "3308", Name: "衢州市"},
		{Number: 3, Code: "330800", Name: "市辖区"}, {Number: 4, Code: "330881", Name: "江山市"}}
	if counts, err := s.LoadDivisions(t.Context(), b, rows); err != nil || counts.Accepted != 4 {
		t.Fatalf("%+v, %v", counts, err)
	}
	done, err := s.UndoImport(t.Context(), gazetteer.Undo{Run: run, Actor: ledger.Console, Reason: "表错了"})
	if err != nil || done.Withdrawn != 4 {
		t.Fatalf("UndoImport() = %+v, %v, want 4 withdrawn", done, err)
	}
	var open int
	err = pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM division_version WHERE upper_inf(recorded)) + (SELECT count(*) FROM public_division)
		+ (SELECT count(*) FROM name_claim)`).Scan(&open)
	if err != nil || open != 0 {
		t.Errorf("%d divisions and claims are left, %v, want none", open, err)
	}
	b.Run = uuid.Must(uuid.NewV7())
	if counts, err := s.LoadDivisions(t.Context(), b, rows); err != nil || counts.Accepted != 4 {
		t.Errorf("the same table again: %+v, %v, want 4 accepted", counts, err)
	}
}

func TestRowsOutsideTheJurisdictionAreRejected(t *testing.T) {
	s, _ := newStore(t)
	loadJiangshan(t, s)
	town, err := s.Boundaries.ByCode(t.Context(), gazetteer.Reader{Internal: true}, "330881003")
	if err != nil {
		t.Fatal(err)
	}
	b := gazetteer.Batch{Source: "file", Actor: ledger.Console, Visibility: "public", Within: []uuid.UUID{town.ID}}
	row := func(n int, division string) gazetteer.Row {
		return gazetteer.Row{Number: n, Key: fmt.Sprint(n), Digest: [32]byte{byte(n)}, Names: []gazetteer.RowName{{Text: "溪东"}}, Class: "22200", Division: division}
	}
	counts, err := s.LoadPlaces(t.Context(), b, []gazetteer.Row{row(1, "330881003200"), row(2, "330881100"), row(3, "")})
	if err != nil || counts.Accepted != 1 || len(counts.Rejected) != 2 {
		t.Errorf("%+v, %v, want the row inside accepted and two rejected", counts, err)
	}
	listed, err := s.LoadDivisions(t.Context(), b, []gazetteer.DivisionRow{{Number: 1, Code: "330881100", Name: "贺村镇改"}})
	if err != nil || listed.Updated != 0 || len(listed.Rejected) != 1 {
		t.Errorf("a division outside: %+v, %v, want it rejected", listed, err)
	}
}
