//go:build ignore

// Command make writes the census workbook of docs/first-day.md: run it in its
// own folder with `go run make.go`. Every place in it is made up (示例).
package main

import (
	"fmt"
	"log"
	"time"

	"github.com/xuri/excelize/v2"
)

// file has 示例 in its name, so that nobody takes it for real.
const file = "示例-江山市地名普查登记表.xlsx"

const sheet = "登记表"

var groups = []struct {
	from, to, title string
}{{"A", "A", "序号"}, {"B", "E", "基本信息"}, {"F", "I", "位置"}, {"J", "L", "说明"}, {"M", "P", "登记"}}

var headings = []any{"序号", "标准名称", "别名", "类别代码", "罗马字母拼写", "东经", "北纬", "所在(跨)行政区", "高程(m)",
	"地名含义", "地名来历", "地理实体描述", "登记人", "登记时间", "密级", "备注"}

var towns = []string{"双塔街道", "虎山街道", "清湖街道", "上余镇", "四都镇", "贺村镇", "坛石镇", "大桥镇", "新塘边镇", "长台镇", "石门镇", "凤林镇", "峡口镇"}

var first = []string{"上", "下", "里", "外", "前", "后", "东", "西"}

var second = []string{"枫林", "石塘", "竹坞", "桐岭", "沙溪", "麻车", "樟树", "茶园"}

var kinds = []struct{ code, generic string }{{"22200", "村"}, {"22200", "自然村"}, {"13000", "山"}, {"12000", "溪"}, {"23600", "桥"}, {"23514", "路"}}

func main() {
	f := excelize.NewFile()
	defer f.Close()
	must(f.SetSheetName("Sheet1", "填表说明"))
	must(f.SetSheetRow("填表说明", "A1", &[]any{"填表说明（示例数据，地名均为虚构）"}))
	must(f.SetSheetRow("填表说明", "A2", &[]any{"一名一行；坐标系为 2000 国家大地坐标系。"}))
	_, err := f.NewSheet(sheet)
	must(err)
	must(f.SetSheetRow(sheet, "A1", &[]any{"江山市第二次全国地名普查登记表（示例）"}))
	must(f.MergeCell(sheet, "A1", "P1"))
	for _, g := range groups {
		must(f.SetCellValue(sheet, g.from+"2", g.title))
		if g.from == g.to {
			must(f.MergeCell(sheet, g.from+"2", g.to+"3"))
			continue
		}
		must(f.MergeCell(sheet, g.from+"2", g.to+"2"))
	}
	must(f.SetSheetRow(sheet, "A3", &headings))
	for i := range 60 {
		row := place(i)
		spoil(i, row)
		must(f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+4), &row))
	}
	must(f.SetSheetRow(sheet, "A65", &[]any{"合计", "60 条"}))
	must(f.SaveAs(file))
}

// place is a row as it should be.
func place(i int) []any {
	kind := kinds[i%len(kinds)]
	name := first[i%len(first)] + second[(i/len(first)+i)%len(second)] + kind.generic
	lon, lat := 118.40+float64(i%10)*0.035, 28.35+float64(i/10)*0.085
	return []any{i + 1, name, "", kind.code, "", lon, lat, towns[i%len(towns)], 80 + i*3,
		"以" + second[i%len(second)] + "得名", "据县志", "位于" + towns[i%len(towns)] + "境内", "登记员甲", time.Date(2016, 5, 1+i%28, 0, 0, 0, 0, time.UTC), "公开", ""}
}

// spoil makes of some rows what such tables hold.
func spoil(i int, row []any) {
	lon, lat := row[5].(float64), row[6].(float64)
	switch {
	case i%3 == 0:
		row[5], row[6] = degrees(lon, "°′″"), degrees(lat, "°′″")
	case i%7 == 1:
		row[5], row[6] = degrees(lon, "度分秒"), degrees(lat, "度分秒")
	case i%7 == 2:
		row[5], row[6] = fmt.Sprintf(" %.5f ", lon), fmt.Sprintf("%.5f", lat) // numbers as text
	}
	switch i {
	case 4:
		row[1] = "下枫林 村" // a space inside
	case 11:
		row[3] = "22999" // no such class
	case 17:
		row[3] = "２２２００" // full-width digits
	case 20:
		row[5], row[6] = row[6], row[5] // swapped
	case 26:
		row[7] = "不存在乡"
	case 31:
		row[1] = "" // no name
	case 34:
		row[1], row[3], row[7] = "上枫林村", "21610", "双塔街道" // the name of a village, twice in one county
	case 35:
		row[1], row[3], row[7] = "上枫林村", "21610", "虎山街道"
	case 38:
		row[14] = "内部"
	case 41:
		row[14] = "秘密"
	case 47:
		row[5] = "118°75′10″" // 75 minutes
	case 53:
		row[5], row[6] = 0, 0
	}
}

func degrees(v float64, marks string) string {
	d := int(v)
	m := int((v - float64(d)) * 60)
	s := ((v-float64(d))*60 - float64(m)) * 60
	r := []rune(marks)
	return fmt.Sprintf("%d%c%02d%c%04.1f%c", d, r[0], m, r[1], s, r[2])
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
