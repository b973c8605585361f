package importers

import (
	"strings"

	"diming/shelters"
)

// shelterLevels are the words for levels, the longer first.
var shelterLevels = []word[shelters.Level]{
	{"乡镇", shelters.TownshipLevel}, {"街道", shelters.TownshipLevel}, {"乡级", shelters.TownshipLevel}, {"镇级", shelters.TownshipLevel},
	{"村", shelters.VillageLevel}, {"社区", shelters.VillageLevel}, {"县", shelters.CountyLevel}, {"区级", shelters.CountyLevel},
	{"省", shelters.ProvinceLevel}, {"市", shelters.CityLevel},
	{"township", shelters.TownshipLevel}, {"village", shelters.VillageLevel}, {"county", shelters.CountyLevel}, {"province", shelters.ProvinceLevel}, {"city", shelters.CityLevel},
}

var shelterDurations = []word[shelters.Duration]{
	{"紧急", shelters.Urgent}, {"短期", shelters.Short}, {"中期", shelters.Long}, {"长期", shelters.Long}, {"urgent", shelters.Urgent}, {"short", shelters.Short}, {"long", shelters.Long},
}

// indoors and outdoors are words for buildings and for open ground.
var (
	indoors = []string{"室内", "礼堂", "学校", "校舍", "教学楼", "小学", "中学", "幼儿园", "文化", "综合楼", "办公楼", "村委", "村部", "党群", "体育馆", "养老", "敬老", "福利", "祠堂", "会堂", "宾馆", "indoor", "both"}
	open    = []string{"室外", "广场", "公园", "操场", "绿地", "体育场", "空地", "球场", "室内外", "outdoor", "both"}
)

// spaceOf tells from words such as 学校 or 广场 where people stay.
func spaceOf(text string) (shelters.Space, bool) {
	has := func(words []string) bool {
		for _, w := range words {
			if strings.Contains(text, w) {
				return true
			}
		}
		return false
	}
	switch in, out := has(indoors), has(open); {
	case in && out:
		return shelters.Both, true
	case in:
		return shelters.Indoor, true
	case out:
		return shelters.Outdoor, true
	}
	return "", false
}

// hazardWords are the words for kinds of disaster, the longer first.
var hazardWords = []word[shelters.Hazard]{
	{"地质灾害", shelters.Landslide}, {"森林火灾", shelters.Fire}, {"低温冰冻", shelters.Cold}, {"雨雪冰冻", shelters.Cold}, {"低温雨雪", shelters.Cold},
	{"台风", shelters.Typhoon}, {"防台", shelters.Typhoon}, {"洪涝", shelters.Flood}, {"洪水", shelters.Flood}, {"山洪", shelters.Flood}, {"防汛", shelters.Flood}, {"防洪", shelters.Flood},
	{"暴雨", shelters.Flood}, {"内涝", shelters.Flood}, {"地灾", shelters.Landslide}, {"滑坡", shelters.Landslide}, {"泥石流", shelters.Landslide}, {"崩塌", shelters.Landslide},
	{"地震", shelters.Earthquake}, {"防震", shelters.Earthquake}, {"火灾", shelters.Fire}, {"低温", shelters.Cold}, {"冰冻", shelters.Cold}, {"寒潮", shelters.Cold}, {"雪灾", shelters.Cold},
	{"其他", shelters.Other}, {"其它", shelters.Other},
	{"typhoon", shelters.Typhoon}, {"flood", shelters.Flood}, {"landslide", shelters.Landslide}, {"earthquake", shelters.Earthquake}, {"fire", shelters.Fire}, {"cold", shelters.Cold}, {"other", shelters.Other},
}

// hazardsOf reads a list of kinds of disaster, in the order in which the
// register offers them; 各类灾害 and 全部 are all but 其他. A word that is not
// known fails the whole: what it keeps people from is not to be guessed.
func hazardsOf(text string) ([]shelters.Hazard, bool) {
	for _, all := range []string{"全部", "各类", "所有", "各种"} {
		if rest, found := strings.CutPrefix(text, all); found && joins.ReplaceAllString(rest, "") == "" {
			return shelters.Hazards[:len(shelters.Hazards)-1], true
		}
	}
	found, rest := words(text, hazardWords)
	if rest != "" || len(found) == 0 {
		return nil, false
	}
	ordered := []shelters.Hazard{}
	for _, h := range shelters.Hazards {
		for _, f := range found {
			if f == h {
				ordered = append(ordered, h)
			}
		}
	}
	return ordered, true
}

func accessOf(text string) (shelters.Access, bool) {
	switch text {
	case "是", "有", "无障碍", "具备", "yes":
		return shelters.Accessible, true
	case "否", "无", "没有", "不具备", "无无障碍设施", "no":
		return shelters.NoAccess, true
	case "未查明", "不详", "不清楚", "unknown":
		return shelters.AccessNot, true
	}
	return shelters.PartlyAccess, strings.HasPrefix(text, "部分") || text == "partly"
}

// appraisalResults are the words for what an appraisal found; those that deny
// come first.
var appraisalResults = []word[shelters.Result]{
	{"不合格", shelters.FailedResult}, {"不安全", shelters.FailedResult}, {"未通过", shelters.FailedResult}, {"停用", shelters.FailedResult},
	{"整改", shelters.PoorResult}, {"基本合格", shelters.PoorResult}, {"合格", shelters.GoodResult}, {"通过", shelters.GoodResult}, {"安全", shelters.GoodResult},
	{"failed", shelters.FailedResult}, {"poor", shelters.PoorResult}, {"good", shelters.GoodResult},
}
