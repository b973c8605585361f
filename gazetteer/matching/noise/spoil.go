package noise

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"diming/gazetteer/matching"
	"diming/gazetteer/pinyin"
	"diming/gazetteer/search"
)

// A Class names one way in which texts depart from the standard.
type Class string

// The classes. Levels are left out, and townships mistaken, only where what
// stays still names one place: what is told apart by nothing has no right
// answer.
const (
	Clean     Class = "clean"
	Omitted   Class = "omitted"   // levels left out
	Former    Class = "former"    // a former name
	Wrong     Class = "wrong"     // another kind of township, or a neighbouring one
	Short     Class = "short"     // 江山 for 江山市, 清湖一村 for 清湖一村村委会
	Figures   Class = "figures"   // full-width and Chinese digits
	Units     Class = "units"     // 栋, 座, 号楼, dashes for 幢 单元 室
	Subs      Class = "subs"      // 附号, 之1, -1
	Homophone Class = "homophone" // a character of the same sound
	Order     Class = "order"     // parts in another order
	Landmark  Class = "landmark"  // in front
	Tail      Class = "tail"      // noise behind
	Mixed     Class = "mixed"     // two or three of these
)

// Classes are all of them.
var Classes = []Class{Clean, Omitted, Former, Wrong, Short, Figures, Units, Subs, Homophone, Order, Landmark, Tail, Mixed}

// A Spoiler writes texts of a corpus from a seed.
type Spoiler struct {
	c *Corpus
	r *rand.Rand
}

// Spoiler gives one; the same seed writes the same texts.
func (c *Corpus) Spoiler(seed uint64) *Spoiler {
	if c.sounds == nil {
		c.gatherSounds()
	}
	return &Spoiler{c, rand.New(rand.NewPCG(seed, 2))}
}

// gatherSounds lists the characters of the corpus by their sound.
func (c *Corpus) gatherSounds() {
	c.sounds = map[string][]rune{}
	seen := map[rune]bool{}
	for i := range c.Names {
		for _, r := range c.Names[i].Current {
			if s := pinyin.Sound(r); !seen[r] && s != "" && search.FoldRune(r) == r {
				seen[r] = true
				c.sounds[s] = append(c.sounds[s], r)
			}
		}
	}
}

// Spoil writes the text of an address in the way of a class; false where the
// address has nothing that could be spoilt so.
func (s *Spoiler) Spoil(i int, class Class) (string, bool) {
	w := s.c.write(&s.c.Addresses[i])
	clean := w.text()
	if class == Mixed {
		ways := s.r.Perm(len(Classes) - 2)[:2+s.r.IntN(2)]
		slices.Sort(ways)
		done := 0
		for _, way := range ways {
			if s.apply(w, Classes[way+1]) {
				done++
			}
		}
		return w.text(), done > 1
	}
	if class != Clean && !s.apply(w, class) {
		return "", false
	}
	return w.text(), class == Clean || w.text() != clean
}

func (s *Spoiler) apply(w *writing, class Class) bool {
	return map[Class]func(*writing) bool{
		Omitted: s.omit, Former: s.former, Wrong: s.wrong, Short: s.short, Figures: s.figures, Units: s.units, Subs: s.subs,
		Homophone: s.homophone, Order: s.order, Landmark: s.landmark, Tail: s.noiseBehind,
	}[class](w)
}

// omit leaves out the province and the city, and the township or the county
// where the place below is alone of its name.
func (s *Spoiler) omit(w *writing) bool {
	last := w.pieces[len(w.pieces)-1]
	town := slices.IndexFunc(w.pieces, func(p piece) bool { return p.kind == matching.Township })
	dropTown := last.kind != matching.Township && s.c.alone(last.name) && s.r.IntN(2) == 0
	dropCounty := !dropTown && town >= 0 && s.c.alone(w.pieces[town].name) && s.r.IntN(3) == 0
	dropProvince := !dropCounty && s.r.IntN(4) > 0
	n := len(w.pieces)
	kept := slices.DeleteFunc(slices.Clone(w.pieces), func(p piece) bool {
		switch p.kind {
		case matching.Province:
			return dropProvince
		case matching.City:
			return s.r.IntN(4) > 0
		case matching.County:
			return dropCounty
		case matching.Township:
			return dropTown
		case matching.Village:
			return last.kind == matching.Settlement && dropTown && s.r.IntN(2) == 0
		}
		return false
	})
	if len(kept) == 0 || kept[len(kept)-1].kind < matching.Township {
		return false
	}
	w.pieces = kept
	return len(kept) < n
}

func (s *Spoiler) former(w *writing) bool {
	done := false
	for i := range w.pieces {
		if n := w.pieces[i].name; len(n.Former) > 0 && n.Kind >= matching.County {
			w.pieces[i].text, done = n.Former[s.r.IntN(len(n.Former))], true
		}
	}
	return done
}

// wrong takes the township for another kind of township, or for a neighbour.
func (s *Spoiler) wrong(w *writing) bool {
	for i := range w.pieces {
		p := &w.pieces[i]
		if p.kind != matching.Township || i+1 == len(w.pieces) {
			continue
		}
		near := s.c.towns[p.name.Parent]
		if s.r.IntN(2) == 0 && len(near) > 1 && s.c.alone(w.pieces[i+1].name) {
			p.text = s.c.Names[near[s.r.IntN(len(near))]].Current
			return p.text != p.name.Current
		}
		for _, kinds := range [][2]string{{"街道办事处", "镇"}, {"街道", "镇"}, {"镇", "乡"}, {"乡", "镇"}} {
			if stem, found := strings.CutSuffix(p.text, kinds[0]); found && utf8.RuneCountInString(stem) > 1 {
				p.text = stem + kinds[1]
				return true
			}
		}
	}
	return false
}

