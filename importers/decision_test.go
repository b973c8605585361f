package importers_test

import (
	"os"
	"strings"
	"testing"

	"diming/gazetteer"
	"diming/importers"
)

const (
	heldRows = headings + "A,清湖村,118.6,28.7,22200,\nB,石门村,118.5,28.6,22200,\n"
	newRows  = headings + "1,清湖村,118.609,28.7,22200,\n2,石门村,118.5001,28.6,22200,\n3,新塘村,118.7,28.5,22200,\n"
)

func TestDoubtfulPairsWaitForAPerson(t *testing.T) {
	pool := register(t)
	run(t, pool, importers.Options{File: file(t, "old.csv", heldRows)})
	report := run(t, pool, importers.Options{File: file(t, "new.csv", newRows)})
	wantSums(t, report, sums{Read: 3, Accepted: 1, Updated: 1, Rejected: 1})
	if report.PairCount != 1 || len(report.Pairs) != 1 || report.Pairs[0].Line != 2 || report.Pairs[0].Key != "1" || report.Pairs[0].Source != "old" {
		t.Fatalf("pairs = %+v", report.Pairs)
	}
	text, err := os.ReadFile(report.RejectedFile)
	if err != nil || !strings.Contains(string(text), "对应地名,判定") || !strings.Contains(string(text), report.Pairs[0].Place.String()+" 清湖村,\n") {
		t.Fatalf("the file of rejected rows: %v\n%s", err, text)
	}
	undecided := run(t, pool, importers.Options{File: report.RejectedFile})
	wantSums(t, undecided, sums{Read: 1, Rejected: 1})
	for _, test := range []struct {
		word string
		want sums
	}{
		{"也许", sums{Read: 1, Rejected: 1}},
		{"同", sums{Read: 1, Updated: 1}},
	} {
		decided := strings.Replace(string(text), " 清湖村,\n", " 清湖村,"+test.word+"\n", 1)
		wantSums(t, run(t, pool, importers.Options{File: file(t, "new.rejected.csv", decided)}), test.want)
	}
	if n := count(t, pool, "place"); n != 3 {
		t.Errorf("%d places, want 3", n)
	}
	wantSums(t, run(t, pool, importers.Options{File: file(t, "new.csv", newRows)}), sums{Read: 3, Unchanged: 3})
}

func TestDecisionsAreGivenByTheCallerToo(t *testing.T) {
	pool := register(t)
	run(t, pool, importers.Options{File: file(t, "old.csv", heldRows)})
	dry := run(t, pool, importers.Options{File: file(t, "new.csv", newRows), DryRun: true})
	pair := dry.Pairs[0]
	same := importers.Options{File: file(t, "new.csv", newRows), Decisions: map[string]gazetteer.Decision{pair.Key: {SameAs: pair.Place}}}
	wantSums(t, run(t, pool, same), sums{Read: 3, Accepted: 1, Updated: 2})
	fresh := importers.Options{File: file(t, "third.csv", newRows), Decisions: map[string]gazetteer.Decision{"1": {}}}
	report := run(t, pool, fresh)
	wantSums(t, report, sums{Read: 3, Accepted: 1, Updated: 2})
	asNew := run(t, pool, importers.Options{File: file(t, "fourth.csv", headings+"1,清湖村,118.606,28.71,22200,\n"), Pairs: importers.PairsNew})
	wantSums(t, asNew, sums{Read: 1, Accepted: 1})
	if asNew.PairCount != 1 {
		t.Errorf("%d pairs, want the pair told though the row was taken in", asNew.PairCount)
	}
}
