package cartography

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"sync"

	"golang.org/x/image/vector"
)

// A Sprite is a sheet of all [Symbols] and where on it each lies, as MapLibre wants
// them.
type Sprite struct {
	PNG  []byte
	JSON []byte
}

// OnePixel and TwoPixels are the sheets for ordinary and for dense screens.
var (
	OnePixel  = sync.OnceValues(func() (Sprite, error) { return makeSprite(1) })
	TwoPixels = sync.OnceValues(func() (Sprite, error) { return makeSprite(2) })
)

// gap keeps neighbours on the sheet out of each other's edge.
const gap = 2

// spot is where a sign lies on its sheet, in pixels of the sheet.
type spot struct {
	X          int `json:"x"`
	Y          int `json:"y"`
	Width      int `json:"width"`
	Height     int `json:"height"`
	PixelRatio int `json:"pixelRatio"`
}

// makeSprite lays the signs in a row.
func makeSprite(ratio int) (Sprite, error) {
	spots := map[string]spot{}
	at, height := 0, 0
	for _, s := range Symbols {
		spots[s.Name] = spot{at, 0, s.Width * ratio, s.Height * ratio, ratio}
		at, height = at+s.Width*ratio+gap, max(height, s.Height*ratio)
	}
	sheet := image.NewNRGBA(image.Rect(0, 0, at, height))
	for _, s := range Symbols {
		if err := s.draw(sheet, spots[s.Name]); err != nil {
			return Sprite{}, fmt.Errorf("sign %s: %w", s.Name, err)
		}
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, sheet); err != nil {
		return Sprite{}, err
	}
	index, err := json.Marshal(spots)
	return Sprite{picture.Bytes(), index}, err
}

// bow is how far the handles of a quarter of a circle reach, for a radius of 1.
const bow = 0.5522847498

func (s Symbol) draw(sheet *image.NRGBA, at spot) error {
	for _, sh := range s.shapes {
		c, err := colourOf(sh.fill)
		if err != nil {
			return err
		}
		r := vector.NewRasterizer(at.Width, at.Height)
		scale := func(v float64) float32 { return float32(v * float64(at.PixelRatio)) }
		for _, ring := range sh.rings {
			r.MoveTo(scale(ring[0][0]), scale(ring[0][1]))
			for _, p := range ring[1:] {
				r.LineTo(scale(p[0]), scale(p[1]))
			}
			r.ClosePath()
		}
		if sh.rings == nil {
			x, y, radius := scale(sh.circle[0]), scale(sh.circle[1]), scale(sh.circle[2])
			b := radius * bow
			r.MoveTo(x+radius, y)
			r.CubeTo(x+radius, y+b, x+b, y+radius, x, y+radius)
			r.CubeTo(x-b, y+radius, x-radius, y+b, x-radius, y)
			r.CubeTo(x-radius, y-b, x-b, y-radius, x, y-radius)
			r.CubeTo(x+b, y-radius, x+radius, y-b, x+radius, y)
			r.ClosePath()
		}
		r.Draw(sheet, image.Rect(at.X, at.Y, at.X+at.Width, at.Y+at.Height), image.NewUniform(c), image.Point{})
	}
	return nil
}
