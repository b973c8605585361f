package naming

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"diming/gazetteer/search"
)

// Rules are the rules in force: what the law says, the word lists and what the
// division adopts. They do not change; made once, they serve at once from many
// places.
type Rules struct {
	lists    map[string]index
	generics endings
	local    Local
	merges   Merges
	version  string
}

// New makes rules from word lists and what a division adopts.
func New(words []Word, local Local) *Rules {
	r := &Rules{lists: map[string]index{}, generics: endings{}, local: local, merges: local.Merges(), version: digest(words, local)}
	for _, list := range ListKinds {
		r.lists[list.Name] = index{}
	}
	for _, w := range words {
		if w.List == Generics {
			r.generics.add(w)
		} else if x, known := r.lists[w.List]; known {
			x.add(w)
		}
	}
	return r
}

// Version is a short digest of the lists and the local rules: equal where they
// are equal in any order, so that a case can say with which rules it began.
func (r *Rules) Version() string { return r.version }

// Merges are those of the local dialect, for FormsOf.
func (r *Rules) Merges() Merges { return r.merges }

// codeVersion grows with each change of what the functions themselves test.
const codeVersion = "2"

func digest(words []Word, local Local) string {
	lines := make([]string, 0, len(words))
	for _, w := range words {
		line, _ := json.Marshal(w) // strings only
		lines = append(lines, string(line))
	}
	slices.Sort(lines)
	adopted, _ := json.Marshal(local)
	sum := sha256.Sum256([]byte(codeVersion + "\n" + string(adopted) + "\n" + strings.Join(lines, "\n")))
	return codeVersion + "-" + hex.EncodeToString(sum[:6])
}

// A subject is a proposal with what several checks need of it.
type subject struct {
	p       Proposal
	f       Forms
	folded  string // as word lists are compared
	group   string
	generic string // the generic part by the list of its class; "": none
	stem    string // what is before it
	bearing map[string][]Conflict
	areas   []string // names of what is around; nil: not asked
}

func (r *Rules) subject(p Proposal) *subject {
	return r.subjectOf(p, FormsOf(p.Text, p.Class, p.Reading, r.merges))
}

func (r *Rules) subjectOf(p Proposal, f Forms) *subject {
	s := &subject{p: p, f: f, group: Group(p.Class)}
	s.folded = search.Fold(s.f.Text)
	s.generic = r.generics.of(s.f.Text, p.Class, false)
	s.stem = strings.TrimSuffix(s.f.Text, s.generic)
	return s
}

// Check says what the rules find: the checks of the text alone in the order of
// their numbers, then those against what stands. standing may be nil: then the
// text alone is tested, and for a new name what was not compared is said.
func (r *Rules) Check(ctx context.Context, p Proposal, standing Standing) ([]Finding, error) {
	s := r.subject(p)
	all := r.text(s)
	if s.f.Text == "" {
		return all, nil
	}
	against, err := r.against(ctx, s, standing)
	if err != nil {
		return nil, err
	}
	return append(all, against...), nil
}

// Text runs the checks that need nothing but the name: for a whole register,
// whose duplicates are found by queries. It makes no readings, which only
// comparisons with what stands need and which take most of the time.
func (r *Rules) Text(p Proposal) []Finding {
	f := Forms{Text: Compact(p.Text)}
	f.Specific, _ = Split(f.Text, p.Class)
	return r.text(r.subjectOf(p, f))
}

// textChecks are the checks of the text alone.
var textChecks = []func(*Rules, *subject) []Finding{
	(*Rules).structure, (*Rules).unhealthy, (*Rules).nature, (*Rules).script, (*Rules).persons, (*Rules).foreign,
	(*Rules).brands, (*Rules).wording, (*Rules).size, (*Rules).genericUse, (*Rules).exaggerated, (*Rules).bizarre,
}

func (r *Rules) text(s *subject) []Finding {
	if s.f.Text == "" {
		return []Finding{s.found("N1", Refuse, "没有写名称，请填写完整的标准名称。", "There is no name: write the whole standard name.")}
	}
	var all []Finding
	for _, check := range textChecks {
		all = append(all, check(r, s)...)
	}
	return all
}
