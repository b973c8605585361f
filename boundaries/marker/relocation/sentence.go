package relocation

import (
	"fmt"
	"strings"
)

// metres writes a length for reading in a field: one decimal below ten.
func metres(m float64) string {
	if m < 9.95 {
		return fmt.Sprintf("%.1f", m)
	}
	return fmt.Sprintf("%.0f", m)
}

var (
	verdictZH = map[Verdict]string{Inside: "位置相符", Outside: "位置不符", Undecided: "无法判断"}
	verdictEN = map[Verdict]string{Inside: "inside", Outside: "outside", Undecided: "undecided"}
)

// sentences say a result to the person at the spot.
func (out *Result) sentences(in Input) (zh, en string) {
	whyZH, whyEN := out.why(in)
	if out.Expected == nil {
		return "无法判断：" + whyZH, "undecided: " + whyEN
	}
	zh = fmt.Sprintf("界桩应在算出的位置 ±%s 米；您离它 %s 米，您的定位 ±%s 米", metres(out.Ellipse.MajorM), metres(out.OffM), metres(out.PhoneM))
	en = fmt.Sprintf("expected here ± %s m; you stand %s m off, your position is ± %s m", metres(out.Ellipse.MajorM), metres(out.OffM), metres(out.PhoneM))
	if out.measured(in) {
		zh += fmt.Sprintf("，按实测方位物二者相差准到 ±%s 米", metres(out.OffEllipse.MajorM))
		en += fmt.Sprintf(", by what you measured the difference is good to ± %s m", metres(out.OffEllipse.MajorM))
	}
	zh, en = zh+"："+verdictZH[out.Verdict], en+": "+verdictEN[out.Verdict]
	if whyZH != "" {
		zh, en = zh+"。"+whyZH, en+". "+whyEN
	}
	return zh, en
}

func (out *Result) measured(in Input) bool {
	for _, r := range in.References {
		if r.usable() && (r.MeasuredAzimuthDeg != nil || r.MeasuredDistanceM != nil) {
			return true
		}
	}
	return false
}

// why says what stands in the way, and what to do about it.
func (out *Result) why(in Input) (zh, en string) {
	switch out.Geometry {
	case NoReference:
		return "没有可用的方位物，请量出到方位物的方位和距离。", "No reference object can be used: measure azimuth and distance to them."
	case Undetermined:
		return "方位物的方位和距离不足以定出位置，请多量几个。", "The azimuths and distances do not determine a position: measure more of them."
	case OneReference:
		return "只有一个方位物可用，至少要两个才能互相核对。", "Only one reference object can be used; two at least are needed to check each other."
	case Ambiguous:
		return "只有距离，方位物连线两侧各有一处符合，请量一个方位。", "With distances alone a place on either side of the reference objects fits: take an azimuth."
	case Contradiction:
		if out.Suspect == "" {
			return "方位物的数据互相矛盾，请核对它们是否移动过。", "The reference objects contradict each other: check whether one was moved."
		}
		return fmt.Sprintf("方位物的数据互相矛盾，最可疑的是“%s”，请核对它是否移动过。", in.name(out.Suspect)),
			fmt.Sprintf("The reference objects contradict each other, “%s” most: check whether it was moved.", in.name(out.Suspect))
	}
	alongZH, alongEN := "", ""
	if out.Geometry == Collinear {
		alongZH, alongEN = "方位物几乎在一条直线上，与它垂直的方向只靠方位角。", "The reference objects lie nearly in one line: across it the azimuths alone hold."
	}
	if out.Verdict != Undecided {
		return alongZH, alongEN
	}
	limit := metres(in.Settings.ToleranceM)
	zh = fmt.Sprintf("误差超过容许的 %s 米，请到开阔处等定位稳定，或量出到方位物的方位和距离。", limit)
	en = fmt.Sprintf("The error exceeds the %s m that are tolerated: wait for a better position in the open, or measure to the reference objects.", limit)
	return alongZH + zh, strings.TrimSpace(alongEN + " " + en)
}

func (in Input) name(id string) string {
	for _, r := range in.References {
		if r.ID == id && r.Name != "" {
			return r.Name
		}
	}
	return id
}
