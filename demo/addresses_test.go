package demo_test

import (
	"strings"
	"testing"

	"diming/boundaries"
	"diming/demo"
	"diming/gazetteer"
	"diming/gazetteer/address"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
	"diming/signs"
)

func TestTheDemosHousesAreNumbered(t *testing.T) {
	pool := pgtest.New(t)
	d := demo.Demo{Places: &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}, Signs: &signs.Store{DB: pool}, Say: t.Logf}
	if err := d.Jiangshan(t.Context()); err != nil {
		t.Fatal(err)
	}
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
}
