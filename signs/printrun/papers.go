package printrun

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"diming/internal/typeset"
	"diming/internal/version"
	"diming/signs/artwork"
	"diming/signs/plate"
)

// kindWords are what the kinds of plates are called.
var kindWords = map[artwork.Kind]string{artwork.DoorBig: "大门牌", artwork.DoorMiddle: "中门牌", artwork.DoorSmall: "小门牌", artwork.Building: "楼栋牌", artwork.Unit: "单元牌", artwork.Room: "户室牌",
	artwork.Street: "街路牌", artwork.Lane: "巷牌", artwork.Village: "村牌", artwork.Settlement: "自然村牌", artwork.Place: "地名标志"}

// KindWord is what a kind of plate is called.
func KindWord(k artwork.Kind) string { return kindWords[k] }

// A Cover is what the first sheet of an order says.
type Cover struct {
	Run      Run
	Design   artwork.Design
	Office   string // who orders
	Items    []Item
	Parts    []Part
	SignedBy string
	SignedAt time.Time
	Day      time.Time // of the paper
	Demo     bool
}

// Write writes the cover sheet as PDF: what is ordered, in which sizes and files,
// and who signed its text.
func (c Cover) Write(w io.Writer, fonts typeset.Fonts) error {
	title, text, small := typeset.Style{Size: typeset.Points(20), Head: true}, typeset.Style{Size: typeset.Points(12)}, typeset.Style{Size: typeset.Points(9)}
	s := typeset.New(fonts, typeset.Properties{Title: c.Run.Title, Author: c.Office, Day: c.Day}, func(s *typeset.Sheet, page int) {
		if c.Demo {
			s.At(typeset.Left, 18, small, "示例数据")
		}
		s.At(typeset.Left, typeset.Height-16, small, fmt.Sprintf("%s　第 %d 页", c.Run.Title, page))
	})
	s.Centre(title, "制牌单")
	s.Skip(4)
	s.Table(text, []float64{1, 3}, [][]string{
		{"批次", c.Run.Title}, {"委托单位", c.Office}, {"牌数", fmt.Sprintf("%d 块（作废 %d 块，不制作）", c.Run.Plates, c.Run.States[plate.Void])},
		{"二维码网址", c.Run.Origin + "/Q/…"},
		{"文字校对签字", c.SignedBy + "　" + c.SignedAt.In(version.China).Format("2006年1月2日 15:04")},
		{"试制", fmt.Sprintf("用手机扫过 %d 块", c.Run.Tried)},
		{"版面", fmt.Sprintf("%s × %s 毫米，出血 %s 毫米", millimetres(c.Run.Stock.WidthMM), millimetres(c.Run.Stock.HeightMM), millimetres(c.Run.Stock.Trim.BleedMM))},
	})
	s.Skip(6)
	s.Paragraph(text, 0, "各种牌的数量和尺寸")
	s.Table(text, []float64{2, 2, 1}, append([][]string{{"种类", "成品尺寸（毫米）", "块"}}, c.kinds()...))
	s.Skip(6)
	s.Paragraph(text, 0, "成品文件（每个二维码都已读出并核对）")
	files := [][]string{{"文件", "序号", "版", "二维码", "SHA-256"}}
	for _, p := range c.Parts {
		files = append(files, []string{strconv.Itoa(p.N), fmt.Sprintf("%d—%d", p.First, p.Last), strconv.Itoa(p.Sheets), strconv.Itoa(p.Codes), p.SHA256})
	}
	s.Table(small, []float64{1, 2, 1, 1, 6}, files)
	return s.Write(w)
}

func (c Cover) kinds() [][]string {
	counts := map[artwork.Kind]int{}
	for _, i := range c.Items {
		if i.State != plate.Void {
			counts[i.Kind]++
		}
	}
	var rows [][]string
	for _, k := range artwork.Kinds() {
		if layout, ok := c.Design.Layout(k); ok && counts[k] > 0 {
			rows = append(rows, []string{KindWord(k), millimetres(layout.WidthMM) + " × " + millimetres(layout.HeightMM), strconv.Itoa(counts[k])})
		}
	}
	return rows
}

func millimetres(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// EngravingHead are the columns of a table for engraving machines.
var EngravingHead = []string{"序号", "种类", "宽毫米", "高毫米", "名称", "少数民族文字", "拼音", "号码", "邮政编码", "编号", "二维码"}

// Engraving is the row of a plate for engraving machines.
func (r Run) Engraving(set artwork.Design, i Item) ([]string, error) {
	code, err := r.codeText(i)
	layout, _ := set.Layout(i.Kind) // the database holds no other kind
	return []string{strconv.Itoa(i.N), KindWord(i.Kind), millimetres(layout.WidthMM), millimetres(layout.HeightMM), i.Name, i.Minority, i.Pinyin, i.Number, i.Postcode, i.Token.Grouped(), code}, err
}

// DeliveryHead are the columns of the list by which plates are delivered and
// hung.
var DeliveryHead = []string{"序号", "名称", "号码", "种类", "编号", "换下的牌", "签收"}

// Delivery is the row of a plate in that list, which is in walking order.
func Delivery(i Item, stead string) []string {
	return []string{strconv.Itoa(i.N), i.Name, i.Number, KindWord(i.Kind), i.Token.Grouped(), stead, ""}
}

// VoidHead are the columns of the list of codes that must not hang.
var VoidHead = []string{"序号", "编号", "名称", "号码"}

// VoidRow is the row of a plate in that list.
func VoidRow(i Item) []string {
	return []string{strconv.Itoa(i.N), i.Token.Grouped(), i.Name, i.Number}
}
