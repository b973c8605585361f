package cases_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"diming/gazetteer/naming"
)

// Two open cases that ask for one name are told of each other, until one ends.
func TestANameOfAnotherOpenCaseIsFound(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	estate := w.estate("文苑路")
	estate.Division = w.county // the other lies in a township of the same county
	first := w.open(t, estate)
	number := w.read(t, first.Case).Number
	second := w.open(t, w.estate("文苑路", "闻苑路", "书香路"))
	second = w.must(t, second)(w.Accept(ctx, second))
	f := w.read(t, second.Case)
	if len(f.Findings) != 2 {
		t.Fatalf("findings = %+v, want those of the same name and of the same sound", f.Findings)
	}
	for n, says := range []string{"正在办理同名“文苑路”", "正在办理同音的“文苑路”"} {
		x := f.Findings[n]
		if x.Item != f.Items[n].ID || x.Finding.Check != "C1" || x.Finding.Severity != naming.Justify || !strings.Contains(x.Finding.Text, number) || !strings.Contains(x.Finding.Text, says) {
			t.Errorf("finding %d = %+v, want one that says %q of case %s", n, x, says, number)
		}
	}
	first = w.must(t, first)(w.Withdraw(ctx, first, "不再需要"))
	second = w.must(t, second)(w.Recheck(ctx, second))
	if f = w.read(t, second.Case); len(f.Findings) != 0 {
		t.Errorf("findings after the other case ended = %+v, want none", f.Findings)
	}
}

// A draft is not handed in, a name set aside takes nothing, and a district may
// bear the name of a street.
func TestWhatIsNotAskedForElsewhereIsNotFound(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	if _, _, _, err := w.Open(ctx, w.clerk, w.estate("文苑路")); err != nil {
		t.Fatal(err)
	}
	aside := w.open(t, w.estate("文苑路", "墨香路"))
	aside = w.must(t, aside)(w.Accept(ctx, aside))
	w.must(t, aside)(w.SetAside(ctx, aside, w.read(t, aside.Case).Items[0].ID, uuid.Nil, "不合规定"))
	other := w.estate("书香路")
	other.Class, other.Items[0].Class, other.Items[0].Text = "21610", "21610", "文苑路"
	w.open(t, other)
	by := w.open(t, w.estate("文苑路"))
	w.must(t, by)(w.Accept(ctx, by))
	if f := w.read(t, by.Case); len(f.Findings) != 0 {
		t.Errorf("findings = %+v, want none", f.Findings)
	}
}
