package docx_test

import (
	"errors"
	"strings"
	"testing"

	"diming/internal/docx"
)

const whole = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`

// pack makes a package whose parts are given, names and contents in turn, in
// the place of those of a sound one.
func pack(t *testing.T, parts ...string) []byte {
	t.Helper()
	all := map[string]string{"[Content_Types].xml": whole, "_rels/.rels": rels, "word/document.xml": `<w:document xmlns:w="w" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>` + p("甲") + `</w:body></w:document>`}
	for i := 0; i < len(parts); i += 2 {
		all[parts[i]] = parts[i+1]
	}
	var out strings.Builder
	var flat []string
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml"} {
		flat = append(flat, name, all[name])
		delete(all, name)
	}
	for name, content := range all {
		flat = append(flat, name, content)
	}
	if err := docx.Write(&out, flat...); err != nil {
		t.Fatal(err)
	}
	return []byte(out.String())
}

func TestAPackageThatWordRefusesIsNotSound(t *testing.T) {
	if err := docx.Sound(pack(t)); err != nil {
		t.Fatal(err)
	}
	const rel = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	body := func(inside string) string {
		return `<w:document xmlns:w="w" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>` + inside + `</w:body></w:document>`
	}
	for what, parts := range map[string][]string{
		"a part without a type":        {"word/media/a.png", "x"},
		"a type for nothing":           {"[Content_Types].xml", strings.Replace(whole, "</Types>", `<Override PartName="/word/gone.xml" ContentType="x"/></Types>`, 1)},
		"no content types":             {"[Content_Types].xml", "<Types/>"},
		"a text of another type":       {"[Content_Types].xml", strings.Replace(whole, "document.main", "template.main", 1)},
		"no relationship to the text":  {"_rels/.rels", rel + `</Relationships>`},
		"a relationship to nothing":    {"word/_rels/document.xml.rels", rel + `<Relationship Id="a" Type="x" Target="styles.xml"/></Relationships>`},
		"two of one id":                {"word/_rels/document.xml.rels", rel + `<Relationship Id="a" Type="x" Target="document.xml"/><Relationship Id="a" Type="x" Target="document.xml"/></Relationships>`},
		"a reference to nothing":       {"word/document.xml", body(`<w:sectPr><w:footerReference r:id="rId9"/></w:sectPr>`)},
		"a cell without a paragraph":   {"word/document.xml", body(`<w:tbl><w:tr><w:tc></w:tc></w:tr></w:tbl>`)},
		"a cell that ends in a table":  {"word/document.xml", body(`<w:tbl><w:tr><w:tc>` + p("甲") + `<w:tbl/></w:tc></w:tr></w:tbl>`)},
		"relationships of no namepace": {"word/_rels/document.xml.rels", `<Relationships/>`},
	} {
		var wrong *docx.HostileError
		if err := docx.Sound(pack(t, parts...)); !errors.As(err, &wrong) || wrong.Why != docx.Malformed {
			t.Errorf("%s: %v", what, err)
		}
	}
	linked := pack(t, "word/_rels/document.xml.rels", rel+`<Relationship Id="rId9" Type="x" Target="footer1.xml"/></Relationships>`, "word/footer1.xml", `<w:ftr xmlns:w="w"/>`,
		"word/document.xml", body(`<w:sectPr><w:footerReference r:id="rId9"/></w:sectPr>`))
	if err := docx.Sound(linked); err != nil {
		t.Error(err)
	}
}
