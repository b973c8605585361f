package api

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"diming/boundaries/report"
	"diming/internal/glyph"
)

// noGlyphOf names the characters that cannot be printed, and of what they are
// where that is known: of the place's own facts the register has to be mended.
func noGlyphOf(ctx context.Context, err error, missing *glyph.MissingError) *Problem {
	p := noGlyph.in(ctx)
	chars := spelledOut(missing.Runes)
	p.Detail = pick(ctx, "字体里没有"+chars+"，打印不出来。请装上含这个字的字体，或改用规范汉字。",
		"The fonts at hand cannot draw "+chars+". Install a font that holds it, or write it otherwise.")
	var part *unprintableError
	if errors.As(err, &part) {
		p.Detail = pick(ctx, "“"+part.What+"”里有字体没有的字："+chars+"，打印不出来，没有编号。请装上含这个字的字体；写错了的，先改正再开具。",
			"The fonts at hand cannot draw "+chars+" in "+part.WhatEN+"; no number was taken. Install a font that holds it, or correct what is written wrongly first.")
	}
	var near *report.UnprintableError
	if errors.As(err, &near) {
		p.Detail = pick(ctx, "“"+near.Near+"”里有字体没有的字："+chars+"，打印不出来，没有生成。请装上含这个字的字体；写错了的，先在登记中改正。",
			"The fonts at hand cannot draw "+chars+" in “"+near.Near+"”; nothing was made. Install a font that holds it, or correct the register first.")
	}
	return p
}

// spelledOut shows characters with their code points: one that no font holds
// is a box on the screen too.
func spelledOut(runes []rune) string {
	words := make([]string, len(runes))
	for i, r := range runes {
		words[i] = fmt.Sprintf("“%c”（%U）", r, r)
	}
	return strings.Join(words, "、")
}

var (
	noGlyph = kind{"no-glyph", 422, "有打不出来的字", "A character cannot be printed", "请装上含这个字的字体，或改用规范汉字。", "Install a font that holds it."}
	noFont  = kind{"no-font", 503, "没有中文字体", "No Chinese font",
		"服务器上没有装中文字体（fonts-noto-cjk），请系统管理员安装后重试。", "The server has no Chinese font (fonts-noto-cjk). Have it installed and try again."}
	noCertificate = kind{"no-certificate", 404, "没有这份证明", "No such certificate",
		"请核对编号，或从列表里打开。", "Check the number, or open it from the list."}
	holderMissing = kind{"holder-missing", 422, "缺持有人", "The holder is missing",
		"请填写持有人姓名或单位名称。", "Say for whom the certificate is."}
	holderPapers = kind{"certificate-papers", 422, "缺证件", "Papers are missing",
		"请逐份填写证件名称和证件上所载的地址。", "Give each paper and the address that stands on it."}
	notRenamed = kind{"not-renamed", 422, "没有更名记录", "Never renamed",
		"登记里这处地名没有别的标准名称，不能开具更名证明。请先补录更名，或改开标准地名证明。", "The register holds no earlier standard name of this place. Enter the renaming first, or issue a certificate of the standard name."}
	noStandardName = kind{"no-standard-name", 422, "今天没有标准名称", "No standard name today",
		"这处地名已停用或没有标准名称，不能开具证明。", "The place has ended or has no standard name; nothing can be certified."}
	noCounty = kind{"no-county", 422, "不在任何县内", "In no county",
		"这处地名不在任何县级行政区里，不能开具证明。请先核对它的所属行政区。", "The place lies in no county. Check its division first."}
	certificateBasis = kind{"certificate-basis", 422, "缺依据", "The basis is missing",
		"登记里没有批准文件，请填写依据（批准机关、文号、日期）。", "The register holds no decision: write on what the certificate rests."}
	certificateRevoked = kind{"certificate-revoked", 409, "已经作废", "Revoked already",
		"这份证明已经作废，不必再办。", "This certificate is revoked already."}
)
