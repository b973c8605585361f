package matching

import "fmt"

// A Reason is why a text has no answer, or none that is sure.
type Reason string

// The reasons.
const (
	None      Reason = ""
	Empty     Reason = "empty"
	NotText   Reason = "not_text"     // invalid UTF-8
	TooLong   Reason = "too_long"     // more than MaxText characters
	OnlyDigit Reason = "only_numbers" // no name beside the numbers
	NoName    Reason = "no_name"      // no registered name in it
	NoNumber  Reason = "no_number"    // the names are found, the number is not registered under them
	Ambiguous Reason = "ambiguous"    // several candidates fit equally well
	Doubtful  Reason = "doubtful"     // the best agrees with little of the text

	SimilarName Reason = "similar_name" // no such name is registered; the first is a suggestion of one like it
)

var reasonWords = map[Reason][2]string{
	Empty:       {"文本为空，请填写地址", "the text is empty: write an address"},
	NotText:     {"文本不是 UTF-8 文字，请检查文件的编码", "the text is not UTF-8: check the encoding of the file"},
	TooLong:     {fmt.Sprintf("文本超过 %d 字，请只留地址", MaxText), fmt.Sprintf("the text has more than %d characters: leave the address only", MaxText)},
	OnlyDigit:   {"文本只有号码，请写明街路巷或村名", "the text has numbers only: name the street or the village"},
	NoName:      {"文本中没有登记过的区划或地名，请核对名称", "no registered division or place is named in the text: check the names"},
	NoNumber:    {"地名已找到，但该门牌号没有登记，请核对号码", "the place is found, the number is not registered there: check the number"},
	Ambiguous:   {"有几个结果同样符合，请补写上级区划或由人选定", "several candidates fit equally well: add a larger division, or let a person choose"},
	SimilarName: {"没有登记这个名称，按相近的名称给出建议，请由人核对", "no such name is registered; a similar one is suggested: let a person check it"},
	Doubtful:    {"最好的结果只与文本的一小部分相符，请由人核对", "the best candidate agrees with little of the text: let a person check it"},
}

// Chinese says the reason in a sentence that tells what to do; "" of None.
func (r Reason) Chinese() string { return reasonWords[r][0] }

// English is the sentence in English.
func (r Reason) English() string { return reasonWords[r][1] }

// partWords name the parts in Chinese and English.
var partWords = map[Part][2]string{
	PartProvince: {"省", "province"}, PartCity: {"市", "city"}, PartCounty: {"县", "county"}, PartTownship: {"乡镇街道", "township"},
	PartVillage: {"村社区", "village"}, PartWay: {"街路巷", "street"}, PartSettlement: {"自然村", "natural village"}, PartCompound: {"小区", "compound"},
	PartNumber: {"门牌号", "number"}, PartBuilding: {"幢", "building"}, PartUnit: {"单元", "unit"}, PartFloor: {"层", "floor"}, PartRoom: {"室", "room"},
}

// Chinese names the part.
func (p Part) Chinese() string { return partWords[p][0] }

// English names the part.
func (p Part) English() string { return partWords[p][1] }

// verdictWords take the words of the text and what is registered; which of
// them a sentence uses says its index.
var verdictWords = map[Verdict][2]string{
	Abbreviated: {"“%[1]s”是%[2]s的简称", "%[1]s is short for %[2]s"},
	FormerName:  {"“%[3]s”是%[2]s的曾用名", "%[3]s is a former name of %[2]s"},
	OtherName:   {"“%[3]s”是%[2]s的别名", "%[3]s is another name of %[2]s"},
	Homophone:   {"“%[1]s”与%[2]s音同或形近", "%[1]s sounds or looks like %[2]s"},
	Generic:     {"“%[1]s”应为%[2]s", "%[1]s should be %[2]s"},
	Similar:     {"%[4]s近似：输入“%[1]s”→“%[2]s”", "a similar %[5]s: %[1]s → %[2]s"},
	Differs:     {"文本写“%[1]s”，登记为%[2]s", "the text says %[1]s, registered is %[2]s"},
	NotHeld:     {"“%[1]s”没有登记", "%[1]s is not registered"},
}

// Chinese says what is to be said of the component; "" of one that is matched
// or omitted.
func (c Component) Chinese() string { return c.say(0) }

// English is the sentence in English.
func (c Component) English() string { return c.say(1) }

// nearWords name a part of which a similar one is suggested.
var nearWords = map[Part]string{PartVillage: "村名", PartWay: "路名", PartSettlement: "自然村名", PartCompound: "小区名"}

func (c Component) say(language int) string {
	words, known := verdictWords[c.Verdict]
	if !known {
		return ""
	}
	registered := c.Registered
	if c.Verdict == Differs && registered == "" {
		registered = [2]string{"无", "none"}[language]
	}
	return fmt.Sprintf(words[language], c.Text, registered, c.Former, nearWords[c.Part], partWords[c.Part][1])
}
