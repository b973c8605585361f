package gazetteer

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/gazetteer/pinyin"
)

// A reach says how near, in metres, two places of a class and of one name
// are the same without doubt, and how far apart they may be and still be.
type reach struct{ sure, far float64 }

// reaches go by the beginning of the class code, the longest first. What is
// large has a position that is anybody's choice.
var reaches = []struct {
	class string
	reach
}{
	{"212", reach{20_000, 300_000}}, {"213", reach{10_000, 100_000}}, {"214", reach{5_000, 60_000}}, {"215", reach{2_000, 20_000}},
	{"216", reach{500, 5_000}}, {"21", reach{300, 3_000}},
	{"22", reach{300, 2_000}},
	{"232", reach{500, 20_000}}, {"233", reach{500, 20_000}}, {"2351", reach{200, 2_000}},
	{"11", reach{1_000, 20_000}}, {"12", reach{500, 10_000}}, {"13", reach{500, 5_000}}, {"1", reach{500, 10_000}},
	{"26", reach{100, 500}}, {"27", reach{100, 1_000}}, {"", reach{200, 2_000}},
}

func reachOf(class string) reach {
	for _, r := range reaches {
		if len(class) >= len(r.class) && class[:len(r.class)] == r.class {
			return r.reach
		}
	}
	return reach{}
}

// classGroup is what classes must share for two places to be one: villages
// and communities change into one another, settlements are urban by one
// source and rural by the next, other classes count by their first three digits.
func classGroup(class string) string {
	switch {
	case class == "21610" || class == "21620":
		return "village"
	case class == "22100" || class == "22200":
		return "settlement"
	}
	return class[:min(len(class), 3)]
}

// A candidate is a place of the register that a row may be about.
type candidate struct {
	place    uuid.UUID
	class    string
	code     string // 地名代码
	name     string // standard
	stem     string // of the name
	others   []string
	location *orb.Point
	within   *uuid.UUID
	division string
	source   string
}

// tooFar tells at little cost that a candidate is no place that a row may be
// about: out of reach of its class, and of another code.
func (c *candidate) tooFar(r *loadedRow) bool {
	if c.location == nil || r.Location == nil || r.PlaceCode != "" && r.PlaceCode == c.code {
		return false
	}
	const perDegree = 110_000 // metres of latitude, at least
	far := max(reachOf(r.Class).far, knownM)
	return math.Abs(c.location[1]-r.Location[1])*perDegree > far ||
		math.Abs(c.location[0]-r.Location[0])*perDegree*math.Cos(r.Location[1]*math.Pi/180) > 1.01*far
}

// likeness is what a row and a candidate have in common.
type likeness struct {
	name, other, specific, code bool
	codesDiffer                 bool
	group                       bool
	distance                    *float64
	nested, apart               bool // the divisions: one in the other, or not; neither when not known
}

// likenessOf compares a row with a candidate; of their divisions l knows.
func (l *placeLoad) likenessOf(r *loadedRow, c *candidate) likeness {
	text := r.Names[0].Text
	is := likeness{
		name:        claimKey(text) == claimKey(c.name),
		code:        r.PlaceCode != "" && r.PlaceCode == c.code,
		codesDiffer: r.PlaceCode != "" && c.code != "" && r.PlaceCode != c.code,
		group:       classGroup(r.Class) == classGroup(c.class),
		distance:    distanceM(r.Location, c.location),
	}
	is.other = !is.name && (slices.Contains(c.others, text) || slices.ContainsFunc(r.Names[1:], func(n RowName) bool { return n.Text == c.name }))
	is.specific = c.stem != "" && is.group && stem(text, r.Class) == c.stem
	if r.at.within != nil && c.within != nil {
		is.nested = nested(l.above.of(*c.within), r.at)
		is.apart = !is.nested
	}
	return is
}

// endings are the generic parts that a settlement has by one source and has
// not by the next; to the rules of spelling they are part of its specific part.
var endings = []string{"自然村", "村", "庄", "屯"}

// stem is a name without its generic part.
func stem(name, class string) string {
	specific, _ := pinyin.Split(name, class)
	if classGroup(class) != "settlement" {
		return specific
	}
	for _, end := range endings {
		if cut, ok := strings.CutSuffix(specific, end); ok && utf8.RuneCountInString(cut) > 1 {
			return cut
		}
	}
	return specific
}

// kindred are the other texts under which a place of the same stem may stand.
func kindred(name, class string) []string {
	if classGroup(class) != "settlement" {
		return nil
	}
	root := stem(name, class)
	all := []string{root}
	for _, end := range endings {
		all = append(all, root+end)
	}
	return slices.DeleteFunc(all, func(s string) bool { return s == name })
}

// A verdict on a row and a candidate.
type verdict int

const (
	different verdict = iota
	doubtful
	same
)

// verdict weighs a likeness for a place of a class, and says why.
func (is likeness) verdict(class string) (verdict, string) {
	reach := reachOf(class)
	switch {
	case is.code && (is.name || is.other || is.specific):
		return same, ""
	case is.code:
		return doubtful, "地名代码相同，名称不同 / the same place code, another name"
	case !is.group || !(is.name || is.other || is.specific):
		return different, ""
	case is.distance == nil:
		return is.unplaced(class)
	case *is.distance > reach.far:
		return different, ""
	case is.codesDiffer && !(is.name && *is.distance <= reach.sure):
		return different, ""
	case is.codesDiffer:
		return doubtful, "同名同地，地名代码不同 / the same name and place, another place code"
	case is.name && *is.distance <= reach.sure && is.apart:
		return doubtful, "同名同地，所在行政区不同 / the same name and place, another division"
	case is.name && *is.distance <= reach.sure:
		return same, ""
	case is.name:
		return doubtful, fmt.Sprintf("同名，相距超过 %.0f 米 / the same name, more than %.0f m apart", reach.sure, reach.sure)
	case is.other:
		return doubtful, "一处的名称是另一处的别名或曾用名 / the name of one is another name of the other"
	case *is.distance <= reach.sure:
		return doubtful, "专名相同，通名不同 / the same specific part, another generic part"
	}
	return different, ""
}

// unplaced is the verdict where one of the two has no position.
func (is likeness) unplaced(class string) (verdict, string) {
	_, once := claimRules[class]
	switch {
	case !is.nested || !is.name || is.codesDiffer:
		return different, ""
	case once:
		return same, ""
	}
	return doubtful, "同名，同在一个行政区，位置不详 / the same name in the same division, a position is not known"
}
