package papers

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"

	"diming/internal/docx"
)

// Default is the template that holds for a kind of letter until an office
// uploads its own. It looks as GB/T 9704-2012 (党政机关公文格式) has it: A4 with
// margins of 37, 35, 28 and 26 mm; title in 小标宋 of 22 points; text in 仿宋 of
// 16 points on lines of 28.95 points, 22 lines of 28 characters a page; page
// numbers in 14 points.
func Default(kind string) []byte {
	var b body
	b.letterhead()
	switch kind {
	case LetterRequest:
		b.para("{{.To}}：", left)
		b.para("{{.Applicant}}于{{.AppliedOn}}申请{{.Subject}}。{{.Reason}}经审查，拟{{.Kind}}的{{.Count}}个地名符合《地名管理条例》的规定，现将方案报上，具体如下：", indent)
		b.items()
		b.para("{{if .RefusedNames}}", left)
		b.para("拟不批准的地名：{{.RefusedNames}}。", indent)
		b.para("{{end}}", left)
		b.para("{{if .Opinions}}", left)
		b.para("征求意见情况：{{.Opinions}}。", indent)
		b.para("{{end}}", left)
		b.para("妥否，请批示。", indent)
	case LetterReply:
		b.para("{{.To}}：", left)
		b.para("你单位《关于{{.Subject}}的请示》收悉。经研究，现批复如下：", indent)
		b.para("一、同意{{.Subject}}，具体如下：", indent)
		b.items()
		b.para("二、请按照《地名管理条例》的规定办理备案和公告，并设置地名标志。", indent)
		b.para("此复。", indent)
	case LetterFiling:
		b.para("{{.To}}：", left)
		b.para("{{.Approver}}以《{{.ReplyNumber}}》于{{.ReplyDate}}批准{{.Subject}}。根据《地名管理条例》第十三条的规定，现将有关材料报送备案。批准的{{.Count}}个地名如下：", indent)
		b.items()
		b.para("特此报告。", indent)
	case LetterAnnouncement:
		b.para("根据《地名管理条例》第十四条的规定，现将{{.Approver}}于{{.ReplyDate}}批准（{{.ReplyNumber}}）的{{.Count}}个地名公告如下：", indent)
		b.items()
		b.para("上述地名自批准之日起为标准地名。", indent)
		b.para("特此公告。", indent)
	}
	b.attachments()
	b.signature()
	return b.file()
}

const (
	left = iota
	indent
	center
	right
)

// font sets the faces for a Chinese letter: those of the standard first, which
// Word replaces where they are not installed.
func font(face string, halfPoints int) string {
	return `<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="` + face + `"/><w:sz w:val="` + strconv.Itoa(halfPoints) + `"/><w:szCs w:val="` + strconv.Itoa(halfPoints) + `"/></w:rPr>`
}

type body struct{ bytes.Buffer }

// para is a paragraph of the letter's text.
func (b *body) para(text string, how int) { b.styled(text, how, "仿宋_GB2312", 32) }

func (b *body) styled(text string, how int, face string, halfPoints int) {
	b.WriteString(`<w:p><w:pPr><w:spacing w:line="579" w:lineRule="exact"/>`)
	switch how {
	case indent:
		b.WriteString(`<w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>`)
	case center:
		b.WriteString(`<w:jc w:val="center"/>`)
	case right:
		b.WriteString(`<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>`)
	}
	b.WriteString(`</w:pPr>` + run(text, font(face, halfPoints)) + `</w:p>`)
}

func run(text, properties string) string {
	var escaped strings.Builder
	_ = xml.EscapeText(&escaped, []byte(text)) // writing to memory cannot fail
	return `<w:r>` + properties + `<w:t xml:space="preserve">` + escaped.String() + `</w:t></w:r>`
}

func (b *body) letterhead() {
	b.para("{{if .Demo}}", left)
	b.styled("（示例：其中内容均非真实）", center, "楷体_GB2312", 28)
	b.para("{{end}}", left)
	b.para("{{if .Letter}}", left)
	b.para("{{.Letter}}", center)
	b.para("{{end}}", left)
	b.para("", left)
	b.styled("{{.Title}}", center, "方正小标宋简体", 44)
	b.para("", left)
}

// items is the table of names, its head repeated on each page.
func (b *body) items() {
	columns := []struct {
		head, value string
		width       int // twentieths of a point; 8844 together
	}{{"序号", "{{range .Items}}{{.Number}}", 700}, {"标准地名", "{{.Name}}{{if .Former}}（原名：{{.Former}}）{{end}}", 1800}, {"罗马字母拼写", "{{.Roman}}", 1744},
		{"所在行政区", "{{.Division}}", 1300}, {"位置", "{{.Position}}{{if .Size}}，{{.Size}}{{end}}", 1900}, {"含义", "{{.Meaning}}{{end}}", 1400}}
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="8844" w:type="dxa"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="6" w:space="0" w:color="000000"/>`)
	}
	b.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, c := range columns {
		b.WriteString(`<w:gridCol w:w="` + strconv.Itoa(c.width) + `"/>`)
	}
	b.WriteString(`</w:tblGrid>`)
	for _, head := range []bool{true, false} {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		if head {
			b.WriteString(`<w:tblHeader/>`)
		}
		b.WriteString(`</w:trPr>`)
		for _, c := range columns {
			text, face := c.value, "仿宋_GB2312"
			if head {
				text, face = c.head, "黑体"
			}
			b.WriteString(`<w:tc><w:tcPr><w:tcW w:w="` + strconv.Itoa(c.width) + `" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:jc w:val="center"/></w:pPr>` + run(text, font(face, 24)) + `</w:p></w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
}

func (b *body) attachments() {
	b.para("{{if .Attachments}}", left)
	b.para("", left)
	b.para("附件：{{range .Attachments}}{{.Number}}.{{.Title}}　{{end}}", indent)
	b.para("{{end}}", left)
}

func (b *body) signature() {
	b.para("", left)
	b.para("", left)
	b.para("{{.From}}", right)
	b.para("{{.Date}}", right)
}

const (
	word     = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordType = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
	relation = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`

	contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/><Override PartName="/word/footer1.xml" ContentType="` + wordType + `footer+xml"/></Types>`
	rootRels     = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relation + `officeDocument" Target="word/document.xml"/></Relationships>`
	documentRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relation + `styles" Target="styles.xml"/><Relationship Id="rId2" Type="` + relation + `footer" Target="footer1.xml"/></Relationships>`
	wordStyles   = xmlHead + `<w:styles ` + word + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>`
	section = `<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr>`
)

// pageNumber is — 1 — in the middle of the foot.
func pageNumber() string {
	f := font("宋体", 28)
	return xmlHead + `<w:ftr ` + word + `><w:p><w:pPr><w:jc w:val="center"/></w:pPr>` + run("— ", f) +
		`<w:r>` + f + `<w:fldChar w:fldCharType="begin"/></w:r><w:r>` + f + `<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r>` + f + `<w:fldChar w:fldCharType="end"/></w:r>` +
		run(" —", f) + `</w:p></w:ftr>`
}

func (b *body) file() []byte {
	var out bytes.Buffer
	document := xmlHead + `<w:document ` + word + `><w:body>` + b.String() + section + `</w:body></w:document>`
	_ = docx.Write(&out, "[Content_Types].xml", contentTypes, "_rels/.rels", rootRels, "word/document.xml", document,
		"word/_rels/document.xml.rels", documentRels, "word/styles.xml", wordStyles, "word/footer1.xml", pageNumber()) // writing to memory cannot fail
	return out.Bytes()
}
