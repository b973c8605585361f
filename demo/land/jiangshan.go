package land

import "github.com/paulmach/orb"

// neighbour is a county around another one: the direction in which it lies,
// degrees clockwise from north.
type neighbour struct {
	code, name string
	bearing    float64
}

// around lists the real neighbours of the counties that have a demo. The
// bearings are rough and their ends invented.
var around = map[string][]neighbour{
	"330881": {
		{"330822", "常山县", 335},
		{"330802", "柯城区", 12},
		{"330803", "衢江区", 62},
		{"331123", "遂昌县", 128},
		{"350722", "浦城县", 187},
		{"361103", "广丰区", 243},
		{"361123", "玉山县", 291},
	},
}

// elsewhere stands in for the neighbours of any other county.
var elsewhere = []neighbour{{"000000", "界外", 0}}

// JiangshanSeats are the places of Jiangshan's towns to about a kilometre or
// two, by code: common knowledge of a map, for towns whose seat the caller
// does not know better.
func JiangshanSeats() map[string]orb.Point {
	return map[string]orb.Point{
		"330881001": {118.632, 28.747}, // 双塔街道
		"330881002": {118.606, 28.731}, // 虎山街道
		"330881003": {118.622, 28.679}, // 清湖街道
		"330881102": {118.715, 28.815}, // 四都镇
		"330881105": {118.493, 28.715}, // 坛石镇
		"330881106": {118.406, 28.743}, // 大桥镇
		"330881109": {118.452, 28.622}, // 新塘边镇
		"330881112": {118.470, 28.300}, // 廿八都镇
		"330881113": {118.700, 28.592}, // 长台镇
		"330881116": {118.668, 28.785}, // 上余镇
		"330881118": {118.499, 28.523}, // 凤林镇
		"330881119": {118.578, 28.487}, // 峡口镇
		"330881120": {118.583, 28.615}, // 石门镇
		"330881121": {118.529, 28.670}, // 贺村镇
		"330881201": {118.600, 28.835}, // 大陈乡
		"330881203": {118.725, 28.700}, // 碗窑乡
		"330881207": {118.590, 28.395}, // 保安乡
		"330881213": {118.725, 28.475}, // 塘源口乡
		"330881214": {118.660, 28.420}, // 张村乡
	}
}
