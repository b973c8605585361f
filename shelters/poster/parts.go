package poster

import (
	"fmt"
	"strings"
)

func (l *layout) drawGoals(p Poster) {
	head := name.head(l.scale * 0.9)
	if len(p.Goals) == 0 {
		l.line(side, head, "本村还没有确定避难场所")
		l.wrapped(side, textWide, plain.style(l.scale), "遇险时请听村干部指挥，或拨打下面的电话。")
		l.y += rowSpace
		return
	}
	l.line(side, head, "往哪里走")
	for i, g := range p.Goals {
		l.goal(i+1, g)
	}
	if len(p.Else) > 0 {
		l.wrapped(side, textWide, plain.bold(l.scale), strings.Join(p.Else, ""))
		l.y++
	}
}

// goal is one shelter: its number, its name, where it lies, and the way there in
// the words of who knows it. Without them the line says whom to listen to.
func (l *layout) goal(n int, g Goal) {
	x := side + badge + 4
	wide := textWide - badge - 4
	top := l.y
	l.wrapped(x, wide, name.head(l.scale), g.Name)
	l.wrapped(x, wide, plain.style(l.scale), g.facts())
	if g.Way != "" {
		l.wrapped(x, wide, plain.bold(l.scale), "走法："+g.Way)
		l.line(x, small.style(l.scale), g.WayFrom)
	} else {
		l.wrapped(x, wide, plain.bold(l.scale), "直线距离不是路程。怎么走，请听村干部指挥。")
	}
	l.y = max(l.y, top+badge) + rowSpace
	if l.drawn {
		numbered(l.s, box{side, top + 0.5, badge, badge}, n)
	}
}

// facts is a shelter in one line.
func (g Goal) facts() string {
	parts := []string{g.Where}
	if g.Address != "" {
		parts = append(parts, g.Address)
	}
	parts = append(parts, fmt.Sprintf("可容纳 %d 人", g.Holds), "用于"+g.Suits)
	if g.Unfit != "" {
		parts = append(parts, g.Unfit+"时不能去")
	}
	if g.Accessible != "" {
		parts = append(parts, g.Accessible)
	}
	if g.Phone != "" {
		parts = append(parts, "电话 "+g.Phone)
	}
	return strings.Join(parts, "；")
}

// drawContacts fills the column beside the map.
func (l *layout) drawContacts(p Poster) {
	x := side + mapWide + 6
	wide := textWide - mapWide - 6
	head := name.head(l.scale * 0.9)
	l.line(x, head, "给谁打电话")
	for _, c := range p.Contacts {
		who := c.Title
		if c.Name != "" {
			who += " " + c.Name
		}
		if c.Night {
			who += "（夜间有人接）"
		}
		l.wrapped(x, wide, plain.style(l.scale*0.9), who)
		l.wrapped(x, wide, name.head(l.scale*0.9), c.Phone)
	}
	always := []string{"火警 119　报警 110　急救 120"}
	if l.s.TextWidth(plain.bold(l.scale), always[0]) > wide {
		always = []string{"火警 119", "报警 110", "急救 120"} // no number is broken
	}
	for _, one := range always {
		l.line(x, plain.bold(l.scale), one)
	}
	l.y += 1
}

// drawCode is the bottom: the code, and what it is for.
func (l *layout) drawCode(p Poster) {
	if l.drawn && len(p.Code) > 0 {
		l.s.Code(side, l.y, codeSide, p.Code)
	}
	x, wide := side+codeSide+6, textWide-codeSide-6
	l.y += 5
	l.wrapped(x, wide, name.head(0.8), "有网络时扫码：看哪里开着、还有多少位置")
	l.wrapped(x, wide, plain.style(0.95), "没有网络，扫码看不到东西：照这张纸走，照这张纸打电话。")
	l.wrapped(x, wide, small.style(1), p.Address)
}

func (p Poster) caption() string {
	text := "示意图，上北下南。"
	if len(p.Outline.Area) > 0 {
		text = "示意图，上北下南，灰色是本村。"
	}
	text += "方框里的数字就是上面的场所；图上没有画路。"
	if p.Approval != "" {
		text += "审图号：" + p.Approval
	}
	if p.Demo {
		text = "示例地图。" + text
	}
	return text
}

func (p Poster) foot() string {
	d := p.Day.Time()
	return fmt.Sprintf("第 %d 版　%d年%d月%d日。内容变了会换新的一张；与手机上不一致时，以手机上的为准。", p.Number, d.Year(), int(d.Month()), d.Day())
}
