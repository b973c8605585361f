package cartography

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"diming/tiles"
)

// ErrPicture says that a picture is asked for that cannot be made; the text says why.
var ErrPicture = errors.New("no such picture")

// A SmallError says that a picture has no room for the attribution that every map has
// to show. It is an ErrPicture.
type SmallError struct{ Width, Height int } // the height is the least for the width

func (e *SmallError) Error() string {
	return fmt.Sprintf("%v: %d pixels wide it has to be %d high for its attribution", ErrPicture, e.Width, e.Height)
}

// Unwrap is ErrPicture.
func (e *SmallError) Unwrap() error { return ErrPicture }

// What a picture may be.
const (
	MinSide, MaxSide = 64, 1280 // pixels
	MaxZoom          = 18
	maxLat           = 85.0511 // where the square map ends
)

// A Picture is a still image of a map. Its scale is that of MapLibre at the same
// zoom: the world is 512 · 2^Zoom pixels wide.
type Picture struct {
	Lon, Lat, Zoom float64 // of its middle
	Width, Height  int     // pixels
}

// ParsePicture reads "118.6,28.7,11" and "640x480". The error is ErrPicture.
func ParsePicture(at, size string) (Picture, error) {
	var p Picture
	numbers := strings.Split(at, ",")
	wide, high, ok := strings.Cut(size, "x")
	if len(numbers) != 3 || !ok {
		return p, fmt.Errorf("%w: {lon},{lat},{zoom}/{width}x{height} is wanted", ErrPicture)
	}
	for i, to := range []*float64{&p.Lon, &p.Lat, &p.Zoom} {
		v, err := strconv.ParseFloat(numbers[i], 64)
		if err != nil {
			return p, fmt.Errorf("%w: %.20q is no number", ErrPicture, numbers[i])
		}
		*to = v
	}
	for i, to := range []*int{&p.Width, &p.Height} {
		v, err := strconv.Atoi([]string{wide, high}[i])
		if err != nil {
			return p, fmt.Errorf("%w: %.20q is no width and height", ErrPicture, size)
		}
		*to = v
	}
	return p, p.check()
}

// check is written so that NaN passes nothing.
func (p Picture) check() error {
	switch {
	case !(math.Abs(p.Lon) <= 180 && math.Abs(p.Lat) <= maxLat):
		return fmt.Errorf("%w: longitudes end at 180, latitudes at %v", ErrPicture, maxLat)
	case !(p.Zoom >= 0 && p.Zoom <= MaxZoom):
		return fmt.Errorf("%w: zooms are 0 to %d", ErrPicture, MaxZoom)
	case min(p.Width, p.Height) < MinSide || max(p.Width, p.Height) > MaxSide:
		return fmt.Errorf("%w: sides are %d to %d pixels", ErrPicture, MinSide, MaxSide)
	}
	return nil
}

// MetresPerPixel is the scale in the picture's middle.
func (p Picture) MetresPerPixel() float64 {
	return 40075016.686 * math.Cos(p.Lat*math.Pi/180) / (512 * math.Exp2(p.Zoom))
}

// Tiles gives a tile of the set that the style draws.
type Tiles func(context.Context, tiles.Coord) (tiles.Tile, error)

// frame is the zoom of the tiles of a picture, how wide one is on it, and where its
// upper left corner lies among them, in pixels.
func (p Picture) frame() (z int, side, left, top float64) {
	z = min(int(p.Zoom), tiles.MaxZoom)
	side = 512 * math.Exp2(p.Zoom-float64(z))
	n := math.Exp2(float64(z))
	lat := p.Lat * math.Pi / 180
	left = (p.Lon+180)/360*n*side - float64(p.Width)/2
	top = (1-math.Asinh(math.Tan(lat))/math.Pi)/2*n*side - float64(p.Height)/2
	return z, side, left, top
}

// Coords are the tiles that a picture shows, row by row.
func (p Picture) Coords() []tiles.Coord {
	z, side, left, top := p.frame()
	last := func(from float64, length int) int {
		return int(math.Min(math.Ceil((from+float64(length))/side), math.Exp2(float64(z)))) - 1
	}
	var all []tiles.Coord
	for y := int(math.Max(math.Floor(top/side), 0)); y <= last(top, p.Height); y++ {
		for x := int(math.Max(math.Floor(left/side), 0)); x <= last(left, p.Width); x++ {
			all = append(all, tiles.Coord{Z: z, X: x, Y: y})
		}
	}
	return all
}

// read lays the tiles that a picture shows on it.
func (p Picture) read(ctx context.Context, read Tiles) (*scene, error) {
	_, side, left, top := p.frame()
	s := &scene{zoom: p.Zoom, width: float64(p.Width), height: float64(p.Height)}
	for _, c := range p.Coords() {
		t, err := read(ctx, c)
		if err != nil {
			return nil, err
		}
		sh, err := readTile(t, float64(c.X)*side-left, float64(c.Y)*side-top, side)
		if err != nil {
			return nil, err
		}
		s.sheets = append(s.sheets, sh)
	}
	return s, nil
}

// ScaleBar is a round number of metres that is at most so many pixels long.
func ScaleBar(metresPerPixel, most float64) (metres float64, pixels float64) {
	power := math.Pow(10, math.Floor(math.Log10(metresPerPixel*most)))
	for _, times := range []float64{5, 2, 1} {
		if metres = times * power; metres <= metresPerPixel*most {
			break
		}
	}
	return metres, metres / metresPerPixel
}

// offset is a line that runs beside another, so many pixels to its right; corners
// are mitred, up to twice the distance.
func offset(line []orb.Point, by float64) []orb.Point {
	if by == 0 || len(line) < 2 {
		return line
	}
	closed := line[0] == line[len(line)-1]
	normal := func(a, b orb.Point) orb.Point {
		d := math.Hypot(b[0]-a[0], b[1]-a[1])
		if d == 0 {
			return orb.Point{}
		}
		return orb.Point{-(b[1] - a[1]) / d, (b[0] - a[0]) / d} // y is downwards: this is to the right
	}
	all := make([]orb.Point, len(line))
	for i, p := range line {
		before, after := line[max(i-1, 0)], line[min(i+1, len(line)-1)]
		if closed && i == 0 {
			before = line[len(line)-2]
		}
		if closed && i == len(line)-1 {
			after = line[1]
		}
		a, b := normal(before, p), normal(p, after)
		sum := orb.Point{a[0] + b[0], a[1] + b[1]}
		scale := 2 / math.Max(sum[0]*sum[0]+sum[1]*sum[1], 1)
		if a == (orb.Point{}) || b == (orb.Point{}) {
			scale = 1
		}
		all[i] = orb.Point{p[0] + sum[0]*scale*by, p[1] + sum[1]*scale*by}
	}
	return all
}
