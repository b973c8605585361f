package gazetteer_test

import (
	"errors"
	"testing"

	"diming/gazetteer"
	rules "diming/gazetteer/naming"
	"diming/internal/ledger"
)

// A word that the office lists is found by the next check, and no longer once
// its entry has ended; the version of the rules says so both times.
func TestAListedWordIsFoundFromThenOn(t *testing.T) {
	s, _ := newStore(t)
	loadCounty(t, s)
	check := func() (words []string, version string) {
		t.Helper()
		found, version, err := s.CheckName(t.Context(), rules.Proposal{Text: "某某夸大词路", Class: "23514", Division: divisionID(t, s, "330881003")})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			for _, w := range f.Words {
				if w == "夸大词" {
					words = append(words, f.Source)
				}
			}
		}
		return words, version
	}
	before, first := check()
	word := gazetteer.ListedWord{Word: rules.Word{List: rules.Exaggerated, Text: "夸大词", Source: "示例"}}
	id, _, err := s.AddWord(t.Context(), ledger.Console, word, "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.AddWord(t.Context(), ledger.Console, word, "test"); !errors.Is(err, gazetteer.ErrWordTwice) {
		t.Errorf("the same word again: %v", err)
	}
	listed, second := check()
	if len(before) != 0 || len(listed) != 1 || listed[0] != "示例" || first == second {
		t.Errorf("before %v by %s, listed %v by %s", before, first, listed, second)
	}
	if _, err := s.EndWord(t.Context(), ledger.Console, id, "test"); err != nil {
		t.Fatal(err)
	}
	if after, third := check(); len(after) != 0 || third != first {
		t.Errorf("after its end %v by %s, want nothing by %s", after, third, first)
	}
	word.Source = ""
	if _, _, err := s.AddWord(t.Context(), ledger.Console, word, "test"); !errors.Is(err, gazetteer.ErrWord) {
		t.Errorf("a word without a source: %v", err)
	}
}
