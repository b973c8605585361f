package importers

import (
	"regexp"
	"strconv"
	"strings"
)

// How the field of a column was come by.
const (
	GuessGiven     = "given"     // a person or a saved mapping says so
	GuessHeading   = "heading"   // the heading is known
	GuessSample    = "sample"    // the heading is not known, what stands below it is
	GuessAmbiguous = "ambiguous" // the heading says one thing, what stands below it another
	GuessSecond    = "second"    // another column fills the field better
	GuessUnknown   = "unknown"   // neither is known: the column is not used
	GuessLeft      = "left"      // left out on purpose
)

// A Column is a heading with what it is taken to mean, for a person to see
// and correct.
type Column struct {
	Heading string   `json:"heading"`
	Field   string   `json:"field"` // "" where it is not used
	Guess   string   `json:"guess"`
	Note    string   `json:"note,omitempty"` // what there is to decide; Chinese / English
	Samples []string `json:"samples"`
}

// Guess says what each heading is taken to mean: what the mapping says, else
// what the heading is known for, else what its values look like. Columns of
// a file of rejected rows that are ours are not listed.
func Guess(kind Kind, headings []Heading, projected bool, given Mapping) []Column {
	m := newMapping(kind, projected)
	m.follow(given)
	names := make([]string, len(headings))
	for i, h := range headings {
		names[i] = h.Heading
	}
	fields := m.columns(names)
	held := map[field]bool{}
	for _, f := range fields {
		held[f] = true
	}
	columns := []Column{}
	for i, h := range headings {
		if fields[i].own() {
			continue
		}
		c := Column{Heading: h.Heading, Field: fieldCodes[fields[i]], Samples: h.Samples}
		m.judge(&c, h, fields[i], held)
		columns = append(columns, c)
	}
	return columns
}

func (m *mapping) judge(c *Column, h Heading, f field, held map[field]bool) {
	said, given := m.given[strings.TrimSpace(h.Heading)]
	like := m.looksLike(h.Samples)
	switch {
	case given && said == fieldNone:
		c.Guess = GuessLeft
	case given:
		c.Guess = GuessGiven
	case f == fieldNone && m.fieldOf(h.Heading) != fieldNone:
		c.Guess = GuessSecond
		c.Note = "另有一栏作" + m.subject.label(m.fieldOf(h.Heading))[0] + "，这一栏未用 / another column is used for " + m.subject.label(m.fieldOf(h.Heading))[1]
	case f == fieldNone && like != fieldNone && !held[like]:
		c.Guess, c.Field = GuessSample, fieldCodes[like]
		held[like] = true
		c.Note = "栏名不认识，内容像" + m.subject.label(like)[0] + " / heading not known, the values look like: " + m.subject.label(like)[1]
	case f == fieldNone:
		c.Guess = GuessUnknown
	case like != fieldNone && like != f && contradicts(f, like):
		c.Guess = GuessAmbiguous
		c.Note = "按栏名是" + m.subject.label(f)[0] + "，内容却像" + m.subject.label(like)[0] + "，请核对 / by its heading " + m.subject.label(f)[1] + ", by its values " + m.subject.label(like)[1]
	default:
		c.Guess = GuessHeading
	}
}

// contradicts tells whether values that look like one field make a heading of
// another doubtful: numbers and codes are told apart well, texts are not.
func contradicts(f, like field) bool {
	switch f {
	case fieldLon, fieldLat, fieldClass, fieldPlaceCode, fieldKey:
		return true
	case fieldDivision:
		return like != fieldCode
	}
	return like == fieldLon || like == fieldLat
}

var (
	divisionCode = regexp.MustCompile(`^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])([0-9]{4}|[0-9]{7}|[0-9]{10})$`)
	classCode    = regexp.MustCompile(`^[12][0-9]{4}$`)
	tonedLetters = regexp.MustCompile(`^[A-Za-zü'’ -]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][A-Za-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ'’ -]*$`)
)

// looksLike tells what the values of a column are, where all of them agree.
func (m *mapping) looksLike(samples []string) field {
	if len(samples) == 0 {
		return fieldNone
	}
	all := func(is func(string) bool) bool {
		for _, s := range samples {
			if !is(strings.TrimSpace(s)) {
				return false
			}
		}
		return true
	}
	switch {
	case all(divisionCode.MatchString):
		return m.subject.code
	case all(func(s string) bool { return digits(s, 20, 20) }):
		return m.subject.placeCode
	case all(classCode.MatchString):
		return m.subject.class
	case all(tonedLetters.MatchString):
		return m.subject.reading
	case all(degreesWithin(73, 136)):
		return fieldLon
	case all(degreesWithin(3, 54)):
		return fieldLat
	}
	return fieldNone
}

// degreesWithin tells numbers of degrees with enough decimals to be a position
// in China.
func degreesWithin(low, high float64) func(string) bool {
	return func(s string) bool {
		_, decimals, found := strings.Cut(s, ".")
		v, err := strconv.ParseFloat(s, 64)
		return err == nil && found && len(decimals) >= 3 && v >= low && v <= high
	}
}
