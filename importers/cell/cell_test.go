package cell_test

import (
	"errors"
	"slices"
	"testing"

	"diming/importers/cell"
)

func TestCountsAreReadAsPeopleWriteThem(t *testing.T) {
	for _, test := range []struct {
		cell    string
		want    int
		roughly bool
		err     error
	}{
		{"300", 300, false, nil}, {"３００", 300, false, nil}, {" 300 人", 300, false, nil}, {"1,200", 1200, false, nil}, {"300.0", 300, false, nil},
		{"450㎡", 450, false, nil}, {"450平方米", 450, false, nil}, {"0", 0, false, nil},
		{"约300人", 300, true, nil}, {"300人左右", 300, true, nil}, {"300余人", 300, true, nil}, {"大约３００", 300, true, nil},
		{"-5", 0, false, cell.ErrMinus}, {"－５人", 0, false, cell.ErrMinus}, {"300-400人", 0, false, cell.ErrRange}, {"300～400", 0, false, cell.ErrRange},
		{"三百", 0, false, cell.ErrCount}, {"300.5", 0, false, cell.ErrCount}, {"", 0, false, cell.ErrCount}, {"约", 0, false, cell.ErrCount}, {"1,2", 0, false, cell.ErrCount},
		{"99999999999999999999", 0, false, cell.ErrCount},
	} {
		n, roughly, err := cell.Count(test.cell)
		if n != test.want || roughly != test.roughly || !errors.Is(err, test.err) {
			t.Errorf("Count(%q) = %d, %v, %v, want %d, %v, %v", test.cell, n, roughly, err, test.want, test.roughly, test.err)
		}
	}
}

func TestDaysAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"2026-01-05": "2026-01-05", "2026/1/5": "2026-01-05", "2026年1月5日": "2026-01-05", "20260105": "2026-01-05", "2026.01.05": "2026-01-05",
		"２０２６年１月５日": "2026-01-05", "2026-01-05T08:30:00": "2026-01-05", "2026-01-05 08:30": "2026-01-05",
		"2026-02-31": "", "2026-13-01": "", "5/1/2026": "", "去年": "", "2026": "", "": "",
	} {
		day, err := cell.Day(text)
		if day.String() != want || (err == nil) != (want != "") {
			t.Errorf("Day(%q) = %s, %v, want %q", text, day, err, want)
		}
	}
}

func TestYesAndNo(t *testing.T) {
	for text, want := range map[string]string{"是": "yes", "有": "yes", "√": "yes", " Ｙ ": "yes", "24小时": "yes", "否": "no", "无": "no", "不同意": "no", "": "error", "待定": "error"} {
		v, err := cell.YesNo(text)
		got := map[bool]string{true: "yes", false: "no"}[v]
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("YesNo(%q) is %s, want %s", text, got, want)
		}
	}
}

func TestPhonesAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string][]cell.Phone{
		"0570-4012345":             {"0570-4012345"},
		"０５７０－４０１２３４５":             {"0570-4012345"},
		"(0570)4012345":            {"0570-4012345"},
		"（0570）4012345":            {"0570-4012345"},
		"0570 4012345":             {"05704012345"},
		"13800000000":              {"13800000000"},
		"138 0000 0000":            {"13800000000"},
		"138-0000-0000":            {"13800000000"},
		"+8613800000000":           {"+8613800000000"},
		"0570-4012345、13800000000": {"0570-4012345", "13800000000"},
		"4012345 13800000000":      {"4012345", "13800000000"},
		"0570-4012345/4012346":     {"0570-4012345", "4012346"},
		"0570-000 0012":            {"0570-0000012"},
		"0570-4012345（夜间）":         {"0570-4012345"},
		"119":                      {"119"},
		"无":                        nil,
		"138000":                   nil,
		"1380000000O":              nil,
		"":                         nil,
	} {
		got, err := cell.Phones(text)
		if !slices.Equal(got, want) || (err == nil) != (want != nil) {
			t.Errorf("Phones(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
	if !cell.Phone("13800000000").Mobile() || cell.Phone("0570-4012345").Mobile() {
		t.Error("a mobile phone is not told from a line of an office")
	}
}
