package features

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
)

// A Type is what the values of a property are.
type Type string

// The types of properties, with the Go type of a [Feature]'s value.
const (
	String  Type = "string"  // string
	Integer Type = "integer" // int64
	Number  Type = "number"  // float64
	Boolean Type = "boolean" // bool
	Date    Type = "date"    // string, YYYY-MM-DD
	Moment  Type = "moment"  // string, RFC 3339
	Strings Type = "strings" // []string
)

// A Property is one column of a collection.
type Property struct {
	Name   string
	Type   Type
	ZH, EN string // what it says
	Unit   string // of a number, in UCUM; "" where it has none
	Enum   []string

	// SQL is its expression over the version v on the day t.day. {on d} stands
	// for the condition that the version d holds on that day in the same
	// reading of the register, {believed d} for that of the reading alone, and
	// {sealed r} for the entry of the row r being known to it.
	SQL string

	key  bool // the feature's id: asked for by filters, and no member of properties
	made bool // by fill, not by SQL: it is told, and cannot be asked for
}

// A Text is a text in both languages.
type Text struct{ ZH, EN string }

// A Collection is one kind of features.
type Collection struct {
	ID          string
	Title       Text
	Description Text
	Geometry    string // type of its geometry in GeoJSON

	view       string // published by the package that writes the data; has version, valid, recorded, entry, closed_by
	object     string // column that names the object
	geom       string // expression of the geometry in EPSG:4490
	indexed    string // column that has an index over current versions, in which the geometry lies
	elsewhere  bool   // the geometry comes from another column where that one is null
	placed     string // condition that a feature has a geometry, true or false; "" where all have one
	where      string // what else a row must be; "" for nothing
	properties []Property

	// fill makes the properties that no SQL makes, of the features of a page.
	fill func(context.Context, pgx.Tx, reading, []Feature) error
}

// Collections gives all collections in the order in which they are shown.
func Collections() []*Collection { return slices.Clone(declared) }

var declared = []*Collection{divisions, places, addresses, boundaryLines, shelterCollection}

// ByID gives the collection of a name, or ErrCollection.
func ByID(id string) (*Collection, error) {
	for _, c := range declared {
		if c.ID == id {
			return c, nil
		}
	}
	return nil, fmt.Errorf("%q: %w", id, ErrCollection)
}

// Properties are what a feature says, in order.
func (c *Collection) Properties() []Property {
	return slices.DeleteFunc(slices.Clone(c.properties), func(p Property) bool { return p.key })
}

// Queryables are the properties that may be asked for, the id among them.
func (c *Collection) Queryables() []Property {
	return slices.DeleteFunc(slices.Clone(c.properties), func(p Property) bool { return p.made })
}

// Schema is all that a feature says, the id among it.
func (c *Collection) Schema() []Property { return slices.Clone(c.properties) }

// Sortables are the properties that features may be ordered by.
func (c *Collection) Sortables() []Property {
	return slices.DeleteFunc(c.Queryables(), func(p Property) bool { return p.Type == Strings })
}

// property finds a property by name.
func (c *Collection) property(name string) (Property, bool) {
	i := slices.IndexFunc(c.properties, func(p Property) bool { return p.Name == name })
	if i < 0 {
		return Property{}, false
	}
	return c.properties[i], true
}
