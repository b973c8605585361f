package artwork

// A Layout is how a kind of plate is set. Sizes and shares differ between
// cities: it is a setting with a basis, and the standard ones are what is known.
type Layout struct {
	WidthMM, HeightMM float64
	RimMM             float64 // kept free on every side
	CodeMM            float64 // side of the code with its quiet zone, at the right; 0: none
	Columns           []Column
	ByBearing         bool // the ground follows the street's bearing
	Basis             string
}

// A Column stands beside others, from left to right.
type Column struct {
	Share       float64 // of the width
	Ground, Ink Colour
	Rows        []Row // from top to bottom
}

// A Row is a zone of a column.
type Row struct {
	Share float64 // of the height
	Part  Part
	Must  bool // a plate without it is refused; another's zone stays empty
}

const (
	tianjin   = "天津市门楼牌（2021）：大门牌 570×370、中门牌 270×170、小门牌 150×90，二维码 120、75、40 毫米；蓝底白字黑体，大牌 1/5 名称、3/5 号码、1/5 邮编，中小牌 2/5、3/5"
	shares    = "GB 17733：上 3/5 汉字、下 2/5 拼音；东西向蓝底白字，南北向绿底白字"
	ofGuizhou = "六盘水市（2020）：小区牌 1000×600、楼栋牌 900×500，左蓝底白字、右白底红字；左 3/5 名称、右 2/5 号码"
	ownSize   = "；尺寸为程序默认值，没有依据，请按本地规定设置"
)

// Standard gives the layout of a kind where no setting says otherwise.
func Standard(k Kind) (Layout, bool) {
	l, ok := standard[k]
	return l, ok
}

var standard = map[Kind]Layout{
	DoorBig:    plate(570, 370, 120, tianjin, Row{1.0 / 5, Name, true}, Row{3.0 / 5, Number, true}, Row{1.0 / 5, Postcode, false}),
	DoorMiddle: plate(270, 170, 75, tianjin, Row{2.0 / 5, Name, true}, Row{3.0 / 5, Number, true}),
	DoorSmall:  plate(150, 90, 40, tianjin, Row{2.0 / 5, Name, true}, Row{3.0 / 5, Number, true}),
	Building: {WidthMM: 900, HeightMM: 500, RimMM: 20, Basis: ofGuizhou, Columns: []Column{
		{Share: 3.0 / 5, Ground: Blue, Ink: White, Rows: []Row{{3.0 / 5, Name, true}, {2.0 / 5, Pinyin, false}}},
		{Share: 2.0 / 5, Ground: White, Ink: Red, Rows: []Row{{1, Number, true}}},
	}},
	Unit:       plate(360, 150, 0, "单元牌 360×150（地方）", Row{1, Number, true}),
	Room:       plate(120, 80, 0, "户室牌 120×80（地方）", Row{1, Number, true}),
	Street:     sign(1500, 450, shares+ownSize),
	Lane:       sign(900, 300, shares+ownSize),
	Village:    sign(1000, 600, ofGuizhou+"；"+shares),
	Settlement: sign(1000, 600, ofGuizhou+"；"+shares),
	Place:      sign(1000, 600, ofGuizhou+"；"+shares),
}

func plate(w, h, code float64, basis string, rows ...Row) Layout {
	return Layout{WidthMM: w, HeightMM: h, RimMM: h * 0.04, CodeMM: code, Basis: basis, Columns: []Column{{Share: 1, Ground: Blue, Ink: White, Rows: rows}}}
}

func sign(w, h float64, basis string) Layout {
	return Layout{WidthMM: w, HeightMM: h, RimMM: h * 0.04, ByBearing: true, Basis: basis,
		Columns: []Column{{Share: 1, Ground: Blue, Ink: White, Rows: []Row{{3.0 / 5, Name, true}, {2.0 / 5, Pinyin, true}}}}}
}
