package gazetteer_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/gazetteer"
	rules "diming/gazetteer/naming"
	"diming/internal/ledger"
	"diming/internal/pg/pgtest"
	"diming/internal/version"
)

// nameChars are characters that names of Chinese places are often made of.
var nameChars = []rune("大小上下东西南北中新老王李张陈刘杨黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许韩冯邓曹彭曾石龙凤虎山水河江湖溪塘桥头村坪岭坑源金银玉清白红青高平安长永福和兴太")

// BenchmarkNameCheck checks names of villages, streets and hamlets against
// BENCH_CHECK_NAMES synthetic names, 1,000,000 unless it says otherwise, a
// tenth of them in the county asked about; then again in a built-up area of
// about 10 km across, in which the names of streets are single; then with a
// place-name plan of 10,000 names.
func BenchmarkNameCheck(b *testing.B) {
	pool := pgtest.New(b)
	s := &gazetteer.Store{DB: pool, Boundaries: &boundaries.Store{DB: pool}}
	loadJiangshan(b, s)
	var county, other uuid.UUID
	if err := pool.QueryRow(b.Context(), `SELECT (SELECT division FROM division_version WHERE code = '330881' LIMIT 1), (SELECT division FROM division_version WHERE code = '330802' LIMIT 1)`).Scan(&county, &other); err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	classes := []string{"21610", "23514", "22200", "22100", "13000", "27400"}
	name := func(class string) string {
		text := make([]rune, 2+random.IntN(2))
		for i := range text {
			text[i] = nameChars[random.IntN(len(nameChars))]
		}
		return string(text) + map[string]string{"21610": "村", "23514": "路", "22100": "小区", "13000": "山", "27400": "厂"}[class]
	}
	n := pgtest.Size(b, "BENCH_CHECK_NAMES", 1_000_000)
	ids := make([]uuid.UUID, n)
	for i := range ids {
		ids[i] = uuid.Must(uuid.NewV7())
	}
	copyAll := func(table string, columns []string, row func(int) ([]any, error)) {
		if _, err := pool.CopyFrom(b.Context(), pgx.Identifier{table}, columns, pgx.CopyFromSlice(n, row)); err != nil {
			b.Fatal(err)
		}
	}
	copyAll("place", []string{"id"}, func(i int) ([]any, error) { return []any{ids[i]}, nil })
	columns := []string{"place", "class", "class_group", "valid", "last", "text", "specific", "reading", "toned", "toneless", "look", "dialect", "within", "county", "location"}
	copyAll("name_form", columns, func(i int) ([]any, error) {
		class := classes[i%len(classes)]
		f, in := rules.FormsOf(name(class), class, "", 0), other
		if i%10 == 0 {
			in = county
		}
		at := orb.Point{118.2 + random.Float64(), 28.2 + random.Float64()}
		return []any{ids[i], class, rules.Group(class), version.Span{From: year(2020)}.Range(), true, f.Text, f.Specific, "", f.Toned, f.Toneless, f.Look, f.Dialect, in, in, at}, nil
	})
	if _, err := pool.Exec(b.Context(), `ANALYZE name_form`); err != nil {
		b.Fatal(err)
	}
	if _, err := s.FreshenForms(b.Context()); err != nil {
		b.Fatal(err)
	}
	here := orb.Point{118.62, 28.74}
	check := func(b *testing.B) {
		var took []time.Duration
		for b.Loop() {
			class := classes[random.IntN(3)]
			p := rules.Proposal{Text: name(class), Class: class, Division: county, At: &here}
			begin := time.Now()
			if _, _, err := s.CheckName(b.Context(), p); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(begin))
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	}
	b.Run("county", check)
	area := gazetteer.BuiltUpArea{County: county, Name: "示例建成区", Area: square(here, 0.05), Basis: "合成"}
	if _, _, err := s.AddBuiltUpArea(b.Context(), ledger.Console, area, "示例"); err != nil {
		b.Fatal(err)
	}
	b.Run("builtup", check)
	words := make([]gazetteer.ListedWord, 10_000)
	for i := range words {
		words[i] = gazetteer.ListedWord{Word: rules.Word{List: rules.Plan, Text: fmt.Sprintf("示例%d路", i), Kind: "235", Source: "示例方案"}, Division: &county}
	}
	if _, _, err := s.AddWords(b.Context(), ledger.Console, words, "示例"); err != nil {
		b.Fatal(err)
	}
	if _, err := pool.Exec(b.Context(), `ANALYZE naming_word`); err != nil {
		b.Fatal(err)
	}
	b.Run("plan", check)
}
