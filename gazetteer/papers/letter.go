package papers

import (
	"fmt"
	"strconv"
	"strings"

	"diming/internal/docx"
)

// Kinds of letters that are written from templates.
const (
	LetterRequest      = "request"      // 请示
	LetterReply        = "reply"        // 批复
	LetterFiling       = "filing"       // 备案报告
	LetterAnnouncement = "announcement" // 公告
)

// A Letter is a kind of letter.
type Letter struct{ Kind, Title, TitleEN string }

// Letters are the kinds in the order of a case.
var Letters = []Letter{
	{LetterRequest, "请示", "Request to the approving body"},
	{LetterReply, "批复", "Draft of the reply"},
	{LetterFiling, "备案报告", "Filing report"},
	{LetterAnnouncement, "公告", "Announcement"},
}

// LetterOf gives a kind of letter.
func LetterOf(kind string) (Letter, bool) {
	for _, l := range Letters {
		if l.Kind == kind {
			return l, true
		}
	}
	return Letter{}, false
}

// Write fills a template with a case.
func Write(template []byte, kind string, c Case) ([]byte, error) {
	return docx.Fill(template, c.words(kind))
}

// Sample fills a template with the case that is not real.
func Sample(template []byte, kind string) ([]byte, error) {
	return Write(template, kind, SampleCase())
}

// Try says whether a template may be kept for a kind of letter, by filling it,
// and gives the lines of text that the sample comes to, as docx.Lines does. What is wrong is a
// *docx.PlaceholderError or a *docx.HostileError.
func Try(template []byte, kind string) ([]string, error) {
	if err := CheckTemplate(template, kind); err != nil {
		return nil, err
	}
	filled, err := Sample(template, kind)
	if err != nil {
		return nil, err
	}
	if err := docx.Sound(filled); err != nil {
		return nil, err
	}
	return docx.Lines(filled)
}

// CheckTemplate says whether a template may be kept for a kind of letter.
func CheckTemplate(template []byte, kind string) error {
	return docx.Check(template, KnownWords(kind))
}

// KnownWords are the placeholders that a template of a kind may use.
func KnownWords(kind string) docx.Known {
	k := SampleCase().words(kind).Known()
	k.Lists["Attachments"] = []string{"Number", "Title"} // also where a kind has none
	return k
}

// words are what the placeholders of a template stand for.
func (c Case) words(kind string) docx.Data {
	to := map[string]string{LetterRequest: c.Approver, LetterReply: c.Bureau, LetterFiling: c.FiledWith, LetterAnnouncement: ""}[kind]
	from := c.Bureau
	if kind == LetterReply {
		from = c.Approver
	}
	items := c.approved()
	demo := ""
	if c.Demo {
		demo = "示例"
	}
	return docx.Data{
		Fields: map[string]string{
			"Title": c.title(kind), "To": to, "From": from, "Letter": c.Letter, "Date": DateWords(c.Today),
			"County": c.County, "Bureau": c.Bureau, "Approver": c.Approver, "FiledWith": c.FiledWith, "Applicant": c.Applicant,
			"CaseNumber": c.Number, "Kind": c.Kind, "Subject": c.subject(), "Names": c.names(), "Count": strconv.Itoa(len(items)),
			"Reason": c.Reason, "AppliedOn": DateWords(c.AppliedOn), "ReplyNumber": c.Reply.Number, "ReplyDate": DateWords(c.Reply.On),
			"LedgerHead": c.Head.words(), "Demo": demo, "Opinions": c.opinions(), "RefusedNames": c.refused(),
		},
		Lists: map[string][]map[string]string{"Items": itemWords(items), "Attachments": c.attachments(kind)},
	}
}

func (c Case) title(kind string) string {
	switch kind {
	case LetterRequest:
		return "关于" + c.subject() + "的请示"
	case LetterReply:
		return "关于同意" + c.subject() + "的批复"
	case LetterFiling:
		return "关于" + c.subject() + "的备案报告"
	}
	return "关于" + c.subject() + "的公告"
}

func itemWords(items []Item) []map[string]string {
	all := []map[string]string{}
	for n, i := range items {
		all = append(all, map[string]string{"Number": strconv.Itoa(n + 1), "Name": i.Name, "Reading": i.Reading, "Roman": i.Roman, "Former": i.Former,
			"Class": i.ClassName, "Division": i.Division, "Position": i.Position, "Size": i.size(), "Meaning": i.Meaning, "ItemReason": i.Reason})
	}
	return all
}

// size is how long and wide a road is, in words.
func (i Item) size() string {
	var parts []string
	if i.LengthM != "" {
		parts = append(parts, "长"+i.LengthM+"米")
	}
	if i.WidthM != "" {
		parts = append(parts, "宽"+i.WidthM+"米")
	}
	return strings.Join(parts, "，")
}

// attachments are what a letter has with it.
func (c Case) attachments(kind string) []map[string]string {
	kinds := map[string][]string{
		LetterRequest: {Application, Assessment, Expert, Consultation, Risk},
		LetterFiling:  {ReplyScan, Application, Assessment, Expert, Consultation, Risk},
	}[kind]
	all := []map[string]string{}
	for _, k := range kinds {
		for _, d := range c.Documents {
			if d.Kind == k {
				all = append(all, map[string]string{"Number": strconv.Itoa(len(all) + 1), "Title": attachmentTitle(d)})
			}
		}
	}
	if kind == LetterFiling {
		all = append(all, map[string]string{"Number": strconv.Itoa(len(all) + 1), "Title": fmt.Sprintf("%s（%d份）", FormName, len(c.approved()))})
	}
	return all
}

func attachmentTitle(d Document) string {
	if t := strings.TrimSpace(d.Title); t != "" {
		return t
	}
	return KindWord(d.Kind)
}
