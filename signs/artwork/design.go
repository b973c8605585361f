package artwork

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
)

// A Design is how one place sets its plates: the layout of each kind, the grounds
// of its street signs, and what else is on them.
type Design struct {
	layouts map[Kind]Layout
	Scheme  Scheme
	Payload bool // large codes bear a signed payload
	Shelter bool // such plates name the nearest shelter, where there is room
}

// Default is the design where no setting says otherwise.
func Default() Design { return Design{layouts: maps.Clone(standard), Scheme: National} }

// Layout gives the layout of a kind; DrawAll takes it.
func (d Design) Layout(k Kind) (Layout, bool) {
	l, known := d.layouts[k]
	return l, known
}

// A SizeError says why a size cannot be that of a plate.
type SizeError struct {
	Kind Kind
	Size string
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("%q is no size of a plate %s: width x height in mm, and behind a slash the side of a code that is no higher", e.Size, e.Kind)
}

// Resize sets the size of a kind's plates, such as 150x90/40: width, height and
// the side of the code, in mm. Without a slash there is no code. The shares of
// the zones stay, and the rim keeps its part of the height. Basis is what the
// size rests on. A *SizeError where it is none.
func (d *Design) Resize(k Kind, size, basis string) error {
	l, known := d.layouts[k]
	wrong := &SizeError{k, size}
	if !known {
		return wrong
	}
	plate, code, coded := strings.Cut(size, "/")
	wide, high, crossed := strings.Cut(plate, "x")
	if !crossed || !millimetres(wide, &l.WidthMM) {
		return wrong
	}
	was := l.HeightMM
	if !millimetres(high, &l.HeightMM) {
		return wrong
	}
	l.RimMM *= l.HeightMM / was
	l.CodeMM = 0
	if coded && (!millimetres(code, &l.CodeMM) || l.CodeMM > l.HeightMM || l.CodeMM > l.WidthMM/2) {
		return wrong
	}
	l.Basis = basis
	d.layouts[k] = l
	return nil
}

func millimetres(text string, to *float64) bool {
	n, err := strconv.Atoi(text)
	*to = float64(n)
	return err == nil && n >= 10 && n <= 9999
}

// grounds are the colours that a setting may name.
var grounds = map[string]Colour{"blue": Blue, "green": Green, "red": Red, "black": Black}

// GroundNamed gives a ground by its name in a setting.
func GroundNamed(name string) (Colour, bool) {
	c, known := grounds[name]
	return c, known
}

// Kinds are all kinds of plates.
func Kinds() []Kind {
	return []Kind{DoorBig, DoorMiddle, DoorSmall, Building, Unit, Room, Street, Lane, Village, Settlement, Place}
}
