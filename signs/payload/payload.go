// Package payload writes and reads what a large code says of itself without a
// network: after the address of its page, behind "#", at most 120 bytes that the
// register signed. It is read by our own app, or by anybody who has the public
// keys; a phone that only opens the address needs the network as before.
//
// One value has one text. What is signed is the whole text of the code, the
// address with its host included: a payload that is copied behind another
// address is none.
package payload

import (
	"errors"
	"fmt"
	"math"

	"diming/internal/version"
	"diming/signs"
)

// A Key names the key under which a payload was signed: keys are changed with
// every year, and one that got out is followed by the next of its year.
type Key struct {
	Year int // of China's calendar, 2001 to 2255
	Nth  int // in its year, 1 to 255
}

func (k Key) String() string { return fmt.Sprintf("%04d-%d", k.Year, k.Nth) }

// ParseKey reads a key's name as String writes it.
func ParseKey(text string) (Key, error) {
	var k Key
	if _, err := fmt.Sscanf(text, "%d-%d", &k.Year, &k.Nth); err != nil || k.String() != text || !k.valid() {
		return Key{}, fmt.Errorf("%q is no name of a key: a year and a number, such as 2026-1", text)
	}
	return k, nil
}

func (k Key) valid() bool { return k.Year > 2000 && k.Year <= 2255 && k.Nth >= 1 && k.Nth <= 255 }

// MaxShelters is how many shelters a payload names.
const MaxShelters = 3

// A Payload is what a code says of itself.
type Payload struct {
	Key      Key
	Token    signs.Token  // of the plate's page
	Made     version.Date // on which the register said so; 2020-01-01 to 2199-06-05
	Name     string       // what the plate says, short
	Shelters []Shelter    // the nearest as the plate was made, nearest first
}

// A Shelter is one as seen from the plate: along a straight line, which is no
// way.
type Shelter struct {
	Name      string // may be empty
	Bearing   uint8  // from north over east, in 256 parts of the circle
	DistanceM int    // in tens of metres, 0 to 655,350
}

// Toward gives a shelter at a bearing in degrees and a distance in metres, each
// to the nearest that a payload can say.
func Toward(name string, degrees, metres float64) (Shelter, error) {
	if !(metres >= 0 && metres < maxDistanceM+5) || math.IsNaN(degrees) || math.IsInf(degrees, 0) {
		return Shelter{}, fmt.Errorf("%w: %q lies %g m away at %g degrees", ErrValue, name, metres, degrees)
	}
	turn := math.Round(degrees / 360 * 256)
	return Shelter{name, uint8(int64(turn-256*math.Floor(turn/256)) & 255), 10 * int(math.Round(metres/10))}, nil
}

// Degrees is the bearing in degrees.
func (s Shelter) Degrees() float64 { return float64(s.Bearing) * 360 / 256 }

// winds are the eight directions, from north over east.
var winds = [8][2]string{{"北", "north"}, {"东北", "north-east"}, {"东", "east"}, {"东南", "south-east"}, {"南", "south"}, {"西南", "south-west"}, {"西", "west"}, {"西北", "north-west"}}

// Wind gives the direction in words, in Chinese and in English.
func (s Shelter) Wind() (zh, en string) {
	w := winds[(int(s.Bearing)+16)/32%8]
	return w[0], w[1]
}

// Errors of payloads, told apart with errors.Is.
var (
	// ErrNone says that a text has no payload: only an address.
	ErrNone = errors.New("the code bears no payload")
	// ErrForm says that a text is not one that this package writes.
	ErrForm = errors.New("the payload is not written as payloads are")
	// ErrValue refuses a payload that cannot be written as it is.
	ErrValue = errors.New("a payload cannot say this")
	// ErrForged says that the signature is not that of the key.
	ErrForged = errors.New("the signature does not stand: the code is not the register's, or was changed")
	// ErrNoKey says that the key of a payload is not among those at hand.
	ErrNoKey = errors.New("the key of the payload is not known")
	// ErrKeyEnded says that a payload was signed under a key that did not hold
	// then, or that was taken back.
	ErrKeyEnded = errors.New("the key of the payload does not hold")
)

// A LongError says that a payload does not fit, and by how much.
type LongError struct{ Bytes, Most int }

func (e *LongError) Error() string {
	return fmt.Sprintf("the payload has %d bytes, at most %d fit: shorten the name or name fewer shelters", e.Bytes, e.Most)
}

// Fit leaves out of a payload what does not fit, the least needed first: names
// of shelters from the furthest, then shelters from the furthest. It answers what
// it left out, as names; a *LongError where the plate's own name is too long.
func (p Payload) Fit() (Payload, []string, error) {
	var left []string
	p.Shelters = append([]Shelter{}, p.Shelters...)
	for len(p.Shelters) > MaxShelters {
		left, p.Shelters = append(left, p.Shelters[len(p.Shelters)-1].Name), p.Shelters[:len(p.Shelters)-1]
	}
	for {
		_, err := p.body()
		var long *LongError
		if err == nil || !errors.As(err, &long) || len(p.Shelters) == 0 {
			return p, left, err
		}
		if i := p.lastNamed(); i > 0 || i == 0 && len(p.Shelters) == 1 {
			left = append(left, p.Shelters[i].Name)
			p.Shelters[i].Name = ""
			continue
		}
		left, p.Shelters = append(left, p.Shelters[len(p.Shelters)-1].Name), p.Shelters[:len(p.Shelters)-1]
	}
}

// lastNamed is the furthest shelter with a name; -1 where none has one.
func (p Payload) lastNamed() int {
	for i := len(p.Shelters) - 1; i >= 0; i-- {
		if p.Shelters[i].Name != "" {
			return i
		}
	}
	return -1
}
