// Package coordinate reads coordinates as people write them: degrees,
// minutes and seconds in their many forms, decimals with a comma, both axes
// in one cell, survey coordinates with and without a zone; and the words by
// which a table names its reference system. What can be meant in one way only
// is read, everything else is refused with the reason.
package coordinate

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// An Axis is what a cell itself says of its direction.
type Axis int

// The axes.
const (
	Unsaid Axis = iota
	Lon
	Lat
)

// A Form is how a number is written.
type Form string

// The forms.
const (
	Decimal     Form = "decimal"     // 118.62
	Comma       Form = "comma"       // 118,62 or 512,345.60
	Sexagesimal Form = "sexagesimal" // 118°37′12.5″
	Packed      Form = "packed"      // 1183712.5
)

// A Reading is a number as read from a cell: degrees, or metres in a
// projected system.
type Reading struct {
	Value float64
	Axis  Axis
	Form  Form
}

// ErrNotNumber is of a cell that is none in any form known.
var ErrNotNumber = errors.New("不是数字 / not a number")

var (
	decimal   = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$`)
	withComma = regexp.MustCompile(`^[+-]?[0-9]{1,3},[0-9]+$`)
	grouped   = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)
	marked    = regexp.MustCompile(`^([+-]?)([0-9]{1,3}(?:\.[0-9]+)?)°(?:([0-9]{1,3}(?:\.[0-9]+)?)'?)?(?:([0-9]{1,3}(?:\.[0-9]+)?)"?)?$`)
	spaced    = regexp.MustCompile(`^([+-]?)([0-9]{1,3})(?:-([0-9]{1,2})-|:([0-9]{1,2}):| ([0-9]{1,2}) )([0-9]{1,3}(?:\.[0-9]+)?)$`)
	twoParts  = regexp.MustCompile(`^[0-9]{1,3}[-: ][0-9]{1,2}(\.[0-9]+)?$`)
)

// Degrees reads one cell of longitude or latitude.
func Degrees(cell string) (Reading, error) {
	if plain(cell) {
		v, err := number(cell)
		return Reading{Value: v, Form: Decimal}, err
	}
	s, axis, negative := direction(normal(cell))
	r, err := degrees(s)
	if err != nil {
		return Reading{}, err
	}
	if negative {
		r.Value = -r.Value
	}
	r.Axis = axis
	return r, nil
}

func degrees(s string) (Reading, error) {
	switch {
	case decimal.MatchString(s):
		v, err := number(s)
		return Reading{Value: v, Form: Decimal}, err
	case withComma.MatchString(s):
		v, err := number(strings.Replace(s, ",", ".", 1))
		return Reading{Value: v, Form: Comma}, err
	case twoParts.MatchString(s):
		return Reading{}, errors.New("只有两段，分不清是度分还是范围 / two parts: degrees and minutes, or a range")
	}
	if p := spaced.FindStringSubmatch(s); p != nil {
		return sexagesimal(p[1], p[2], p[3]+p[4]+p[5], p[6])
	}
	if p := marked.FindStringSubmatch(strings.ReplaceAll(s, ",", ".")); p != nil {
		return sexagesimal(p[1], p[2], p[3], p[4])
	}
	return Reading{}, ErrNotNumber
}

// sexagesimal puts degrees, minutes and seconds together. Only the last part
// may have decimals.
func sexagesimal(sign, deg, minutes, seconds string) (Reading, error) {
	if minutes != "" && strings.Contains(deg, ".") || seconds != "" && (minutes == "" || strings.Contains(minutes, ".")) {
		return Reading{}, errors.New("度分秒的前段有小数 / a part before the last has decimals")
	}
	var v float64
	for i, part := range []string{deg, minutes, seconds} {
		if part == "" {
			continue
		}
		n, err := number(part)
		if err != nil {
			return Reading{}, err
		}
		if i > 0 && n >= 60 {
			return Reading{}, fmt.Errorf("%s为 %s，应小于 60 / %s not below 60", [...]string{"", "分", "秒"}[i], part, [...]string{"", "minutes", "seconds"}[i])
		}
		v += n / math.Pow(60, float64(i))
	}
	if sign == "-" {
		v = -v
	}
	return Reading{Value: v, Form: Sexagesimal}, nil
}

// Metres reads one cell of a projected system.
func Metres(cell string) (Reading, error) {
	if plain(cell) {
		v, err := number(cell)
		return Reading{Value: v, Form: Decimal}, err
	}
	s := strings.TrimSuffix(strings.TrimSuffix(normal(cell), "m"), "米")
	switch {
	case decimal.MatchString(s):
		v, err := number(s)
		return Reading{Value: v, Form: Decimal}, err
	case grouped.MatchString(s):
		v, err := number(strings.ReplaceAll(s, ",", ""))
		if err == nil && v < leastEasting {
			err = errors.New("逗号可能是小数点，也可能是千位分隔 / the comma may be a decimal one or part thousands")
		}
		return Reading{Value: v, Form: Comma}, err
	}
	return Reading{}, ErrNotNumber
}

// plain reports whether a cell is an unsigned decimal number as it stands, as
// almost all are.
func plain(s string) bool {
	point := false
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
		case c == '.' && !point && i > 0 && i < len(s)-1:
			point = true
		default:
			return false
		}
	}
	return s != ""
}

func number(s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, ErrNotNumber
	}
	return v, nil
}

// Unpack reads 1183712.5, 284512 as degrees, minutes and seconds run
// together. It takes both axes, as only together they cannot mean survey
// coordinates: no northing of the country is below 1,900,000 m.
func Unpack(lon, lat Reading) (Reading, Reading, bool) {
	x, okX := unpack(lon, 73, 136)
	y, okY := unpack(lat, 3, 54)
	if !okX || !okY {
		return lon, lat, false
	}
	return x, y, true
}

func unpack(r Reading, least, most float64) (Reading, bool) {
	if r.Form != Decimal || r.Value < least*10000 || r.Value >= (most+1)*10000 {
		return r, false
	}
	whole := math.Floor(r.Value)
	deg, minutes := math.Floor(whole/10000), math.Mod(math.Floor(whole/100), 100)
	seconds := math.Mod(whole, 100) + (r.Value - whole)
	if minutes >= 60 || seconds >= 60 {
		return r, false
	}
	r.Value, r.Form = deg+minutes/60+seconds/3600, Packed
	return r, true
}
