// Package certificate issues place-name certificates 地名证明: a paper that says
// that an old name and a new one, or the addresses on several papers, are one
// place (宁波市地名管理条例 art. 35 and like local rules). Of an address it
// issues the 门牌证, which says which number a house has, and the 地址证明,
// which says that the addresses on the owner's papers are that one.
//
// What a certificate says stays as it was issued. Its holder and the addresses
// on the holder's papers stand in person_detail alone: the code on the paper
// proves the certificate without naming them.
package certificate

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound   = errors.New("no such certificate")
	ErrKind       = errors.New("no such kind of certificate")
	ErrHolder     = errors.New("a certificate names its holder")
	ErrPapers     = errors.New("which papers are meant is not said")
	ErrNotRenamed = errors.New("the place had no other standard name")
	ErrNoName     = errors.New("the place has no standard name on this day")
	ErrNoCounty   = errors.New("the place lies in no county that could certify")
	ErrNoBasis    = errors.New("on what the certificate rests is not said")
	ErrRevoked    = errors.New("the certificate is revoked already")
	ErrReason     = errors.New("why it is revoked is not said")
)

// A Kind is what a certificate says.
type Kind string

// Kinds of certificates.
const (
	Renamed  Kind = "renamed"   // 更名证明: the old name and the new one are one place
	Standard Kind = "standard"  // 标准地名证明: the name is a standard name
	OnePlace Kind = "one_place" // 同址证明: the addresses on several papers are one place

	DoorPlate  Kind = "door_plate"  // 门牌证: the standard address of a house and whose it is
	OneAddress Kind = "one_address" // 地址证明: the addresses on the owner's papers and the standard one are one property
)

// Kinds of certificates of a name, in the order in which they are offered.
var Kinds = []Kind{Renamed, Standard, OnePlace}

// OfAddress tells whether certificates of a kind are of an address, not of a
// name.
func (k Kind) OfAddress() bool { return k == DoorPlate || k == OneAddress }

// series is within which the numbers of a year count.
func (k Kind) series() string {
	if k.OfAddress() {
		return string(k)
	}
	return "name"
}

// Facts are what a certificate says of a place or an address; nothing of a
// person. Name is the text of an address, Former are its former texts.
type Facts struct {
	Name      string       `json:"name"`
	Reading   string       `json:"reading"` // with tone marks
	Roman     string       `json:"roman"`   // as on signs: capitals without tones
	ClassName string       `json:"class_name"`
	Division  string       `json:"division"` // names from the county down
	Position  string       `json:"position"`
	Since     version.Date `json:"-"`
	SinceText string       `json:"since"` // ISO date; "" unknown
	Former    []Former     `json:"former"`
	Basis     string       `json:"basis"` // the decision, in words
	Door      *Door        `json:"door,omitempty"`
}

// A Former is a name that was the standard one before, the latest first.
type Former struct {
	Name  string `json:"name"`
	From  string `json:"from"`  // ISO date; "" unknown
	Until string `json:"until"` // ISO date
}

// A Paper is one of the holder's papers with the address as it stands there.
type Paper struct {
	Kind    string `json:"kind"` // 房屋所有权证, 土地使用证, 不动产权证, 营业执照, 居民户口簿 …
	Address string `json:"address"`
}

// A Holder is for whom a certificate is issued, and for what.
type Holder struct {
	Name    string  `json:"name"`
	Papers  []Paper `json:"papers"`
	Purpose string  `json:"purpose,omitempty"`
}

// check says what is missing of a holder.
func (h Holder) check(kind Kind) error {
	if strings.TrimSpace(h.Name) == "" {
		return ErrHolder
	}
	if (kind == OnePlace || kind == OneAddress) && len(h.Papers) == 0 {
		return ErrPapers
	}
	for _, p := range h.Papers {
		if strings.TrimSpace(p.Kind) == "" || strings.TrimSpace(p.Address) == "" {
			return ErrPapers
		}
	}
	return nil
}

// A Certificate is one that was issued.
type Certificate struct {
	ID         uuid.UUID
	Token      string // what its code carries
	Number     string // as printed
	Kind       Kind
	Place      uuid.UUID // uuid.Nil of an address
	Address    uuid.UUID // uuid.Nil of a name
	Division   uuid.UUID
	Facts      Facts
	Papers     int // how many of the holder's papers it names
	Issuer     string
	IssuedOn   version.Date
	IssuedBy   uuid.UUID
	RevokedOn  version.Date // zero while it holds
	RevokedWhy string
	NameNow    string // the place's standard name, or the text of the address, today: it may have changed since
	Ended      bool   // the address stands no more and no other carries it on
}

// Overtaken tells whether the place has another name, or the address another
// text, since it was issued.
func (c Certificate) Overtaken() bool { return c.NameNow != "" && c.NameNow != c.Facts.Name }

// Title is what stands on top of the paper.
func (c Certificate) Title() string {
	switch c.Kind {
	case DoorPlate:
		return "门牌证"
	case OneAddress:
		return "地址证明"
	}
	return "地名证明"
}

// Sentences are what a certificate states, without its holder.
func (c Certificate) Sentences() []string {
	f := c.Facts
	if f.Door != nil {
		return c.doorSentences()
	}
	standing := fmt.Sprintf("标准地名“%s”（罗马字母拼写：%s；类别：%s）位于%s。", f.Name, f.Roman, f.ClassName, f.Division)
	switch c.Kind {
	case Renamed:
		former := f.Former[0]
		return []string{fmt.Sprintf("%s“%s”自%s起更名为“%s”（罗马字母拼写：%s；类别：%s）。“%s”与“%s”为同一地点。",
			f.Division, former.Name, InWords(f.SinceText), f.Name, f.Roman, f.ClassName, former.Name, f.Name), positionSentence(f.Position)}
	case OnePlace:
		return []string{standing, positionSentence(f.Position), fmt.Sprintf("持有人下列 %d 份证件所载地址，与上述标准地名所指为同一地点。", c.Papers)}
	}
	return []string{standing, positionSentence(f.Position), fmt.Sprintf("“%s”为依法批准、登记在册的标准地名。", f.Name)}
}

func positionSentence(position string) string {
	if position == "" {
		return ""
	}
	return "位置：" + strings.TrimSuffix(position, "。") + "。"
}

// InWords writes an ISO date as papers do: 2026年11月26日.
func InWords(day string) string {
	d, err := version.ParseDate(day)
	if err != nil || d.IsZero() {
		return "登记以来"
	}
	y, m, n := d.Time().Date()
	return fmt.Sprintf("%d年%d月%d日", y, m, n)
}
