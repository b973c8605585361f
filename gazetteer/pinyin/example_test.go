package pinyin_test

import (
	"fmt"

	"diming/gazetteer/pinyin"
)

// The class and the division decide how a name is split and read.
func ExampleOf() {
	fmt.Println(pinyin.Of("周口店", "22200", ""))
	fmt.Println(pinyin.Of("周口店镇", "21500", ""))
	fmt.Println(pinyin.Of("浒湾镇", "21500", "410725"))
	fmt.Println(pinyin.Of("浒湾镇", "21500", "361027"))
	fmt.Println(pinyin.Of("东四十二条", "23500", "110101").Capitals())
	// Output:
	// Zhōukǒudiàn
	// Zhōukǒudiàn Zhèn
	// Hǔwān Zhèn
	// Xǔwān Zhèn
	// DONGSI 12 TIAO
}

func ExampleSearchKeys() {
	plain, initials := pinyin.SearchKeys("吕梁市", "21300", "1411")
	fmt.Println(plain, initials)
	// Output: [lvliangshi luliangshi lyuliangshi] [lls]
}
