package importers

import (
	"errors"
	"math"
	"regexp"
	"strconv"

	"github.com/paulmach/orb"
)

const (
	swapped    = "经纬度可能颠倒 / longitude and latitude may be swapped"
	outOfRange = "超出经纬度范围 / outside the range of longitude and latitude"
)

// checkLonLat refuses what is no position on earth. A latitude that would be
// a longitude of China, with a longitude that would be its latitude, is
// named first, since it is the usual mistake.
func checkLonLat(p orb.Point) string {
	lon, lat := p[0], p[1]
	switch {
	case lat >= 73 && lat <= 136 && lon >= 0 && lon <= 55:
		return swapped
	case !(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90):
		return outOfRange
	}
	return ""
}

// location reads the coordinates of a table's row, in the file's own
// reference system, or nil when it gives none.
func location(r *row, m *mapping, projected bool) *orb.Point {
	x, y := r.values[fieldLon], r.values[fieldLat]
	if x == "" && y == "" {
		return nil
	}
	var p orb.Point
	for i, f := range []field{fieldLon, fieldLat} {
		value := r.values[f]
		if value == "" {
			r.refuse(m.name(f), "", "坐标只有一半 / half of the position is missing")
			return nil
		}
		v, err := parseCoordinate(value, projected)
		if err != nil {
			r.refuse(m.name(f), value, err.Error())
			return nil
		}
		p[i] = v
	}
	if projected {
		return &p
	}
	if reason := checkLonLat(p); reason != "" {
		f := fieldLon
		if p[0] >= -180 && p[0] <= 180 {
			f = fieldLat
		}
		r.refuse(m.name(f), r.values[f], reason)
	}
	return &p
}

var (
	errNotNumber = errors.New("不是数字 / not a number")
	decimal      = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$`)
	sexagesimal  = regexp.MustCompile(`^([0-9]{1,3})[°度]([0-5]?[0-9])[′'’分]([0-5]?[0-9](?:\.[0-9]+)?)[″"”秒]$`)
)

// parseCoordinate reads a decimal number or, for degrees, the form
// 118°37′12.5″ of the census forms.
func parseCoordinate(s string, projected bool) (float64, error) {
	if decimal.MatchString(s) {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsInf(v, 0) {
			return 0, errNotNumber
		}
		return v, nil
	}
	part := sexagesimal.FindStringSubmatch(s)
	if part == nil || projected {
		return 0, errNotNumber
	}
	var v [3]float64
	for i := range v {
		v[i], _ = strconv.ParseFloat(part[i+1], 64) // the pattern admits numbers only
	}
	return v[0] + v[1]/60 + v[2]/3600, nil
}
