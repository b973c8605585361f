package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"diming/boundaries"
	"diming/internal/version"
)

func moment(t time.Time) string {
	if t.IsZero() {
		return "不详"
	}
	return t.In(version.China).Format("2006-01-02 15:04")
}

// isoDay writes a day as tables do.
func isoDay(t time.Time) string { return t.In(version.China).Format(time.DateOnly) }

func day(t time.Time) string { return inWords(version.DayOf(t.In(version.China))) }

// inWords writes a day as letters do: 2026年11月26日.
func inWords(d version.Date) string {
	if d.IsZero() {
		return "未定"
	}
	t := d.Time()
	return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
}

// word gives the word for a value, or the value itself: nothing that was
// recorded is left out because no word is known for it.
func word(words map[string]string, value string) string {
	if w, known := words[value]; known {
		return w
	}
	return value
}

var conditions = map[string]string{"normal": "完好", "damaged": "损坏", "lost": "丢失", "shifted": "移位", "text_faded": "字迹不清", "covered": "遮挡"}

var referenceStates = map[string]string{"present": "在", "changed": "有变化", "gone": "已不存在", "unseen": "未见"}

var norths = map[string]string{"true": "真北", "grid": "坐标北", "magnetic": "磁北"}

var kindWords = map[string]string{"marker_check": "界桩检查", "segment_check": "界线段检查", "problem": "问题", "relocation": "复位测量", "track": "轨迹",
	"note": "说明", "patrol": "巡查", "withdrawal": "撤回", "amendment": "补充", "disagreement": "不同意见"}

var sheetStates = map[string]string{
	"joint":        "双方共同签署",
	"same_device":  "同机签署（待盖章记录表归档确认）",
	"one_sided":    "单方签署",
	"incomplete":   "未签署或签署不全",
	"disagreement": "有不同意见",
}

var levels = map[int]string{1: "省级", 2: "地级", 3: "县级", 4: "乡级", 5: "村级"}

// numeral writes 1 to 99 in Chinese, as rounds are counted.
func numeral(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 1 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	}
	return digits[n/10] + "十" + digits[n%10]
}

// kilometres writes metres as kilometres with metres.
func kilometres(m float64) string { return strconv.FormatFloat(m/1000, 'f', 3, 64) + " 千米" }

func metres(m float64) string {
	if m == 0 {
		return "—"
	}
	return strconv.FormatFloat(m, 'f', 0, 64) + " 米"
}

// degrees writes degrees as degrees, minutes and seconds to a hundredth, as
// the register of markers does.
func degrees(v float64) string {
	hundredths := int(v*360000 + 0.5)
	return fmt.Sprintf("%d°%02d′%02d.%02d″", hundredths/360000, hundredths/6000%60, hundredths/100%60, hundredths%100)
}

// grouped writes a digest in groups of eight, so that two people can compare it.
func grouped(digest string) string {
	var parts []string
	for ; len(digest) > 8; digest = digest[8:] {
		parts = append(parts, digest[:8])
	}
	return strings.Join(append(parts, digest), " ")
}

// sided names a side: 江山市方.
func (r *Report) sided(s boundaries.Side) string { return r.Party(s).Name + "方" }

// party is 甲方 or 乙方.
func party(s boundaries.Side) string {
	if s == boundaries.SideB {
		return "乙方"
	}
	return "甲方"
}

// title is the name of the paper, in its lines.
func (r *Report) title() []string {
	between := r.A.Name + "与" + r.B.Name + "行政区域界线"
	if r.B.NotHeld {
		between = r.Line.Name
	}
	return []string{between, r.inspection() + "报告"}
}

// inspection is 第五轮联合检查 or 专项联合检查.
func (r *Report) inspection() string {
	if r.Task.Round == 0 {
		return "专项联合检查"
	}
	return "第" + numeral(r.Task.Round) + "轮联合检查"
}

func join(parts ...string) string {
	var all []string
	for _, p := range parts {
		if p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, "；")
}

// name is how texts call a marker: 12号界桩.
func (m Marker) name() string {
	if m.Number != "" && digits(m.Number[len(m.Number)-1:]) == 1 {
		return m.Number + "号界桩"
	}
	return "界桩" + m.Number
}
