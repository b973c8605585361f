package card

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"diming/internal/version"
)

// Role is the duty in which somebody is called.
type Role string

// The roles, in the order in which a card lists them.
const (
	InformationOfficer Role = "information_officer" // 灾害信息员
	VillageOffice      Role = "village"             // 村
	TownshipOffice     Role = "township"            // 乡镇、街道
	EmergencyOffice    Role = "emergency_office"    // 应急管理局
	OtherRole          Role = "other"
)

// Roles lists them.
var Roles = []Role{InformationOfficer, VillageOffice, TownshipOffice, EmergencyOffice, OtherRole}

// order is where a role stands on the card; an unknown one stands last.
func (r Role) order() int {
	for i, known := range Roles {
		if r == known {
			return i
		}
	}
	return len(Roles)
}

// Result is how the trial of a number 拨测 ended.
type Result string

// The results.
const (
	Answered    Result = "answered"
	NoAnswer    Result = "no_answer"
	WrongNumber Result = "wrong_number"
)

// A Person is who is named on a card: kept in person_detail alone.
type Person struct {
	Name  string `json:"name"`
	Phone string `json:"phone,omitempty"` // a private number, with consent only
}

// A Listing is a contact as the office keeps it.
type Listing struct {
	ID       uuid.UUID
	Division uuid.UUID
	Role     Role
	Title    string
	Person   Person    // empty where none is named or who was named is erased
	Named    bool      // a person is referred to, erased or not
	Row      uuid.UUID // of person_detail, where one is named
	Phone    string    // of a duty desk or office
	Private  bool      // the number is the person's own
	Consent  string    // on which paper and day the person agreed to that
	Night    bool
	Rank     int
	Ended    version.Date // zero while it holds
	Tag      int64
	Tried    time.Time
	Result   Result
}

// Number is what the card shows to call.
func (l Listing) Number() string {
	if l.Private {
		return l.Person.Phone
	}
	return l.Phone
}

// check is the rule of consent and of what a contact must say.
func (l Listing) check() error {
	switch {
	case l.Role.order() == len(Roles):
		return ErrRole
	case strings.TrimSpace(l.Title) == "" || utf8.RuneCountInString(l.Title) > 40:
		return ErrTitle
	case l.Private && (l.Person.Name == "" || l.Person.Phone == "" || l.Phone != "" || strings.TrimSpace(l.Consent) == ""):
		return ErrConsent
	case !l.Private && l.Person.Phone != "":
		return ErrConsent
	case !dialable(l.Number()):
		return ErrPhone
	case l.Rank < 0 || l.Rank > 1000:
		return ErrRank
	}
	return nil
}

// dialable tells whether text is a number that a person can dial: digits,
// spaces and hyphens, with a plus in front, three digits at least.
func dialable(text string) bool {
	digits := 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == ' ' || r == '-', r == '+' && i == 0:
		default:
			return false
		}
	}
	return digits >= 3 && len(text) <= 30
}
