// Package glyph draws text as outlines: what is printed needs no font in the
// file, and a character that no font holds is an error, never a box.
package glyph

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// ErrNoFont says that none of the faces asked for is installed.
var ErrNoFont = errors.New("no font for Chinese text is installed")

// A MissingError names the characters that no font at hand can draw.
type MissingError struct{ Runes []rune }

func (e *MissingError) Error() string { return fmt.Sprintf("no glyph for %q", string(e.Runes)) }

// Faces in the style of papers and of screens and signs. Faces are named with
// their region: another region's characters have other forms.
var (
	Papers = []string{"Noto Serif CJK SC", "Noto Sans CJK SC"}
	Signs  = []string{"Noto Sans CJK SC", "Noto Serif CJK SC"}
)

// A Font draws characters; what its first face lacks is drawn by the next. It
// may be used by several goroutines.
type Font struct {
	faces []*sfnt.Font
	files []*os.File
}

// Open finds installed faces in a style (Regular, Bold) by their family names.
// It answers ErrNoFont where none is there.
func Open(ctx context.Context, style string, families ...string) (*Font, error) {
	f := &Font{}
	for _, family := range families {
		path, err := find(ctx, family, style)
		if err != nil {
			return nil, err
		}
		if path == "" {
			continue
		}
		if err := f.add(path, family); err != nil {
			return nil, fmt.Errorf("font %s of %s: %w", family, path, err)
		}
	}
	if len(f.faces) == 0 {
		return nil, fmt.Errorf("%w: %s %s", ErrNoFont, strings.Join(families, ", "), style)
	}
	return f, nil
}

// find asks fontconfig for the file of a face; "" is none.
func find(ctx context.Context, family, style string) (string, error) {
	out, err := exec.CommandContext(ctx, "fc-list", family+":style="+style, "file").Output()
	if errors.Is(err, exec.ErrNotFound) {
		return "", fmt.Errorf("%w: fontconfig is missing", ErrNoFont)
	}
	if err != nil {
		return "", fmt.Errorf("find font %s: %w", family, err)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	path, _, _ := strings.Cut(line, ": ")
	return strings.TrimSuffix(strings.TrimSpace(path), ":"), nil
}

// add takes the face of a family out of a file, which may hold several.
func (f *Font) add(path, family string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	collection, err := sfnt.ParseCollectionReaderAt(file)
	if err != nil {
		return errors.Join(err, file.Close())
	}
	for i := range collection.NumFonts() {
		face, err := collection.Font(i)
		if err != nil {
			return errors.Join(err, file.Close())
		}
		if name, err := face.Name(nil, sfnt.NameIDFamily); err == nil && strings.HasPrefix(name, family) {
			f.faces, f.files = append(f.faces, face), append(f.files, file)
			return nil
		}
	}
	return errors.Join(errors.New("the file does not hold the face"), file.Close())
}

// Close lets the font files go.
func (f *Font) Close() error {
	var errs []error
	for _, file := range f.files {
		errs = append(errs, file.Close())
	}
	return errors.Join(errs...)
}

// Check answers a *MissingError where a character of a text cannot be drawn.
func (f *Font) Check(text string) error {
	var missing MissingError
	var buffer sfnt.Buffer
	for _, r := range text {
		if _, index, err := f.face(&buffer, r); err != nil {
			return err
		} else if index == 0 {
			missing.Runes = append(missing.Runes, r)
		}
	}
	if missing.Runes != nil {
		return &missing
	}
	return nil
}

// Has tells whether a character can be drawn.
func (f *Font) Has(r rune) (bool, error) {
	var buffer sfnt.Buffer
	_, index, err := f.face(&buffer, r)
	return index != 0, err
}

// face is the first face that holds r, with the number of its glyph; 0 is none.
func (f *Font) face(buffer *sfnt.Buffer, r rune) (*sfnt.Font, sfnt.GlyphIndex, error) {
	for _, face := range f.faces {
		index, err := face.GlyphIndex(buffer, r)
		if err != nil || index != 0 {
			return face, index, err
		}
	}
	return nil, 0, nil
}

// Width is how wide a line of text is at a size, in the unit of size (the
// height of the em).
func (f *Font) Width(text string, size float64) (float64, error) {
	var buffer sfnt.Buffer
	total := 0.0
	for _, r := range text {
		face, index, err := f.face(&buffer, r)
		if err != nil {
			return 0, err
		}
		if index == 0 {
			return 0, &MissingError{[]rune{r}}
		}
		wide, err := advance(face, &buffer, index)
		if err != nil {
			return 0, err
		}
		total += wide * size
	}
	return total, nil
}

// em is the size at which outlines are read: large enough that nothing is
// rounded visibly.
const em = 1000

func advance(face *sfnt.Font, buffer *sfnt.Buffer, index sfnt.GlyphIndex) (float64, error) {
	wide, err := face.GlyphAdvance(buffer, index, fixed.I(em), font.HintingNone)
	return ems(wide), err
}

func ems(v fixed.Int26_6) float64 { return float64(v) / 64 / em }

// A Pen takes the outlines of characters: closed contours, filled by the rule
// of nonzero winding, y downwards.
type Pen interface {
	MoveTo(x, y float64)
	LineTo(x, y float64)
	CubeTo(x1, y1, x2, y2, x, y float64)
	Close()
}

// Draw draws a line of text whose baseline begins at x, y, and gives where it
// ends. Lengths are in the unit of size. It answers *MissingError.
func (f *Font) Draw(pen Pen, text string, x, y, size float64) (float64, error) {
	var buffer sfnt.Buffer
	for _, r := range text {
		face, index, err := f.face(&buffer, r)
		if err != nil {
			return x, err
		}
		if index == 0 {
			return x, &MissingError{[]rune{r}}
		}
		segments, err := face.LoadGlyph(&buffer, index, fixed.I(em), nil)
		if err != nil {
			return x, fmt.Errorf("outline of %q: %w", r, err)
		}
		trace(pen, segments, x, y, size)
		wide, err := advance(face, &buffer, index)
		if err != nil {
			return x, err
		}
		x += wide * size
	}
	return x, nil
}

// trace gives a pen the contours of one character.
func trace(pen Pen, segments sfnt.Segments, x, y, size float64) {
	at := func(p fixed.Point26_6) (float64, float64) { return x + ems(p.X)*size, y + ems(p.Y)*size }
	var lastX, lastY float64
	open := false
	for _, s := range segments {
		ax, ay := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if open {
				pen.Close()
			}
			pen.MoveTo(ax, ay)
			lastX, lastY, open = ax, ay, true
		case sfnt.SegmentOpLineTo:
			pen.LineTo(ax, ay)
			lastX, lastY = ax, ay
		case sfnt.SegmentOpQuadTo: // as the cubic that is the same curve
			bx, by := at(s.Args[1])
			pen.CubeTo(lastX+(ax-lastX)*2/3, lastY+(ay-lastY)*2/3, bx+(ax-bx)*2/3, by+(ay-by)*2/3, bx, by)
			lastX, lastY = bx, by
		case sfnt.SegmentOpCubeTo:
			bx, by := at(s.Args[1])
			cx, cy := at(s.Args[2])
			pen.CubeTo(ax, ay, bx, by, cx, cy)
			lastX, lastY = cx, cy
		}
	}
	if open {
		pen.Close()
	}
}
