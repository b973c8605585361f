package naming_test

import (
	"testing"

	"diming/gazetteer/naming"
)

func FuzzCheck(f *testing.F) {
	for _, test := range proposals {
		f.Add(test.names, test.class, "Qīnghú Lù", false)
	}
	f.Add("\xff路", "23514", "\xff", true)
	words, local := naming.Default()
	local.Location.On, local.Localities.On, local.SameClass.On, local.Sizes.On = true, true, true, true
	local.Dialect = []naming.DialectMerge{{Merge: "f/h"}, {Merge: "-ng/-n"}}
	rules := naming.New(words, local)
	register := county()
	f.Fuzz(func(t *testing.T, text, class, reading string, existing bool) {
		found, err := rules.Check(t.Context(), naming.Proposal{Text: text, Class: class, Reading: reading, Existing: existing}, register)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Article == "" || f.Text == "" || existing && f.Severity == naming.Refuse {
				t.Errorf("%q: %+v", text, f)
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	rules, register := naming.New(naming.Default()), county()
	for b.Loop() {
		if _, err := rules.Check(b.Context(), naming.Proposal{Text: "鹿鸣花园小区", Class: "22100"}, register); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTextInTheCleanUp(b *testing.B) {
	rules := naming.New(naming.Default())
	names := []string{"清湖一村", "南京东路", "江滨花园", "贺村镇"}
	classes := []string{"21610", "23514", "22100", "21500"}
	for i := 0; b.Loop(); i++ {
		rules.Text(naming.Proposal{Text: names[i%4], Class: classes[i%4], Existing: true})
	}
}
