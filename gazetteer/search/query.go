package search

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// Errors that callers are expected to tell apart with errors.Is.
var (
	ErrQueryTooLong = errors.New("query is longer than 100 characters")
	ErrQueryText    = errors.New("query is not UTF-8 text without control characters")
	ErrFilter       = errors.New("filter is out of range")
	ErrCursor       = errors.New("cursor does not belong to this query")
)

// MaxQuery is the length in characters of the longest query,
// DefaultLimit and MaxLimit are the hits of a page.
const (
	MaxQuery     = 100
	DefaultLimit = 20
	MaxLimit     = 1000
)

// A Query asks for places. The zero value asks for the public ones, the most
// important first.
type Query struct {
	Text            string     // empty: everything that the filters leave
	BBox            *orb.Bound // degrees; places without a point lie in none
	Class           string     // the class code starts with this
	Division        string     // the division code starts with this; closing zeros do not count
	Near            *orb.Point // longitude, latitude: nearer first among equals
	Limit           int        // hits of a page; 0 means DefaultLimit
	After           Cursor     // as the last page returned it
	IncludeInternal bool       // internal documents too: the caller may see them
	Suggest         bool       // as-you-type: no guesses once something fits
}

// A Match says how a place was found.
type Match struct {
	Kind string   // exact, prefix, pinyin, initials, former, alias, variant, fuzzy, code; "" without Query.Text
	Text string   // the name that matched, as written; the code where a code did
	Name NameKind // what that name is to the place
}

// A Hit is a place that was found.
type Hit struct {
	ID        ID
	Match     Match
	Score     float64 // 1 is best; equal for equally good matches
	Name      string  // the current standard name
	Reading   string
	Chain     []string // current names of the divisions that contain it, the largest first
	Class     string
	Division  string
	Code      string
	Public    bool
	Current   bool
	HasPoint  bool
	Lon, Lat  float64
	DistanceM float64 // metres from Query.Near; +Inf without a point, 0 without Near
}

// A part is one reading of the query: the whole text, or a head that names
// containing divisions and the rest that names the place.
type part struct {
	head      string // folded; "" for the whole text
	fold, raw string // the rest, folded and only normalized
	spoken    string // of fold
	specific  string
	runes     int
	plain     string // fold as a pinyin key, "" if it is not Latin
	han, tail string // fold as characters and a Latin tail (清湖jd)
}

func newPart(head, rest string) part {
	p := part{head: fold(head), raw: rest, fold: fold(rest), plain: latinQuery(rest)}
	p.spoken, p.specific = p.fold[:spoken(p.fold)], p.fold[:specific(p.fold)]
	p.runes = utf8.RuneCountInString(p.fold)
	latin := strings.TrimRight(p.fold, "abcdefghijklmnopqrstuvwxyz")
	if latin != "" && latin != p.fold && p.plain == "" {
		p.han, p.tail = latin, foldKey(p.fold[len(latin):])
	}
	return p
}

// A plan is a query made ready: every part by which it can be read.
type plan struct {
	Query
	parts  []part // the whole text first
	code   string // the text if it is a code, else ""
	empty  bool   // no text: browse
	digest uint64
}

func newPlan(q Query) (*plan, error) {
	if err := checkQuery(&q); err != nil {
		return nil, err
	}
	text := normalize(q.Text)
	p := &plan{Query: q, empty: q.Text == "", digest: digest(&q), parts: []part{newPart("", text)}}
	if len(text) >= 2 && strings.Trim(text, "0123456789") == "" {
		p.code = text
	}
	if p.parts[0].plain == "" && p.code == "" {
		p.parts = append(p.parts, splits(text)...)
	}
	return p, nil
}

// splits returns the parts with a head of two characters or more and a rest
// that is more than a kind of unit: the 镇 of 贺村镇 names no place in 贺村.
func splits(text string) []part {
	var out []part
	runes := 0
	for i := range text {
		if runes >= 2 && !bareGeneric(text[i:]) {
			out = append(out, newPart(text[:i], text[i:]))
		}
		runes++
	}
	return out
}

// bareGeneric tells whether text is a generic part without a specific one.
func bareGeneric(text string) bool {
	text = fold(text)
	for _, g := range generics {
		if text == g.text {
			return true
		}
	}
	return false
}

func checkQuery(q *Query) error {
	switch {
	case len(q.Text) > MaxQuery*utf8.UTFMax || utf8.RuneCountInString(q.Text) > MaxQuery:
		return ErrQueryTooLong
	case !utf8.ValidString(q.Text) || strings.ContainsFunc(q.Text, isControl):
		return ErrQueryText
	case q.Limit < 0 || q.Limit > MaxLimit:
		return fmt.Errorf("%w: limit %d is not between 1 and %d", ErrFilter, q.Limit, MaxLimit)
	case len(q.Class) > 5 || len(q.Division) > 20:
		return fmt.Errorf("%w: class or division code is too long", ErrFilter)
	case q.BBox != nil && !validBox(*q.BBox):
		return fmt.Errorf("%w: bbox is not west,south,east,north in degrees", ErrFilter)
	case q.Near != nil && !validPoint(*q.Near):
		return fmt.Errorf("%w: near is not lon,lat in degrees", ErrFilter)
	}
	if q.Limit == 0 {
		q.Limit = DefaultLimit
	}
	return nil
}

// isControl tells characters that no one types; what a paste brings along
// (tabs, line ends) counts as space.
func isControl(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }

func validPoint(p orb.Point) bool {
	return math.Abs(p.Lon()) <= 180 && math.Abs(p.Lat()) <= 90
}

func validBox(b orb.Bound) bool {
	return validPoint(b.Min) && validPoint(b.Max) && b.Min.Lon() <= b.Max.Lon() && b.Min.Lat() <= b.Max.Lat()
}

// trimCode takes the closing zeros off a division code of 6, 9 or 12 digits:
// 330881000000 and 330881 are one county, 330800 is the city 3308.
func trimCode(c string) string {
	for _, level := range []struct {
		length int
		zeros  string
	}{{12, "000"}, {9, "000"}, {6, "00"}, {4, "00"}} {
		if len(c) == level.length {
			c = strings.TrimSuffix(c, level.zeros)
		}
	}
	return c
}

// digest tells queries apart whose cursors must not be mixed.
func digest(q *Query) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q %q %q %t %t", q.Text, q.Class, q.Division, q.IncludeInternal, q.Suggest)
	if q.BBox != nil {
		fmt.Fprintf(h, " in %v", *q.BBox)
	}
	if q.Near != nil {
		fmt.Fprintf(h, " near %v", *q.Near)
	}
	return h.Sum64()
}
