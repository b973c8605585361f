package event

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf16"
)

// SMSUnits is how many UTF-16 units one short message holds in Chinese.
const SMSUnits = 70

// Texts are what a village is told of an event, by the means that reach it. All
// say first where to go and how to get there, and only then why: who hears half
// of it has heard the half that saves them.
type Texts struct {
	Loudspeaker string   // to be read aloud, twice
	SMS         []string // each of SMSUnits at most, cut where a sentence ends
	WeChat      string   // for the group of the village
}

// An Audience is a village with what its page shows: where its people are to go.
type Audience struct {
	Village string
	Goals   []Goal    // in the order in which to go there
	Avoid   []Avoided // to which somebody might walk before the first goal
	Phone   string    // the one to ring now; "" for none
	Rescue  bool      // nobody said that it answers at this hour
}

// A Goal is a shelter as seen from the village.
type Goal struct {
	Name      string
	Address   string
	Hint      string  // the way on foot, in the words of who knows it; "": nobody wrote it down
	DistanceM float64 // in a straight line
	Direction string  // 东北; "" where nobody knows from where
	Open      bool    // it was said to be open; else one calls first
}

// An Avoided is a shelter to which nobody is to walk, and why, as one says it: 已满.
type Avoided struct{ Name, Why string }

// How many of the shelters to avoid are named aloud and in a message: what people
// are to do must not drown in what they are not to.
const avoidAloud, avoidTyped = 2, 1

// demoMark stands before every text of a demo.
const demoMark = "【演示数据·不可用于避险】"

// TextsOf makes the texts of an event for a village, from the shelters, ways and
// numbers that its page shows. They are in Chinese: they are said to people.
func TextsOf(e Event, to Audience, demo bool) Texts {
	t := telling{event: e, to: to}
	if demo {
		t.mark = demoMark
	}
	return Texts{Loudspeaker: t.loudspeaker(), SMS: t.sms(), WeChat: t.wechat()}
}

type telling struct {
	event Event
	to    Audience
	mark  string
}

// loudspeaker is for the ear: whole sentences, each thing once.
func (t telling) loudspeaker() string {
	parts := []string{t.to.Village + "的乡亲们请注意。"}
	switch goals := t.to.Goals; {
	case len(goals) == 0:
		parts = append(parts, t.nowhere())
	case goals[0].Open:
		parts = append(parts, "请马上去"+goals[0].Name+"。", t.way(goals[0]))
	default:
		parts = append(parts, goals[0].Name+"还没报开放，"+t.callFirst(), t.way(goals[0]))
	}
	parts = append(parts, t.avoid(avoidAloud)...)
	if g, ok := t.second(); ok {
		parts = append(parts, pick(t.open(), "如果那里满了，去", "已经开放的是")+g.Name+"。", t.way(g))
	}
	parts = append(parts, sentence(t.event.Title)+sentence(t.event.Todo))
	if p := t.to.Phone; p != "" {
		parts = append(parts, "走不动的、要人帮忙的，打电话"+p+"。")
	}
	parts = append(parts, t.rescue())
	return t.mark + strings.Join(parts, "")
}

// sms is as short as can be, cut where sentences end.
func (t telling) sms() []string {
	var parts []string
	goals := t.to.Goals
	switch {
	case len(goals) == 0:
		parts = append(parts, t.to.Village+"："+t.nowhere())
	case goals[0].Open:
		parts = append(parts, t.to.Village+"：去"+goals[0].Name+"。", t.way(goals[0]))
	default:
		parts = append(parts, t.to.Village+"："+goals[0].Name+"还没报开放，"+t.callFirst(), t.way(goals[0]))
	}
	parts = append(parts, t.avoid(avoidTyped)...)
	parts = append(parts, sentence(t.event.Title), sentence(t.event.Todo))
	if p := t.to.Phone; p != "" && t.open() {
		parts = append(parts, "求助"+p+"。")
	}
	parts = append(parts, t.rescue())
	if g, ok := t.second(); ok {
		parts = append(parts, pick(t.open(), "满了去", "已开放的是")+g.Name+"。")
	}
	return pack(t.mark, parts)
}

// wechat has a line for each thing, to be read on a screen.
func (t telling) wechat() string {
	lines := []string{t.mark + "【" + t.to.Village + "】"}
	if len(t.to.Goals) == 0 {
		lines = append(lines, t.nowhere())
	}
	for i, g := range t.to.Goals {
		head := "还没报开放："
		switch {
		case g.Open && i == 0:
			head = "去这里："
		case g.Open:
			head = pick(t.open(), "满了去：", "已开放：")
		}
		lines = append(lines, head+g.Name+address(g))
		if i == 0 && !g.Open {
			lines = append(lines, t.callFirst())
		}
		lines = append(lines, t.way(g))
	}
	lines = append(lines, t.avoid(len(t.to.Avoid))...)
	lines = append(lines, sentence(t.event.Title)+sentence(t.event.Todo), "发布："+t.event.Body+number(t.event.Number))
	if p := t.to.Phone; p != "" {
		lines = append(lines, "要人帮忙请打："+p)
	}
	if r := t.rescue(); r != "" {
		lines = append(lines, r)
	}
	return strings.Join(lines, "\n")
}

