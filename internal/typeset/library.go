package typeset

import (
	"context"
	"sync"

	"diming/internal/glyph"
)

// A Library opens the fonts of papers when they are first needed and keeps
// them. Its zero value is ready; it may be used by several goroutines.
type Library struct {
	mu    sync.Mutex
	fonts *Fonts
}

// Fonts gives the fonts of papers, or glyph.ErrNoFont. A failure is not kept:
// fonts that are installed later are found.
func (l *Library) Fonts(ctx context.Context) (Fonts, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fonts != nil {
		return *l.fonts, nil
	}
	regular, err := glyph.Open(ctx, "Regular", glyph.Papers...)
	if err != nil {
		return Fonts{}, err
	}
	bold, err := glyph.Open(ctx, "Bold", glyph.Papers...)
	if err != nil {
		return Fonts{}, err
	}
	head, err := glyph.Open(ctx, "Bold", glyph.Signs...)
	if err != nil {
		return Fonts{}, err
	}
	l.fonts = &Fonts{Regular: regular, Bold: bold, Head: head}
	return *l.fonts, nil
}
