package naming

import "strings"

// The groups of classes whose names must differ from one another.
const (
	GroupDivision   = "division"   // provinces to counties
	GroupTownship   = "township"   // 乡 镇 街道
	GroupVillage    = "village"    // seats of village and residents' committees
	GroupStreet     = "street"     // 街路巷
	GroupEstate     = "estate"     // 住宅区、楼宇
	GroupSettlement = "settlement" // natural villages
	GroupNatural    = "natural"    // 自然地理实体
	GroupFacility   = "facility"
)

// groupOf gives the group by the begin of a class code of GB/T 18521, the
// longest begin first. Fields that are no unit of a division (217: 开发区,
// 农场 …) and what is not listed are compared as facilities are.
var groupOf = []struct{ prefix, group string }{
	{"211", GroupDivision}, {"212", GroupDivision}, {"213", GroupDivision}, {"214", GroupDivision},
	{"215", GroupTownship},
	{"216", GroupVillage},
	{"221", GroupEstate}, {"261", GroupEstate},
	{"222", GroupSettlement}, {"223", GroupSettlement}, {"224", GroupSettlement},
	{"235", GroupStreet},
	{"1", GroupNatural},
	{"2", GroupFacility},
}

// Group gives the group of a class; "" where the code is none of GB/T 18521.
func Group(class string) string {
	if len(class) != 5 {
		return ""
	}
	for _, g := range groupOf {
		if strings.HasPrefix(class, g.prefix) {
			return g.group
		}
	}
	return ""
}
