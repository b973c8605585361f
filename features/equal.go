package features

import (
	"strconv"

	"github.com/google/uuid"

	"diming/internal/version"
)

// ParseEqual reads the value of a parameter that is named after a property.
func ParseEqual(p Property, text string) (Equal, error) {
	var err error
	switch {
	case p.key:
		_, err = uuid.Parse(text)
	case p.Type == Integer:
		_, err = strconv.ParseInt(text, 10, 64)
	case p.Type == Number:
		_, err = strconv.ParseFloat(text, 64)
	case p.Type == Boolean:
		if text != "true" && text != "false" {
			err = strconv.ErrSyntax
		}
	case p.Type == Date:
		_, err = version.ParseDate(text)
	case p.Type == Moment:
		_, err = parseMoment(text)
	}
	if err != nil {
		return Equal{}, refuse(p.Name, "值的写法不合这个属性的类型。", "The value is not of the property's type.")
	}
	return Equal{p.Name, text}, nil
}

// equal is the condition that a property has a value; of a list, that it holds
// the value.
func (s *statement) equal(e Equal) string {
	p, _ := s.c.property(e.Property)
	switch {
	case p.key: // by the index of the objects
		return "v." + s.c.object + " = " + s.bind(e.Value) + "::text::uuid"
	case p.Type == Strings:
		return s.bind(e.Value) + "::text = ANY(" + s.expand(p.SQL) + ")"
	}
	return "(" + s.expand(p.SQL) + ")" + p.cast() + " = " + s.bind(e.Value) + "::text::" + p.sqlType()
}
