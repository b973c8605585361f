package line

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"diming/boundaries/compass"
)

// A Named is a point on a line that its description names: a junction or a
// marker.
type Named struct {
	Name  string
	Point orb.Point // CGCS2000; on the line, or near it
}

// A Leg is a piece of a line that keeps to one of sixteen directions.
type Leg struct {
	From, To   string `json:",omitempty"` // names where the leg begins or ends at one
	Start, End orb.Point
	AzimuthDeg float64 // from true north, from start to end
	Word       string  // one of sixteen
	LengthM    float64 // along the line
}

// A Description is the course of a line in words 界线走向说明.
type Description struct {
	Legs    []Leg
	LengthM float64
	Text    string
}

// bendM is how far, in metres, a line may swing from a leg of its description
// before the description follows it.
const bendM = 60

// onLineM is how far off, in metres, a named point may lie and still be on the line.
const onLineM = 30

// Describe puts the course of a line into the prescribed words: from west to
// east, or from north to south where it is longer that way, from named point to
// named point, with the direction from true north in one of sixteen words and
// the length along the line in whole metres.
func Describe(g orb.MultiLineString, named []Named) Description {
	var d Description
	var texts []string
	for _, path := range Paths(g) {
		legs := legsOf(path, stopsOn(path, named))
		for _, l := range legs {
			d.LengthM += l.LengthM
		}
		d.Legs = append(d.Legs, legs...)
		texts = append(texts, wording(legs))
	}
	for i := range texts {
		if len(texts) > 1 {
			texts[i] = fmt.Sprintf("第%d段：%s", i+1, texts[i])
		}
	}
	d.Text = strings.Join(texts, "") + fmt.Sprintf("全长约%.0f米。", d.LengthM)
	return d
}

// Paths joins parts that meet end to end, each in the order in which lines are
// described: from west to east, or from north to south where it is longer that
// way. The geometry itself is left as it is.
func Paths(g orb.MultiLineString) []orb.LineString {
	left := make([]orb.LineString, len(g))
	for i, p := range g {
		left[i] = slices.Clone(p)
	}
	var all []orb.LineString
	for len(left) > 0 {
		path := left[0]
		left = left[1:]
		for grown := true; grown && path[0] != path[len(path)-1]; {
			grown = false
			for i, p := range left {
				if joined, ok := joinEnds(path, p); ok {
					path, left, grown = joined, slices.Delete(left, i, i+1), true
					break
				}
			}
		}
		all = append(all, directed(path))
	}
	slices.SortStableFunc(all, func(a, b orb.LineString) int {
		if a[0][0] != b[0][0] {
			return sign(a[0][0] - b[0][0])
		}
		return sign(b[0][1] - a[0][1])
	})
	return all
}

func sign(x float64) int {
	if x < 0 {
		return -1
	}
	return 1
}

func joinEnds(a, b orb.LineString) (orb.LineString, bool) {
	switch {
	case a[len(a)-1] == b[0]:
		return append(a, b[1:]...), true
	case a[len(a)-1] == b[len(b)-1]:
		return append(a, reversed(b)[1:]...), true
	case a[0] == b[len(b)-1]:
		return append(slices.Clone(b), a[1:]...), true
	case a[0] == b[0]:
		return append(reversed(b), a[1:]...), true
	}
	return a, false
}

// directed turns a path so that it runs from west to east, or from north to
// south where it reaches farther that way.
func directed(path orb.LineString) orb.LineString {
	from, to := path[0], path[len(path)-1]
	east, south := (to[0]-from[0])*math.Cos(from[1]*math.Pi/180), from[1]-to[1]
	if math.Abs(east) >= math.Abs(south) && east < 0 || math.Abs(east) < math.Abs(south) && south < 0 {
		return reversed(path)
	}
	return path
}

// A stop is a named point on a path.
type stop struct {
	name  string
	index int // of the vertex of the path
}

// stopsOn gives the named points on a path in its order, the ends always.
func stopsOn(path orb.LineString, named []Named) []stop {
	at := map[int]string{0: "起点", len(path) - 1: "终点"}
	for _, n := range named {
		best, off := -1, math.Inf(1)
		for i, p := range path {
			if _, d := compass.Azimuth(p, n.Point); d < off {
				best, off = i, d
			}
		}
		if off <= onLineM {
			at[best] = n.Name
		}
	}
	var all []stop
	for i := range path {
		if name, is := at[i]; is {
			all = append(all, stop{name, i})
		}
	}
	return all
}

