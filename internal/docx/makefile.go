package docx

import "strings"

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordNames = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="` + officeRels + `" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"`
	wordType  = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
	coreType  = `application/vnd.openxmlformats-package.core-properties+xml`
	relsHead  = xmlHead + `<Relationships xmlns="` + relsName + `">`

	// What stands in where a face is not installed.
	fontTable = xmlHead + `<w:fonts ` + wordNames + `><w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/></w:font><w:font w:name="楷体_GB2312"><w:altName w:val="楷体"/></w:font><w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/></w:font></w:fonts>`
	styles    = xmlHead + `<w:styles ` + wordNames + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="` + FaceText + `"/><w:sz w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>`
	section = `<w:sectPr><w:headerReference w:type="even" r:id="rHead"/><w:headerReference w:type="default" r:id="rHead"/><w:footerReference w:type="even" r:id="rEven"/><w:footerReference w:type="default" r:id="rOdd"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr>`
	// Page numbers stand outside: right on odd pages, left on even ones.
	settings = xmlHead + `<w:settings ` + wordNames + `><w:evenAndOddHeaders/></w:settings>`
)

// Bytes gives the document as a file.
func (m *Maker) Bytes() ([]byte, error) {
	var f file
	add := func(name, content string) { f.parts = append(f.parts, &part{name: name, content: []byte(content)}) }
	add(typesPart, m.types())
	add("_rels/.rels", relsHead+relationTo("rId1", officeRels+"/officeDocument", "word/document.xml")+
		relationTo("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")+`</Relationships>`)
	add("docProps/core.xml", xmlHead+`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>`+
		escaped(m.Title)+`</dc:title><dc:creator>`+escaped(m.Author)+`</dc:creator></cp:coreProperties>`)
	add("word/document.xml", xmlHead+`<w:document `+wordNames+`><w:body>`+m.body.String()+section+`</w:body></w:document>`)
	add("word/_rels/document.xml.rels", m.relations())
	add("word/styles.xml", styles)
	add("word/settings.xml", settings)
	add("word/fontTable.xml", fontTable)
	add("word/header1.xml", xmlHead+`<w:hdr `+wordNames+`>`+Paragraph{Text: m.Head, Look: Look{Face: faceFoot, Size: 9}, Place: Start, Tight: true}.xml()+`</w:hdr>`)
	add("word/footer1.xml", footer(End))
	add("word/footer2.xml", footer(Start))
	for _, p := range m.pictures {
		f.parts = append(f.parts, &part{name: "word/media/" + p.name + "." + p.ending, content: p.content})
	}
	return f.bytes()
}

// footer is — 1 — at one side of the foot, a character away from the margin.
func footer(place Place) string {
	l := Look{Face: faceFoot, Size: 14}
	field := `<w:r>` + l.properties() + `<w:fldChar w:fldCharType="begin"/></w:r><w:r>` + l.properties() + `<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r>` + l.properties() + `<w:fldChar w:fldCharType="end"/></w:r>`
	return xmlHead + `<w:ftr ` + wordNames + `><w:p><w:pPr><w:ind w:left="280" w:right="280"/><w:jc w:val="` + string(place) + `"/></w:pPr>` + l.run("— ") + field + l.run(" —") + `</w:p></w:ftr>`
}

func (m *Maker) types() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Types xmlns="` + typesName + `"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="png" ContentType="image/png"/><Default Extension="svg" ContentType="image/svg+xml"/>`)
	for _, o := range [][2]string{{"word/document.xml", mainType}, {"word/styles.xml", wordType + "styles+xml"}, {"word/settings.xml", wordType + "settings+xml"},
		{"word/fontTable.xml", wordType + "fontTable+xml"}, {"word/header1.xml", wordType + "header+xml"}, {"word/footer1.xml", wordType + "footer+xml"},
		{"word/footer2.xml", wordType + "footer+xml"}, {"docProps/core.xml", coreType}} {
		b.WriteString(`<Override PartName="/` + o[0] + `" ContentType="` + o[1] + `"/>`)
	}
	return b.String() + `</Types>`
}

func (m *Maker) relations() string {
	var b strings.Builder
	b.WriteString(relsHead)
	for _, r := range [][3]string{{"rStyles", "styles", "styles.xml"}, {"rSettings", "settings", "settings.xml"}, {"rFonts", "fontTable", "fontTable.xml"},
		{"rHead", "header", "header1.xml"}, {"rOdd", "footer", "footer1.xml"}, {"rEven", "footer", "footer2.xml"}} {
		b.WriteString(relationTo(r[0], officeRels+"/"+r[1], r[2]))
	}
	for _, p := range m.pictures {
		b.WriteString(relationTo(p.name, officeRels+"/image", "media/"+p.name+"."+p.ending))
	}
	return b.String() + `</Relationships>`
}

func relationTo(id, kind, target string) string {
	return `<Relationship Id="` + id + `" Type="` + kind + `" Target="` + target + `"/>`
}
