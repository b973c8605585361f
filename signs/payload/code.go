package payload

import (
	"fmt"
	"math"
	"strings"

	"diming/signs"
)

// Codes that bear a payload: from which size on, and how wide their modules are
// at least.
const (
	MinSizeMM   = 75.0
	LargeSizeMM = 120.0
	LargeModule = 1.5 // mm, of codes of LargeSizeMM and more: they hang higher
	MaxVersion  = 13
)

// A FineError says that a code with a payload would not be read at its size, and
// which size it needs.
type FineError struct{ SizeMM, NeedMM, ModuleMM, LeastMM float64 }

func (e *FineError) Error() string {
	return fmt.Sprintf("a code with a payload that is %g mm wide has modules of %.2f mm, want %.2f mm: it needs %g mm", e.SizeMM, e.ModuleMM, e.LeastMM, e.NeedMM)
}

// A LargeError says that the text of a code asks for a larger version than is
// read from a wall.
type LargeError struct{ Version int }

func (e *LargeError) Error() string {
	return fmt.Sprintf("the code would be of version %d, at most %d: use a shorter host or name", e.Version, MaxVersion)
}

// Encode makes the code of a text with a payload for a plate on which it is
// sizeMM wide, quiet zone included; a *FineError or *LargeError where it would
// not be read.
func Encode(text string, sizeMM float64) (signs.Matrix, error) {
	if !strings.Contains(text, "#") {
		return signs.Matrix{}, ErrNone
	}
	m, err := signs.Encode(text)
	if err != nil {
		return signs.Matrix{}, err
	}
	if m.Version > MaxVersion {
		return signs.Matrix{}, &LargeError{m.Version}
	}
	least := signs.MinPlateModuleMM
	if sizeMM >= LargeSizeMM {
		least = LargeModule
	}
	need := math.Max(MinSizeMM, math.Ceil(float64(m.Side())*least))
	if module := m.ModuleMM(sizeMM); sizeMM < MinSizeMM || module < least {
		return signs.Matrix{}, &FineError{sizeMM, need, module, least}
	}
	return m, nil
}
