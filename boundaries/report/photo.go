package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	_ "image/png" // photos may be PNG
	"io"

	"golang.org/x/image/draw"

	"diming/internal/parcel"
)

// ErrDamaged says that a file in the store is no longer the one whose digest
// was signed or filed.
var ErrDamaged = parcel.ErrDamaged

// longEdge is the longer edge of a photo in a report, in pixels: 300 to the
// inch at the size in which it is printed. The whole photo lies in the package.
const longEdge = 880

// Limits of a picture that is unpacked: 80 megapixels, 64 MiB.
const (
	mostPixels = 80_000_000
	mostBytes  = 64 << 20
)

// A picture is a photo as it is printed, a JPEG of so many pixels.
type picture struct {
	jpeg       []byte
	wide, high int
}

// content reads a photo and holds it to its digest.
func (p Photo) content() ([]byte, error) {
	r, err := p.Open()
	if err != nil {
		return nil, fmt.Errorf("photo %s: %w", p.SHA256, err)
	}
	content, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	if err := errors.Join(err, r.Close()); err != nil {
		return nil, fmt.Errorf("photo %s: %w", p.SHA256, err)
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != p.SHA256 {
		return nil, fmt.Errorf("photo %s: %w", p.SHA256, ErrDamaged)
	}
	return content, nil
}

// reduced makes a photo as small as it is printed. Where it cannot be shown it
// says why, and the report is made all the same.
func reduced(p Photo) (picture, string, error) {
	if p.Open == nil {
		return picture{}, "照片尚未到达服务器，SHA-256 " + grouped(p.SHA256), nil
	}
	content, err := p.content()
	if err != nil {
		return picture{}, "", err
	}
	one, err := shrink(content)
	if err != nil {
		return picture{}, "照片（" + p.Type + "）不能印在本报告中，原件见报送包，SHA-256 " + grouped(p.SHA256), nil
	}
	return one, "", nil
}

// shrink makes a picture as small as it is printed.
func shrink(content []byte) (picture, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err == nil && config.Width*config.Height > mostPixels {
		err = fmt.Errorf("it has %d by %d pixels", config.Width, config.Height)
	}
	if err != nil {
		return picture{}, err
	}
	source, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return picture{}, err
	}
	scale := min(1, float64(longEdge)/float64(max(config.Width, config.Height)))
	one := picture{wide: max(1, int(float64(config.Width)*scale+0.5)), high: max(1, int(float64(config.Height)*scale+0.5))}
	small := image.NewRGBA(image.Rect(0, 0, one.wide, one.high))
	draw.BiLinear.Scale(small, small.Bounds(), source, source.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: 80}); err != nil {
		return picture{}, err
	}
	one.jpeg = out.Bytes()
	return one, nil
}
