package campaign

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"diming/gazetteer/naming"
)

// Notice tests names by the words that 民发〔2018〕146号 and its local notices
// give as examples. It asks nothing else and keeps nothing.
type Notice struct{}

// Version implements Tester.
func (Notice) Version() string { return "民发〔2018〕146号示例词表 1" }

// big are exaggerations; those that are older than the word's abuse are none
// (中山, 中华路 are seen by a person).
var big = []string{"宇宙", "中央", "天下", "世界", "环球", "欧洲", "澳洲", "美洲", "中国", "中华", "全国", "万国", "特区", "首府"}

// foreign are foreign places and persons and their short forms, as the
// notices name them.
var foreign = []string{"曼哈顿", "威尼斯", "巴黎", "加州", "罗马", "托斯卡纳", "剑桥", "塞纳", "普罗旺斯", "维多利亚", "哥伦布", "林肯", "莱茵", "地中海", "香榭丽舍", "夏威夷", "米兰", "枫丹白露", "纽约", "伦敦"}

// established are exempt: historical, commemorative and friendship names.
var established = []string{"白求恩", "柯棣华", "斯大林", "国际友谊"}

// Test implements Tester.
func (Notice) Test(_ context.Context, p naming.Proposal) ([]naming.Finding, error) {
	var all []naming.Finding
	exempt := hit(p.Text, established)
	if words := hit(p.Text, big); len(words) > 0 {
		all = append(all, finding("大", "含有刻意夸大的词语", words))
	}
	if words := hit(p.Text, foreign); len(words) > 0 {
		if len(exempt) == 0 {
			all = append(all, finding("洋", "含有外国人名、地名或其简称", words))
		}
	}
	if words := odd(p.Text); len(words) > 0 {
		all = append(all, finding("怪", "含有数字、字母或不是文字的符号", words))
	}
	return all, nil
}

func finding(check, text string, words []string) naming.Finding {
	return naming.Finding{Check: check, Severity: naming.Justify, Article: "民发〔2018〕146号",
		Text: fmt.Sprintf("%s：%s", text, strings.Join(words, "、")), Words: words, Source: "民发〔2018〕146号示例"}
}

func hit(text string, words []string) (found []string) {
	for _, w := range words {
		if strings.Contains(text, w) {
			found = append(found, w)
		}
	}
	return found
}

// odd gives what in a name is no Chinese character: runs of digits, letters
// and marks. Brackets that tell where a place is are no part of a name's oddity.
func odd(text string) (found []string) {
	var run strings.Builder
	flush := func() {
		if run.Len() > 0 {
			found = append(found, run.String())
			run.Reset()
		}
	}
	for _, r := range text {
		if unicode.Is(unicode.Han, r) || r == '〇' || strings.ContainsRune("（）() 　", r) {
			flush()
			continue
		}
		run.WriteRune(r)
	}
	flush()
	return found
}