// legsOf cuts a path at its stops and where it turns.
func legsOf(path orb.LineString, stops []stop) []Leg {
	var all []Leg
	for i := 1; i < len(stops); i++ {
		from, to := stops[i-1], stops[i]
		legs := legsBetween(path[from.index : to.index+1])
		legs[0].From, legs[len(legs)-1].To = from.name, to.name
		all = append(all, legs...)
	}
	return all
}

func legsBetween(path orb.LineString) []Leg {
	var legs []Leg
	for _, piece := range straight(path) {
		l := legOf(piece)
		if n := len(legs); n > 0 && legs[n-1].Word == l.Word {
			l.Start, l.LengthM = legs[n-1].Start, l.LengthM+legs[n-1].LengthM
			l.AzimuthDeg, _ = compass.Azimuth(l.Start, l.End)
			l.Word = compass.Word(l.AzimuthDeg)
			legs = legs[:n-1]
		}
		legs = append(legs, l)
	}
	return legs
}

func legOf(path orb.LineString) Leg {
	l := Leg{Start: path[0], End: path[len(path)-1], LengthM: along(path)}
	l.AzimuthDeg, _ = compass.Azimuth(l.Start, l.End)
	l.Word = compass.Word(l.AzimuthDeg)
	return l
}

// along is the length of a path in metres.
func along(path orb.LineString) float64 {
	sum := 0.0
	for i := 1; i < len(path); i++ {
		_, d := compass.Azimuth(path[i-1], path[i])
		sum += d
	}
	return sum
}

// straight cuts a path where it swings farther than bendM from the straight way
// (Douglas and Peucker).
func straight(path orb.LineString) []orb.LineString {
	far, at := 0.0, -1
	base, length := compass.Azimuth(path[0], path[len(path)-1])
	for i := 1; i < len(path)-1; i++ {
		az, d := compass.Azimuth(path[0], path[i])
		off := d
		if length > 0 {
			off = d * math.Abs(math.Sin((az-base)*math.Pi/180))
			if math.Cos((az-base)*math.Pi/180) < 0 || d > length {
				off = d
			}
		}
		if off > far {
			far, at = off, i
		}
	}
	if at < 0 || far <= bendM {
		return []orb.LineString{path}
	}
	return append(straight(path[:at+1]), straight(path[at:])...)
}

// wording puts legs into the words of a line description.
func wording(legs []Leg) string {
	var b strings.Builder
	for i, l := range legs {
		switch {
		case i == 0:
			b.WriteString("界线从" + l.From + "起，")
		case l.From != "":
			b.WriteString("从" + l.From + "起，")
		default:
			b.WriteString("再")
		}
		fmt.Fprintf(&b, "向%s方向行约%.0f米", l.Word, l.LengthM)
		if l.To != "" {
			b.WriteString("至" + l.To)
			b.WriteString(map[bool]string{true: "止。", false: "；"}[i == len(legs)-1])
		} else {
			b.WriteString("，")
		}
	}
	return b.String()
}

// A Disagreement is a place where a description says other than the geometry.
type Disagreement struct {
	Leg     int       // in the order of the text, from 1
	Said    string    // the words of the text
	At      orb.Point // where that leg begins
	Problem string    // Chinese
}

var (
	legWords   = regexp.MustCompile(`向\s*(北偏东北|北偏西北|东偏东北|东偏东南|南偏东南|南偏西南|西偏西南|西偏西北|东北|东南|西南|西北|东|南|西|北)\s*(?:方向)?[^，。；向至]{0,12}?约?\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*(米|m|千米|公里|km)`)
	placeWords = regexp.MustCompile(`(?:至|到)([^，。；、]+?)(?:止|处)?(?:[，。；、]|$)`)
)

// slackM is how far, in metres, a length in words may differ from the line's:
// rounding to ten metres, and a twentieth of it.
func slackM(lengthM float64) float64 { return 10 + lengthM/20 }

// Compare holds an existing description against the geometry: which of its legs
// says another direction or length. Places that it names and that are known are
// where its legs end; between them its lengths say where to look. ok is false
// where no direction with a length can be read in the text.
func Compare(text string, g orb.MultiLineString, named []Named) (found []Disagreement, ok bool) {
	said := legsSaid(text)
	if len(said) == 0 {
		return nil, false
	}
	paths := Paths(g)
	path := paths[0]
	if len(paths) > 1 {
		found = append(found, Disagreement{Problem: fmt.Sprintf("界线有 %d 段不相连，仅核对第一段", len(paths))})
	}
	if worse(said, path) > worse(said, reversed(path)) {
		path = reversed(path) // described from its other end
	}
	total, done := along(path), 0.0
	for i := 0; i < len(said); {
		j, sum := i, 0.0
		for j < len(said) {
			sum += said[j].lengthM
			j++
			if _, known := positionOf(path, named, said[j-1].to); known {
				break
			}
		}
		end := total
		if at, known := positionOf(path, named, said[j-1].to); known && at > done {
			end = at
		}
		found = append(found, compareLegs(said[i:j], i, path, done, end, sum)...)
		done, i = end, j
	}
	return found, true
}

