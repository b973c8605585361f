package main

import (
	"strings"
	"testing"

	"diming/gazetteer"
	"diming/importers"
)

func TestAReportSaysWhatWasFoundAndChanged(t *testing.T) {
	metres := 12.6
	for _, test := range []struct{ got, want string }{
		{changed(gazetteer.Update{Row: 10, Line: 11, Key: "A", Changes: []gazetteer.Change{{Field: "name", Old: "甲", New: "乙"}}}), "文件第 11 行（代码 A）：标准名称 “甲”→“乙”"},
		{found(gazetteer.Finding{Row: 1, Line: 2, Check: gazetteer.TakenCheck, Name: "甲村", Division: "上余镇", OtherName: "甲村", OtherDivision: "清湖街道", DistanceM: &metres}),
			"文件第 2 行 上余镇甲村 与 清湖街道甲村 重名，相距 13 米"},
		{found(gazetteer.Finding{Row: 1, Check: gazetteer.AlikeCheck, Name: "甲村", OtherName: "甲村"}), "第 1 个 甲村 与 甲村：疑为同一地名，距离不详"},
		{changed(gazetteer.Update{Row: 1, Line: 2, Changes: []gazetteer.Change{{Field: "capacity", Old: "100", New: "120"}, {Field: "position", Old: "a", New: "b"}}}), "文件第 2 行：容纳人数 “100”→“120”；坐标 “a”→“b”"},
		{remarked(importers.Remark{Row: 1, Line: 2, Column: "联系电话", What: "没有收入"}), "文件第 2 行 联系电话：没有收入"},
		{remarked(importers.Remark{Row: 1, Line: 2, What: "没有收入"}), "文件第 2 行：没有收入"},
		{at(10, 11), "文件第 11 行"},
	} {
		if test.got != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
}

func TestEveryFieldOfAnUpdateHasAWord(t *testing.T) {
	for _, field := range strings.Fields("name class division place_code position extent elevation meaning origin history description heritage visibility alias short former reading") {
		if fieldWords[field] == "" {
			t.Errorf("field %s has no word", field)
		}
	}
	for _, from := range []string{importers.FromOption, importers.FromFileName, importers.FromRejectedFile} {
		if sourceFrom[from] == "" {
			t.Errorf("source from %s has no word", from)
		}
	}
}