func (s *Spoiler) short(w *writing) bool {
	done := false
	for i := range w.pieces {
		p := &w.pieces[i]
		cut := p.text
		switch {
		case p.kind <= matching.Township && s.r.IntN(2) == 0:
			cut = search.Specific(p.text)
		case p.kind == matching.Village:
			cut = search.Spoken(p.text)
		}
		if utf8.RuneCountInString(cut) > 1 && cut != p.text {
			p.text, done = cut, true
		}
	}
	return done
}

func (s *Spoiler) homophone(w *writing) bool {
	for range 8 {
		p := &w.pieces[s.r.IntN(len(w.pieces))]
		runes := []rune(search.Spoken(p.text))
		if p.kind < matching.County || len(runes) < 3 {
			continue
		}
		at := s.r.IntN(len(runes) - 1)
		same := s.c.sounds[pinyin.Sound(runes[at])]
		if len(same) < 2 {
			continue
		}
		other := same[s.r.IntN(len(same))]
		if search.FoldRune(other) != search.FoldRune(runes[at]) {
			whole := []rune(p.text)
			whole[at] = other
			p.text = string(whole)
			return true
		}
	}
	return false
}

// order writes the larger divisions behind, from the small to the large, or one
// level before the one above it.
func (s *Spoiler) order(w *writing) bool {
	if len(w.pieces) < 3 {
		return false
	}
	if s.r.IntN(2) == 0 {
		i := 1 + s.r.IntN(len(w.pieces)-2)
		w.pieces[i-1], w.pieces[i] = w.pieces[i], w.pieces[i-1]
		return true
	}
	n := len(w.pieces) - 1
	for n > 0 && w.pieces[n].kind > matching.Township {
		n--
	}
	behind := ""
	for i := n; i >= 0; i-- {
		behind += w.pieces[i].text
	}
	if n+1 == len(w.pieces) {
		return false
	}
	w.pieces = w.pieces[n+1:]
	w.after = "，" + behind + w.after
	return true
}

var landmarks = strings.Fields("人民医院对面 中国银行旁边 实验小学北侧200米 加油站往东 老供销社隔壁 汽车站出口 大润发超市楼上 文化礼堂斜对面 卫生院后面 农贸市场门口")

func (s *Spoiler) landmark(w *writing) bool {
	w.before = landmarks[s.r.IntN(len(landmarks))] + []string{"", "，", " "}[s.r.IntN(3)] + w.before
	return true
}

var behinds = []string{"（门口有大樟树）", " 电话13800000000", "张三收", "，后门进", "请放门卫处", "旁边小店", "（自建房）", " 2026-11-26", "附近", "谢谢"}

func (s *Spoiler) noiseBehind(w *writing) bool {
	w.after += behinds[s.r.IntN(len(behinds))]
	return true
}

func (s *Spoiler) figures(w *writing) bool {
	if w.a.Number == "" {
		return false
	}
	if s.r.IntN(2) == 0 {
		w.number, w.tail = wide(w.number), wide(w.tail)
		return true
	}
	n, err := strconv.Atoi(w.a.Number)
	if err != nil {
		return false
	}
	w.number = chineseNumber(n) + strings.TrimPrefix(w.number, w.a.Number)
	return true
}

func wide(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '-' {
			return r + 0xfee0
		}
		return r
	}, text)
}

func (s *Spoiler) units(w *writing) bool {
	a := w.a
	if a.Building == "" {
		return false
	}
	switch s.r.IntN(4) {
	case 0:
		w.tail = a.Building + "-" + a.Unit + "-" + a.Room
	case 1:
		w.tail = strings.Replace(w.tail, "幢", "栋", 1)
	case 2:
		w.tail = strings.Replace(w.tail, "幢", "号楼", 1)
	default:
		w.tail = strings.TrimSuffix(strings.Replace(w.tail, "幢", "座", 1), "室")
	}
	return true
}

func (s *Spoiler) subs(w *writing) bool {
	a := w.a
	if a.Sub == "" {
		return false
	}
	forms := []string{a.Number + "之" + a.Sub + "号", a.Number + "附" + a.Sub + "号", a.Number + "号附" + a.Sub + "号", a.Number + "号之" + a.Sub, a.Number + "号-" + a.Sub}
	w.number = forms[s.r.IntN(len(forms))]
	return true
}

var (
	digitNames = []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	unitNames  = []string{"", "十", "百", "千"}
)

// chineseNumber writes a number below 10,000 in characters: 一百零三.
func chineseNumber(n int) string {
	if n >= 10 && n < 20 {
		return "十" + strings.TrimPrefix(chineseNumber(n-10), "零")
	}
	digits := strconv.Itoa(n)
	out, zero := "", false
	for i, d := range digits {
		if d == '0' {
			zero = true
			continue
		}
		if zero {
			out, zero = out+"零", false
		}
		out += digitNames[d-'0'] + unitNames[len(digits)-1-i]
	}
	if out == "" {
		return "零"
	}
	return out
}
