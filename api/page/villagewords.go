package page

import (
	"time"

	"diming/internal/version"
	"diming/shelters/card"
)

// villageWords are what the safety card says in one language.
type villageWords struct {
	English                                        bool
	Card, NotReal, Calm, Here, Warnings            string
	Issued, Until, MoreAlerts                      string
	Also, NoGoal                                   string
	Straight, HintBy, Way, AvoidThese              string
	WhereM, WhereKM, Holds, Left, LeftAtLeast      string
	LeftUnknown, LeftFew, Said                     string
	CallNow, Phones, Night, NoNight, Comma, Demo   string
	Policies, Whole, MorePolicies, Plate, WhatIsIt string
	Link, Basis, Fewer                             string
	States                                         map[card.State]string
	Heads                                          map[card.Advice]string // above the first shelter
	Signals, Colours, Access, National             map[string]string
	Whys                                           map[card.Why]string
	Tried                                          map[card.Result]string
}

func villageWordsOf(english bool) villageWords {
	if english {
		return villageEnglish
	}
	return villageChinese
}

func (w villageWords) pick(zh, en string) string {
	if w.English {
		return en
	}
	return zh
}

// moment is a time of China, without its year: a card speaks of now.
func (w villageWords) moment(t time.Time) string {
	return t.In(version.China).Format(w.pick("1月2日 15:04", "2 Jan 15:04"))
}

func (w villageWords) date(t time.Time) string {
	return t.In(version.China).Format(w.pick("1月2日", "2 Jan"))
}

func (w villageWords) day(d version.Date) string {
	return d.Time().Format(w.pick("2006年1月", "Jan 2006"))
}

var villageChinese = villageWords{
	Card: "安全卡", NotReal: "演示数据·不可用于避险", Calm: "现在没有预警", Here: "本村", Warnings: "预警：",
	Issued: "%s发布", Until: "有效到 %s", MoreAlerts: "另有 %d 个预警，请打电话问村里。",
	Also:     "也可以去",
	NoGoal:   "附近没有可以去的避灾点。请马上打下面的电话，听村干部指挥。",
	Straight: "直线距离，请听村干部指挥", HintBy: "%s %s写", Way: "导航去", AvoidThese: "这些不要去",
	WhereM: "%s边 %.0f 米", WhereKM: "%s边 %.1f 公里", Holds: "可容 %d 人", Left: "还有 %d 个位置", LeftAtLeast: "至少还有 %d 个位置",
	LeftUnknown: "余位没报", LeftFew: "余位不多", Said: "%s报",
	CallNow: "打电话：", Phones: "电话", Night: "夜间有人接", NoNight: "村里没有登记夜间有人接的电话，夜间请打 119 或 110。", Comma: "，", Demo: "示例号码，打不通",
	Policies: "政策", Whole: "看全文", MorePolicies: "还有 %d 条政策，请问村里。",
	Plate: "这块牌是什么", WhatIsIt: "这是村里挂的地名牌，扫码看本村安全卡：预警、避灾点、电话。",
	Link: "本村安全卡", Basis: "依据", Fewer: "内容较多，没有列完，其他请打电话问。",
	Heads:    map[card.Advice]string{card.GoNow: "请去这里", card.CallFirst: "还没报开放，先打电话", card.WhenTold: "有预警时去这里"},
	States:   map[card.State]string{card.Open: "● 已开放", card.Standby: "○ 待命", card.Full: "■ 已满", card.Closed: "✕ 关闭"},
	Signals:  map[string]string{"red": "红色预警", "orange": "橙色预警", "yellow": "黄色预警", "blue": "蓝色预警", "none": "预警"},
	Colours:  map[string]string{"red": "红色", "orange": "橙色", "yellow": "黄色", "blue": "蓝色", "none": "预警"},
	Access:   map[string]string{"yes": "轮椅可进", "partly": "轮椅部分可进", "no": "轮椅不便", "unknown": "轮椅能否进未查"},
	National: map[string]string{"police": "报警", "fire": "火警救援", "ambulance": "急救"},
	Whys: map[card.Why]string{card.WhyFailed: "房屋鉴定不合格", card.WhyClosed: "关闭", card.WhyUnfit: "不适合这次灾害", card.WhyFull: "已满",
		card.WhyAcross: "隔着走不过去的地方"},
	Tried: map[card.Result]string{card.Answered: "%s打通过", card.NoAnswer: "%s没人接"},
}

var villageEnglish = villageWords{
	English: true,
	Card:    "safety card", NotReal: "Sample data · 示例数据 · not for use in danger", Calm: "No warning now", Here: "Here", Warnings: "Warning: ",
	Issued: "issued %s", Until: "Valid until %s", MoreAlerts: "%d more warnings: call the village.",
	Also:     "Or go to",
	NoGoal:   "There is no shelter nearby to go to. Call a number below now and follow the village officers.",
	Straight: "Straight-line distance; follow the village officers", HintBy: "written by %s, %s", Way: "Directions", AvoidThese: "Do not go to these",
	WhereM: "%.0[2]f m %[1]s", WhereKM: "%.1[2]f km %[1]s", Holds: "holds %d", Left: "%d places left", LeftAtLeast: "at least %d places left",
	LeftUnknown: "places left not reported", LeftFew: "few places left", Said: "reported %s",
	CallNow: "Call ", Phones: "Telephone", Night: "answers at night", NoNight: "No number that answers at night is registered; call 119 or 110.", Comma: ", ", Demo: "sample number, cannot be dialled",
	Policies: "What you can count on", Whole: "Read all of it", MorePolicies: "%d more policies: ask the village.",
	Plate: "What this plate is", WhatIsIt: "The village put up this place-name plate; its code opens the safety card: warning, shelters, telephone.",
	Link: "Safety card of this village", Basis: "Basis", Fewer: "Not everything fits here: call for the rest.",
	Heads:    map[card.Advice]string{card.GoNow: "Go here", card.CallFirst: "None reported open yet: call first", card.WhenTold: "Go here when warned"},
	States:   map[card.State]string{card.Open: "● Open", card.Standby: "○ Standing by", card.Full: "■ Full", card.Closed: "✕ Closed"},
	Signals:  map[string]string{"red": "Red warning", "orange": "Orange warning", "yellow": "Yellow warning", "blue": "Blue warning", "none": "Warning"},
	Colours:  map[string]string{"red": "red", "orange": "orange", "yellow": "yellow", "blue": "blue", "none": "warning"},
	Access:   map[string]string{"yes": "wheelchair accessible", "partly": "partly accessible", "no": "not accessible", "unknown": "accessibility not known"},
	National: map[string]string{"police": "Police", "fire": "Fire and rescue", "ambulance": "Ambulance"},
	Whys: map[card.Why]string{card.WhyFailed: "failed its safety appraisal", card.WhyClosed: "closed", card.WhyUnfit: "not for this disaster", card.WhyFull: "full",
		card.WhyAcross: "beyond what cannot be crossed"},
	Tried: map[card.Result]string{card.Answered: "answered on %s", card.NoAnswer: "no answer on %s"},
}
