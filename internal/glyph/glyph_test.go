package glyph_test

import (
	"errors"
	"testing"

	"diming/internal/glyph"
)

func open(t *testing.T, families ...string) *glyph.Font {
	t.Helper()
	f, err := glyph.Open(t.Context(), "Regular", families...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// bounds is a pen that notes how far it went and whether contours were closed.
type bounds struct {
	minX, maxX, minY, maxY float64
	contours, closed       int
}

func (b *bounds) see(x, y float64) {
	b.minX, b.maxX, b.minY, b.maxY = min(b.minX, x), max(b.maxX, x), min(b.minY, y), max(b.maxY, y)
}
func (b *bounds) MoveTo(x, y float64)             { b.contours++; b.see(x, y) }
func (b *bounds) LineTo(x, y float64)             { b.see(x, y) }
func (b *bounds) CubeTo(_, _, _, _, x, y float64) { b.see(x, y) }
func (b *bounds) Close()                          { b.closed++ }

func TestTextIsDrawnAboveItsBaselineAndAsWideAsItSays(t *testing.T) {
	f := open(t, glyph.Signs...)
	const text, size = "清湖 Qīnghú 𰻞㙍", 10.0
	wide, err := f.Width(text, size)
	if err != nil {
		t.Fatal(err)
	}
	b := bounds{minX: 100, minY: 100}
	end, err := f.Draw(&b, text, 100, 100, size)
	if err != nil {
		t.Fatal(err)
	}
	if diff := end - 100 - wide; diff > 1e-9 || diff < -1e-9 {
		t.Errorf("drawn to %g, but %g wide", end-100, wide)
	}
	if b.contours == 0 || b.contours != b.closed {
		t.Errorf("%d contours, %d closed", b.contours, b.closed)
	}
	if b.minX < 99 || b.maxX > end+1 || b.minY < 88 || b.maxY > 104 {
		t.Errorf("drawn outside its line: %+v", b)
	}
	if four, _ := f.Width("地名证明", size); four != 40 {
		t.Errorf("four characters are %g wide, want 40", four)
	}
}

func TestACharacterThatNoFontHoldsIsNamed(t *testing.T) {
	f := open(t, glyph.Signs...)
	var missing *glyph.MissingError
	if err := f.Check("清湖\U000F0001村"); !errors.As(err, &missing) || string(missing.Runes) != "\U000F0001" {
		t.Errorf("check answers %v", err)
	}
	if _, err := f.Draw(&bounds{}, "\U000F0001", 0, 0, 1); !errors.As(err, &missing) {
		t.Errorf("draw answers %v", err)
	}
	if _, err := f.Width("\U000F0001", 1); !errors.As(err, &missing) {
		t.Errorf("width answers %v", err)
	}
	if err := f.Check("江山市峃口堽岜嶝 ā ü 〔2026〕1号"); err != nil {
		t.Error(err)
	}
}

func TestAFaceThatIsNotInstalledIsAnError(t *testing.T) {
	if _, err := glyph.Open(t.Context(), "Regular", "No Such Face"); !errors.Is(err, glyph.ErrNoFont) {
		t.Errorf("open answers %v", err)
	}
}
