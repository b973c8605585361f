// Package poster makes the paper that hangs in a village 村避险告示: where to go,
// how to get there, whom to call, in the words of the village's safety card, for
// who has no phone or no network. What changes by the hour (open, full) is not on
// it; its code leads to the card that says so.
package poster

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"diming/internal/version"
)

// ErrTooMuch says that the texts of a village do not fit one page, even in the
// smallest type that is still read at a wall.
var ErrTooMuch = errors.New("the texts do not fit the page")

// A Poster is what the paper of a village says.
type Poster struct {
	Content
	Code    [][]bool // modules of the code of the village's plate, with its quiet zone
	Number  int      // which version of the paper this is, from 1
	Day     version.Date
	Demo    bool // 示例数据, 不可用于避险
	Outline Drawing
}

// Content is what makes a paper out of date once it changes.
type Content struct {
	Village  string    `json:"village"`
	Above    string    `json:"above"` // the divisions that hold it, from the province down
	Pinyin   string    `json:"pinyin,omitempty"`
	Goals    []Goal    `json:"goals"`
	Else     []string  `json:"else,omitempty"` // where to go when none of the goals will do, a sentence for each kind of disaster
	Contacts []Contact `json:"contacts"`
	Address  string    `json:"address"` // where the code leads, for who types it
	Approval string    `json:"approval,omitempty"`
	Shape    string    `json:"shape,omitempty"` // of the map, see [Drawing.digest]
}

// A Goal is a shelter to go to, in words.
type Goal struct {
	Name       string    `json:"name"`
	Address    string    `json:"address,omitempty"`
	Where      string    `json:"where"`              // 东北方向，直线距离约 1.2 公里
	Way        string    `json:"way,omitempty"`      // on foot, in the words of who knows it; "" nobody wrote it down
	WayFrom    string    `json:"way_from,omitempty"` // by whom and when: 村里 2026年11月1日写
	Holds      int       `json:"holds"`
	Suits      string    `json:"suits"` // 台风、洪水
	Unfit      string    `json:"unfit,omitempty"`
	Accessible string    `json:"accessible,omitempty"`
	Phone      string    `json:"phone,omitempty"`
	At         orb.Point `json:"at"`
}

// A Contact is whom to call. Who a person is and what they are called on enters
// no digest; that somebody else is named, or on another number, does.
type Contact struct {
	Title  string `json:"title"`
	Name   string `json:"-"`
	Phone  string `json:"-"`
	Person string `json:"person,omitempty"` // which contact in which revision, where a person is named
	Desk   string `json:"desk,omitempty"`   // the phone of a desk that belongs to no person
	Night  bool   `json:"night,omitempty"`
}

// A Drawing is the ground of the map: CGCS2000 degrees, longitude first.
type Drawing struct {
	Area       orb.MultiPolygon // of the village; none: only points
	Neighbours []orb.MultiPolygon
	Point      *orb.Point // the village's own
}

// shapeStep is how much of a degree a corner may move, about ten metres, before
// a paper that hangs is out of date.
const shapeStep = 1e-4

// Digest is the SHA-256 of the village's area to ten metres or so, "" for none.
func (d Drawing) Digest() string {
	if len(d.Area) == 0 {
		return ""
	}
	h := sha256.New()
	for _, polygon := range d.Area {
		for _, ring := range polygon {
			for _, p := range ring {
				fmt.Fprintf(h, "%.0f %.0f,", math.Round(p[0]/shapeStep), math.Round(p[1]/shapeStep))
			}
			fmt.Fprint(h, ";")
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Digest tells one content from another.
func (c Content) Digest() (string, error) {
	body, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("digest paper of %s: %w", c.Village, err)
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:]), nil
}
