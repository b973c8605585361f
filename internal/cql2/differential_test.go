package cql2

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"diming/internal/pg/pgtest"
)

func sortedNames(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

// TestSQLAnswersAsANaiveEvaluatorDoes draws rows and filters: PostGIS must find
// the rows that a walk through the expression finds.
func TestSQLAnswersAsANaiveEvaluatorDoes(t *testing.T) {
	tx := pgtest.Tx(t)
	if _, err := tx.Exec(t.Context(), `CREATE TEMPORARY TABLE r (i int, s text, p text, n float8, m float8, b boolean, d date, t timestamptz, g geometry(Point, 4490), l text[])`); err != nil {
		t.Fatal(err)
	}
	found, asked := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		tx, err := tx.Begin(t.Context()) // a savepoint: a case that fails is tried again
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = tx.Rollback(t.Context()) }()
		var rows []row
		for i := range rapid.IntRange(1, 12).Draw(rt, "rows") {
			r := drawRow(rt)
			rows = append(rows, r)
			if _, err := tx.Exec(t.Context(), `INSERT INTO r VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, i, r["s"], r["p"], r["n"], r["m"], r["b"], r["d"], r["t"], r["g"], r["l"]); err != nil {
				rt.Fatal(err)
			}
		}
		for range 5 {
			e := drawFilter(rt, 3)
			text := asText(e)
			read, err := ParseText(text)
			if err != nil {
				rt.Fatalf("%s: %v", text, err)
			}
			if diff := cmp.Diff(e, read); diff != "" {
				rt.Fatalf("%s is read as another expression:\n%s", text, diff)
			}
			var args []any
			sql, err := SQL(e, table(&args))
			if err != nil {
				rt.Fatalf("%s: %v", text, err)
			}
			answer, err := tx.Query(t.Context(), `SELECT i FROM r WHERE `+sql+` ORDER BY i`, args...)
			if err != nil {
				rt.Fatalf("%s: %s: %v", text, sql, err)
			}
			got, err := pgx.CollectRows(answer, pgx.RowTo[int])
			if err != nil {
				rt.Fatalf("%s: %s: %v", text, sql, err)
			}
			want := []int{}
			for i, r := range rows {
				if eval(e, r) == true {
					want = append(want, i)
				}
			}
			if !slices.Equal(got, want) {
				rt.Fatalf("%s\n%s %v\nfinds %v, want %v of %v", text, sql, args, got, want, rows)
			}
			found, asked = found+len(got), asked+len(rows)
		}
	})
	if found == 0 || found == asked {
		t.Errorf("%d of %d rows were found: the filters say nothing", found, asked)
	}
	t.Logf("%d of %d rows were found", found, asked)
}
