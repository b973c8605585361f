package importers

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"diming/gazetteer"
	"diming/importers/coordinate"
)

// featureClasses are the classes of GB/T 18521 that a GeoNames feature code
// of a populated place stands for: seats of government and towns are urban
// settlements, a section of one an area 区片, the rest rural settlements.
var featureClasses = map[string]string{
	"PPLC": "22100", "PPLA": "22100", "PPLA2": "22100", "PPLA3": "22100", "PPLA4": "22100", "PPLA5": "22100", "PPLG": "22100",
	"PPLX": "21770", "PPL": "22200", "PPLF": "22200", "PPLL": "22200", "PPLS": "22200", "PPLR": "22200", "STLMT": "22200", "PPLCH": "22100",
	"ADM1": "21200", "ADM2": "21300", "ADM3": "21400", "ADM4": "21500",
}

// gone are the feature codes of places that are abandoned, historical or
// destroyed; taken in, they would stand among those of today.
var gone = map[string]bool{"PPLQ": true, "PPLH": true, "PPLW": true}

// placeOf turns a row into what the store takes, or refuses it on r.
func (c *converter) placeOf(r *row) gazetteer.Row {
	p := gazetteer.Row{
		Number:      r.number,
		Names:       names(r, c.m),
		Class:       c.class(r),
		Division:    r.values[fieldDivision],
		ElevationM:  r.values[fieldElevation],
		PlaceCode:   r.values[fieldPlaceCode],
		Meaning:     r.values[fieldMeaning],
		Origin:      r.values[fieldOrigin],
		History:     r.values[fieldHistory],
		Description: r.values[fieldDescription],
		Heritage:    r.values[fieldHeritage],
	}
	p.ClassAssumed = r.values[fieldClass] == "" && r.values[fieldClassName] == "" && r.values[fieldFeatureCode] == ""
	p.Location = c.point(r)
	if p.Location != nil && r.crs.approximate() {
		p.GivenPosition = c.given(r, *p.Location)
	}
	if reason := checkText(p.Division, false); reason != "" {
		r.refuse(c.m.name(fieldDivision), p.Division, reason)
	} else if number(p.Division) && !digits(p.Division, 2, 12) {
		r.refuse(c.m.name(fieldDivision), p.Division, "行政区划代码应为 2 至 12 位数字 / a division code has 2 to 12 digits")
	}
	if p.PlaceCode != "" && !digits(p.PlaceCode, 20, 20) {
		r.refuse(c.m.name(fieldPlaceCode), p.PlaceCode, "地名代码应为 20 位数字 / a place code has 20 digits")
	}
	if p.ElevationM != "" && !elevation.MatchString(p.ElevationM) {
		r.refuse(c.m.name(fieldElevation), p.ElevationM, coordinate.ErrNotNumber.Error())
	}
	for _, f := range []field{fieldMeaning, fieldOrigin, fieldHistory, fieldDescription, fieldHeritage} {
		if reason := checkText(r.values[f], true); reason != "" {
			r.refuse(c.m.name(f), r.values[f], reason)
		}
	}
	p.Key = c.keyOf(r, p)
	p.Digest = digestOf(p, c.visibility)
	c.settle(r, &p)
	p.Decision = c.decision(r, p.Key)
	return p
}

var elevation = regexp.MustCompile(`^-?[0-9]{1,5}(\.[0-9]{1,4})?$`)

// class finds the class code: given, else by the class's name, else by the
// GeoNames feature code, else the import's default.
func (c *converter) class(r *row) string {
	code, name, feature := r.values[fieldClass], r.values[fieldClassName], r.values[fieldFeatureCode]
	switch {
	case code != "":
		if byName := c.classes[code]; byName != "" {
			return byName
		}
		if !digits(code, 5, 5) {
			r.refuse(c.m.name(fieldClass), code, "类别代码应为 5 位数字 / a class code has 5 digits")
		}
		return code
	case name != "":
		if code = c.classes[name]; code == "" {
			r.refuse(c.m.name(fieldClassName), name, "类别名称不认识，请给出类别代码 / class name not known: give the class code")
		}
		return code
	case gone[feature]:
		r.refuse(c.m.name(fieldFeatureCode), feature, "已废弃、已毁或历史上的地点，不作今日地名导入 / abandoned, destroyed or historical: not taken in as a place of today")
		return ""
	case feature != "":
		if code = featureClasses[feature]; code == "" {
			r.refuse(c.m.name(fieldFeatureCode), feature, "没有与之对应的地名类别 / no class answers to this feature code")
		}
		return code
	case c.defaultClass == "":
		r.refuse(c.m.name(fieldClass), "", "类别代码为空 / the class code is empty")
	}
	return c.defaultClass
}