// open tells whether people are to go to the first goal without asking.
func (t telling) open() bool { return len(t.to.Goals) > 0 && t.to.Goals[0].Open }

// second is the open shelter to name behind the first goal. One that stands by as
// well is not named: who calls about the first is told where to go.
func (t telling) second() (Goal, bool) {
	if len(t.to.Goals) < 2 || !t.to.Goals[1].Open {
		return Goal{}, false
	}
	return t.to.Goals[1], true
}

func pick(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

// callFirst is what one does about a shelter that nobody said is open.
func (t telling) callFirst() string {
	if p := t.to.Phone; p != "" {
		return "先打电话" + p + "问清楚再去。"
	}
	return "请等村干部通知再去。"
}

// avoid says of some shelters that nobody is to walk there.
func (t telling) avoid(most int) []string {
	var parts []string
	for _, a := range t.to.Avoid[:min(most, len(t.to.Avoid))] {
		parts = append(parts, a.Name+a.Why+"，不要去。")
	}
	return parts
}

// rescue is the number that answers at any hour, where the village's may not.
func (t telling) rescue() string {
	switch {
	case !t.to.Rescue:
		return ""
	case t.to.Phone == "":
		return "有危险请打119。"
	}
	return "打不通请打119。"
}

// way says how one gets to a shelter: in the words of who knows the way, or that
// nobody wrote them down. A straight line is never a way.
func (t telling) way(g Goal) string {
	if g.Hint != "" {
		return "走法：" + sentence(g.Hint)
	}
	if g.Direction == "" {
		return "路怎么走，请听村干部指挥。"
	}
	return "在" + g.Direction + "方向，直线距离约" + metres(g.DistanceM) + "，路怎么走请听村干部指挥。"
}

// nowhere is what is said where no shelter can be named.
func (t telling) nowhere() string {
	if p := t.to.Phone; p != "" {
		return "现在没有可去的避灾点，请听村干部指挥，电话" + p + "。"
	}
	return "现在没有可去的避灾点，请听村干部指挥。"
}

func address(g Goal) string {
	if g.Address == "" {
		return ""
	}
	return "（" + g.Address + "）"
}

func number(text string) string {
	if text == "" {
		return ""
	}
	return "，" + text
}

// metres says a distance as one says it: to ten metres, then to a hundred.
func metres(m float64) string {
	if m < 995 {
		return fmt.Sprintf("%.0f米", math.Max(10, math.Round(m/10)*10))
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", m/1000), ".0") + "公里"
}

// sentence ends a text with a full stop where it has no end of its own.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") || strings.HasSuffix(text, "。") || strings.HasSuffix(text, "！") || strings.HasSuffix(text, "？") {
		return text
	}
	return text + "。"
}

// Units is the length of a text as short messages count it.
func Units(text string) int { return len(utf16.Encode([]rune(text))) }

// pack puts sentences into messages of SMSUnits at most, as many into each as
// there is room for. With more than one, each says which of how many it is; mark
// stands before each.
func pack(mark string, parts []string) []string {
	if whole := mark + strings.Join(parts, ""); Units(whole) <= SMSUnits {
		return []string{whole}
	}
	room := SMSUnits - Units(mark) - len("(10/10)")
	var messages []string
	for _, p := range parts {
		for _, piece := range pieces(p, room) {
			last := len(messages) - 1
			if last >= 0 && Units(messages[last])+Units(piece) <= room {
				messages[last] += piece
			} else {
				messages = append(messages, piece)
			}
		}
	}
	for i := range messages {
		messages[i] = fmt.Sprintf("%s(%d/%d)%s", mark, i+1, len(messages), messages[i])
	}
	return messages
}

// pieces cuts what does not fit into one message: behind a comma where there is
// one, and never within a number or a word of letters that fits.
func pieces(text string, room int) []string {
	var all []string
	for runes := []rune(text); ; {
		n := fitting(runes, room)
		if n == len(runes) {
			return append(all, string(runes))
		}
		cut := n
		for k := n; k > n/3; k-- {
			if strings.ContainsRune("。；，、：！？", runes[k-1]) {
				cut = k
				break
			}
		}
		for k := cut; k > 0 && cut == n; k-- {
			if !plain(runes[k-1]) || !plain(runes[k]) {
				cut = k
				break
			}
		}
		all, runes = append(all, string(runes[:cut])), runes[cut:]
	}
}

// plain tells the digits, letters and dashes of numbers and foreign words.
func plain(r rune) bool { return r < 128 && (unicode.IsDigit(r) || unicode.IsLetter(r) || r == '-') }

// fitting is how many runes from the start take up room at most; one at least.
func fitting(runes []rune, room int) int {
	n, used := 0, 0
	for n < len(runes) {
		used += utf16.RuneLen(runes[n])
		if used > room && n > 0 {
			break
		}
		n++
	}
	return n
}
