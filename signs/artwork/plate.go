// Package artwork draws plates 牌面: what stands where on a door plate, a
// building plate, a street sign, as outlines in millimetres, and writes the
// drawing as SVG, PDF and DXF. Nothing in a file needs a font, and the same
// content gives the same bytes.
package artwork

import (
	"fmt"

	"diming/internal/glyph"
)

// Kind is the kind of a plate.
type Kind string

// Kinds of plates.
const (
	DoorBig    Kind = "door_big"    // 大门牌
	DoorMiddle Kind = "door_middle" // 中门牌
	DoorSmall  Kind = "door_small"  // 小门牌
	Building   Kind = "building"    // 楼栋牌
	Unit       Kind = "unit"        // 单元牌
	Room       Kind = "room"        // 户室牌
	Street     Kind = "street"      // 街路牌
	Lane       Kind = "lane"        // 巷牌
	Village    Kind = "village"     // 村牌
	Settlement Kind = "settlement"  // 自然村牌
	Place      Kind = "place"       // 地名标志
)

// A Part is one of the texts of a plate.
type Part string

// Parts of a plate.
const (
	Name     Part = "name"     // in Chinese; the minority's script above it, where there is one
	Pinyin   Part = "pinyin"   // in capitals, without English (GB 17733; rules of 1984)
	Number   Part = "number"   // with its 号, 幢, 单元 or 室
	Postcode Part = "postcode" // 邮政编码
	Shelter  Part = "shelter"  // 最近的避灾点, along the lower edge
)

// A Content is what one plate says.
type Content struct {
	Kind     Kind
	Name     string
	Minority string // the name in the script of an autonomous area, set above the Chinese
	Pinyin   string
	Number   string
	Postcode string
	Code     string  // text of the code; empty: none is drawn
	Serial   string  // its token in groups, under the code or in the corner: for who cannot scan
	Bearing  Bearing // of the street, for plates coloured by it
	Shelter  string  // the nearest shelter with direction and distance, for layouts that have room
	Demo     bool    // 示例数据 stands on the rim
}

func (c Content) text(p Part) string {
	switch p {
	case Name:
		return c.Name
	case Pinyin:
		return c.Pinyin
	case Number:
		return c.Number
	}
	return c.Postcode
}

// A TooLongError says that a text does not fit its zone at the smallest size
// that the layout allows.
type TooLongError struct {
	Part   Part
	Text   string
	OverMM float64 // how much wider it is than its zone
}

func (e *TooLongError) Error() string {
	return fmt.Sprintf("%s %q is %.1f mm wider than its zone at the smallest size", e.Part, e.Text, e.OverMM)
}

// A MissingPartError says that a plate lacks a text that its layout shows.
type MissingPartError struct {
	Kind Kind
	Part Part
}

func (e *MissingPartError) Error() string {
	return fmt.Sprintf("a plate %s needs its %s", e.Kind, e.Part)
}

// A FineCodeError says that the modules of a code would be too narrow to be read
// from a wall.
type FineCodeError struct{ ModuleMM, LeastMM float64 }

func (e *FineCodeError) Error() string {
	return fmt.Sprintf("the code's modules would be %.2f mm wide, want %.2f mm", e.ModuleMM, e.LeastMM)
}

// A NoRoomError says that a layout has no room for a line along its lower edge.
type NoRoomError struct{ Kind Kind }

func (e *NoRoomError) Error() string {
	return fmt.Sprintf("a plate %s has no room for the nearest shelter below its code", e.Kind)
}

// Check answers a *glyph.MissingError where a character of a plate cannot be
// drawn: of a run, every plate is checked before the first is made.
func (c Content) Check(font *glyph.Font) error {
	return font.Check(c.Name + c.Minority + c.Pinyin + c.Number + c.Postcode + c.Serial + c.Shelter)
}
