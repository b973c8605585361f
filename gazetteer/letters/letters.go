// Package letters keeps the templates of letters 公文模板 that an office edits:
// one in force for each kind, those before it kept. A kind with none in force
// has the template that comes with the program.
package letters

import (
	"errors"
	"time"

	"github.com/google/uuid"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("no such template")
	ErrBasis    = errors.New("a change of a template needs what it rests on")
	ErrChanged  = errors.New("the template in force is no longer the one that was seen")
	ErrBuiltIn  = errors.New("the template in force is the one that comes with the program already")
)

// A Template is one that an office adopted.
type Template struct {
	ID        uuid.UUID
	Kind      string // as papers names the letters
	Name      string // of the file, safe to show and to save under
	SHA256    string // of the .docx in the document store
	Size      int64  // bytes
	Basis     string // 依据
	AdoptedBy uuid.UUID
	AdoptedAt time.Time
	End       *End // nil while it is in force
}

// An End says who put a template out of force, and why.
type End struct {
	By  uuid.UUID
	At  time.Time
	Why string
}
