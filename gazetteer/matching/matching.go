// Package matching finds the standard address that a free text means: unspaced
// Chinese with levels left out, former or wrong names of divisions, short
// forms, figures in any writing, homophones, parts in another order, landmarks
// in front and noise behind.
//
// The register itself is the dictionary. An [Index] holds its names and
// addresses in memory; what is put into it is understood by the next
// [Index.Match], and what is removed no longer is. It knows no database:
// whoever follows the register hands in [Name] and [Address] values.
package matching

import "github.com/google/uuid"

// A Kind is the level of a name, the largest first.
type Kind uint8

// The kinds of names.
const (
	Province Kind = iota + 1
	City
	County
	Township
	Village
	Way        // street or lane 街路巷
	Settlement // natural village 自然村
	Compound   // 小区、院落
)

// A Name is a division or a place that addresses refer to.
type Name struct {
	ID      uuid.UUID
	Kind    Kind
	Current string    // the standard name in force
	Former  []string  // names that it bore before
	Other   []string  // other names in use that are no standard ones
	Parent  uuid.UUID // the next larger name that is held; the nil id for none
	Hidden  bool      // kept from the public, with all that lies under it
	Private []string  // those of Former and Other that are kept from the public
}

// An Address is a standard address by what it refers to. Of building, unit,
// floor and room only the designation stands: 3, 甲, 501.
type Address struct {
	ID                                  uuid.UUID
	Division, Way, Settlement, Compound uuid.UUID
	Number, Sub                         string
	Format                              string // between Number and Sub: -, 之 or 附; - if empty
	Building, Unit, Floor, Room         string
	Hidden                              bool // kept from the public
}

// A Part is one component of an address in the order in which it is written.
type Part string

// The parts.
const (
	PartProvince   Part = "province"
	PartCity       Part = "city"
	PartCounty     Part = "county"
	PartTownship   Part = "township"
	PartVillage    Part = "village"
	PartWay        Part = "street"
	PartSettlement Part = "settlement"
	PartCompound   Part = "compound"
	PartNumber     Part = "number"
	PartBuilding   Part = "building"
	PartUnit       Part = "unit"
	PartFloor      Part = "floor"
	PartRoom       Part = "room"
)

// A Verdict says how a component of a candidate stands to the text.
type Verdict string

// The verdicts.
const (
	Matched     Verdict = "matched"     // as it is registered
	Abbreviated Verdict = "abbreviated" // without its generic part or its organ
	FormerName  Verdict = "former_name"
	OtherName   Verdict = "other_name" // another name in use that is not the standard one
	Homophone   Verdict = "homophone"  // another character of the same sound, or one that looks like it
	Generic     Verdict = "generic_differs"
	Similar     Verdict = "similar"  // one character is another, is missing or is too many: a suggestion
	Omitted     Verdict = "omitted"  // registered, not in the text
	Differs     Verdict = "differs"  // the text says another thing
	NotHeld     Verdict = "not_held" // in the text, not in the register
)

// A Component explains one part of a candidate.
type Component struct {
	Part       Part    `json:"part"`
	Verdict    Verdict `json:"verdict"`
	Registered string  `json:"registered,omitempty"` // as it is registered
	Text       string  `json:"text,omitempty"`       // as it stands in the text
	From       int     `json:"from"`                 // characters of the text, from 0
	To         int     `json:"to"`                   // behind the last; equal to From where nothing stands in the text
	Former     string  `json:"former,omitempty"`     // the former or other name that the text has
}

// A Candidate is an address or a name that the text may mean.
type Candidate struct {
	ID         uuid.UUID   `json:"id"`
	IsAddress  bool        `json:"is_address"` // otherwise ID is that of a name
	Score      float64     `json:"score"`      // 0 to 1: how much of the text and of the candidate agree
	Precision  Part        `json:"precision"`  // the smallest part that the text fixes
	Components []Component `json:"components"`

	rank float64
}

// A Result is the answer to a text, the best candidate first.
type Result struct {
	Candidates []Candidate `json:"candidates"`
	// Reason is why there is none, or why the first is not sure; None otherwise.
	Reason Reason `json:"reason,omitempty"`
}

// Limits of a text and of an answer.
const (
	MaxText  = 300 // characters
	MaxLimit = 50  // candidates
)
