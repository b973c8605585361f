package naming

import (
	"slices"
	"strings"
)

// The lists that an office keeps of its own; nothing of them comes with the
// program.
const (
	Wording = "wording" // words that the local wording rules 采词用字规范 speak against; kind: a class
	Reserve = "reserve" // names kept for later use 地名储备库; kind: a class
	Plan    = "plan"    // names of the place-name plan 地名方案; kind: a class
)

// A ListKind says what the entries of a list are.
type ListKind struct {
	Name string
	// Kinds are what an entry's kind may be; "" is none in particular.
	Kinds []string
	// ByClass says that the kind is the begin of a class code instead.
	ByClass bool
	// ClassNeeded says that an entry without a class says nothing.
	ClassNeeded bool
	// Local says that an entry may belong to a division: what lies there.
	Local bool
	// Sized says that an entry may carry a size that the thing must have.
	Sized bool
}

// ListKinds are all lists in the order in which they are shown.
var ListKinds = []ListKind{
	{Name: Leaders, Kinds: []string{"", common}},
	{Name: Persons, Kinds: []string{"", common}},
	{Name: Foreign, Kinds: []string{"person", "place", "word"}},
	{Name: Brands, Kinds: []string{"", common}},
	{Name: Exaggerated, Kinds: []string{""}},
	{Name: Unhealthy, Kinds: []string{"feudal", "vulgar", "superstition"}},
	{Name: Wording, ByClass: true},
	{Name: Generics, ByClass: true, ClassNeeded: true, Sized: true},
	{Name: Exempt, Kinds: []string{""}},
	{Name: Reserve, ByClass: true, Local: true},
	{Name: Plan, ByClass: true, Local: true},
}

// ListOf gives what a list's entries are; ok is false where there is no such list.
func ListOf(name string) (k ListKind, ok bool) {
	at := slices.IndexFunc(ListKinds, func(k ListKind) bool { return k.Name == name })
	if at < 0 {
		return ListKind{}, false
	}
	return ListKinds[at], true
}

// Takes says whether an entry of the list may be of a kind.
func (k ListKind) Takes(kind string) bool {
	if !k.ByClass {
		return slices.Contains(k.Kinds, kind)
	}
	if kind == "" {
		return !k.ClassNeeded
	}
	return len(kind) <= 5 && strings.Trim(kind, "0123456789") == ""
}

// Shipped says whether something of the list comes with the program.
func (k ListKind) Shipped() bool { return slices.Contains(Lists, k.Name) }
