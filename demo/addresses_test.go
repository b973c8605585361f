package demo_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"diming/boundaries"
	"diming/demo"
	"diming/gazetteer/address"
	"diming/internal/version"
	"diming/signs/plate"
)

// housesAreNumbered looks at the demo's addresses and plates as they were loaded.
func housesAreNumbered(t *testing.T, d demo.Demo) {
	t.Helper()
	pool := d.Places.DB
	store := address.Store{DB: pool}
	var texts []string
	r := address.Reader{Internal: true, AsOf: version.AsOf{Valid: version.Today()}}
	for f := (address.Filter{Limit: 5000}); ; {
		page, next, err := store.List(t.Context(), r, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range page {
			texts = append(texts, a.Text)
		}
		if next == (address.Cursor{}) {
			break
		}
		f.After = next
	}
	all := strings.Join(texts, "\n") + "\n"
	for _, want := range []string{"浙江省衢州市江山市清湖街道清湖一村10号\n", "清湖示例路1号\n", "清湖示例路2号\n", "清湖示例巷1号\n", "清湖示例苑4幢2单元202室\n"} {
		if !strings.Contains(all, want) {
			t.Errorf("no address ends in %q", want)
		}
	}
	byTown := map[string]int{}
	for _, text := range texts {
		if _, rest, ok := strings.Cut(text, "江山市"); ok {
			byTown[string([]rune(rest)[:2])]++
		}
	}
	t.Logf("%d addresses: %v", len(texts), byTown)
	if len(texts) < 5000 || len(byTown) < 15 {
		t.Errorf("%d addresses in %d towns", len(texts), len(byTown))
	}
	plates := plate.Store{DB: pool}
	hanging, err := plates.List(t.Context(), plate.Filter{States: []plate.State{plate.InUse, plate.Faulty}, Limit: 5000})
	if err != nil || len(hanging) < 500 {
		t.Fatalf("%d plates hang, %v", len(hanging), err)
	}
	wrong, _, err := plates.Reprints(t.Context(), plate.Filter{County: "330881", Limit: 5000}, version.Today())
	if err != nil || len(wrong) == 0 || len(wrong) > len(hanging)/20 {
		t.Errorf("%d of %d plates are to be printed again, %v: want a few", len(wrong), len(hanging), err)
	}
	for _, p := range wrong {
		if !strings.HasPrefix(p.Name, "清湖镇") {
			t.Errorf("%s %s is to be printed again: it would say %+v", p.Name, p.Number, p.Now)
		}
	}
	doors := slices.DeleteFunc(slices.Clone(hanging), func(p plate.Plate) bool { return p.Address == uuid.Nil })
	foreign, _, err := plates.Foreign(t.Context(), plate.Filter{County: "330881", Limit: 5000}, nil)
	if err != nil || len(foreign) < len(doors)/4 {
		t.Errorf("%d of %d plates of doors bear old codes, %v", len(foreign), len(doors), err)
	}
	village, err := d.Places.Boundaries.ByCode(t.Context(), boundaries.Reader{Internal: true}, "330881003200")
	if err != nil {
		t.Fatal(err)
	}
	lies, _, err := store.List(t.Context(), r, address.Filter{Division: village.ID, Limit: 1000})
	hung, err2 := plates.List(t.Context(), plate.Filter{Within: []uuid.UUID{village.ID}, States: []plate.State{plate.InUse, plate.Faulty}, Limit: 1000})
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	err = pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
		n, sample, err := store.InDivisions(t.Context(), tx, []uuid.UUID{village.ID}, version.Today())
		if err != nil || n != len(lies) || len(sample) != 8 {
			t.Errorf("a redivision would touch %d addresses (%v), %v, want %d", n, sample, err, len(lies))
		}
		n, sample, err = plates.InDivisions(t.Context(), tx, []uuid.UUID{village.ID}, version.Today())
		if err != nil || n != len(hung) || n == 0 {
			t.Errorf("a redivision would touch %d plates (%v), %v, want %d", n, sample, err, len(hung))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
