package main

import (
	"fmt"
	"strings"

	"diming/gazetteer"
	"diming/importers"
)

// printed is how many of each list a report prints; --json has them all.
const printed = 10

var sourceFrom = map[string]string{
	importers.FromOption: "由 --source 指定", importers.FromFileName: "取自文件名", importers.FromRejectedFile: "取自拒绝行文件",
}

func printReport(r importers.Report) {
	fmt.Printf("%s：读 %d 行 = 新增 %d + 更新 %d + 未变 %d + 拒绝 %d（密级 %s，坐标系 %s）\n",
		r.File, r.Read, r.Accepted, r.Updated, r.Unchanged, r.Rejected, r.Classification, r.System)
	fmt.Printf("  来源“%s”（%s）\n", r.Source, sourceFrom[r.SourceFrom])
	if r.Layer != "" {
		fmt.Printf("  图层或工作表“%s”\n", r.Layer)
	}
	if r.Table != nil {
		fmt.Printf("  编码 %s\n", r.Table.Encoding)
	}
	if r.Table != nil && r.Table.Delimiter != "" {
		fmt.Printf("  分隔符 %q\n", r.Table.Delimiter)
	}
	if len(r.Unused) > 0 {
		fmt.Printf("  未用的列：%s\n", strings.Join(r.Unused, "、"))
	}
	printList("更新", r.Updated, r.Updates, changed)
	printList("另有决定，未采用来源的说法", len(r.Kept), r.Kept, changed)
	printList("请查看", len(r.Findings), r.Findings, found)
	printSuspicions(r.Suspicions)
	printList("修复的面", len(r.Repaired), r.Repaired, repaired)
	printList("收入时的说明", len(r.Remarks), r.Remarks, remarked)
	printList("请判定是否同一地名", r.PairCount, r.Pairs, paired)
	printRejections(r)
	if r.Run != "" {
		fmt.Printf("  导入编号 %s，可用 diming import undo 撤销 / can be undone\n", r.Run)
	}
	for _, note := range r.Notes {
		fmt.Println("  " + note)
	}
	if r.DryRun {
		fmt.Println("  试运行：什么都没有保存")
	}
}

func printList[T any](title string, count int, all []T, line func(T) string) {
	if len(all) == 0 {
		return
	}
	fmt.Printf("  %s %d 处：\n", title, count)
	for _, x := range all[:min(len(all), printed)] {
		fmt.Println("    " + line(x))
	}
	if count > printed {
		fmt.Println("    …… 其余见 --json")
	}
}

func printRejections(r importers.Report) {
	for i, x := range r.Rejections {
		if i == printed {
			fmt.Printf("  …… 其余见 %s\n", r.RejectedFile)
			break
		}
		fmt.Printf("  %s %s %q：%s\n", at(x.Row, x.Line), x.Column, x.Value, x.Reason)
	}
	if r.RejectedFile != "" {
		fmt.Printf("  有 %d 行被拒绝，没有收入登记；写在 %s，改正后可再导入\n", r.Rejected, r.RejectedFile)
	}
}

// at says where a row stands: in a table by the line of the file.
func at(row int, line int64) string {
	switch {
	case line > 0:
		return fmt.Sprintf("文件第 %d 行", line)
	case row > 0:
		return fmt.Sprintf("第 %d 个", row)
	}
	return ""
}

var fieldWords = map[string]string{
	"name": "标准名称", "class": "类别代码", "division": "所在政区", "place_code": "地名代码", "position": "坐标", "extent": "范围",
	"elevation": "高程", "meaning": "含义", "origin": "来历", "history": "沿革", "description": "描述", "heritage": "文化遗产",
	"visibility": "密级", "alias": "别名", "short": "简称", "former": "曾用名", "reading": "读音",
}

func changed(u gazetteer.Update) string {
	var changes []string
	for _, c := range u.Changes {
		changes = append(changes, fmt.Sprintf("%s “%s”→“%s”", fieldWord(c.Field), c.Old, c.New))
	}
	where := at(u.Row, u.Line)
	if u.Key != "" { // shelters and policies have none
		where += "（代码 " + u.Key + "）"
	}
	return where + "：" + strings.Join(changes, "；")
}

// fieldWord is what a field of an update is called: of places here, of the
// other kinds as the columns that fill it.
func fieldWord(field string) string {
	if word := fieldWords[field]; word != "" {
		return word
	}
	for _, kind := range importers.Kinds {
		for _, f := range importers.Fields(kind) {
			if f.Code == field {
				return f.Label
			}
		}
	}
	return field
}

func remarked(r importers.Remark) string {
	return strings.TrimSpace(at(r.Row, r.Line)+" "+r.Column) + "：" + r.What
}

func found(f gazetteer.Finding) string {
	apart := "距离不详"
	if f.DistanceM != nil {
		apart = fmt.Sprintf("相距 %.0f 米", *f.DistanceM)
	}
	me := strings.TrimSpace(at(f.Row, f.Line) + " " + f.Division + f.Name)
	switch f.Check {
	case gazetteer.OutsideCheck:
		return fmt.Sprintf("%s：坐标在 %s 之外，%s", me, f.Division, apart)
	case gazetteer.AlikeCheck:
		return fmt.Sprintf("%s 与 %s：疑为同一地名，%s", me, f.OtherDivision+f.OtherName, apart)
	}
	return fmt.Sprintf("%s 与 %s 重名，%s", me, f.OtherDivision+f.OtherName, apart)
}
