package signs

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"

	qrcode "github.com/skip2/go-qrcode"
)

// quietModules is the white border that the standard for QR codes
// (GB/T 18284, ISO/IEC 18004) asks for on each side, in modules.
const quietModules = 4

// MinPlateModuleMM is the least width of a module on a plate on a wall.
const MinPlateModuleMM = 0.95

// maxCodeText is how many alphanumeric characters version 4 holds at error
// correction Q: the largest code whose modules, with the quiet zone, are
// [MinPlateModuleMM] wide at 40 mm.
const maxCodeText = 67

// alphanumeric is the set of the QR alphanumeric mode, the space left out.
const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:"

// Sizes and resolutions at which a code is drawn.
const (
	MinSizeMM, MaxSizeMM = 10.0, 300.0
	MinDPI, MaxDPI       = 72, 1200
)

// ErrSize marks a code that cannot be drawn at the size or resolution asked
// for.
var ErrSize = errors.New("code cannot be drawn at this size")

// CodeText is the text of the code of t under the origin publicURL:
// HTTPS://HOST/Q/TOKEN in capitals. It refuses an origin that would leave the
// alphanumeric mode or need a code above version 4, and one with a path.
func CodeText(publicURL *url.URL, t Token) (string, error) {
	if publicURL == nil {
		return "", errors.New("write code: no public URL is set")
	}
	if publicURL.Scheme != "http" && publicURL.Scheme != "https" {
		return "", fmt.Errorf("write code for %q: the scheme must be http or https", publicURL)
	}
	if publicURL.Host == "" || strings.Trim(publicURL.Path, "/") != "" || publicURL.RawQuery != "" ||
		publicURL.Fragment != "" || publicURL.User != nil {
		return "", fmt.Errorf("write code for %q: only a scheme and a host can stand before /Q/", publicURL.Redacted())
	}
	if parsed, err := ParseToken(string(t)); err != nil || parsed != t {
		return "", fmt.Errorf("write code: %q is not a token as issued", shorten(string(t)))
	}
	text := strings.ToUpper(publicURL.Scheme + "://" + publicURL.Host + "/Q/" + string(t))
	if i := strings.IndexFunc(text, notAlphanumeric); i >= 0 {
		return "", fmt.Errorf("write code for %q: host has a character that a small code cannot hold (allowed: A-Z 0-9 . - :)", publicURL.Host)
	}
	if len(text) > maxCodeText {
		return "", fmt.Errorf("write code for %q: %d characters, at most %d fit a 40 mm code; use a shorter host", publicURL.Host, len(text), maxCodeText)
	}
	return text, nil
}

func notAlphanumeric(r rune) bool { return !strings.ContainsRune(alphanumeric, r) }

// A Matrix is the modules of a QR code.
type Matrix struct {
	Text    string
	Version int      // 1 to 4 for what CodeText returns
	Modules [][]bool // rows of modules with the quiet zone, true is dark
	Demo    bool     // 示例数据 stands under the code
}

// Encode makes the code of text at error correction level Q (a quarter of it
// may be lost).
func Encode(text string) (Matrix, error) {
	code, err := qrcode.New(text, qrcode.High) // skip2 calls Q High
	if err != nil {
		return Matrix{}, fmt.Errorf("encode code %q: %w", shorten(text), err)
	}
	return Matrix{Text: text, Version: code.VersionNumber, Modules: code.Bitmap()}, nil
}

// Side is the number of modules along an edge, quiet zone included.
func (m Matrix) Side() int { return len(m.Modules) }

// ModuleMM is the width of a module when the code, quiet zone included, is
// sizeMM wide and drawn without pixels.
func (m Matrix) ModuleMM(sizeMM float64) float64 { return sizeMM / float64(m.Side()) }

// A Raster says how a code falls on pixels. Modules are whole pixels; what is
// left over widens the quiet zone, so ModuleMM is a little below
// [Matrix.ModuleMM].
type Raster struct {
	Width, Height int     // pixels of the image; higher than wide under Demo
	Module        int     // pixels along a module
	Margin        int     // pixels left of and above the quiet zone
	ModuleMM      float64 // width of a module in print
}

// Raster lays m out at sizeMM and dpi, or says with [ErrSize] why that
// cannot be.
func (m Matrix) Raster(sizeMM float64, dpi int) (Raster, error) {
	if err := m.checkSize(sizeMM); err != nil {
		return Raster{}, err
	}
	if dpi < MinDPI || dpi > MaxDPI {
		return Raster{}, fmt.Errorf("%w: %d dpi is outside %d to %d", ErrSize, dpi, MinDPI, MaxDPI)
	}
	width := int(math.Round(sizeMM / 25.4 * float64(dpi)))
	module := width / m.Side()
	if module < 1 {
		return Raster{}, fmt.Errorf("%w: %d modules on %d pixels; ask for more dpi or a larger code", ErrSize, m.Side(), width)
	}
	r := Raster{Width: width, Height: width, Module: module, ModuleMM: float64(module) * 25.4 / float64(dpi)}
	r.Margin = (width - module*m.Side()) / 2
	if m.Demo {
		r.Height += r.bandHeight()
	}
	return r, nil
}

func (m Matrix) checkSize(sizeMM float64) error {
	if m.Side() <= 2*quietModules {
		return fmt.Errorf("%w: it has no modules", ErrSize)
	}
	if !(sizeMM >= MinSizeMM && sizeMM <= MaxSizeMM) { // also refuses NaN
		return fmt.Errorf("%w: %g mm is outside %g to %g mm", ErrSize, sizeMM, MinSizeMM, MaxSizeMM)
	}
	return nil
}
