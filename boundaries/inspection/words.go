package inspection

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// Of each row no two characters have one syllable, so that a word that is
// called across a valley is heard as one of 2,048.
var (
	modifiers = strings.Split("大小高低新老红黄蓝绿白黑青紫金银铁石木竹玉长短春秋冬夏北西双千万", "")
	nouns     = strings.Split("山河湖海云雨雪风星月泉火土田林花草树叶果米麦豆瓜茶桃梅松柳马牛羊狗梨鸽鸭鹅龙蛇象鹿熊狼鹰燕门船桥车灯梯笔纸琴鼓钟盘杯瓶鞋布针球塔", "")
)

// WordList is all words in the order of their numbers, 0 to 2047: a modifier
// and a noun.
func WordList() []string {
	all := make([]string, 0, len(modifiers)*len(nouns))
	for _, m := range modifiers {
		for _, n := range nouns {
			all = append(all, m+n)
		}
	}
	return all
}

// FourWords gives the first 44 bits of a digest (64 hex digits) as words of 11
// bits each, for two people to compare by voice. It is a help beside the
// comparison of the whole digest by QR code, not in its place.
func FourWords(digest string) ([4]string, error) {
	raw, err := hex.DecodeString(digest)
	if err != nil || len(raw) != 32 {
		return [4]string{}, unreadable("摘要应为 64 位十六进制", "a digest has 64 hex digits")
	}
	bits := binary.BigEndian.Uint64(raw) >> (64 - 44)
	var words [4]string
	for i := range words {
		n := int(bits>>(33-11*i)) & 2047
		words[i] = modifiers[n/len(nouns)] + nouns[n%len(nouns)]
	}
	return words, nil
}
