package page

// words are what the pages say in one language.
type words struct {
	Lang, Other, OtherName                       string
	Demo, Where, Way, WayBy, Caption, Approval   string
	NoRoom, NoPlace, Meaning, Origin, Former     string
	Cut, Full, Position, Genuine, SameCode       string
	SameHost, Stop, Wrong, DataTime              string
	Gone, GoneOn, Reason, NoReason, Last         string
	NowCalled, Since, Open                       string
	Unknown, YouGave, DidYouMean, WrongAt        string
	WhatToDo, Compare, ScanAgain, Beware         string
	Busy, BusyWhy, OnPlate, PlateName, PlateCode string
	Danger, Again, Ended, Draft, Home            string
	Standard, Engraved, Reprint, Report          string
	AsOf, Away, Slow, SlowWhy                    string
}

func wordsOf(lang string) words {
	if lang == "en" {
		return english
	}
	return chinese
}

var chinese = words{
	Lang: "zh-CN", Other: "en", OtherName: "English",
	Demo: "示例数据", Where: "所在地", Way: "怎么走", WayBy: "怎么走：打开",
	Caption: "示意图，不作划界依据。", Approval: "审图号：",
	NoRoom: "本页内容较多，示意图从略。", NoPlace: "位置尚未登记。",
	Meaning: "地名含义", Origin: "来历", Former: "曾用名",
	Cut: "文字较长，这里没有登完。", Full: "看全文",
	Position: "求助时可以报这个位置",
	Genuine:  "怎样辨真假", Report: "报告这块牌的问题", SameCode: "这个编号应与牌子上的一样；", SameHost: "网址应是",
	Stop:  "。本页不要您登录、付钱或填电话，要的就是假的。",
	Wrong: "内容有错，请告诉", DataTime: "数据时间",
	Gone: "这个地名已经停用", GoneOn: "停用日期", Reason: "为什么停用", NoReason: "登记中没有写明原因。",
	Last:      "停用前的登记",
	NowCalled: "现在叫", Since: "更名日期", Open: "打开 ",
	Unknown: "没有这个编号", YouGave: "您输入的是", DidYouMean: "您是不是要找：", WrongAt: "第 %d 个字可能看错了。",
	WhatToDo: "可以这样做", Compare: "对照牌子上印的编号，一个字一个字看。", ScanAgain: "擦干净二维码，再扫一次。",
	Beware: "如果牌子上的网址不是下面这个，请不要相信：",
	Busy:   "现在查不到，请稍等", BusyWhy: "登记系统暂时连不上，不是您的手机坏了。过几分钟再试。",
	OnPlate: "现在可以看牌子", PlateName: "牌子上的大字就是这里的标准地名。",
	PlateCode: "问路或求助时，可以报牌子上的地名和编号。",
	Danger:    "有危险时，请打 110、119 或 120，并听村干部指挥。", Again: "再试一次",
	Ended: "这个名字不再使用，停用日期", Draft: "读音待核", Home: "按名称查找",
	Standard: "标准地址", Engraved: "牌上写的是", Reprint: "牌上的文字还是以前的，以本页的标准地址为准；门牌会更换。",
	AsOf: "数据截至", Away: "；暂时连不上登记库，内容可能已有变化。",
	Slow: "查得太快了，请等一会儿", SlowWhy: "从您这里查了很多不存在的编号。等一分钟再试；牌子上印的编号随时可以查。",
}

var english = words{
	Lang: "en", Other: "zh", OtherName: "中文",
	Demo: "Sample data · 示例数据", Where: "Located in", Way: "Directions", WayBy: "Directions: ",
	Caption: "Sketch only, not evidence of any boundary.", Approval: "Map approval no. ",
	NoRoom: "The sketch is left out because this page is long.", NoPlace: "No position is registered yet.",
	Meaning: "Meaning of the name", Origin: "Origin", Former: "Former names",
	Cut: "The text is long and not complete here.", Full: "Read all of it",
	Position: "Position to give when you call for help",
	Genuine:  "Is this page genuine?", Report: "Report what is wrong with this plate", SameCode: "This code must be the one on the plate, ", SameHost: "and the address",
	Stop:  ". This page never asks you to log in, to pay or for a phone number.",
	Wrong: "Something wrong? Tell ", DataTime: "Data as of",
	Gone: "This name is no longer in use", GoneOn: "Withdrawn on", Reason: "Why", NoReason: "The register gives no reason.",
	Last:      "Last registered as",
	NowCalled: "is now called", Since: "Since", Open: "Open ",
	Unknown: "There is no such code", YouGave: "You entered", DidYouMean: "Did you mean:", WrongAt: "Character %d may have been misread.",
	WhatToDo: "What you can do", Compare: "Compare the code with the plate, one character at a time.", ScanAgain: "Wipe the QR code and scan it again.",
	Beware: "Do not trust a plate whose address is not",
	Busy:   "Not available right now", BusyWhy: "The register cannot be reached. Your phone is fine. Try again in a few minutes.",
	OnPlate: "Use the plate for now", PlateName: "The large characters on the plate are the standard name of this place.",
	PlateCode: "When asking the way or for help, give the name and the code on the plate.",
	Danger:    "In danger call 110, 119 or 120 and follow the village officers.", Again: "Try again",
	Ended: "No longer in use since", Draft: "reading not confirmed", Home: "Search by name",
	Standard: "Standard address", Engraved: "The plate says", Reprint: "The plate still has the former text; the address on this page holds. The plate will be replaced.",
	AsOf: "Data as of", Away: "; the register cannot be reached at the moment, things may have changed.",
	Slow: "Too many codes, please wait", SlowWhy: "Many codes that do not exist were asked for from where you are. Try again in a minute; a code that is printed on a plate is always answered.",
}
