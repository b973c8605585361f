package gazetteer

import (
	"context"
	"encoding/json"
	"slices"
	"sync/atomic"

	"diming/gazetteer/naming"
)

// ofRules are the entries that the rules themselves read; the reserve and the
// plan are asked by name (planned.go). The lists stand in the query, not in an
// argument, so that the database knows how few rows these are beside a plan's.
const ofRules = ` AND w.list IN ('` + naming.Leaders + `', '` + naming.Persons + `', '` + naming.Foreign + `', '` + naming.Brands + `', '` + naming.Exaggerated + `', '` +
	naming.Unhealthy + `', '` + naming.Wording + `', '` + naming.Generics + `', '` + naming.Exempt + `')`

// madeRules are the rules that were last asked for, by what they are made of.
var madeRules atomic.Pointer[struct {
	entries string
	rules   *naming.Rules
}]

// Rules are the rules of names in force: those that come with the program, with
// the words that the office lists and the local rules that its county adopted.
func (s *Store) Rules(ctx context.Context) (*naming.Rules, error) {
	own, err := s.words(ctx, ofRules)
	if err != nil {
		return nil, err
	}
	words, local := naming.Default()
	if local, err = s.adopted(ctx, local); err != nil {
		return nil, err
	}
	key, err := json.Marshal([]any{own, local})
	if err != nil {
		return nil, err
	}
	if made := madeRules.Load(); made != nil && made.entries == string(key) {
		return made.rules, nil
	}
	words, local.SizeTable = overlaid(words, local.SizeTable, own)
	rules := naming.New(words, local)
	madeRules.Store(&struct {
		entries string
		rules   *naming.Rules
	}{string(key), rules})
	return rules, nil
}

// overlaid gives the lists and the table of sizes with the office's entries in
// the place of those that they replace.
func overlaid(words []naming.Word, sizes []naming.SizeRow, own []ListedWord) ([]naming.Word, []naming.SizeRow) {
	sizes = slices.Clone(sizes)
	for _, w := range own {
		words = slices.DeleteFunc(words, func(d naming.Word) bool { return replaces(w.Word, d) })
		if w.List == naming.Generics {
			sizes = slices.DeleteFunc(sizes, func(r naming.SizeRow) bool { return r.Generic == w.Text && r.Class == w.Kind })
		}
		if !w.Dropped {
			words = append(words, w.Word)
		}
		if w.Bounds != nil {
			sizes = append(sizes, *w.Bounds)
		}
	}
	return words, sizes
}

// A ListEntry is an entry of a list as it holds: the program's, or the office's.
type ListEntry struct {
	ListedWord
	Shipped bool // comes with the program
	Stands  bool // of the reserve and the plan: a place bears the name already
}

// Entries lists a list as it holds, by text: what comes with the program, what
// the office added and what it took out.
func (s *Store) Entries(ctx context.Context, list string) ([]ListEntry, error) {
	own, err := s.Words(ctx, list)
	if err != nil {
		return nil, err
	}
	words, local := naming.Default()
	var all []ListEntry
	for _, d := range words {
		if d.List == list && !slices.ContainsFunc(own, func(w ListedWord) bool { return replaces(w.Word, d) }) {
			all = append(all, ListEntry{ListedWord: ListedWord{Word: d, Bounds: boundsOf(local.SizeTable, d)}, Shipped: true})
		}
	}
	standing, err := s.standing(ctx, list)
	if err != nil {
		return nil, err
	}
	for _, w := range own {
		all = append(all, ListEntry{ListedWord: w, Stands: standing[w.Text]})
	}
	slices.SortStableFunc(all, func(a, b ListEntry) int { return compareWords(a.Word, b.Word) })
	return all, nil
}

func boundsOf(sizes []naming.SizeRow, w naming.Word) *naming.SizeRow {
	at := slices.IndexFunc(sizes, func(r naming.SizeRow) bool {
		return w.List == naming.Generics && r.Generic == w.Text && r.Class == w.Kind
	})
	if at < 0 {
		return nil
	}
	return &sizes[at]
}

func compareWords(a, b naming.Word) int {
	return slices.Compare([]string{a.Text, a.Kind}, []string{b.Text, b.Kind})
}