// point is the position of a place, from columns or from the geometry.
func (c *converter) point(r *row) *orb.Point {
	switch g := r.geometry.(type) {
	case nil:
		return c.location(r)
	case orb.Point:
		return c.doubt(r, fieldLon, g)
	default:
		r.refuse("geometry", g.GeoJSONType(), "地名要用点 / a place needs a Point")
		return nil
	}
}

func positionText(p orb.Point) string {
	return strconv.FormatFloat(p[0], 'g', -1, 64) + " " + strconv.FormatFloat(p[1], 'g', -1, 64)
}

// given is the position as the file states it, kept when it is transformed.
func (c *converter) given(r *row, p orb.Point) string {
	position := positionText(p)
	if r.geometry == nil {
		position = strings.TrimSpace(r.values[fieldLon] + " " + r.values[fieldLat])
		if position == "" {
			position = r.values[fieldPosition]
		}
	}
	return r.crs.String() + " " + position
}

// keyOf is the source's own key. A row without one is known by its name,
// class, division and position, rounded to 5 decimals in the file's own
// reference system: change one of them and it is another place.
func (c *converter) keyOf(r *row, p gazetteer.Row) string {
	key, f := r.values[fieldKey], fieldKey
	if key == "" {
		key, f = p.PlaceCode, fieldPlaceCode
	}
	if key == "" {
		position := ""
		if p.Location != nil {
			position = strconv.FormatFloat(p.Location[0], 'f', 5, 64) + " " + strconv.FormatFloat(p.Location[1], 'f', 5, 64)
		}
		d := digest{}
		d.add(p.Names[0].Text, p.Class, p.Division, position)
		sum := d.sum()
		return hex.EncodeToString(sum[:])
	}
	if n := utf8.RuneCountInString(key); n > maxKeyRunes {
		r.refuse(c.m.name(f), key, "代码过长 / the key is too long")
	} else if reason := checkText(key, false); reason != "" {
		r.refuse(c.m.name(f), key, reason)
	}
	return key
}

// number reports whether s is a code rather than a name.
func number(s string) bool {
	return s != "" && strings.IndexFunc(s, func(c rune) bool { return !unicode.IsDigit(c) }) < 0
}

// keyField is the column that the key of a row came from.
func (c *converter) keyField(r *row, p gazetteer.Row) field {
	switch {
	case r.values[fieldKey] != "":
		return fieldKey
	case p.PlaceCode != "":
		return fieldPlaceCode
	}
	return fieldName
}

// A digest is taken of texts, each with its length, so that moving a
// character from one to the next changes it.
type digest struct{ buf []byte }

func (d *digest) add(texts ...string) {
	for _, s := range texts {
		d.buf = strconv.AppendInt(d.buf, int64(len(s)), 10)
		d.buf = append(append(d.buf, ':'), s...)
	}
}

func (d *digest) sum() [32]byte { return sha256.Sum256(d.buf) }

// digestOf is the digest of all that the store keeps of a row, and of the
// visibility, so that an import that makes a file public changes its rows.
// The position is the file's own, before any transformation.
func digestOf(p gazetteer.Row, visibility string) [32]byte {
	d := digest{buf: make([]byte, 0, 512)}
	d.add("place 1", visibility, p.Key, p.Class, p.Division, p.ElevationM, p.GivenPosition, p.PlaceCode,
		p.Meaning, p.Origin, p.History, p.Description, p.Heritage, p.Valid.String())
	if p.Location != nil {
		d.add(positionText(*p.Location))
	}
	for _, n := range p.Names {
		d.add(n.Text, n.Kind, n.Lang, n.Reading)
	}
	return d.sum()
}
