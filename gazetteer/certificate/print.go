package certificate

import (
	"io"
	"strings"

	"diming/internal/typeset"
)

// A Print is what the paper shows beside the certificate itself.
type Print struct {
	Certificate
	Holder  Holder
	Address string   // where its code leads
	Code    [][]bool // modules of the code, with its quiet zone
	Demo    bool     // 示例数据 stands on the paper
}

// Sizes of the paper's text, in points, and of its code, in millimetres.
const (
	titleSize, bodySize, smallSize = 24, 14, 9.5
	codeSide                       = 34.0
)

var (
	title = typeset.Style{Size: typeset.Points(titleSize), Bold: true}
	body  = typeset.Style{Size: typeset.Points(bodySize)}
	small = typeset.Style{Size: typeset.Points(smallSize)}
)

// PDF writes certificates to print and seal in one sitting, each on a page of
// its own. It answers *glyph.MissingError where the fonts lack a character of
// one.
func PDF(w io.Writer, fonts typeset.Fonts, prints ...Print) error {
	first := prints[0]
	s := typeset.New(fonts, typeset.Properties{Title: first.Title() + " " + first.Number, Author: first.Issuer, Day: first.IssuedOn.Time()}, first.foot)
	for i, p := range prints {
		if i > 0 {
			s.Break()
		}
		p.page(s)
	}
	return s.Write(w)
}

// page writes a certificate from the top of a page on.
func (p Print) page(s *typeset.Sheet) {
	s.Centre(title, p.Title())
	s.ToRight(small, 0, p.Number)
	s.Skip(6)
	if p.Facts.Door != nil {
		p.door(s)
	} else {
		p.name(s)
	}
	p.close(s)
}

// name is the body of a certificate of a name.
func (p Print) name(s *typeset.Sheet) {
	s.Paragraph(body, 2, "兹证明：")
	for _, sentence := range p.Sentences() {
		if sentence != "" {
			s.Paragraph(body, 2, sentence)
		}
	}
	p.tables(s)
	s.Paragraph(body, 2, "依据："+p.Facts.Basis+"。")
	purpose := "办理证照地址变更等事项"
	if p.Holder.Purpose != "" {
		purpose = strings.TrimSuffix(p.Holder.Purpose, "。")
	}
	s.Paragraph(body, 2, "本证明由持有人"+p.Holder.Name+"用于"+purpose+"。")
}

// tables are the names that the place bore, and the holder's papers.
func (p Print) tables(s *typeset.Sheet) {
	if p.Kind == Renamed && len(p.Facts.Former) > 1 {
		rows := [][]string{{"曾用标准地名", "起", "止"}}
		for _, f := range p.Facts.Former {
			rows = append(rows, []string{f.Name, dayOr(f.From), dayOr(f.Until)})
		}
		s.Skip(2)
		s.Table(small, []float64{2, 1, 1}, rows)
		s.Skip(4)
	}
	if len(p.Holder.Papers) > 0 {
		rows := [][]string{{"证件", "证件所载地址"}}
		for _, one := range p.Holder.Papers {
			rows = append(rows, []string{one.Kind, one.Address})
		}
		s.Skip(2)
		s.Table(small, []float64{1, 3}, rows)
		s.Skip(4)
	}
}

func dayOr(day string) string {
	if day == "" {
		return "不详"
	}
	return InWords(day)
}

// close is the bottom of the paper: the code, who issued it and when, and room
// for the seal.
func (p Print) close(s *typeset.Sheet) {
	s.Need(codeSide + 24)
	s.Skip(14)
	top := s.Y
	s.Code(typeset.Left-2, top, codeSide, p.Code)
	s.Y = top + 4
	s.ToRight(body, 8, p.Issuer)
	s.ToRight(body, 8, InWords(p.IssuedOn.String()))
	s.ToRight(small, 18, "（盖章）")
	s.Y = top + codeSide + 2
	s.Paragraph(small, 0, "扫码核验真伪；核验页不显示持有人。网址："+p.Address)
}

func (p Print) foot(s *typeset.Sheet, _ int) {
	if p.Demo {
		s.At(typeset.Left, 18, small, "示例数据，不作为依据")
		s.At(typeset.Left, typeset.Height-14, small, "示例数据，不作为依据")
	}
}
