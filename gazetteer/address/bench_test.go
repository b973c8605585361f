package address_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer/address"
	"diming/internal/ledger"
)

// BenchmarkAddressesOfAStreet enters a batch of 5,000 addresses on ten streets,
// and reads their texts and their list.
func BenchmarkAddressesOfAStreet(b *testing.B) {
	r := newRegister(b)
	var ways []uuid.UUID
	for i := range 10 {
		ways = append(ways, r.place(fmt.Sprintf("示例%d路", i), "23514", town, "public"))
	}
	var drafts []address.Draft
	for i := range 5000 {
		d := r.door(fmt.Sprint(i/50 + 1))
		d.Way, d.Room = ways[i%10], fmt.Sprint(101+i/10%5)
		drafts = append(drafts, d)
	}
	ids, _, err := r.s.AddBatch(b.Context(), ledger.Console, drafts, "编号", today)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("texts of 5000", func(b *testing.B) {
		for b.Loop() {
			if texts, err := r.s.Texts(b.Context(), inside(today), ids); err != nil || len(texts) != 5000 {
				b.Fatal(len(texts), err)
			}
		}
	})
	b.Run("a page of a street", func(b *testing.B) {
		for b.Loop() {
			if all, _, err := r.s.List(b.Context(), inside(today), address.Filter{Way: ways[3], Limit: 100}); err != nil || len(all) != 100 {
				b.Fatal(len(all), err)
			}
		}
	})
	b.Run("past texts of one", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.s.PastTexts(b.Context(), inside(today), ids[0]); err != nil {
				b.Fatal(err)
			}
		}
	})
	year := 2011
	b.Run("a batch of 500", func(b *testing.B) {
		for b.Loop() {
			more := append([]address.Draft{}, drafts[:500]...)
			for i := range more {
				more[i].Sub, more[i].InsertFormat = fmt.Sprint(year-2010), "-"
			}
			year++
			if _, _, err := r.s.AddBatch(b.Context(), ledger.Console, more, "编号", today); err != nil {
				b.Fatal(err)
			}
		}
	})
}
