package document_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"diming/internal/document"
)

var everything = append(append(document.Kinds{}, document.Papers...), append(document.Sounds, document.WEBM)...)

func check(content []byte, name, declared string, allowed document.Kinds) (document.Kind, error) {
	return document.Check(bytes.NewReader(content), int64(len(content)), document.Claim{Name: name, MediaType: declared}, allowed)
}

func TestEveryKindIsKnownByItsContent(t *testing.T) {
	for _, c := range []struct {
		content        []byte
		name, declared string
		want           document.Kind
	}{
		{minimal(""), "批复.pdf", "application/pdf", document.PDF},
		{minimal(""), "批复.PDF", "", document.PDF},
		{minimal(""), "批复", "application/octet-stream", document.PDF},
		{jpegOf(t), "现场.jpeg", "image/jpeg", document.JPEG},
		{join(jpegOf(t), []byte("what a phone adds")), "IMG_1.JPG", "image/jpg", document.JPEG},
		{pngOf(t), "图.png", "image/png", document.PNG},
		{tiffOf(), "扫描.tif", "image/tiff", document.TIFF},
		{heicOf(), "IMG_2.HEIC", "image/heic", document.HEIC},
		{ofdOf(t), "公文.ofd", "application/ofd", document.OFD},
		{docxOf(t), "申请.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", document.DOCX},
		{docxOf(t, part{"word/media/image1.svg", "<svg/>"}), "申请.docx", "application/wps-office.docx", document.DOCX},
		{xlsxOf(t), "清单.xlsx", "application/zip", document.XLSX},
		{mp3Of(""), "读音.mp3", "audio/mpeg", document.MP3},
		{mp3Of("ID3\x04\x00\x00\x00\x00\x00\x04tags"), "读音.mp3", "audio/mp3", document.MP3},
		{m4aOf("M4A ", "soun"), "录音.m4a", "audio/x-m4a", document.M4A},
		{wavOf(), "读音.wav", "audio/x-wav", document.WAV},
		{oggOf("OpusHead"), "读音.opus", "audio/ogg", document.OGG},
		{oggOf("\x01vorbis"), "读音.ogg", "audio/ogg; codecs=vorbis", document.OGG},
		{webmOf("webm", 2), "录音.webm", "audio/webm;codecs=opus", document.WEBM},
	} {
		got, err := check(c.content, c.name, c.declared, everything)
		if err != nil || got != c.want {
			t.Errorf("%s (%s) = %q, %v, want %q", c.name, c.declared, got, err, c.want)
		}
	}
}

