// Package naming holds the rules of names: may a proposed name stand, which
// article says so, and which words or which other places speak against it
// (地名管理条例 arts. 9 and 12; the clean-up tests 大洋怪重 of 民发〔2018〕146号).
//
// Rules are plain functions over a Proposal, the word lists in force and an
// interface that answers what stands already (Standing). Nothing here reads a
// database, a clock or a file at run time.
package naming

import (
	"context"

	"github.com/google/uuid"
	"github.com/paulmach/orb"
)

// A Severity says what a finding does to a case.
type Severity string

// The severities, gravest first.
const (
	Refuse    Severity = "refuse"    // stops the case
	Justify   Severity = "justify"   // needs a reason that becomes part of the file
	Unchecked Severity = "unchecked" // the data to check against is not held: a person records how it was checked
	Note      Severity = "note"      // is shown
)

// A Finding is one thing that a rule has to say about a proposal.
type Finding struct {
	Check     string     `json:"check"` // N1 … N18, or 大, 洋, 怪, 重; C1: of another case
	Severity  Severity   `json:"severity"`
	Article   string     `json:"article"` // the text it rests on, as it is cited: 地名管理条例第九条第（八）项
	Text      string     `json:"text"`    // one sentence an officer can act on, in Chinese
	TextEN    string     `json:"text_en,omitempty"`
	Words     []string   `json:"words,omitempty"`  // of the name, that triggered it
	Source    string     `json:"source,omitempty"` // of the word list's entry
	Conflicts []Conflict `json:"conflicts,omitempty"`
}

// A Likeness says in what two names are alike.
type Likeness string

// The likenesses, closest first.
const (
	SameText     Likeness = "exact"    // the whole text
	SameSpecific Likeness = "specific" // the specific part 专名
	SameTones    Likeness = "toned"    // the specific part's reading with tones: homophone 同音
	SameSyllable Likeness = "toneless" // the specific part's reading without tones
	SameLook     Likeness = "look"     // look-alike characters 形近
	SameDialect  Likeness = "dialect"  // the reading after the merges of the local dialect
)

// A Conflict is another place whose name is too like.
type Conflict struct {
	Place     uuid.UUID `json:"place"`
	Name      string    `json:"name"`
	Reading   string    `json:"reading,omitempty"`
	Class     string    `json:"class"`
	ClassName string    `json:"class_name,omitempty"`
	Division  string    `json:"division,omitempty"` // where it lies, in words
	Likeness  Likeness  `json:"likeness"`
	DistanceM *float64  `json:"distance_m,omitempty"` // from the proposal's position; nil where either has none
	Lon       *float64  `json:"lon,omitempty"`
	Lat       *float64  `json:"lat,omitempty"`
	// Cancelled says that the name no longer stands and is kept from reuse (销名).
	Cancelled bool `json:"cancelled,omitempty"`
}

// A Proposal is a name that somebody wants to stand.
type Proposal struct {
	Text     string
	Class    string       // GB/T 18521, five digits
	Division uuid.UUID    // the smallest division held that the place lies in; nil where unknown
	At       *orb.Point   // CGCS2000; nil where not said
	Extent   orb.Geometry // the thing itself where it was drawn; nil otherwise
	Reading  string       // of the whole name with tones, where somebody gave it; "": the draft
	Size     Size
	// Place is the place that would bear the name, where it is held already: it
	// is no conflict with itself. Nil for a new one.
	Place uuid.UUID
	// Existing asks as the clean-up does: the name stands already, established
	// names are exempt and findings say what to look into, not what to refuse.
	Existing bool
}

// A Size is what is known of how large the thing is, for the rules on generic
// parts (N17). Zero is: not said.
type Size struct {
	LandM2, FloorM2 float64 // square metres
	HeightM         float64
	GreenPercent    float64
	LengthM, WidthM float64 // of a street; the width between its red lines
}

// A Scope is a kind of area in which the law compares names.
type Scope string

// The scopes, largest first.
const (
	Nation   Scope = "nation"
	Province Scope = "province"
	City     Scope = "city" // 地级市
	County   Scope = "county"
	BuiltUp  Scope = "built_up" // 建成区: a polygon, not a prefix of codes
	Township Scope = "township"
)

// An Area is one scope that a proposal lies in, and what is held of it.
type Area struct {
	Scope Scope
	ID    uuid.UUID // the nil id is the nation
	Name  string
	// Missing says in words why the area's names cannot be fully compared, and
	// as of when they are held; "" where they are held whole.
	Missing string
}

// Forms are the forms of a name in which it is compared.
type Forms struct {
	Text     string // compatibility composed, without white space
	Specific string // 专名
	Toned    string // reading of the specific part, one form: lù'ān → lu4an1 is up to FormsOf
	Toneless string
	Look     string // with look-alike characters folded
	Dialect  string // toneless after the merges asked for; "" where none
}

// Standing answers what stands already. Implementations are asked with the
// groups of classes whose names must differ from one another ("division",
// "township", "village", "street", "estate", "settlement", "natural",
// "facility").
type Standing interface {
	// Area gives the area of a scope that a proposal lies in; ok is false where
	// it lies in none that is known (no built-up area was drawn there).
	Area(ctx context.Context, scope Scope, p Proposal) (a Area, ok bool, err error)
	// Alike lists places of a group in an area whose standing (or cancelled and
	// reserved) name equals one of the forms, each once with its closest
	// likeness, at most limit of them, the closest first.
	Alike(ctx context.Context, a Area, group string, f Forms, p Proposal, limit int) ([]Conflict, error)
	// Bearing lists places of the proposal's surroundings that bear exactly this
	// text or specific part, of any class: for names that contain another's
	// (N12 famous entities, N13 the local name of a facility, N14 a division or
	// street named within the name).
	Bearing(ctx context.Context, text string, p Proposal) ([]Conflict, error)
}
