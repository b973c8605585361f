// Package page writes what a person sees after scanning a plate: the place
// behind the code, or why there is none.
//
// Every page is one HTML document with its style and its picture inside, whole
// without any further request, at most [MaxGzip] bytes compressed and [MaxRaw]
// plain. [Render] makes the picture simpler until that holds. Pages behind codes
// name one script, which comes after the page and adds to it.
package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"diming/shelters/card"
	"diming/signs"
)

// What a page may weigh, in bytes.
const (
	MaxGzip = 6144
	MaxRaw  = 24 << 10
)

// ErrTooLarge is returned when a page does not fit even without its picture
// and with its long texts cut.
var ErrTooLarge = errors.New("page does not fit its size")

//go:embed style.css
var styleSheet string

//go:embed village.css
var villageSheet string

//go:embed page.html
var source string

//go:embed village.html
var villageSource string

// style is the same on every page but the safety card's, which adds to it, so
// that [CSP] can name both. It leaves text-size-adjust alone: the reader's larger
// type in WeChat must work.
var (
	style        = signs.SketchCSS + strings.ReplaceAll(strings.TrimSpace(styleSheet), "\n", "")
	villageStyle = style + strings.ReplaceAll(strings.TrimSpace(villageSheet), "\n", "")
)

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"style": styleOf,
	"href":  href,
	"tel":   tel,
	"app":   appName,
}).Parse(source + villageSource))

// styleOf is the style of a kind of page.
func styleOf(kind string) template.CSS {
	if kind == "village" {
		return template.CSS(villageStyle)
	}
	return template.CSS(style)
}

// CSP is the Content-Security-Policy for these pages: their own styles and
// nothing else. The office shows a card beside its form, so that our own pages may
// frame them.
func CSP() string {
	hash := func(style string) string {
		sum := sha256.Sum256([]byte(style))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; style-src " + hash(style) + " " + hash(villageStyle) + "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
}

// LiveCSP is [CSP] for pages behind codes, whose script and its worker are ours and
// ask nobody else.
func LiveCSP() string { return CSP() + "; script-src 'self'; connect-src 'self'; worker-src 'self'" }

// A Frame is what every page carries.
type Frame struct {
	Lang     string      // "en", or Chinese for anything else
	Origin   string      // the public origin: https://diming.example.cn
	Token    signs.Token // of the code that was scanned; empty if unknown
	Demo     bool        // says 示例数据
	DataTime time.Time   // when the register said so, shown in China's time; zero is not shown
	Office   string      // who to tell about mistakes; may be empty
	Phone    string      // of the office; may be empty
	Open     bool        // the page lacks its end, see [End]
	Safety   *Safety     // of the village around, on pages that are not its card
}

// A Safety is what every page behind a code says of the village's safety card.
type Safety struct {
	Warnings []card.Warning // that go on, the gravest first
	Village  string
	URL      string // of the card
}

// A View is a place as the public may see it. Texts are plain; empty ones
// leave their part of the page out.
type View struct {
	Frame
	Name    string // standard name, in Chinese
	Pinyin  string
	Class   string     // in the page's language
	Chain   []Division // from the province down, without the place itself
	State   string     // of the announcement, such as 已批准·待公告
	Draft   bool       // nobody has confirmed the pinyin yet
	Ended   string     // the day from which the name is no longer in use, in the page's language; empty while it is
	Next    []Next     // who carries on from a place that has ended
	Meaning string     // 地名含义
	History string     // 来历
	Former  []Former
	FullURL string // where all of the text stands if it does not fit; empty is the place's JSON

	// Geometry is CGCS2000 degrees, longitude first. Point is the place's
	// own, never a boundary marker's.
	Outline     orb.MultiPolygon
	Neighbours  []orb.MultiPolygon
	Ways        []orb.LineString // the place itself where it is a road or a stream
	Point       *orb.Point       // where it is no point, nil: nobody is to be sent there
	Labels      []signs.Label
	Links       []signs.Link // see [signs.Links]
	MapApproval string       // 审图号 without those words
}

// A Division is one step of the chain.
type Division struct{ Name, Pinyin string }

// A Next is a place that carries on from one that has ended.
type Next struct{ Name, URL string }

// A Former name with when it was used, written in the page's language.
type Former struct{ Name, Period, Note string }

// Render writes the page of a place.
func Render(w io.Writer, v View) error {
	for _, a := range attempts {
		p, err := v.page(a)
		if err != nil {
			return fmt.Errorf("render page of %q: %w", v.Name, err)
		}
		html, err := execute("place", p)
		if err != nil {
			return fmt.Errorf("render page of %q: %w", v.Name, err)
		}
		if fits(html) {
			return write(w, html)
		}
	}
	return fmt.Errorf("render page of %q: %w", v.Name, ErrTooLarge)
}

func execute(name string, data any) ([]byte, error) {
	var out bytes.Buffer
	if err := templates.ExecuteTemplate(&out, name, data); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// fits weighs html with a reserve of a twentieth for a server whose gzip is
// weaker than the standard library's.
func fits(html []byte) bool {
	return len(html) <= MaxRaw && gzipSize(html) <= MaxGzip*19/20
}

func gzipSize(html []byte) int {
	var out bytes.Buffer
	z := gzip.NewWriter(&out) // writing to memory cannot fail
	_, _ = z.Write(html)
	_ = z.Close()
	return out.Len()
}

func write(w io.Writer, html []byte) error {
	if _, err := w.Write(html); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}
