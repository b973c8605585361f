package docx_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"diming/internal/docx"
)

const (
	types = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`
	rels  = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
)

// word makes a document with a body and further parts.
func word(t testing.TB, body string, more ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	doc := `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`
	if err := docx.Write(&out, append([]string{"[Content_Types].xml", types, "_rels/.rels", rels, "word/document.xml", doc}, more...)...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func p(runs ...string) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(`<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">` + r + `</w:t></w:r>`)
	}
	return `<w:p>` + b.String() + `</w:p>`
}

func row(cells ...string) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(`<w:tc>` + p(c) + `</w:tc>`)
	}
	return `<w:tr>` + b.String() + `</w:tr>`
}

var data = docx.Data{
	Fields: map[string]string{"Title": "关于命名的请示", "Empty": "", "Two": "一\n二", "Braces": "{{.Title}}", "Marks": `<&>"`},
	Lists: map[string][]map[string]string{
		"Items": {{"Name": "清溪路", "Former": ""}, {"Name": "莲华山路", "Former": "山路"}},
		"None":  {},
	},
}

func TestPlaceholdersAreFilled(t *testing.T) {
	for name, test := range map[string]struct{ body, want string }{
		"plain":                   {p("《{{.Title}}》"), "《关于命名的请示》"},
		"split by Word":           {p("甲{", "{.Ti", "tle}", "}乙"), "甲关于命名的请示乙"},
		"two in a paragraph":      {p("{{.Title}}、", "{{ .Title }}"), "关于命名的请示、关于命名的请示"},
		"marks of XML":            {p("{{.Marks}}"), `<&>"`},
		"a value with braces":     {p("{{.Braces}}"), "{{.Title}}"},
		"an empty one":            {p("甲{{.Empty}}乙"), "甲乙"},
		"a loop of rows":          {`<w:tbl>` + row("名", "旧") + row("{{range .Items}}{{.Name}}", "{{.Former}}{{end}}") + `</w:tbl>`, "名\n旧\n清溪路\n\n莲华山路\n山路"},
		"the row knows the whole": {`<w:tbl>` + row("{{range .Items}}{{.Name}}", "{{.Title}}{{end}}") + `</w:tbl>`, "清溪路\n关于命名的请示\n莲华山路\n关于命名的请示"},
		"a loop of paragraphs":    {p("{{range .Items}}") + p("{{.Name}}") + p("。") + p("{{end}}") + p("完"), "清溪路\n。\n莲华山路\n。\n完"},
		"a loop in a text":        {p("{{range .Items}}{{.Name", "}}；{{end}}完"), "清溪路；莲华山路；完"},
		"a loop of nothing":       {p("{{range .None}}") + p("甲") + p("{{end}}") + p("乙"), "乙"},
		"a condition":             {p("{{if .Title}}有{{end}}{{if .Empty}}无{{end}}"), "有"},
		"a condition in a loop":   {p("{{range .Items}}{{.Name}}{{if .Former}}（{{.Former}}）{{end}} {{end}}"), "清溪路 莲华山路（山路） "},
		"a condition of blocks":   {p("{{if .Empty}}") + p("甲") + p("{{end}}") + p("{{if .None}}") + p("乙") + p("{{end}}") + p("{{if .Items}}") + p("丙") + p("{{end}}"), "丙"},
		"a loop in a condition":   {p("{{if .Items}}") + p("{{range .Items}}") + p("{{.Name}}") + p("{{end}}") + p("{{end}}"), "清溪路\n莲华山路"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := docx.Fill(word(t, test.body), data)
			if err != nil {
				t.Fatal(err)
			}
			got, err := docx.Text(out)
			if err != nil || got != test.want {
				t.Errorf("filled: %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

func TestLinesKeepTheRowsOfTablesTogether(t *testing.T) {
	out, err := docx.Fill(word(t, p("《{{.Title}}》")+`<w:tbl>`+row("名", "旧")+row("{{range .Items}}{{.Name}}", "{{.Former}}{{end}}")+`</w:tbl>`+p("完")), data)
	if err != nil {
		t.Fatal(err)
	}
	got, err := docx.Lines(out)
	if want := "《关于命名的请示》|名\t旧|清溪路\t|莲华山路\t山路|完"; err != nil || strings.Join(got, "|") != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

func TestALineBreakInAValueIsOneInTheDocument(t *testing.T) {
	out, err := docx.Fill(word(t, p("甲{{.Two}}乙")), data)
	if err != nil {
		t.Fatal(err)
	}
	if doc := partOf(t, out, "word/document.xml"); !strings.Contains(doc, `甲一</w:t><w:br/><w:t xml:space="preserve">二乙</w:t>`) {
		t.Error(doc)
	}
}

func TestTheFormatOfTheFirstRunStays(t *testing.T) {
	body := `<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>{{.Ti</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>tle}}尾</w:t></w:r></w:p>`
	out, err := docx.Fill(word(t, body), data)
	if err != nil {
		t.Fatal(err)
	}
	if doc := partOf(t, out, "word/document.xml"); !strings.Contains(doc, `<w:rPr><w:i/></w:rPr><w:t xml:space="preserve">关于命名的请示</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">尾</w:t>`) {
		t.Error(doc)
	}
}

func TestHeadersAreFilledAndTheRestStays(t *testing.T) {
	head := `<w:hdr xmlns:w="w">` + p("{{.Title}}") + `</w:hdr>`
	out, err := docx.Fill(word(t, p("甲"), "word/header1.xml", head, "word/media/seal.png", "{{.Title}}"), data)
	if err != nil {
		t.Fatal(err)
	}
	if got := partOf(t, out, "word/header1.xml"); !strings.Contains(got, "关于命名的请示") {
		t.Error(got)
	}
	if got := partOf(t, out, "word/media/seal.png"); got != "{{.Title}}" {
		t.Error(got)
	}
	again, _ := docx.Fill(word(t, p("甲"), "word/header1.xml", head, "word/media/seal.png", "{{.Title}}"), data)
	if !bytes.Equal(out, again) {
		t.Error("the same template and data give different bytes")
	}
}

func partOf(t testing.TB, document []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(document), int64(len(document)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAPlaceholderThatCannotBeFilledIsNamed(t *testing.T) {
	for name, test := range map[string]struct {
		body, text string
		why        docx.Fault
	}{
		"unknown":            {p("请看{{.Tit", "el}}"), "{{.Titel}}", docx.Unknown},
		"of another loop":    {p("{{.Name}}"), "{{.Name}}", docx.Unknown},
		"unknown list":       {p("{{range .Streets}}{{end}}"), "{{range .Streets}}", docx.Unknown},
		"unknown condition":  {p("{{if .Streets}}{{end}}"), "{{if .Streets}}", docx.Unknown},
		"unclosed":           {p("{{range .Items}}") + p("甲"), "{{range .Items}}", docx.Unclosed},
		"unclosed condition": {p("{{if .Title}}甲"), "{{if .Title}}", docx.Unclosed},
		"stray end":          {p("甲{{end}}"), "{{end}}", docx.Stray},
		"nested":             {p("{{range .Items}}{{range .Items}}{{end}}{{end}}"), "{{range .Items}}", docx.Nested},
		"a program":          {p("{{template \"x\"}}"), "{{template \"x\"}}", docx.Unread},
		"a call":             {p("{{printf .Title}}"), "{{printf .Title}}", docx.Unread},
	} {
		t.Run(name, func(t *testing.T) {
			for what, err := range map[string]error{"check": docx.Check(word(t, test.body), data.Known()), "fill": second(docx.Fill(word(t, test.body), data))} {
				var wrong *docx.PlaceholderError
				if !errors.As(err, &wrong) || wrong.Why != test.why || wrong.Text != test.text || wrong.Near == "" {
					t.Errorf("%s: %v, want %s %s", what, err, test.text, test.why)
				}
			}
		})
	}
}

func second(_ []byte, err error) error { return err }

func TestHostileTemplatesAreRefused(t *testing.T) {
	external := strings.Replace(rels, `Target="word/document.xml"`, `Target="https://example.com/x" TargetMode="External"`, 1)
	attached := `<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="file:///x.dotm"/></Relationships>`
	for name, test := range map[string]struct {
		content []byte
		why     docx.Refusal
	}{
		"no zip":                {[]byte("PK? no"), docx.NotDocx},
		"an old document":       {append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 4096)...), docx.NotDocx},
		"a zip of other things": {zipped(t, "a.txt", "甲"), docx.NotDocx},
		"macros":                {word(t, p("甲"), "word/vbaProject.bin", "x"), docx.Macros},
		"macros by type":        {zipped(t, "[Content_Types].xml", strings.Replace(types, "application/xml", "application/vnd.ms-word.document.macroEnabled.main+xml", 1), "word/document.xml", "<w:document/>"), docx.Macros},
		"a control":             {word(t, p("甲"), "word/activeX/activeX1.xml", "<x/>"), docx.Macros},
		"an embedded workbook":  {word(t, p("甲"), "word/embeddings/book.xlsx", "x"), docx.Embedded},
		"an object":             {word(t, `<w:p><w:r><w:object/></w:r></w:p>`), docx.Embedded},
		"a chunk":               {word(t, `<w:altChunk/>`), docx.Embedded},
		"external":              {word(t, p("甲"), "word/_rels/document.xml.rels", external), docx.External},
		"a template elsewhere":  {word(t, p("甲"), "word/_rels/settings.xml.rels", attached), docx.External},
		"a field":               {word(t, `<w:p><w:r><w:instrText> INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT "\\x\y" </w:instrText></w:r></w:p>`), docx.Fields},
		"a simple field":        {word(t, `<w:p><w:fldSimple w:instr=" DDEAUTO c:\\x "/></w:p>`), docx.Fields},
		"a document type":       {word(t, p("甲"), "word/styles.xml", `<!DOCTYPE x [<!ENTITY a "b">]><x/>`), docx.Malformed},
		"an entity":             {word(t, p("甲"), "word/styles.xml", `<x>&a;</x>`), docx.Malformed},
		"broken":                {word(t, `<w:p>`), docx.Malformed},
		"out of the folder":     {word(t, p("甲"), "../x.xml", `<x/>`), docx.Malformed},
		"twice":                 {word(t, p("甲"), "word/Document.xml", `<x/>`), docx.Malformed},
		"deep":                  {word(t, strings.Repeat("<w:x>", 300)+strings.Repeat("</w:x>", 300)), docx.Malformed},
		"a bomb":                {word(t, p("甲"), "word/media/a.bmp", strings.Repeat("\x00", 9<<20)), docx.TooLarge},
		"a bomb in pieces":      {word(t, p("甲"), "a", strings.Repeat("\x00", 7<<20), "b", strings.Repeat("\x00", 7<<20), "c", strings.Repeat("\x00", 7<<20), "d", strings.Repeat("\x00", 7<<20)), docx.TooLarge},
		"many parts":            {word(t, p("甲"), manyParts(300)...), docx.TooLarge},
		"large":                 {make([]byte, docx.MaxFile+1), docx.TooLarge},
		"placeholders no end":   {word(t, p(strings.Repeat("{{.Title}}", 3000))), docx.TooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			err := docx.Check(test.content, data.Known())
			var hostile *docx.HostileError
			if !errors.As(err, &hostile) || hostile.Why != test.why {
				t.Errorf("%v, want %s", err, test.why)
			}
		})
	}
}

func TestALoopThatSwellsIsStopped(t *testing.T) {
	many := docx.Data{Lists: map[string][]map[string]string{"Items": make([]map[string]string, 5000)}}
	body := p("{{range .Items}}") + strings.Repeat(p("甲"), 2000) + p("{{end}}")
	var hostile *docx.HostileError
	if _, err := docx.Fill(word(t, body), many); !errors.As(err, &hostile) || hostile.Why != docx.TooLarge {
		t.Errorf("%v", err)
	}
}

func zipped(t *testing.T, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := docx.Write(&out, parts...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func manyParts(n int) []string {
	var all []string
	for i := range n {
		all = append(all, "word/media/"+strings.Repeat("x", i+1), "x")
	}
	return all
}

// FuzzFill: whatever stands in a document's body, filling answers with a
// document that opens or with an error that says what is wrong.
func FuzzFill(f *testing.F) {
	for _, seed := range []string{
		p("{{.Title}}"), p("{", "{range .Items}", "}{{.Name}}{{end}}"), p("{{range .Items}}") + p("{{.Name}}") + p("{{end}}"),
		`<w:tbl>` + row("{{range .Items}}{{.Name}}", "{{end}}") + `</w:tbl>`, `<w:p/>`, p("{{if .Title}}") + `<w:tbl>` + row("{{end}}", "甲") + `</w:tbl>`,
		p("{{end}}") + p("{{range .Items}}"), `<w:p><w:r><w:t>{{.Ti<![CDATA[tle}}]]></w:t></w:r></w:p>`, `<w:p><w:r><w:pict><w:txbxContent>` + p("{{.Title}}") + `</w:txbxContent></w:pict></w:r></w:p>`,
		p("{{range .None}}") + p("{{if .Title}}") + p("{{end}}{{end}}"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		out, err := docx.Fill(word(t, body), data)
		if err != nil {
			var hostile *docx.HostileError
			var wrong *docx.PlaceholderError
			if !errors.As(err, &hostile) && !errors.As(err, &wrong) {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		if _, err := docx.Text(out); err != nil {
			t.Fatalf("what was filled does not open: %v\n%s", err, body)
		}
		again, err := docx.Fill(word(t, body), data)
		if err != nil || !bytes.Equal(out, again) {
			t.Fatal("filled again it is another")
		}
	})
}
