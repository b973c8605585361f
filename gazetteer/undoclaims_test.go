package gazetteer_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"diming/gazetteer"
	"diming/internal/ledger"
)

// claimsAndFindings are who claims what, and what was lost to whom.
func claimsAndFindings(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()
	rows, err := pool.Query(t.Context(), `SELECT concat_ws(' ', '占', c.key, c.class_group, s.key) AS line FROM name_claim c JOIN place_source s ON s.place = c.place
		UNION ALL SELECT concat_ws(' ', f.check_id, f.key, f.class_group, s.key, o.key) FROM name_finding f JOIN place_source s ON s.place = f.place LEFT JOIN place_source o ON o.place = f.other ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestAnUndoingGivesAClaimBackToWhomItBelonged: two villages bear one name, the
// first has the claim. One import renames the first, the next touches the
// second, which then comes by the claim. Both are undone, the last first.
func TestAnUndoingGivesAClaimBackToWhomItBelonged(t *testing.T) {
	s, pool := newStore(t)
	loadTwoTowns(t, s)
	village := func(key, name, division, seen string) gazetteer.Row {
		r := gazetteer.Row{Number: 1, Key: key, Names: []gazetteer.RowName{{Text: name}}, Class: "21610", Division: division, Meaning: seen}
		copy(r.Digest[:], name+division+seen)
		return r
	}
	load := func(rows ...gazetteer.Row) uuid.UUID {
		t.Helper()
		run := uuid.Must(uuid.NewV7())
		for i := range rows {
			rows[i].Number = i + 1
		}
		counts, err := s.LoadPlaces(t.Context(), gazetteer.Batch{Source: "villages", Actor: ledger.Console, Visibility: "public", Run: run}, rows)
		if err != nil || len(counts.Rejected) > 0 {
			t.Fatalf("load: %+v, %v", counts, err)
		}
		return run
	}
	undo := func(run uuid.UUID) {
		t.Helper()
		if done, err := s.UndoImport(t.Context(), gazetteer.Undo{Run: run, Actor: ledger.Console, Reason: "错了"}); err != nil || done.Restored != 1 {
			t.Fatalf("undo: %+v, %v", done, err)
		}
	}
	load(village("甲", "溪东村", "330881003", ""), village("乙", "溪东村", "330881101", ""))
	before := claimsAndFindings(t, pool)
	want(t, "before", before, "占 溪东村 village 甲", "重 溪东村 village 乙 甲")
	first := load(village("甲", "溪西村", "330881003", ""))
	second := load(village("乙", "溪东村", "330881003", ""))
	want(t, "after both imports", claimsAndFindings(t, pool), "占 溪东村 village 乙", "占 溪西村 village 甲")
	undo(second)
	want(t, "after the second is undone", claimsAndFindings(t, pool), "占 溪西村 village 甲", "重 溪东村 village 乙 甲")
	undo(first)
	want(t, "after both are undone", claimsAndFindings(t, pool), before...)
}

func want(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %q, want %q", what, got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s: %q, want %q", what, got[i], want[i])
		}
	}
}
