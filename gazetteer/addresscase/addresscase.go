// Package addresscase is the counter 窗口 for addresses: what residents apply
// for, a house number or a certificate of their address, from the day it is
// received to the day its result is handed over (地名管理条例 art. 21; the ten
// working days are those of 宁波市地名管理条例 art. 22, as a setting).
//
// Who applies, who owns and who builds, where it is in their words and what
// their papers say stands in person_detail alone, and can be erased. The
// register keeps the village, the point of the site, the steps and the result.
package addresscase

import (
	"errors"
	"strings"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer/certificate"
	"diming/internal/pg"
	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound  = errors.New("no such application for an address")
	ErrChanged   = errors.New("the application was changed meanwhile")
	ErrStep      = errors.New("this step does not follow from the state of the application")
	ErrWant      = errors.New("what is applied for is not said")
	ErrApplicant = errors.New("who applies is not said")
	ErrContact   = errors.New("how to reach the applicant is not said")
	ErrWhere     = errors.New("where it is is not said")
	ErrSite      = errors.New("the site is no point on the earth")
	ErrDay       = errors.New("the day of the step lies ahead, or before the step before")
	ErrReason    = errors.New("what is missing, or why it is refused, is not said")
	ErrResult    = errors.New("the address that is given does not stand")
	ErrCertified = errors.New("a certificate of the address was issued")
	ErrAgainst   = errors.New("something speaks against the number, and no reason is given")
	ErrOther     = errors.New("the certificate is of another address than the application's")
	ErrReceipt   = errors.New("no application has this receipt number and code")
	ErrPhoto     = errors.New("no such picture of the application")
)

// A Want is what is applied for.
type Want string

// What is applied for at the counter.
const (
	WantNumber      Want = "number"      // 门牌编号
	WantCertificate Want = "certificate" // 门牌证、地址证明
)

// A Channel is how an application came.
type Channel string

// The channels.
const (
	Counter Channel = "counter"
	Online  Channel = "online"
)

// A Party is all that an application says of persons, and in their words.
type Party struct {
	Applicant string              `json:"applicant"`
	Owner     string              `json:"owner,omitempty"`   // 产权人; "" is the applicant
	Builder   string              `json:"builder,omitempty"` // 建设单位
	Contact   string              `json:"contact"`
	Where     string              `json:"where,omitempty"` // 坐落, as the applicant says it
	Note      string              `json:"note,omitempty"`
	Papers    []certificate.Paper `json:"papers,omitempty"`
}

// OwnerName is for whom certificates are issued.
func (p Party) OwnerName() string {
	if owner := strings.TrimSpace(p.Owner); owner != "" {
		return owner
	}
	return strings.TrimSpace(p.Applicant)
}

// With is a party with what was added to it: what is empty stays, and papers are
// given anew as a whole. more tells whether anything was added.
func (p Party) With(added Party) (said Party, more bool) {
	for _, one := range []struct {
		to  *string
		now string
	}{{&p.Applicant, added.Applicant}, {&p.Owner, added.Owner}, {&p.Builder, added.Builder}, {&p.Contact, added.Contact}, {&p.Where, added.Where}, {&p.Note, added.Note}} {
		if now := strings.TrimSpace(one.now); now != "" {
			*one.to, more = now, true
		}
	}
	if len(added.Papers) > 0 {
		p.Papers, more = added.Papers, true
	}
	return p, more
}

// check says what is missing of a party.
func (p Party) check(site *orb.Point) error {
	switch {
	case strings.TrimSpace(p.Applicant) == "":
		return ErrApplicant
	case strings.TrimSpace(p.Contact) == "":
		return ErrContact
	case strings.TrimSpace(p.Where) == "" && site == nil:
		return ErrWhere
	case site != nil && !(site.Lon() >= -180 && site.Lon() <= 180 && site.Lat() >= -90 && site.Lat() <= 90):
		return ErrSite
	}
	return nil
}

// An Opening is an application as it is received.
type Opening struct {
	Channel  Channel
	Want     Want
	Division uuid.UUID  // village or community; the township where no more is known
	Site     *orb.Point // CGCS2000; nil unknown
	Party    Party
	Received version.Date
}

func (o Opening) check() error {
	if o.Want != WantNumber && o.Want != WantCertificate || o.Channel != Counter && o.Channel != Online {
		return ErrWant
	}
	return o.Party.check(o.Site)
}

// A Clock is until when an application is to be decided. It is zero while the
// applicant is to complete it, and where the place counts no days.
type Clock struct {
	From, Legal, Safe, Warn version.Date // Safe is the last working day up to Legal
	Basis                   string
}

// An Application is one as the office reads it, without its party.
type Application struct {
	ID           uuid.UUID
	Number       string
	Channel      Channel
	Want         Want
	Division     uuid.UUID
	DivisionName string
	Site         *orb.Point
	Received     version.Date
	State        State
	Tag          int64
	Address      *uuid.UUID
	Made         bool // the address was made for it
	Clock        Clock
	Decided      version.Date
	Rank         int // of the list
}

// Overdue tells whether its clock ran out before a decision.
func (a Application) Overdue() bool { return a.Rank == RankOverdue }

// A Store keeps applications.
type Store struct{ DB pg.DB }

// By is who takes a step of which application, as it was read at Tag.
type By struct {
	Actor       uuid.UUID
	Application uuid.UUID
	Tag         int64
}
