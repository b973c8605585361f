package cql2

import (
	"errors"
	"strings"
	"testing"
)

// TestErrorsShowThePlaceInCharacters: a Chinese filter is counted as a person
// counts it, and what is missing is named.
func TestErrorsShowThePlaceInCharacters(t *testing.T) {
	for _, test := range []struct{ filter, zh, en string }{
		{"name LIKE 清湖%", "第 11 个字符处（name LIKE ▸清湖%）：式样是文字，写在单引号里：LIKE '清湖%'。", "At character 11 (name LIKE ▸清湖%): A pattern is a text between single quotes: LIKE '清湖%'."},
		{`name NOT LIKE "清湖%" AND level = 5`, "写在单引号里：LIKE '清湖%'。", "between single quotes: LIKE '清湖%'."},
		{"name ILIKE 33% OR level = 5", "LIKE '33%'", "LIKE '33%'"},
		{"name = '清湖镇' level = 5", "第 14 个字符处（name = '清湖镇' ▸level = 5）：“'清湖镇'”之后不该是“level”。", "At character 14 (name = '清湖镇' ▸level = 5): “level” is not expected after “'清湖镇'”."},
		{"名称 = '清湖", "第 6 个字符处（名称 = ▸'清湖）：这个引号没有结束。", "At character 6 (名称 = ▸'清湖): This quote is not closed."},
		{"名称 = '清湖' && level = 5", "第 11 个字符处", "At character 11"},
		{"s LIKE n", "LIKE 'n'", "LIKE 'n'"},
		{"level =", "“=”之后还要有内容", "something must follow “=”"},
		{"", "条件是空的。", "The filter is empty."},
		{"= 5", "条件不能以“=”开头", "does not begin with “=”"},
		{strings.Repeat("level = 5 AND ", 9) + "= 5" + strings.Repeat(" AND level = 5", 9), "第 127 个字符处（…D level = 5 AND ▸= 5 AND level = …）", "At character 127"},
	} {
		_, err := ParseText(test.filter)
		wantError(t, test.filter, err, test.zh, test.en)
	}
	for _, test := range []struct{ filter, zh, en string }{
		{`{"op":"=","args":[{"property":"名称"} "清湖"]}`, `第 37 个字符处`, `At character 37`},
		{"name = '清湖'", "filter-lang 写 cql2-text", "filter-lang is cql2-text"},
		{`{"op":"="`, "没有写完", "ends too early"},
	} {
		_, err := ParseJSON(test.filter)
		wantError(t, test.filter, err, test.zh, test.en)
	}
}

// TestUnknownNamesAreAnsweredWithKnownOnes: what to write instead stands in the
// message.
func TestUnknownNamesAreAnsweredWithKnownOnes(t *testing.T) {
	for _, test := range []struct{ filter, zh, en string }{
		{"upper(name) = 'A'", `没有函数 "upper"。可用的函数：abs、`, `There is no function "upper". There are abs, accenti, casei,`},
		{"s = 清湖", "写在单引号里：'清湖'", "between single quotes: '清湖'"},
	} {
		e, err := ParseText(test.filter)
		if err != nil {
			t.Fatal(err)
		}
		_, err = SQL(e, table(nil))
		wantError(t, test.filter, err, test.zh, test.en)
	}
}

func wantError(t *testing.T, filter string, err error, zh, en string) {
	t.Helper()
	var told *Error
	if !errors.As(err, &told) || !strings.Contains(told.ZH, zh) || !strings.Contains(told.EN, en) {
		t.Errorf("%s:\n%v, want\n%s\n%s", filter, err, zh, en)
		if told != nil {
			t.Log(told.ZH)
		}
	}
}
