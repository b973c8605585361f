package naming

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Rules are the rules in force: the lists and what the place has adopted.
type Rules struct {
	lists   map[string][]Word
	local   Local
	version string
}

// New makes rules of lists and of what a place has adopted.
func New(words []Word, local Local) *Rules {
	r := &Rules{lists: map[string][]Word{}, local: local}
	h := sha256.New()
	for _, w := range words {
		if w.Text == "" {
			continue
		}
		r.lists[w.List] = append(r.lists[w.List], w)
		fmt.Fprintf(h, "%q %q %q\n", w.List, w.Text, w.Note)
	}
	for _, list := range r.lists {
		slices.SortStableFunc(list, func(a, b Word) int {
			return cmp.Compare(utf8.RuneCountInString(b.Text), utf8.RuneCountInString(a.Text))
		})
	}
	fmt.Fprintf(h, "%+v", local)
	r.version = hex.EncodeToString(h.Sum(nil))[:12]
	return r
}

// Version is a digest of the lists and the adopted rules: a case keeps that
// with which it was checked.
func (r *Rules) Version() string { return r.version }

// A subject is a proposal with what the checks ask of it again and again.
type subject struct {
	Proposal
	forms   Forms
	generic string
	group   string
}

// A check is one rule that looks at the name alone.
type check func(*Rules, subject) []Finding

// checks are the rules for a new name, in the order of the law.
var checks = []check{structure, healthy, script, marks, leaders, persons, foreign, brands, exaggerated, genericUse, genericSize}

// cleanUp are the tests of 大洋怪重 for names that stand.
var cleanUp = []check{exaggerated, foreign, marks, healthy}

// severities in order, gravest first.
var severities = []Severity{Refuse, Unchecked, Justify, Note}

// Check gives all that the rules have to say about a proposal, gravest first.
// A name without text is the caller's error and gives a refusal by N1.
func (r *Rules) Check(ctx context.Context, p Proposal, st Standing) ([]Finding, error) {
	s := subject{Proposal: p, forms: FormsOf(p.Text, p.Class, p.Reading, r.local.Dialect), group: Group(p.Class)}
	s.generic = r.genericOf(s)
	alone := checks
	if p.Existing {
		alone = cleanUp
	}
	found := []Finding{}
	for _, c := range alone {
		found = append(found, c(r, s)...)
	}
	with, err := r.compare(ctx, s, st)
	if err != nil {
		return nil, err
	}
	found = append(found, with...)
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Compare(slices.Index(severities, a.Severity), slices.Index(severities, b.Severity))
	})
	return found, nil
}

// genericOf is the generic part by the rules of spelling, or else by the list,
// to which an office adds its own.
func (r *Rules) genericOf(s subject) string {
	if generic := s.forms.Text[len(s.forms.Specific):]; generic != "" {
		return generic
	}
	for _, w := range r.lists[Generics] {
		if w.Note == s.group && len(w.Text) < len(s.forms.Text) && strings.HasSuffix(s.forms.Text, w.Text) {
			return w.Text
		}
	}
	return ""
}

// gentle is the severity in the clean-up, which refuses nothing.
func (s subject) gentle(severity Severity) Severity {
	if s.Existing && severity == Refuse {
		return Justify
	}
	return severity
}
