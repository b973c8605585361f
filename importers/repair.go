package importers

import (
	"fmt"
	"math"
)

// A Repair is an invalid area that was made valid, as was asked.
type Repair struct {
	Row          int     `json:"row"`
	Line         int64   `json:"line,omitempty"`
	Reason       string  `json:"reason"` // what was wrong
	Lon          float64 `json:"lon"`    // and where, CGCS2000
	Lat          float64 `json:"lat"`
	AreaBeforeM2 float64 `json:"area_before_m2"`
	AreaAfterM2  float64 `json:"area_after_m2"`
}

// RepairShare is by how much of its area a repair may change it. What changes
// more is another area than was drawn: a person must say which was meant.
const RepairShare = 0.01

// faults are the words for what PostGIS finds wrong with an area.
var faults = map[string]string{
	"Self-intersection":                    "边界自相交",
	"Ring Self-intersection":               "环在一点上自相触",
	"Hole lies outside shell":              "洞在外环之外",
	"Holes are nested":                     "洞中套洞",
	"Interior is disconnected":             "内部不连通",
	"Nested shells":                        "外环互相套叠",
	"Duplicate Rings":                      "环重复",
	"Too few points in geometry component": "环的点数过少",
	"Invalid Coordinate":                   "坐标无效",
	"Ring is not closed":                   "环没有闭合",
}

// fault says in words what is wrong with an area and where.
func (a looked) fault() string {
	chinese := faults[a.reason]
	if chinese == "" {
		chinese = a.reason
	}
	if a.lon == nil || a.lat == nil {
		return fmt.Sprintf("%s / %s", chinese, a.reason)
	}
	return fmt.Sprintf("%s，在经度 %.6f 纬度 %.6f / %s at %.6f %.6f", chinese, *a.lon, *a.lat, a.reason, *a.lon, *a.lat)
}

// mended reports whether an invalid area was repaired; otherwise its row is
// refused with what is wrong and where.
func (p placing) mended(a looked) bool {
	if a.before == nil {
		p.refuse("面无效 / invalid：" + a.fault())
		return false
	}
	if a.shape == nil || a.after == nil || *a.after == 0 {
		p.refuse("面无效，修复后没有面积，不能修复 / invalid, and nothing is left when repaired：" + a.fault())
		return false
	}
	if change := math.Abs(*a.after-*a.before) / max(*a.before, *a.after); change > RepairShare {
		p.refuse(fmt.Sprintf("面无效，修复会使面积由 %.0f 变为 %.0f 平方米，超过 %.0f %%，不能自动修复 / invalid; a repair would change its area by more than %.0f %%：%s",
			*a.before, *a.after, 100*RepairShare, 100*RepairShare, a.fault()))
		return false
	}
	r := Repair{Row: p.row.number, Line: p.row.line, Reason: a.fault(), AreaBeforeM2: *a.before, AreaAfterM2: *a.after}
	if a.lon != nil && a.lat != nil {
		r.Lon, r.Lat = *a.lon, *a.lat
	}
	p.row.repair = &r
	return true
}
