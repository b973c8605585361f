// Package search finds places by short Chinese names, in memory: characters,
// pinyin, initials, former names, aliases, traditional and variant characters,
// small slips, chains such as 江山市贺村镇, and codes.
//
// An [Index] is built by [Index.Load], kept current by [Index.Put] and
// [Index.Delete], and answers [Index.Search] from any number of goroutines.
// It knows no database: whoever follows the register hands in [Doc] values.
//
// A match has a level: how good it is. Hits are ordered by level, then
// divisions before settlements before others, places in force before former
// ones, nearer first where the query says near what, more important first, and
// by ID. Level and order depend on the documents alone, never on the order
// in which they came in. Public and internal documents lie in separate
// segments, and a public query reads the public ones only: internal documents
// cannot change its answer, its order or its cursors.
package search

import "strings"

// ID is the place's UUID.
type ID [16]byte

// NameKind says what a name is to its place.
type NameKind uint8

// The kinds of names.
const (
	Standard NameKind = iota // the standard name in force
	Former                   // a name the place had
	Alias                    // another name in use
	Short                    // an officially short form
	Variant                  // the standard name in another script or other characters
)

// A Name is one name of a place.
type Name struct {
	Text string
	Kind NameKind
	// Plain holds toneless readings of the whole name without spaces
	// (qinghujiedao), one for each reading that people may type.
	Plain []string
	// Initials holds the first letters of the syllables (qhjd).
	Initials []string
}

// An Upper is a division that contains a place, under every name by which a
// query may call it: the current one first, then former names and aliases.
// Names that are not public do not belong in a public place's Upper.
type Upper []string

// A Doc is a place as the index sees it.
type Doc struct {
	ID       ID
	Names    []Name  // at least one; the first is the current standard name
	Class    string  // five digits of GB/T 18521
	Division string  // code of the division it lies in, or its own: 6, 9 or 12 digits
	Chain    []Upper // the divisions that contain it, the largest first, without itself
	Reading  string  // of the current standard name, as shown: Qīnghú Jiēdào
	Code     string  // its own division code or 地名代码, or empty
	Public   bool
	Current  bool    // false for a place no longer in force
	Rank     uint8   // 1 province, larger numbers are less important
	Lon, Lat float64 // degrees, CGCS2000; meaningful with HasPoint
	HasPoint bool
}

// group orders classes: divisions, settlements, the rest.
func group(class string) uint8 {
	switch {
	case strings.HasPrefix(class, "21") && class < "217":
		return 0
	case strings.HasPrefix(class, "22"):
		return 1
	}
	return 2
}
