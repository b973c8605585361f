package shelters

import (
	"fmt"

	"diming/internal/version"
)

// A Finding is something about a shelter that a person should see to. None of
// them refuses anything: a village's only hall may be too small and is still
// where people go.
type Finding struct {
	Key    string // capacity, area, appraisal, stock, expired
	Urgent bool   // overdue or failed, not only near
	ZH, EN string
}

// Findings are what stands against a shelter on a day, by the limits of its
// division.
func Findings(s Shelter, l Limits, on version.Date) []Finding {
	all := []Finding{}
	add := func(key string, urgent bool, zh, en string) { all = append(all, Finding{key, urgent, zh, en}) }
	if least := l.LeastCapacity[s.Level]; s.Capacity < least {
		add("capacity", false, fmt.Sprintf("%s避难场所应容纳 %d 人以上，登记为 %d 人", LevelWords[s.Level].ZH, least, s.Capacity),
			fmt.Sprintf("a shelter of this level takes %d persons or more; this one takes %d", least, s.Capacity))
	}
	if need := l.AreaDM2[s.Duration]; s.EffectiveM2 != nil && *s.EffectiveM2*100 < need*s.Capacity {
		add("area", false, fmt.Sprintf("人均有效面积 %.1f 平方米，少于 %.1f 平方米", float64(*s.EffectiveM2)/float64(s.Capacity), float64(need)/100),
			fmt.Sprintf("%.1f m² of effective area for a person; %.1f m² are wanted", float64(*s.EffectiveM2)/float64(s.Capacity), float64(need)/100))
	}
	switch {
	case Failed(s):
		add("appraisal", true, "安全鉴定不合格，已停用", "failed its safety appraisal and is closed")
	case s.Appraisal == nil:
		add("appraisal", true, "没有安全鉴定记录", "no safety appraisal is recorded")
	default:
		dueFinding(add, "appraisal", "安全鉴定", "the safety appraisal", s.AppraisalDue, on, l.WarnDays)
	}
	if s.Stock == nil {
		add("stock", true, "没有物资检查记录", "no look at the stock is recorded")
		return all
	}
	dueFinding(add, "stock", "物资检查", "the look at the stock", s.StockDue, on, l.WarnDays)
	for _, item := range s.Stock.Stock {
		if !item.BestBefore.IsZero() && item.BestBefore.Before(on) {
			add("expired", true, item.Item+"已过保质期（"+item.BestBefore.String()+"）", item.Item+" is past its day ("+item.BestBefore.String()+")")
		}
	}
	return all
}

func dueFinding(add func(key string, urgent bool, zh, en string), key, zh, en string, due, on version.Date, warnDays int) {
	days := int(due.Time().Sub(on.Time()).Hours() / 24)
	switch {
	case days < 0:
		add(key, true, fmt.Sprintf("%s已逾期 %d 天", zh, -days), fmt.Sprintf("%s is %d days overdue", en, -days))
	case days <= warnDays:
		add(key, false, fmt.Sprintf("%s还有 %d 天到期", zh, days), fmt.Sprintf("%s is due in %d days", en, days))
	}
}
