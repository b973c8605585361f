package api

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"diming/boundaries"
	"diming/internal/version"
)

// Errors of parameters, for the table of problems.
var (
	errBadDate   = errors.New("bad date")
	errBadFilter = errors.New("bad filter")
)

// AsOfParams is the point on both time axes that every read takes.
type AsOfParams struct {
	AsOf     string `query:"as_of" doc:"What was so in law on this day (YYYY-MM-DD); today if absent." maxLength:"10"`
	Recorded string `query:"recorded" doc:"What the register believed at this moment (RFC 3339); now if absent." maxLength:"40"`
}

// reader is what a request without a log-in may see.
func (p AsOfParams) reader() (boundaries.Reader, error) {
	var r boundaries.Reader
	if p.AsOf != "" {
		day, err := version.ParseDate(p.AsOf)
		if err != nil {
			return r, fmt.Errorf("%w: %w", errBadDate, err)
		}
		if day.IsZero() { // which would mean today
			return r, errBadDate
		}
		r.AsOf.Valid = day
	}
	if p.Recorded != "" {
		at, err := time.Parse(time.RFC3339, p.Recorded)
		if err != nil {
			return r, fmt.Errorf("%w: %w", errBadDate, err)
		}
		if at.IsZero() { // which would mean now
			return r, errBadDate
		}
		r.AsOf.Recorded = at
	}
	return r, nil
}

// isCode tells whether text can be a code or the beginning of one.
func isCode(text string) bool { return strings.Trim(text, "0123456789") == "" }

// numbers reads n comma-separated finite numbers.
func numbers(text string, n int) ([]float64, error) {
	parts := strings.Split(text, ",")
	if len(parts) != n {
		return nil, fmt.Errorf("%w: %d numbers are needed", errBadFilter, n)
	}
	all := make([]float64, n)
	for i, part := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("%w: %q is not a number", errBadFilter, part)
		}
		all[i] = v
	}
	return all, nil
}

// pointOf reads lon,lat; nil when absent.
func pointOf(text string) (*orb.Point, error) {
	if text == "" {
		return nil, nil
	}
	v, err := numbers(text, 2)
	if err != nil {
		return nil, err
	}
	return checkPoint(v[0], v[1])
}

// checkPoint refuses what lies outside the globe.
func checkPoint(lon, lat float64) (*orb.Point, error) {
	if !(math.Abs(lon) <= 180 && math.Abs(lat) <= 90) {
		return nil, fmt.Errorf("%w: no such position", errBadFilter)
	}
	return &orb.Point{lon, lat}, nil
}

// boxOf reads west,south,east,north; nil when absent.
func boxOf(text string) (*orb.Bound, error) {
	if text == "" {
		return nil, nil
	}
	v, err := numbers(text, 4)
	if err != nil {
		return nil, err
	}
	return &orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}, nil
}
