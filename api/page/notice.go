package page

import (
	"fmt"
	"io"

	"diming/shelters/card"
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

	Warnings []card.Warning // that go on anywhere in the county, the gravest first
	Contacts []card.Contact // of the county
}

// What the page of a code that stands for nothing says of a disaster at most.
const (
	unknownAlerts   = 2
	unknownContacts = 2
)

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
		Alerts         []alertText
		Calls          []callText
	}{v.frame(wordsOf(v.Lang).Unknown), v, v.Suggestion.Grouped(), wrong, v.alerts(), v.calls()})
}

func (v Unknown) alerts() []alertText {
	var all []alertText
	for _, w := range v.Warnings[:min(len(v.Warnings), unknownAlerts)] {
		all = append(all, villageWordsOf(v.english()).alert(w))
	}
	return all
}

func (v Unknown) calls() []callText {
	var all []callText
	for _, c := range v.Contacts[:min(len(v.Contacts), unknownContacts)] {
		all = append(all, villageWordsOf(v.english()).call(c, v.Demo))
	}
	return all
}

// RenderBusy writes the page for when the register cannot be reached; it goes
// with status 503 and says what the plate itself is good for.
func RenderBusy(w io.Writer, v Frame) error {
	words := wordsOf(v.Lang)
	return useThePlate(w, v, words.Busy, words.BusyWhy)
}

// RenderSlow writes the page for somebody who asked for too many codes that are
// not there; it goes with status 429.
func RenderSlow(w io.Writer, v Frame) error {
	words := wordsOf(v.Lang)
	return useThePlate(w, v, words.Slow, words.SlowWhy)
}

func useThePlate(w io.Writer, v Frame, heading, why string) error {
	return notice(w, "busy", struct {
		frame
		Frame
		Heading, Why string
	}{v.frame(heading), v, heading, why})
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
