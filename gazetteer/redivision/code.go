package redivision

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"diming/boundaries"
)

// A codeRange is where the last digits of a code lie for a kind of unit.
type codeRange struct {
	level    boundaries.Level
	types    []string // as boundaries.TypeOf; "" is every other
	from, to int
	basis    string
}

// codeRanges are the ranges of the code rules.
var codeRanges = []codeRange{
	{boundaries.County, []string{"区"}, 1, 20, "GB/T 2260"},
	{boundaries.County, []string{"县", "自治县", "旗", "自治旗"}, 21, 80, "GB/T 2260"},
	{boundaries.County, []string{"市"}, 81, 99, "GB/T 2260"},
	{boundaries.Township, []string{"街道"}, 1, 99, "GB/T 10114"},
	{boundaries.Township, []string{"镇"}, 100, 199, "GB/T 10114"},
	{boundaries.Township, []string{"乡"}, 200, 399, "GB/T 10114"},
	{boundaries.Township, []string{""}, 400, 599, "GB/T 10114"},
	{boundaries.Village, []string{"社区", "居民委员会"}, 1, 199, "统计用区划代码编制规则"},
	{boundaries.Village, []string{"村"}, 200, 399, "统计用区划代码编制规则"},
	{boundaries.Village, []string{""}, 400, 599, "统计用区划代码编制规则"},
}

// rangeOf gives the range for a unit of a level and name.
func rangeOf(level boundaries.Level, name string) (codeRange, bool) {
	kind := boundaries.TypeOf(boundaries.StandardName(name))
	i := slices.IndexFunc(codeRanges, func(r codeRange) bool { return r.level == level && slices.Contains(r.types, kind) })
	if i < 0 {
		return codeRange{}, false
	}
	return codeRanges[i], true
}

func (r codeRange) holds(code string) bool {
	n, err := strconv.Atoi(code[len(code)-r.digits():])
	return err == nil && r.from <= n && n <= r.to
}

// digits is how many digits a code of the level has more than the one above.
func (r codeRange) digits() int {
	if r.level == boundaries.County {
		return 2
	}
	return 3
}

// codes assigns codes that nobody ever bore.
type codes struct{ used map[string]bool }

// next gives a new code under a parent's: the one after the last of the range,
// or where that is full the lowest that was never used; false when none is left.
func (c codes) next(parent string, r codeRange) (string, bool) {
	last := r.from - 1
	for code := range c.used {
		if len(code) == len(parent)+r.digits() && strings.HasPrefix(code, parent) && r.holds(code) {
			n, _ := strconv.Atoi(code[len(parent):])
			last = max(last, n)
		}
	}
	for _, span := range [][2]int{{last + 1, r.to}, {r.from, last}} {
		for n := span[0]; n <= span[1]; n++ {
			if code := fmt.Sprintf("%s%0*d", parent, r.digits(), n); c.take(code) {
				return code, true
			}
		}
	}
	return "", false
}

// keep gives the code with the same last digits under another parent; false
// where somebody bore it.
func (c codes) keep(parent, old string, r codeRange) (string, bool) {
	code := parent + old[len(old)-r.digits():]
	return code, c.take(code)
}

func (c codes) take(code string) bool {
	if c.used[code] {
		return false
	}
	c.used[code] = true
	return true
}
