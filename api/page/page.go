// Package page writes what a person sees after scanning a plate: the place
// behind the code, or why there is none.
//
// Every page is one HTML document with its style and its picture inside, no
// script and no further request, at most [MaxGzip] bytes compressed and
// [MaxRaw] plain. [Render] makes the picture simpler until that holds.
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

//go:embed page.html
var source string

// style is the same on every page, so that [CSP] can name it. It leaves
// text-size-adjust alone: the reader's larger type in WeChat must work.
var style = signs.SketchCSS + strings.ReplaceAll(strings.TrimSpace(styleSheet), "\n", "")

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"style": func() template.CSS { return template.CSS(style) },
	"href":  href,
	"tel":   tel,
	"app":   appName,
}).Parse(source))

// CSP is the Content-Security-Policy for these pages: their own style and
// nothing else.
func CSP() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// A Frame is what every page carries.
type Frame struct {
	Lang     string      // "en", or Chinese for anything else
	Origin   string      // the public origin: https://diming.example.cn
	Token    signs.Token // of the code that was scanned; empty if unknown
	Demo     bool        // says 示例数据
	DataTime time.Time   // when the register said so, shown in China's time; zero is not shown
	Office   string      // who to tell about mistakes; may be empty
	Phone    string      // of the office; may be empty
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
