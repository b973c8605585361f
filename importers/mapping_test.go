package importers_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"diming/importers"
)

const odd = "编号甲,名字,种类,在哪,说明\n1,甲村,22200,330881003,好地方\n2,乙村,22200,330881003,\n"

func TestAMappingOverridesWhatIsGuessed(t *testing.T) {
	pool := register(t)
	run(t, pool, importers.Options{File: file(t, "d.csv", "code,name\n330881,江山市\n330881003,清湖街道\n"), As: importers.Divisions})
	mapping := importers.Mapping{"编号甲": "key", "名字": "name", "种类": "class", "在哪": "division", "说明": ""}
	report := run(t, pool, importers.Options{File: file(t, "m.csv", odd), Mapping: mapping})
	wantSums(t, report, sums{Read: 2, Accepted: 2})
	if got := standardNames(t, pool, "m"); got != "1甲村 2乙村" {
		t.Errorf("names = %s", got)
	}
	wrong := "标准名称,别名,类别代码\n甲村,乙村,22200\n"
	report = run(t, pool, importers.Options{File: file(t, "w.csv", wrong), Mapping: importers.Mapping{"别名": "name", "标准名称": "alias"}, DryRun: true})
	wantSums(t, report, sums{Read: 1, Accepted: 1})
	feature := collection(feature(`"n":"甲村","c":"22200"`, "Point", "[118.5,28.7]"))
	report = run(t, pool, importers.Options{File: file(t, "m.geojson", feature), Mapping: importers.Mapping{"n": "name", "c": "class"}})
	wantSums(t, report, sums{Read: 1, Accepted: 1})
}

func TestAMappingThatDoesNotFitSaysWhatIsMissing(t *testing.T) {
	pool := register(t)
	var missing *importers.MissingHeadings
	o := importers.Options{DB: pool, Actor: actor, As: importers.Places, File: file(t, "m.csv", odd),
		Mapping: importers.Mapping{"名称甲": "name", "种类": "class", "位置": "lon"}}
	if _, err := importers.Run(t.Context(), o); !errors.As(err, &missing) || !slices.Equal(missing.Headings, []string{"位置", "名称甲"}) {
		t.Errorf("%v, want the two headings that are missing", err)
	}
	for _, bad := range []importers.Mapping{{"名字": "nome"}, {"名字": "name", "说明": "name"}, {"名字": "village_code"}} {
		o.Mapping = bad
		if _, err := importers.Run(t.Context(), o); !errors.Is(err, importers.ErrMapping) {
			t.Errorf("%v: %v, want ErrMapping", bad, err)
		}
	}
}

func TestHeadingsAreGuessedAndSaidWhereInDoubt(t *testing.T) {
	headings := []importers.Heading{
		{Heading: "BMMX0002", Samples: []string{"甲村"}}, {Heading: "类别名称", Samples: []string{"农村居民点"}},
		{Heading: "归属", Samples: []string{"330881003200", "330881003201"}}, {Heading: "编码", Samples: []string{"a1"}},
		{Heading: "东经", Samples: []string{"28.71234"}}, {Heading: "北纬", Samples: []string{"118.51234"}},
		{Heading: "名称", Samples: []string{"甲"}}, {Heading: "发音", Samples: []string{"Qīnghú", "Jiǎ Cūn"}},
		{Heading: "拒绝原因", Samples: []string{"x"}},
	}
	want := map[string][2]string{
		"BMMX0002": {"", importers.GuessSecond}, "类别名称": {"class_name", importers.GuessHeading}, "归属": {"division", importers.GuessSample},
		"编码": {"", importers.GuessUnknown}, "东经": {"lon", importers.GuessAmbiguous}, "北纬": {"lat", importers.GuessAmbiguous},
		"名称": {"name", importers.GuessHeading}, "发音": {"pinyin", importers.GuessSample},
	}
	columns := importers.Guess(importers.Places, headings, false, nil)
	if len(columns) != len(want) {
		t.Errorf("%d columns, want %d: ours are not listed", len(columns), len(want))
	}
	for _, c := range columns {
		if got := [2]string{c.Field, c.Guess}; got != want[c.Heading] {
			t.Errorf("%s: %v, want %v", c.Heading, got, want[c.Heading])
		}
		if doubt := c.Guess == importers.GuessAmbiguous || c.Guess == importers.GuessSecond; doubt != (c.Note != "") && c.Guess != importers.GuessSample {
			t.Errorf("%s: note %q", c.Heading, c.Note)
		}
	}
	if c := importers.Guess(importers.Places, headings, false, importers.Mapping{"编码": "key", "归属": ""}); c[3].Guess != importers.GuessGiven || c[2].Guess != importers.GuessLeft {
		t.Errorf("with a mapping: %+v, %+v", c[3], c[2])
	}
}

func TestMappingsAreKeptByNameAndInTheLedger(t *testing.T) {
	pool := register(t)
	s := &importers.Mappings{DB: pool}
	m := importers.SavedMapping{Name: "普查表", As: importers.Places, Fields: importers.Mapping{"名字": "name", "说明": ""}}
	if err := s.Save(t.Context(), actor, m); err != nil {
		t.Fatal(err)
	}
	m.Fields = importers.Mapping{"名字": "name", "种类": "class"}
	if err := s.Save(t.Context(), actor, m); err != nil {
		t.Fatal(err)
	}
	got, err := s.Named(t.Context(), "普查表")
	if err != nil || got.Fields["种类"] != "class" || len(got.Fields) != 2 {
		t.Errorf("Named() = %+v, %v", got, err)
	}
	if err := s.Save(t.Context(), actor, importers.SavedMapping{Name: "x", As: importers.Places, Fields: importers.Mapping{"a": "b"}}); !errors.Is(err, importers.ErrMapping) {
		t.Errorf("a field that is none: %v, want ErrMapping", err)
	}
	if err := s.Delete(t.Context(), actor, "普查表"); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), actor, "普查表"); !errors.Is(err, importers.ErrNoMapping) {
		t.Errorf("deleted twice: %v, want ErrNoMapping", err)
	}
	var bodies string
	err = pool.QueryRow(t.Context(), `SELECT string_agg(body, ' ' ORDER BY id) FROM ledger_entry WHERE object_kind = 'import_mapping'`).Scan(&bodies)
	if err != nil || strings.Count(bodies, `"before"`) != 2 || strings.Count(bodies, "种类") != 2 {
		t.Errorf("ledger: %s, %v, want three entries with what was said before", bodies, err)
	}
}

func TestEveryFieldCanBeChosen(t *testing.T) {
	for _, kind := range []importers.Kind{importers.Places, importers.Divisions} {
		seen := map[string]bool{}
		for _, f := range importers.Fields(kind) {
			if f.Code == "" || f.Label == "" || f.LabelEn == "" || seen[f.Code] {
				t.Errorf("%s: %+v, want a code of its own and a label in both languages", kind, f)
			}
			seen[f.Code] = true
		}
	}
}
