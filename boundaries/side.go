package boundaries

// A Side is one of the two sides of a line: its owner a, the one with the
// smaller division code, or its owner b.
type Side string

// The sides.
const (
	SideA Side = "a"
	SideB Side = "b"
)

// Valid tells whether s is one of the two.
func (s Side) Valid() bool { return s == SideA || s == SideB }

// Other is the side across the line.
func (s Side) Other() Side {
	if s == SideA {
		return SideB
	}
	return SideA
}
