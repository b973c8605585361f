package papers

import (
	"slices"

	"diming/internal/docx"
)

// A Placeholder is a name that a template may use, as people are told of it.
type Placeholder struct {
	Name     string // without its dot
	List     string // the list of whose rows it is; "" for one of the whole letter
	ZH, EN   string // what it stands for
	Sample   string // what the sample case fills in
	Required bool   // a letter of this kind that lacks it is probably not complete
}

// fieldWords say what the names stand for, in the order in which people look
// for them.
var fieldWords = []Placeholder{
	{Name: "Title", ZH: "标题", EN: "title of the letter"},
	{Name: "To", ZH: "主送机关", EN: "to whom it goes"},
	{Name: "From", ZH: "发文机关（落款）", EN: "who writes"},
	{Name: "Letter", ZH: "发文字号，没有时为空", EN: "number of the letter, empty if it has none"},
	{Name: "Date", ZH: "成文日期", EN: "date of the letter"},
	{Name: "Subject", ZH: "事由，例如“示例溪路等2个地名命名”", EN: "the subject in a few words"},
	{Name: "Names", ZH: "全部地名，以顿号分开", EN: "all names in a line"},
	{Name: "Count", ZH: "地名个数", EN: "how many names"},
	{Name: "Kind", ZH: "命名、更名、销名或更正", EN: "naming, renaming, cancelling or correction, in Chinese"},
	{Name: "Reason", ZH: "命名方案及理由", EN: "the plan and its reasons"},
	{Name: "Opinions", ZH: "征求意见情况：专家论证、征求意见、公示及意见条数", EN: "opinions asked: experts, bodies, the notice with how many comments"},
	{Name: "RefusedNames", ZH: "拟不批准的地名及理由，没有时为空", EN: "names proposed to be refused, with the reasons; empty if none"},
	{Name: "Applicant", ZH: "申请单位", EN: "the organisation that applies"},
	{Name: "AppliedOn", ZH: "申请日期", EN: "date of the application"},
	{Name: "Approver", ZH: "批准机关", EN: "the approving body"},
	{Name: "ReplyNumber", ZH: "批复文号", EN: "number of the reply"},
	{Name: "ReplyDate", ZH: "批复日期", EN: "date of the reply"},
	{Name: "FiledWith", ZH: "备案机关", EN: "with whom it is filed"},
	{Name: "Bureau", ZH: "民政局名称", EN: "the civil-affairs bureau"},
	{Name: "County", ZH: "县（市、区）名称", EN: "the county"},
	{Name: "CaseNumber", ZH: "案号", EN: "number of the case"},
	{Name: "LedgerHead", ZH: "账本之首（防篡改校验）", EN: "head of the ledger's chain"},
	{Name: "Demo", ZH: "示例数据时为“示例”，否则为空", EN: "示例 where the data is not real, else empty"},
	{List: "Items", Name: "Number", ZH: "序号", EN: "number in the list"},
	{List: "Items", Name: "Name", ZH: "标准地名", EN: "the standard name"},
	{List: "Items", Name: "Reading", ZH: "带声调的拼音", EN: "Hanyu Pinyin with tone marks"},
	{List: "Items", Name: "Roman", ZH: "罗马字母拼写", EN: "roman spelling"},
	{List: "Items", Name: "Former", ZH: "原名，更名时才有", EN: "the name before, where it is renamed"},
	{List: "Items", Name: "Class", ZH: "地名类别", EN: "class of the place"},
	{List: "Items", Name: "Division", ZH: "所在行政区", EN: "the division it lies in"},
	{List: "Items", Name: "Position", ZH: "位置描述", EN: "where it is, in words"},
	{List: "Items", Name: "Size", ZH: "长宽，没有时为空", EN: "length and width, empty if not said"},
	{List: "Items", Name: "Meaning", ZH: "含义", EN: "what the name means"},
	{List: "Items", Name: "ItemReason", ZH: "该地名的理由", EN: "the reason for this name"},
	{List: "Attachments", Name: "Number", ZH: "附件序号", EN: "number of the attachment"},
	{List: "Attachments", Name: "Title", ZH: "附件名称", EN: "title of the attachment"},
}

// required are the names without which a letter of a kind does not say what it
// must: an announcement by the minimum contents of 备案公告办法（试行）, the others
// by what GB/T 9704-2012 wants of every letter.
var required = map[string][]string{
	LetterRequest:      {"Title", "To", "From", "Date", "Items.Name"},
	LetterReply:        {"Title", "To", "From", "Date", "Items.Name"},
	LetterFiling:       {"Title", "To", "From", "Date", "ReplyNumber", "ReplyDate", "Approver", "Items.Name"},
	LetterAnnouncement: {"From", "Date", "Approver", "ReplyDate", "Items.Name", "Items.Roman", "Items.Division", "Items.Position"},
}

// full is how required writes a name.
func (p Placeholder) full() string {
	if p.List == "" {
		return p.Name
	}
	return p.List + "." + p.Name
}

// Placeholders are the names that a template of a kind may use.
func Placeholders(kind string) []Placeholder {
	sample := SampleCase().words(kind)
	all := slices.Clone(fieldWords)
	for i := range all {
		p := &all[i]
		p.Required = slices.Contains(required[kind], p.full())
		if p.List == "" {
			p.Sample = sample.Fields[p.Name]
		} else if rows := sample.Lists[p.List]; len(rows) > 0 {
			p.Sample = rows[0][p.Name]
		}
	}
	return all
}

// Missing are the names that a letter of a kind should hold and a template does
// not use: no fault of the template, for the office may have written the words
// out. The names of the places are there in either way, one by one or in a line.
func Missing(template []byte, kind string) ([]Placeholder, error) {
	used, err := docx.Uses(template)
	if err != nil {
		return nil, err
	}
	var all []Placeholder
	for _, p := range Placeholders(kind) {
		listed := p.List == "" || slices.Contains(used, p.List)
		if !p.Required || listed && slices.Contains(used, p.Name) || p.full() == "Items.Name" && slices.Contains(used, "Names") {
			continue
		}
		all = append(all, p)
	}
	return all, nil
}