// A saidLeg is a leg as a text has it.
type saidLeg struct {
	text, word, to string
	lengthM        float64
}

func legsSaid(text string) []saidLeg {
	var all []saidLeg
	at := legWords.FindAllStringSubmatchIndex(text, -1)
	for i, m := range at {
		rest := text[m[1]:]
		if i+1 < len(at) {
			rest = text[m[1]:at[i+1][0]]
		}
		length, err := strconv.ParseFloat(strings.ReplaceAll(text[m[4]:m[5]], ",", ""), 64)
		if err != nil {
			continue // the expression lets numbers through only
		}
		if unit := text[m[6]:m[7]]; unit != "米" && unit != "m" {
			length *= 1000
		}
		leg := saidLeg{text: text[m[0]:m[1]], word: text[m[2]:m[3]], lengthM: length}
		if place := placeWords.FindStringSubmatch(rest); place != nil {
			leg.to = strings.TrimSpace(place[1])
		}
		all = append(all, leg)
	}
	return all
}

// worse sums how far the said directions are from those of a path.
func worse(said []saidLeg, path orb.LineString) int {
	sum, total := 0.0, 0
	for _, l := range said {
		sum += l.lengthM
	}
	length, done := along(path), 0.0
	for _, l := range said {
		share := l.lengthM / sum * length
		az, _ := compass.Azimuth(pointAt(path, done), pointAt(path, done+share))
		total += compass.Off(compass.Sector(az), sectorOf(l.word))
		done += share
	}
	return total
}

func sectorOf(word string) int { return slices.Index(compass.Words[:], word) }

// compareLegs compares legs that run from one length along the path to another.
func compareLegs(said []saidLeg, first int, path orb.LineString, from, to, sum float64) []Disagreement {
	var found []Disagreement
	length := to - from
	if math.Abs(sum-length) > slackM(length) {
		found = append(found, Disagreement{first + 1, said[0].text, pointAt(path, from),
			fmt.Sprintf("说明称约%.0f米，界线量得%.0f米", sum, length)})
	}
	done := from
	for i, l := range said {
		share := l.lengthM / sum * length
		start, end := pointAt(path, done), pointAt(path, done+share)
		az, d := compass.Azimuth(start, end)
		if d > 1 && compass.Word(az) != l.word && !atEdge(az, l.word) {
			found = append(found, Disagreement{first + i + 1, l.text, start,
				fmt.Sprintf("说明称%s，界线为%s（%s）", l.word, compass.Word(az), compass.Text(az))})
		}
		done += share
	}
	return found
}

// atEdge tells whether an azimuth lies within a degree of a direction's edge:
// lengths in words are rounded, so that is no disagreement.
func atEdge(az float64, word string) bool {
	return compass.Word(az-1) == word || compass.Word(az+1) == word
}

// positionOf gives how far along the path a named point lies, in metres.
func positionOf(path orb.LineString, named []Named, name string) (float64, bool) {
	if name == "" {
		return 0, false
	}
	for _, n := range named {
		if n.Name != name {
			continue
		}
		best, off, at, done := 0.0, math.Inf(1), -1, 0.0
		for i, p := range path {
			if i > 0 {
				_, d := compass.Azimuth(path[i-1], p)
				done += d
			}
			if _, d := compass.Azimuth(p, n.Point); d < off {
				best, off, at = done, d, i
			}
		}
		return best, at >= 0 && off <= onLineM
	}
	return 0, false
}

// pointAt gives the point of a path at a length along it, in metres.
func pointAt(path orb.LineString, lengthM float64) orb.Point {
	for i := 1; i < len(path); i++ {
		_, d := compass.Azimuth(path[i-1], path[i])
		if lengthM <= d && d > 0 {
			t := max(0, lengthM/d)
			return orb.Point{path[i-1][0] + t*(path[i][0]-path[i-1][0]), path[i-1][1] + t*(path[i][1]-path[i-1][1])}
		}
		lengthM -= d
	}
	return path[len(path)-1]
}

// Ordered gives junctions in the order in which a line's description meets them.
func Ordered(g orb.MultiLineString, all []Junction) []Junction {
	at := map[orb.Point]int{}
	n := 0
	for _, path := range Paths(g) {
		for _, p := range path {
			n++
			if _, seen := at[p]; !seen {
				at[p] = n
			}
		}
	}
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b Junction) int { return at[a.Point] - at[b.Point] })
	return sorted
}
