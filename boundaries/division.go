// Package boundaries keeps the administrative divisions 行政区划: their
// versions in two times, the events that change them, who carries on from
// whom, and where they lie.
package boundaries

import (
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/paulmach/orb"

	"diming/internal/version"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound  = errors.New("division not found")
	ErrWithdrawn = errors.New("division was withdrawn from the register")
)

// A Level is the tier of a division.
type Level int

// The five levels.
const (
	Province   Level = 1 + iota // 省级
	Prefecture                  // 地级
	County                      // 县级
	Township                    // 乡级
	Village                     // 村级: administrative village or community
)

// The code systems of code tables.
const (
	NBS    = "nbs" // 统计用区划代码: 2, 4, 6, 9, 12 digits
	Taiwan = "tw"  // codes of the open data of Hualien: 5, 8, 11 digits
)

// lengths of codes by level, for each code system.
var codeLengths = map[string]map[Level]int{
	NBS:    {Province: 2, Prefecture: 4, County: 6, Township: 9, Village: 12},
	Taiwan: {County: 5, Township: 8, Village: 11},
}

// LevelOf tells the level of a code by its length.
func LevelOf(system, code string) (Level, error) {
	for level, n := range codeLengths[system] {
		if n == len(code) {
			return level, nil
		}
	}
	return 0, fmt.Errorf("code %q: no code of system %q has %d digits", code, system, len(code))
}

// ParentCodes gives the codes that may hold code, nearest first.
func ParentCodes(system, code string) []string {
	var parents []string
	for level := Village; level >= Province; level-- {
		if n := codeLengths[system][level]; n > 0 && n < len(code) {
			parents = append(parents, code[:n])
		}
	}
	return parents
}

// CountyOf is the county part of a code, by which large tables are divided.
func CountyOf(system, code string) string {
	return code[:min(len(code), codeLengths[system][County])]
}

// A Division is one version of a division.
type Division struct {
	ID         uuid.UUID
	System     string
	Code       string
	Name       string // as the code table has it
	Level      Level
	Type       string // kind of unit: 街道, 镇, 乡, 村, 社区 …; "" where the level says all
	Parent     *uuid.UUID
	Seat       *orb.Point // CGCS2000; nil where not known
	HasArea    bool
	AreaSource string
	AreaBasis  string // says synthetic where it is
	Visibility string
	Source     string
	Valid      version.Span
}
