package features

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// A Box is what the parameter bbox asks for, in its own reference system,
// easting first. One that crosses the 180th meridian is two bounds.
type Box struct {
	CRS    CRS
	Bounds []orb.Bound
}

// ParseBox reads west,south,east,north in the axis order of crs; of six
// numbers the heights are passed over, as the register is flat.
func ParseBox(text string, crs CRS) (*Box, error) {
	n, err := boxNumbers(text)
	if err != nil {
		return nil, err
	}
	if crs.NorthFirst {
		n = [4]float64{n[1], n[0], n[3], n[2]}
	}
	west, south, east, north := n[0], n[1], n[2], n[3]
	if south > north {
		return nil, refuse("bbox", "bbox 的南边大于北边。", "The south of bbox lies north of its north.")
	}
	if !crs.Geographic {
		if west > east {
			return nil, refuse("bbox", "bbox 的西边大于东边。", "The west of bbox lies east of its east.")
		}
		return &Box{crs, []orb.Bound{{Min: orb.Point{west, south}, Max: orb.Point{east, north}}}}, nil
	}
	if math.Abs(west) > 180 || math.Abs(east) > 180 || math.Abs(south) > 90 || math.Abs(north) > 90 {
		return nil, refuse("bbox", "bbox 超出经纬度的范围，或坐标次序不合 bbox-crs。", "bbox lies beyond the globe, or its axis order is not that of bbox-crs.")
	}
	if west > east {
		return &Box{crs, []orb.Bound{{Min: orb.Point{west, south}, Max: orb.Point{180, north}}, {Min: orb.Point{-180, south}, Max: orb.Point{east, north}}}}, nil
	}
	return &Box{crs, []orb.Bound{{Min: orb.Point{west, south}, Max: orb.Point{east, north}}}}, nil
}

func boxNumbers(text string) (four [4]float64, err error) {
	parts := strings.Split(text, ",")
	if len(parts) == 6 {
		parts = []string{parts[0], parts[1], parts[3], parts[4]}
	}
	if len(parts) != 4 {
		return four, refuse("bbox", "bbox 是四个或六个以逗号隔开的数。", "bbox is four or six numbers with commas between.")
	}
	for i, part := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return four, refuse("bbox", "bbox 里有不是数的部分。", "A part of bbox is no number.")
		}
		four[i] = v
	}
	return four, nil
}

// sides is into how many parts a side of a box in metres is cut before it is
// brought to degrees, in which it is no longer straight.
const sides = 64

// rectangles writes the bounds in the register's system.
func (b *Box) rectangles(bind func(any) string) []string {
	var all []string
	for _, one := range b.Bounds {
		rectangle := fmt.Sprintf("ST_MakeEnvelope(%s::float8, %s::float8, %s::float8, %s::float8)", bind(one.Min[0]), bind(one.Min[1]), bind(one.Max[0]), bind(one.Max[1]))
		if longest := max(one.Max[0]-one.Min[0], one.Max[1]-one.Min[1]); !b.CRS.Geographic && longest > 0 {
			rectangle = fmt.Sprintf("ST_Segmentize(%s, %s::float8)", rectangle, bind(longest/sides))
		}
		all = append(all, b.CRS.input(rectangle))
	}
	return all
}

// inBox is the condition that a feature meets the box. The index over current
// versions finds most; versions that were closed since the pin are few and have
// an index of their own.
func (s *statement) inBox() string {
	geom := s.expand(s.c.geom)
	var near, meets []string
	for _, rectangle := range s.q.Box.rectangles(s.bind) {
		near = append(near, "upper_inf(v.recorded) AND "+s.c.indexed+" && "+rectangle)
		meets = append(meets, "ST_Intersects("+geom+", "+rectangle+")")
	}
	if s.c.elsewhere {
		near = append(near, "upper_inf(v.recorded) AND "+s.c.indexed+" IS NULL")
	}
	near = append(near, "v.closed_by IS NOT NULL")
	return "(" + strings.Join(near, " OR ") + ") AND (" + strings.Join(meets, " OR ") + ")"
}
