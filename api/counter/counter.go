// Package counter writes the pages of the public counter: public notices with
// their comments, announcements, and applications with their receipts.
//
// Every page is one HTML document with its style inside and no script. What a
// person typed comes back with the page that says what is wrong.
package counter

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"diming/signs"
)

//go:embed style.css
var styleSheet string

//go:embed page.html
var frameSource string

//go:embed apply.html
var applySource string

//go:embed announce.html
var announceSource string

//go:embed notice.html
var noticeSource string

//go:embed proof.html
var proofSource string

//go:embed wall.html
var wallSource string

//go:embed workshop.html
var workshopSource string

//go:embed features.html
var featuresSource string

//go:embed legend.html
var legendSource string

var style = signs.SketchCSS + strings.ReplaceAll(strings.TrimSpace(styleSheet), "\n", "")

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"style": func() template.CSS { return template.CSS(style) },
	"add":   func(a, b int) int { return a + b },
}).Parse(frameSource + applySource + announceSource + noticeSource + proofSource + wallSource + workshopSource + featuresSource + legendSource))

// CSP is the Content-Security-Policy of these pages: their own style, and
// forms to this server.
func CSP() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

// A Frame is what every page carries.
type Frame struct {
	English bool
	Demo    bool   // the data is not real: 示例数据
	Title   string // of the page
	Origin  string // the public origin
	Address string // path of the page, for the switch of languages and the print
}

// T gives the text in the language of the page.
func (f Frame) T(zh, en string) string {
	if f.English {
		return en
	}
	return zh
}

// Lang is the language of the page.
func (f Frame) Lang() string { return f.T("zh", "en") }

// Render writes the page of a name; data embeds a [Frame].
func Render(w io.Writer, name string, data any) error {
	if err := templates.ExecuteTemplate(w, name, data); err != nil {
		return fmt.Errorf("render page %s: %w", name, err)
	}
	return nil
}
