package gazetteer_test

import (
	"fmt"
	"testing"

	"diming/boundaries"
	"diming/gazetteer"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
)

// BenchmarkUnconfirmedReadings asks for the first page of drafts in a register
// of twenty thousand, of all and of those with heteronyms.
func BenchmarkUnconfirmedReadings(b *testing.B) {
	pool := pgtest.New(b)
	s := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	rows := make([]gazetteer.Row, 20_000)
	names := []rune("清湖溪山水田石桥上下东西南北坛塘源口长乐行重")
	for i := range rows {
		text := []rune{names[i%len(names)], names[i/len(names)%len(names)], names[i/len(names)/len(names)%len(names)], '村'}
		rows[i] = gazetteer.Row{Number: i + 1, Key: fmt.Sprint(i), Digest: [32]byte{byte(i), byte(i >> 8)}, Names: []gazetteer.RowName{{Text: string(text)}}, Class: "22200"}
	}
	if _, err := s.LoadPlaces(b.Context(), gazetteer.Batch{Source: "file", Actor: ledger.Console, Visibility: "public"}, rows); err != nil {
		b.Fatal(err)
	}
	if _, err := pool.Exec(b.Context(), `ANALYZE`); err != nil {
		b.Log(err)
	}
	for _, heteronyms := range []bool{false, true} {
		b.Run(fmt.Sprintf("heteronyms=%t", heteronyms), func(b *testing.B) {
			for b.Loop() {
				if all, _, err := s.UnconfirmedReadings(b.Context(), gazetteer.Filter{Whole: true}, heteronyms, "", 20); err != nil || len(all) == 0 {
					b.Fatal(len(all), err)
				}
			}
		})
	}
	b.Run("progress", func(b *testing.B) {
		for b.Loop() {
			if left, _, err := s.ReadingProgress(b.Context(), gazetteer.Filter{Whole: true}); err != nil || left < 9000 {
				b.Fatal(left, err)
			}
		}
	})
}
