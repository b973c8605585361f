package main

import (
	"fmt"
	"strings"

	"diming/gazetteer"
	"diming/importers"
)

// printSuspicions says what looks wrong with the coordinates and what helps.
func printSuspicions(all []importers.Suspicion) {
	for _, s := range all {
		rows := make([]string, 0, len(s.Rows))
		for _, row := range s.Rows[:min(len(s.Rows), printed)] {
			rows = append(rows, fmt.Sprint(row))
		}
		where := ""
		if len(rows) > 0 {
			where = "（数据第 " + strings.Join(rows, "、") + " 行"
			if s.Count > len(rows) {
				where += " 等"
			}
			where += "）"
		}
		fmt.Printf("  可疑 %d 行：%s%s\n", s.Count, s.What, where)
		if s.Remedy != "" {
			fmt.Printf("    办法：%s\n", s.Remedy)
		}
	}
}

func repaired(r importers.Repair) string {
	return fmt.Sprintf("%s 经度 %.6f 纬度 %.6f %s，面积由 %.0f 变为 %.0f 平方米", at(r.Row, r.Line), r.Lon, r.Lat, r.Reason, r.AreaBeforeM2, r.AreaAfterM2)
}

func paired(p gazetteer.Pair) string {
	apart := "距离不详"
	if p.DistanceM != nil {
		apart = fmt.Sprintf("相距 %.0f 米", *p.DistanceM)
	}
	return fmt.Sprintf("%s %s 与登记中的 %s（%s）%s：%s", at(p.Row, p.Line), p.Name, p.Division+p.PlaceName, p.Place, apart, p.Why)
}
