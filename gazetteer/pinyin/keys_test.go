package pinyin

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
)

//go:embed testdata/names.csv
var namesCSV string

type sample struct{ name, class, division string }

func sampleNames(tb testing.TB) []sample {
	tb.Helper()
	var out []sample
	for _, f := range csvRows(namesCSV, 3) {
		out = append(out, sample{f[0], f[1], f[2]})
	}
	return out
}

func TestSearchKeysHoldRightAndWrongReadings(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, division string
		plain          string
		initials       string
	}{
		{"清湖街道", "", "qinghujiedao", "qhjd"},
		{"六安市", "3415", "luanshi liuanshi", "las"},
		{"吕梁市", "", "lvliangshi luliangshi lyuliangshi", "lls"},
		{"乐清市", "", "yueqingshi leqingshi", "yqs lqs"},
		{"浒湾镇", "36", "xuwanzhen huwanzhen", "xwz hwz"},
		{"重庆市", "", "chongqingshi zhongqingshi", "cqs zqs"},
		{"亳州市", "", "bozhoushi haozhoushi", "bzs hzs"},
		{"二马路", "", "ermalu 2malu", "eml 2ml"},
		{"盆儿胡同", "", "penerhutong penrhutong", "peht pht"},
		{"乌鲁木齐市", "", "wulumuqishi vrvmqishi urumqishi", "wlmqs"},
		{"花蓮縣", "", "hualianxian", "hlx"},
	} {
		plain, initials := SearchKeys(tc.name, "", tc.division)
		for _, want := range strings.Fields(tc.plain) {
			if !slices.Contains(plain, want) {
				t.Errorf("SearchKeys(%q) = %q, want %q among them", tc.name, plain, want)
			}
		}
		for _, want := range strings.Fields(tc.initials) {
			if !slices.Contains(initials, want) {
				t.Errorf("SearchKeys(%q) initials = %q, want %q among them", tc.name, initials, want)
			}
		}
	}
}

func TestSearchKeysBeginWithTheSpokenReading(t *testing.T) {
	t.Parallel()
	for _, s := range sampleNames(t) {
		plain, initials := SearchKeys(s.name, s.class, s.division)
		want := Toneless(strings.Join(Of(s.name, s.class, s.division).Syllables, ""))
		if plain[0] != want || len(plain) > 3*maxKeys || len(initials) == 0 {
			t.Errorf("SearchKeys(%q) = %q, %q, want %q first", s.name, plain, initials, want)
		}
	}
}

func BenchmarkSearchKeys(b *testing.B) {
	names := sampleNames(b)
	tables()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s := &names[i%len(names)]
		SearchKeys(s.name, s.class, s.division)
		i++
	}
}

func BenchmarkSearchKeysOneReading(b *testing.B) {
	tables()
	b.ReportAllocs()
	for b.Loop() {
		SearchKeys("清湖街道", "21500", "330881")
	}
}

func BenchmarkOf(b *testing.B) {
	names := sampleNames(b)
	tables()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s := &names[i%len(names)]
		Of(s.name, s.class, s.division)
		i++
	}
}

func BenchmarkLoadTables(b *testing.B) {
	for b.Loop() {
		loadTables()
	}
}
