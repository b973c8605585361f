package artwork

import (
	"context"
	"sync"

	"diming/internal/glyph"
)

// A Library opens the font of plates when it is first needed and keeps it. Its
// zero value is ready; it may be used by several goroutines.
type Library struct {
	mu   sync.Mutex
	font *glyph.Font
}

// Font gives the bold face of plates, or glyph.ErrNoFont. A failure is not kept:
// a font that is installed later is found.
func (l *Library) Font(ctx context.Context) (*glyph.Font, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.font != nil {
		return l.font, nil
	}
	font, err := glyph.Open(ctx, "Bold", glyph.Signs...)
	if err != nil {
		return nil, err
	}
	l.font = font
	return font, nil
}
