// Package papers writes the papers of a decision about names: the register form
// (登记表), the drafts of letters, the filing package (备案材料包), the
// certificate (地名证明) and the archive (地名档案) of a place.
//
// It renders values and asks nobody: what it is given decides every byte of
// what it writes.
package papers

import (
	"fmt"
	"io"
	"strings"
	"time"

	"diming/internal/version"
)

// A Case is a case as its papers tell it.
type Case struct {
	Number    string // of the case, as the bureau counts
	Kind      string // 命名, 更名, 销名 or 更正
	Subject   string // what it is about in a few words; made of kind and names if empty
	County    string
	Bureau    string // who writes: the civil-affairs bureau
	Approver  string // 批准机关
	FiledWith string // 备案机关
	Applicant string
	Reason    string // 命名方案及理由
	Opinions  []Opinion
	AppliedOn version.Date
	Today     version.Date // the date of the papers
	Letter    string       // 发文字号 of the letter that is written, if it has one already
	Reply     Reply
	Items     []Item
	Documents []Document
	Required  []string // kinds of documents that this case must hand in beside those of every filing
	Head      Head
	Demo      bool // 示例: nothing of it is real
}

// A Reply is what the approving body decided 批复.
type Reply struct {
	Number string // 文号
	On     version.Date
}

// An Opinion is what was asked before the decision, and what came of it.
type Opinion struct {
	Kind    string // 专家论证, 公示 …
	With    string // whom; "" where it is all
	Outcome string // 同意 …; "" while it runs
	Summary string // in a sentence; a notice's says how many comments came
}

// words are an opinion in one clause of a letter.
func (o Opinion) words() string {
	text := o.Kind
	if o.With != "" {
		text += "（" + o.With + "）"
	}
	said := o.Outcome
	if s := strings.TrimRight(strings.TrimSpace(o.Summary), "。；"); s != "" {
		if said != "" {
			said += "，"
		}
		said += s
	}
	if said == "" {
		return text
	}
	return text + "：" + said
}

// opinions are all that was asked, in a line.
func (c Case) opinions() string {
	var all []string
	for _, o := range c.Opinions {
		all = append(all, o.words())
	}
	return strings.Join(all, "；")
}

// refused are the names that are proposed to be refused, each with its reason.
func (c Case) refused() string {
	var all []string
	for _, i := range c.Items {
		switch {
		case i.Refused && i.Why != "":
			all = append(all, i.Name+"（"+strings.TrimRight(i.Why, "。")+"）")
		case i.Refused:
			all = append(all, i.Name)
		}
	}
	return strings.Join(all, "、")
}

// An Item is one name of a case.
type Item struct {
	Name      string
	Reading   string // Hanyu Pinyin with tone marks
	Roman     string // without: 罗马字母拼写
	Former    string // the name until now, where it is renamed
	ClassName string
	Division  string // 所在（跨）行政区
	Position  string // where it is, in words; start and end of a road
	LengthM   string // decimal, metres
	WidthM    string // decimal, metres
	Meaning   string
	Reason    string
	Refused   bool   // not approved with the others
	Why       string // it is refused, or proposed to be
	Entity    Entity // for its register form
}

// Kinds of documents in a case.
const (
	Application  = "application"  // 申请书
	ReplyScan    = "reply"        // 批复
	FilingReport = "filing"       // 备案报告
	Assessment   = "assessment"   // 综合评估报告
	Expert       = "expert"       // 专家论证报告
	Consultation = "consultation" // 征求意见报告
	Risk         = "risk"         // 风险评估报告
	OtherPaper   = "other"
)

// kindWords are how papers name the kinds.
var kindWords = map[string]string{Application: "申请书", ReplyScan: "批复", FilingReport: "备案报告", Assessment: "综合评估报告",
	Expert: "专家论证报告", Consultation: "征求意见报告", Risk: "社会稳定风险评估报告", OtherPaper: "其他材料"}

// KindWord is what papers call a kind of document.
func KindWord(kind string) string {
	if w, ok := kindWords[kind]; ok {
		return w
	}
	return kindWords[OtherPaper]
}

// A Document is a file of the case.
type Document struct {
	Kind     string
	Title    string
	FileName string // as it came; its ending is kept
	SHA256   string // lower-case hexadecimal
	Size     int64  // bytes
	Open     func() (io.ReadCloser, error)
}

// A Head is the end of the ledger's chain when papers were written, printed on
// them so that a rewritten chain would be found out.
type Head struct {
	Seq  int64
	Hash string // hexadecimal
}

func (h Head) words() string {
	if h.Seq == 0 {
		return "（尚无）"
	}
	return fmt.Sprintf("第 %d 条，%s", h.Seq, h.Hash)
}

// DateWords writes a day as Chinese papers do.
func DateWords(d version.Date) string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.Time().Date()
	return fmt.Sprintf("%d年%d月%d日", year, int(month), day)
}

// approved are the items that were not refused.
func (c Case) approved() []Item {
	var all []Item
	for _, i := range c.Items {
		if !i.Refused {
			all = append(all, i)
		}
	}
	return all
}

// subject says what the case is about: 莲华山路等3条地名命名.
func (c Case) subject() string {
	if c.Subject != "" {
		return c.Subject
	}
	items := c.approved()
	switch len(items) {
	case 0:
		return "地名" + c.Kind
	case 1:
		if items[0].Former != "" {
			return items[0].Former + "更名为" + items[0].Name
		}
		return items[0].Name + c.Kind
	}
	return fmt.Sprintf("%s等%d个地名%s", items[0].Name, len(items), c.Kind)
}

func (c Case) names() string {
	var all []string
	for _, i := range c.approved() {
		all = append(all, i.Name)
	}
	return strings.Join(all, "、")
}

// Today is the day in China at a moment.
func Today(at time.Time) version.Date { return version.DayOf(at.In(version.China)) }
