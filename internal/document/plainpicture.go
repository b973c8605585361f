package document

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	_ "image/png" // pictures may be PNG

	"golang.org/x/image/draw"
)

// mostPicturePixels bounds a picture that is unpacked.
const mostPicturePixels = 80_000_000

// ErrPicture says that a picture cannot be shown.
var ErrPicture = errors.New("the picture cannot be shown")

// PlainPicture makes a JPEG or PNG anew as a JPEG of at most edge pixels along
// its longer side, upright, and with nothing of what a camera wrote into the
// file: no position, no time, no serial number.
func PlainPicture(content []byte, edge int) ([]byte, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || size.Width <= 0 || size.Height <= 0 || size.Width*size.Height > mostPicturePixels {
		return nil, fmt.Errorf("%w: %d by %d pixels, %w", ErrPicture, size.Width, size.Height, errors.Join(err))
	}
	whole, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	w, h := size.Width, size.Height
	if longer := max(w, h); longer > edge {
		w, h = max(1, w*edge/longer), max(1, h*edge/longer)
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), whole, whole.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	err = jpeg.Encode(&out, upright(small, orientation(content)), &jpeg.Options{Quality: 82})
	return out.Bytes(), err
}

// upright turns a picture as EXIF's orientation, 1 to 8, asks.
func upright(from *image.RGBA, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return from
	}
	w, h := from.Rect.Dx(), from.Rect.Dy()
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		to = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch orientation {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			to.SetRGBA(tx, ty, from.RGBAAt(x, y))
		}
	}
	return to
}

// orientation is that of EXIF in a JPEG; 1 where it says nothing.
func orientation(content []byte) int {
	const exif = "Exif\x00\x00"
	i := bytes.Index(content[:min(len(content), 64<<10)], []byte(exif))
	if i < 0 {
		return 1
	}
	tiff := content[i+len(exif):]
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	at := func(offset, n int) []byte {
		if offset < 0 || offset+n > len(tiff) {
			return make([]byte, n)
		}
		return tiff[offset : offset+n]
	}
	first := int(order.Uint32(at(4, 4)))
	for n := range int(order.Uint16(at(first, 2))) {
		entry := at(first+2+12*n, 12)
		if order.Uint16(entry) == 0x0112 {
			return int(order.Uint16(entry[8:]))
		}
	}
	return 1
}
