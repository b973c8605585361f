package coordinate

import (
	"errors"
	"strings"
)

// ErrOrder is of a cell with both axes that does not show which is which.
var ErrOrder = errors.New("一格中有两个数，分不清哪个是经度 / two numbers in one cell: which is the longitude does not show")

// Both reads a cell that holds longitude and latitude, in either order: told
// by what the cell says, else by the ranges that the country lies in. ok is
// false when the cell does not hold two numbers.
func Both(cell string) (lon, lat Reading, ok bool, err error) {
	a, b, ok := halves(normal(cell))
	if !ok {
		return lon, lat, false, nil
	}
	x, errX := Degrees(a)
	y, errY := Degrees(b)
	if errX != nil || errY != nil {
		return lon, lat, false, nil
	}
	if p, q, packed := Unpack(x, y); packed {
		x, y = p, q
	} else if q, p, packed := Unpack(y, x); packed {
		x, y = p, q
	}
	switch {
	case x.Axis == Lon && y.Axis != Lon || y.Axis == Lat && x.Axis != Lat:
		return x, y, true, nil
	case x.Axis == Lat && y.Axis != Lat || y.Axis == Lon && x.Axis != Lon:
		return y, x, true, nil
	case x.Axis == Unsaid && inCountry(x.Value, y.Value):
		return x, y, true, nil
	case x.Axis == Unsaid && inCountry(y.Value, x.Value):
		return y, x, true, nil
	}
	return lon, lat, true, ErrOrder
}

// inCountry is a wide box; the two ranges do not meet, so that of two numbers
// at most one order fits.
func inCountry(lon, lat float64) bool {
	return lon >= 73 && lon <= 136 && lat >= 0 && lat <= 55
}

// halves cuts a cell into its two numbers. A comma parts them only where each
// side shows that it is whole, by a point or a mark: 118,62 is one number.
func halves(s string) (a, b string, ok bool) {
	s = strings.TrimPrefix(strings.ToUpper(s), "POINT")
	s = strings.TrimSpace(strings.Trim(strings.TrimSpace(s), "()[]"))
	for _, by := range []string{";", "/", "|", ",", " "} {
		parts := strings.Split(s, by)
		if len(parts) != 2 {
			continue
		}
		a, b = strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1])
		if a == "" || b == "" || by == "," && !(whole(a) && whole(b)) {
			continue
		}
		return a, b, true
	}
	for _, word := range []string{"北纬", "N", "东经", "E"} {
		if i := strings.Index(s, word); i > 0 && strings.Count(s, word) == 1 && i+len(word) < len(s) {
			return s[:i], s[i:], true
		}
	}
	return "", "", false
}

func whole(s string) bool { return strings.ContainsAny(s, `.°'"EWNS东北`) }
