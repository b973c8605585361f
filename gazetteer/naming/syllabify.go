package naming

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"diming/gazetteer/pinyin"
)

// spelled are the syllables of Putonghua without tones, ü as v.
var spelled = spelledSet(`a ai an ang ao e ei en eng er o ou r
ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu
ca cai can cang cao ce cen ceng ci cong cou cu cuan cui cun cuo
cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo
da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo
fa fan fang fei fen feng fo fou fu
ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo
ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo
ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun
ka kai kan kang kao ke ken keng kong kou ku kua kuai kuan kuang kui kun kuo
la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve
ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu
na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nuo nv nve
pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu
qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun
ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo
sa sai san sang sao se sen seng si song sou su suan sui sun suo
sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo
ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo
wa wai wan wang wei wen weng wo wu
xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun
ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun
za zai zan zang zao ze zei zen zeng zi zong zou zu zuan zui zun zuo
zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo`)

func spelledSet(list string) map[string]bool {
	set := make(map[string]bool, 420)
	for _, s := range strings.Fields(list) {
		set[s] = true
	}
	return set
}

// fit parts a reading of the whole name into one syllable for each character
// that the draft reads; ok is false where it has more or fewer.
func fit(draft []string, text, reading string) (syllables []string, ok bool) {
	words := letterRuns(reading)
	syllables = make([]string, len(draft))
	copy(syllables, draft)
	var read []int // places in the draft that are readings
	at := 0
	for i, s := range draft {
		if strings.HasPrefix(text[at:], s) {
			at += len(s)
			continue
		}
		at += runeLen(text[at:])
		read = append(read, i)
	}
	budget := 4000 // of tries: a reading of many letters may be parted in very many ways
	parts, ok := part(words, len(read), &budget)
	if !ok {
		return nil, false
	}
	for i, at := range read {
		syllables[at] = parts[i]
	}
	return syllables, true
}

// letterRuns gives the runs of letters of a reading in lower case.
func letterRuns(reading string) []string {
	return strings.FieldsFunc(strings.ToLower(norm.NFC.String(reading)), func(r rune) bool {
		return !unicode.IsLetter(r)
	})
}

// part cuts the words into exactly n syllables, the longest first.
func part(words []string, n int, budget *int) ([]string, bool) {
	if *budget--; *budget < 0 {
		return nil, false
	}
	if len(words) == 0 || n == 0 {
		return make([]string, 0, 8), len(words) == 0 && n == 0
	}
	word := words[0]
	ends := make([]int, 0, 6)
	for i := range word {
		if i > 0 && len(ends) < 6 {
			ends = append(ends, i)
		}
	}
	if len(ends) < 6 {
		ends = append(ends, len(word))
	}
	for i := len(ends) - 1; i >= 0; i-- {
		syllable := word[:ends[i]]
		if !spelled[pinyin.Toneless(syllable)] {
			continue
		}
		rest := words[1:]
		if ends[i] < len(word) {
			rest = append([]string{word[ends[i]:]}, rest...)
		}
		if tail, ok := part(rest, n-1, budget); ok {
			return append([]string{syllable}, tail...), true
		}
	}
	return nil, false
}
