package campaign

import (
	"context"

	"diming/gazetteer"
	"diming/gazetteer/naming"
)

// byRules tests names by the rules of names on the text alone: a drive finds
// what sounds or reads alike in one pass over the register instead (run.go).
type byRules struct{ *naming.Rules }

// Test implements Tester.
func (r byRules) Test(_ context.Context, p naming.Proposal) ([]naming.Finding, error) {
	return r.Text(p), nil
}

// tests are the rules in force with the words that the office lists, unless the
// store was given others.
func (s *Store) tests(ctx context.Context) (Tester, error) {
	if s.Tests != nil {
		return s.Tests, nil
	}
	rules, err := (&gazetteer.Store{DB: s.DB}).Rules(ctx)
	return byRules{rules}, err
}
