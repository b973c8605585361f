package api

import (
	"context"
	"errors"
	"fmt"

	"diming/internal/docx"
)

// templateProblem tells what is wrong with a template, and where; nil where
// err is about something else.
func templateProblem(ctx context.Context, err error) *Problem {
	var wrong *docx.PlaceholderError
	var hostile *docx.HostileError
	p := badTemplate.in(ctx)
	switch {
	case errors.As(err, &wrong):
		f := faultWords[wrong.Why]
		p.Detail = pick(ctx, fmt.Sprintf("占位符 %s %s。所在段落：“%s”。", wrong.Text, f[0], wrong.Near), fmt.Sprintf("The placeholder %s %s. It stands in the paragraph “%s”.", wrong.Text, f[1], wrong.Near))
	case errors.As(err, &hostile):
		f := refusalWords[hostile.Why]
		p.Detail = pick(ctx, f[0], f[1])
		if hostile.Part != "" {
			p.Detail += pick(ctx, "问题所在："+hostile.Part+"。", " It is in "+hostile.Part+".")
		}
	default:
		return nil
	}
	return p
}

var faultWords = map[docx.Fault][2]string{
	docx.Unknown:  {"不是可用的字段，请对照字段表改正", "is no name that there is; correct it by the list of names"},
	docx.Unclosed: {"没有对应的 {{end}}，请在结束处补上", "has no {{end}}; add it where it should end"},
	docx.Stray:    {"前面没有 {{range …}} 或 {{if …}}，请删去或补上开头", "ends nothing; remove it, or add what it should end"},
	docx.Nested:   {"在另一个 {{range …}} 之内，循环不能套循环", "lies within another {{range …}}; loops do not nest"},
	docx.Unread:   {"不能识别，只可写 {{.字段}}、{{range .列表}}、{{if .字段}} 和 {{end}}", "cannot be read; write {{.Name}}, {{range .List}}, {{if .Name}} and {{end}} only"},
}

var refusalWords = map[docx.Refusal][2]string{
	docx.NotDocx:   {"这不是可用的 .docx 文件：旧的 .doc 或加了密码的文件不行，请另存为不加密码的 .docx。", "This is no .docx that can be used: neither an old .doc nor one with a password; save it as a plain .docx."},
	docx.TooLarge:  {"文件解开后太大，请删去大图片后再传。", "Unpacked, the file is too large; take large pictures out."},
	docx.Macros:    {"文件含有宏或控件，请另存为不含宏的 .docx。", "The file holds macros or controls; save it as a .docx without them."},
	docx.Embedded:  {"文件嵌入了其他文件或对象，请删去后再传。", "The file embeds other files or objects; take them out."},
	docx.External:  {"文件引用了外部的文件或模板，请断开链接后再传。", "The file refers to files or templates elsewhere; break the links."},
	docx.Fields:    {"文件含有从别处取内容的域，请删去后再传。", "The file holds fields that fetch from elsewhere; take them out."},
	docx.Malformed: {"文件内部不合 Office 格式，Word 打开时也会报错。请用 Word 或 WPS 打开后重新另存为 .docx。", "The file does not hold to the Office format, and Word would refuse it; open it and save it anew as .docx."},
}
