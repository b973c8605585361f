// Package card makes the safety card of a village 村安全卡: what a person who
// scans the plate on the wall reads first. It keeps what no other part of the
// register has (whom to call, the way on foot, policies in plain words, how many
// people) and puts the card together.
//
// [Load] reads [Facts], everything that any card says; [Compose] is a pure
// function from them to one [Card]. So a server that holds Facts in memory gives
// every village its card while the database is down.
package card

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/internal/version"
)

// Facts are what all cards are made of, at one moment, public parts only. They
// are plain values, so that they can be kept in a file.
type Facts struct {
	At          time.Time // when they were read
	Divisions   []Division
	Shelters    []Shelter
	Warnings    []Warning
	Assignments []Assignment
	Barriers    []Barrier
	Hints       []Hint
	Contacts    []Contact
	Policies    []Policy
	People      []People
}

// GobEncode and GobDecode keep facts as JSON: gob takes a counted 0, such as
// nobody in a shelter, for a number that is not known.
func (f Facts) GobEncode() ([]byte, error) {
	type plain Facts
	return json.Marshal(plain(f))
}

// GobDecode is the other half of GobEncode.
func (f *Facts) GobDecode(text []byte) error {
	type plain Facts
	return json.Unmarshal(text, (*plain)(f))
}

// A Division is a village, or what holds one.
type Division struct {
	ID     uuid.UUID
	Parent uuid.UUID // the nil UUID at the top
	Code   string
	Name   string // standard name
	Level  int    // as in boundaries: 3 county, 4 township, 5 village
	Point  *orb.Point
}

// State is how a shelter stands now.
type State string

// The states; a shelter that nobody reported on stands by.
const (
	Standby State = "standby" // 待命
	Open    State = "open"    // 已开放
	Full    State = "full"    // 已满
	Closed  State = "closed"  // 关闭
)

// A Shelter is where people go, as it stands now.
type Shelter struct {
	ID         uuid.UUID
	Name       string
	Address    string
	Point      orb.Point
	Level      string
	Suits      []string // hazards
	Unfit      []string // hazards in which nobody may be sent there
	Capacity   int
	People     *int   // counted; nil where nobody counted
	Step       string // how full in words where nobody counted; "" unknown
	State      State
	SaidAt     time.Time // of the report; zero where nobody reported
	Note       string    // of the report
	Accessible string    // yes, partly, no, unknown
	Phone      string
	Appraisal  Appraisal
}

// Appraisal is how the last safety appraisal of a shelter ended.
type Appraisal string

// A shelter whose appraisal failed is no place to go to.
const (
	NotAppraised Appraisal = ""
	Passed       Appraisal = "passed"
	Failed       Appraisal = "failed"
)

// A Warning is a disaster event as its last step says it.
type Warning struct {
	Event   uuid.UUID
	Hazard  string
	Signal  string // none, blue, yellow, orange, red
	Title   string
	Todo    string
	Body    string // who issued it
	Number  string
	Issued  time.Time
	Areas   []uuid.UUID
	Started time.Time
	Until   time.Time
	Ended   time.Time // zero while nobody ended it
}

// Going tells whether people are warned at a moment.
func (w Warning) Going(now time.Time) bool {
	return !now.Before(w.Started) && now.Before(w.Until) && (w.Ended.IsZero() || now.Before(w.Ended))
}

// An Assignment sends people of a village to a shelter, by the plan in force.
type Assignment struct {
	Village, Shelter uuid.UUID
	Hazard           string
	Places           int
}

// A Barrier is a line that nobody can cross in the named disasters.
type Barrier struct {
	Name    string
	Hazards []string
	Line    orb.LineString
}

// A Hint is how one goes on foot, in the words of who knows the way.
type Hint struct {
	Village, Shelter uuid.UUID
	Text             string
	Day              version.Date
	By               int // level of the division whose keeper wrote it, as in boundaries; 0 unknown. Never a name
}

// Writer says who wrote the hint, without a name, in Chinese and in English: the
// same words on every page and paper.
func (h Hint) Writer() (zh, en string) {
	switch h.By {
	case countyLevel:
		return "应急管理部门", "the emergency office"
	case townshipLevel:
		return "乡镇街道", "the township"
	case villageLevel:
		return "村干部", "a village officer"
	}
	return "村里", "the village"
}

// A Contact is whom the people of a division call.
type Contact struct {
	ID       uuid.UUID
	Division uuid.UUID
	Role     Role
	Title    string
	Name     string // "" where the person agreed to none, or was erased
	Phone    string // that may be shown
	Night    bool
	Rank     int
	Tag      int64     // the entry that last changed it
	Tried    time.Time // zero: never
	Result   Result
}

// A Policy says in plain words what people of a division may count on.
type Policy struct {
	ID       uuid.UUID
	Division uuid.UUID
	Title    string
	Plain    string
	Basis    string
	Valid    version.Span
	Rank     int
	HasBody  bool
}

// People is how many of a village must find a place.
type People struct {
	Village    uuid.UUID
	People     int
	Vulnerable *int
	Day        version.Date
	Source     string
}
