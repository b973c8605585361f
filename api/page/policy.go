package page

import (
	"io"
	"strings"
)

// A Policy is the whole text of a policy that a card names.
type Policy struct {
	Frame
	Title, Plain, Body, Basis string
	Period                    string // for which days it holds, in the page's language
}

// RenderPolicy writes the page of a policy. Its text has a size of its own: it is
// read by who asked for all of it.
func RenderPolicy(w io.Writer, v Policy) error {
	// The policy is a field with a name: its title is the frame's too.
	html, err := execute("policy", struct {
		frame
		Frame
		Policy     Policy
		Paragraphs []string
		BasisHead  string
	}{v.frame(v.Title), v.Frame, v, nonEmpty(strings.Split(v.Body, "\n")...), villageWordsOf(v.english()).Basis})
	if err != nil {
		return err
	}
	return write(w, html)
}
