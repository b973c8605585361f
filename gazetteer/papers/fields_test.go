package papers_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"diming/gazetteer/papers"
	"diming/internal/docx"
)

// simple makes a template of paragraphs, as a word processor would begin it.
func simple(t testing.TB, paragraphs ...string) []byte {
	t.Helper()
	const word = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	var body strings.Builder
	for _, p := range paragraphs {
		body.WriteString(`<w:p><w:r><w:t>` + p + `</w:t></w:r></w:p>`)
	}
	var out bytes.Buffer
	err := docx.Write(&out, "[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml", `<w:document `+word+`><w:body>`+body.String()+`</w:body></w:document>`)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestEveryNameThatATemplateMayUseHasItsWords(t *testing.T) {
	for _, l := range papers.Letters {
		known := papers.KnownWords(l.Kind)
		told := map[string][]string{}
		for _, p := range papers.Placeholders(l.Kind) {
			told[p.List] = append(told[p.List], p.Name)
			if p.ZH == "" || p.EN == "" {
				t.Errorf("%s has no words", p.Name)
			}
		}
		for list, names := range map[string][]string{"": known.Fields, "Items": known.Lists["Items"], "Attachments": known.Lists["Attachments"]} {
			slices.Sort(told[list])
			if !slices.Equal(told[list], names) {
				t.Errorf("%s: people are told of %v in %q, a template may use %v", l.Kind, told[list], list, names)
			}
		}
	}
}

func TestTheTemplatesOfTheProgramLackNothing(t *testing.T) {
	for _, l := range papers.Letters {
		if missing, err := papers.Missing(papers.Default(l.Kind), l.Kind); err != nil || len(missing) > 0 {
			t.Errorf("%s lacks %v, %v", l.Kind, missing, err)
		}
		filled, err := papers.Sample(papers.Default(l.Kind), l.Kind)
		if err == nil {
			err = docx.Sound(filled)
		}
		if err != nil {
			t.Errorf("%s: %v", l.Kind, err)
		}
	}
}

func TestWhatALetterShouldHoldAndATemplateDoesNotUseIsTold(t *testing.T) {
	missing, err := papers.Missing(simple(t, "{{.To}}：", "同意{{.Names}}。", "{{.From}} {{if .Date}}{{end}}"), papers.LetterFiling)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range missing {
		names = append(names, p.Name)
	}
	if want := []string{"Title", "Approver", "ReplyNumber", "ReplyDate"}; !slices.Equal(names, want) {
		t.Errorf("missing are %v, want %v", names, want)
	}
	// A name of the rows counts within its list alone.
	if missing, err = papers.Missing(simple(t, "{{.From}}{{.Date}}{{.Approver}}{{.ReplyDate}}{{range .Items}}{{.Name}}{{.Roman}}{{.Division}}{{.Position}}{{end}}"), papers.LetterAnnouncement); err != nil || len(missing) > 0 {
		t.Errorf("missing are %v, %v", missing, err)
	}
}

func TestATemplateIsTriedBeforeItIsKept(t *testing.T) {
	lines, err := papers.Try(simple(t, "《{{.Title}}》", "{{range .Items}}{{.Name}}；{{end}}"), papers.LetterReply)
	if err != nil || lines[0] != "《关于同意示例溪路等2个地名命名的批复》" || lines[1] != "示例溪路；示例山路；" {
		t.Errorf("%q, %v", lines, err)
	}
	_, err = papers.Try(simple(t, "{{.Titel}}"), papers.LetterReply)
	var wrong *docx.PlaceholderError
	if !errors.As(err, &wrong) || wrong.Text != "{{.Titel}}" || wrong.Why != docx.Unknown {
		t.Errorf("an unknown name: %v", err)
	}
	// A name of a list that the sample leaves empty is looked at all the same.
	if _, err = papers.Try(simple(t, "{{range .Attachments}}{{.Titel}}{{end}}"), papers.LetterReply); !errors.As(err, &wrong) || wrong.Text != "{{.Titel}}" {
		t.Errorf("an unknown name in an empty list: %v", err)
	}
}

func TestARequestTellsTheOpinionsAndTheNamesToRefuse(t *testing.T) {
	text := func(c papers.Case) string {
		filled, err := papers.Write(papers.Default(papers.LetterRequest), papers.LetterRequest, c)
		if err != nil {
			t.Fatal(err)
		}
		got, err := docx.Text(filled)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	c := papers.SampleCase()
	got := text(c)
	for _, want := range []string{"专家论证：同意；公示：同意，", "收到意见 2 条", "拟不批准的地名：示例新路（与示例街道已有的示例新路重名）。"} {
		if !strings.Contains(got, want) {
			t.Errorf("the request lacks %q: %s", want, got)
		}
	}
	c.Opinions, c.Items = nil, c.Items[:1]
	if got := text(c); strings.Contains(got, "征求意见") || strings.Contains(got, "拟不批准") {
		t.Errorf("it speaks of what there is not: %s", got)
	}
}