// TestEveryLieIsRefusedWithWhatItIs has a sentence for each, part of which
// must be in the answer.
func TestEveryLieIsRefusedWithWhatItIs(t *testing.T) {
	pdf, docx := minimal(""), docxOf(t)
	for _, c := range []struct {
		content        []byte
		name, declared string
		says           string
	}{
		{nil, "空.pdf", "", "空的"},
		{docx, "批复.pdf", "application/pdf", "文件名是 .pdf，内容却是Word 文档"},
		{pdf, "批复.docx", "", "文件名是 .docx，内容却是PDF 文件"},
		{pdf, "批复.pdf", "text/html", "声明的类型是 text/html，内容却是PDF"},
		{pdf, "批复.pdf", "image/png", "声明的类型是 image/png"},
		{pdf, "批复\u202efdp.exe", "", "文件名是 .exe"},
		{jpegOf(t), "图.png", "image/png", "内容却是JPEG"},
		{xlsxOf(t), "a.docx", "", "内容却是Excel"},
		{[]byte("<!DOCTYPE html><title>x</title>"), "批复.pdf", "application/pdf", "网页"},
		{[]byte("\ufeff  <html>"), "批复.pdf", "", "网页"},
		{[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`), "图.png", "", "SVG"},
		{[]byte("<svg onload=alert(1)>"), "图.svg", "image/svg+xml", "SVG"},
		{[]byte("MZ\x90\x00"), "批复.pdf", "", "可执行程序"},
		{[]byte("\x7fELF\x02"), "批复", "", "可执行程序"},
		{[]byte("#!/bin/sh\n"), "a.pdf", "", "脚本"},
		{[]byte("Rar!\x1a\x07"), "a.pdf", "", "RAR"},
		{[]byte("GIF89a"), "a.gif", "image/gif", "GIF"},
		{[]byte("hello"), "a.pdf", "", "纯文本"},
		{[]byte("\x00\x01\x02"), "a.pdf", "", "无法识别"},
		{join([]byte("\n"), pdf), "a.pdf", "", "前面夹带"},
		{minimal("<html><script>alert(1)</script></html>"), "a.pdf", "application/pdf", "夹带的网页或脚本"},
		{join(pdf, []byte("<b>x")), "a.pdf", "", "末尾夹带"},
		{join(pdf, zipOf(t, part{"a.txt", "x"})), "a.pdf", "", "末尾夹带"},
		{minimal(string(zipOf(t, part{"a.txt", "x"}))), "a.pdf", "", "夹带的压缩包"},
		{minimal("<</S /JavaScript /JS (x)>>"), "a.pdf", "", "带脚本"},
		{minimal("<</S /J#61vaScript>>"), "a.pdf", "", "带脚本"},
		{minimal("<</S/Launch>>"), "a.pdf", "", "启动命令"},
		{minimal("<</Encrypt 5 0 R>>"), "a.pdf", "", "加密"},
		{pdf[:len(pdf)-8], "a.pdf", "", "不完整"},
		{[]byte("%PDF-<script>"), "a.pdf", "", "不完整"},
		{jpegOf(t)[:200], "a.jpg", "", "不完整"},
		{join(jpegOf(t), zipOf(t, part{"a.txt", "x"})), "a.jpg", "", "夹带的压缩包"},
		{join(jpegOf(t), []byte("<script>")), "a.jpg", "", "夹带的网页"},
		{join(pngOf(t), []byte("x")), "a.png", "", "不完整"},
		{tiffOf()[:12], "a.tif", "", "不完整"},
		{heicOf()[:30], "a.heic", "", "不完整"},
		{zipOf(t, part{"a.txt", "x"}), "a.zip", "application/zip", "压缩包"},
		{zipOf(t, part{"a.txt", "x"}), "a.docx", "", "压缩包"},
		{locked(docx), "a.docx", "", "加密"},
		{docxOf(t, part{"word/vbaProject.bin", "x"}), "a.docx", "", "宏"},
		{zipOf(t, types("ms-word.document.macroEnabled.main+xml"), part{"word/document.xml", ""}), "a.docx", "", "宏"},
		{docxOf(t, part{"word/run.exe", "MZ"}), "a.docx", "", "夹带程序"},
		{docxOf(t, part{"../../etc/passwd", "x"}), "a.docx", "", "路径"},
		{docxOf(t)[:len(docx)-4], "a.docx", "", "损坏"},
		{join(docx, []byte("<script>")), "a.docx", "", "夹带"},
		{zipOf(t, types("x"), part{"ppt/presentation.xml", ""}), "a.docx", "", "PowerPoint"},
		{oleOf("WordDocument"), "a.doc", "application/msword", ".docx"},
		{oleOf("EncryptedPackage"), "a.docx", "", "加密"},
		{m4aOf("isom", "vide"), "a.m4a", "", "视频"},
		{oggOf("\x80theora"), "a.ogg", "", "视频"},
		{webmOf("webm", 1), "a.webm", "", "视频"},
		{webmOf("matroska", 2), "a.webm", "", "视频"},
		{webmOf("webm", 2)[:34], "a.webm", "", "不完整"},
		{wavOf()[:30], "a.wav", "", "不完整"},
		{mp3Of("")[:300], "a.mp3", "", "不完整"},
		{oggOf("nothing"), "a.ogg", "", "不完整"},
	} {
		k, err := check(c.content, c.name, c.declared, everything)
		var refused *document.RefusedError
		if !errors.As(err, &refused) {
			t.Errorf("%s (%s, wants %q) = %q, %v, want it refused", c.name, c.declared, c.says, k, err)
			continue
		}
		if !strings.Contains(refused.ZH, c.says) || refused.EN == "" {
			t.Errorf("%s (%s): %q does not say %q", c.name, c.declared, refused.ZH, c.says)
		}
	}
}

func TestOnlyWhatIsAllowedIsTaken(t *testing.T) {
	_, err := check(minimal(""), "a.pdf", "", document.Sounds)
	if err == nil || !strings.Contains(err.Error(), ".mp3") {
		t.Errorf("a PDF among sounds: %v, want what is taken", err)
	}
}

func TestNamesAreClean(t *testing.T) {
	for given, want := range map[string]string{
		"批复.pdf":                         "批复.pdf",
		`C:\文件\批复.pdf`:                   "批复.pdf",
		"../../etc/passwd":               "passwd",
		"批复\u202efdp.pdf":                "批复fdp.pdf",
		"a\x00b\r\nc\u200b.pdf":          "abc.pdf",
		"  .hidden. ":                    "hidden",
		"":                               "文件",
		"..":                             "文件",
		"con.pdf":                        "_con.pdf",
		`a"b<c>.pdf`:                     "a_b_c_.pdf",
		"\xff\xfea.pdf":                  "a.pdf",
		strings.Repeat("名", 99) + ".pdf": strings.Repeat("名", 65) + ".pdf",
	} {
		if got := document.CleanName(given); got != want {
			t.Errorf("CleanName(%q) = %q, want %q", given, got, want)
		}
	}
	if got := document.NameFor("批复", document.PDF); got != "批复.pdf" {
		t.Errorf("NameFor = %q", got)
	}
}

// FuzzCheck: no content makes it panic, and what is taken has a kind that its
// first bytes allow.
func FuzzCheck(f *testing.F) {
	for _, seed := range [][]byte{minimal(""), jpegOf(f), pngOf(f), tiffOf(), heicOf(), ofdOf(f), docxOf(f), m4aOf("M4A ", "soun"), wavOf(), oggOf("OpusHead"), mp3Of("ID3\x04\x00\x00\x00\x00\x00\x00")} {
		f.Add(seed, "a.pdf")
	}
	begins := map[document.Kind]string{document.PDF: "%PDF-", document.PNG: "\x89PNG", document.JPEG: "\xff\xd8", document.DOCX: "PK", document.XLSX: "PK", document.OFD: "PK", document.WAV: "RIFF", document.OGG: "OggS"}
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		k, err := check(content, name, "", everything)
		if err == nil && !bytes.HasPrefix(content, []byte(begins[k])) {
			t.Errorf("%q is taken as %s", content[:min(16, len(content))], k)
		}
		clean := document.CleanName(name)
		if clean == "" || len(clean) > 201 || strings.ContainsAny(clean, "/\\\x00\n") || document.CleanName(clean) != clean {
			t.Errorf("CleanName(%q) = %q", name, clean)
		}
	})
}
