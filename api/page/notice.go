package page

import (
	"fmt"
	"io"

	"diming/signs"
)

// Gone is a place whose name was withdrawn; its page goes with status 410.
type Gone struct {
	Frame
	Name        string
	Reason      string // empty says that the register gives none
	Date        string // in the page's language
	LastVersion string // the place as it was last registered, in a sentence
}

// RenderGone writes the page of a withdrawn name.
func RenderGone(w io.Writer, v Gone) error {
	return notice(w, "gone", struct {
		frame
		Gone
		Size string
	}{v.frame(v.Name), v, sizeClass(v.Name)})
}

// Replaced is a place that another carries on.
type Replaced struct {
	Frame
	OldName, NewName string
	NewURL           string // of the successor's page
	Date, Reason     string
}

// RenderReplaced writes the page that leads to a successor.
func RenderReplaced(w io.Writer, v Replaced) error {
	return notice(w, "replaced", struct {
		frame
		Replaced
		Size string
	}{v.frame(v.NewName), v, sizeClass(v.NewName)})
}

// Unknown is a code that stands for nothing; its page goes with status 404.
type Unknown struct {
	Frame
	Input      string      // what was asked for; shortened here
	Suggestion signs.Token // from [signs.TokenError], ideally known to exist; may be empty
	Position   int         // the wrong character's place, from 1, or 0
}

// RenderUnknown writes the page of a code that stands for nothing.
func RenderUnknown(w io.Writer, v Unknown) error {
	if r := []rune(v.Input); len(r) > 40 {
		v.Input = string(r[:40]) + "…"
	}
	wrong := ""
	if v.Position > 0 {
		wrong = fmt.Sprintf(wordsOf(v.Lang).WrongAt, v.Position)
	}
	return notice(w, "unknown", struct {
		frame
		Unknown
		Grouped, Wrong string
	}{v.frame(wordsOf(v.Lang).Unknown), v, v.Suggestion.Grouped(), wrong})
}

// RenderBusy writes the page for when the register cannot be reached; it goes
// with status 503 and says what the plate itself is good for.
func RenderBusy(w io.Writer, v Frame) error {
	return notice(w, "busy", struct {
		frame
		Frame
	}{v.frame(wordsOf(v.Lang).Busy), v})
}

func notice(w io.Writer, name string, data any) error {
	html, err := execute(name, data)
	if err != nil {
		return fmt.Errorf("render page %s: %w", name, err)
	}
	if !fits(html) {
		return fmt.Errorf("render page %s: %w", name, ErrTooLarge)
	}
	return write(w, html)
}
