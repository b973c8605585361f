package report

import (
	"fmt"
	"slices"
	"strings"

	"diming/internal/glyph"
	"diming/internal/typeset"
)

// legible gives r with those characters of field records that no font holds
// written as their code points. What the register holds is corrected there
// before it is printed; a record never changes, and a smile that somebody typed
// on the mountain must not keep the result of the inspection from being made.
func (r *Report) legible(fonts typeset.Fonts) (*Report, error) {
	l := letters{fonts: fonts, known: map[rune]bool{}}
	s := *r
	s.Whole = l.observations(r.Whole)
	s.Markers = slices.Clone(r.Markers)
	for i := range s.Markers {
		s.Markers[i].Seen = l.observations(s.Markers[i].Seen)
	}
	s.Segments = slices.Clone(r.Segments)
	for i := range s.Segments {
		s.Segments[i].Seen = l.observations(s.Segments[i].Seen)
	}
	s.replaced = l.replaced
	return &s, l.err
}

// letters remembers which characters all fonts of a paper hold.
type letters struct {
	fonts    typeset.Fonts
	known    map[rune]bool
	replaced int
	err      error
}

func (l *letters) observations(all []Observation) []Observation {
	all = slices.Clone(all)
	for i := range all {
		o := &all[i]
		o.Text = l.text(o.Text)
		o.Answers = slices.Clone(o.Answers)
		for n := range o.Answers {
			o.Answers[n].Words = l.text(o.Answers[n].Words)
		}
	}
	return all
}

func (l *letters) text(text string) string {
	var b strings.Builder
	for _, r := range text {
		if l.has(r) {
			b.WriteRune(r)
			continue
		}
		l.replaced++
		fmt.Fprintf(&b, "〔%U〕", r)
	}
	return b.String()
}

func (l *letters) has(r rune) bool {
	if r == '\n' {
		return true
	}
	have, asked := l.known[r]
	if !asked {
		have = true
		for _, f := range []*glyph.Font{l.fonts.Regular, l.fonts.Bold, l.fonts.Head} {
			ok, err := f.Has(r)
			if err != nil && l.err == nil {
				l.err = err
			}
			have = have && ok
		}
		l.known[r] = have
	}
	return have
}
