package document

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
)

// Bounds of what an office document unfolds to.
const (
	maxParts    = 20_000
	maxUnfolded = 2 << 30 // bytes
	maxTypes    = 4 << 20 // bytes of the list of parts
)

// zipped looks into a zip for the parts of a Word or Excel document or of an
// OFD; an archive of files is none of them.
func zipped(r io.ReaderAt, size int64) (Kind, other, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return "", other{"不完整或损坏的压缩格式文件", "a zip that is damaged or not whole"}, nil
	}
	var unfolded uint64
	for _, f := range z.File {
		if o, bad := badPart(f); bad {
			return "", o, nil
		}
		unfolded += f.UncompressedSize64
	}
	if len(z.File) > maxParts || unfolded > maxUnfolded {
		return "", other{"解开后过大的压缩文件", "a zip that unfolds to far too much"}, nil
	}
	if !endsFile(r, size, len(z.Comment)) {
		return "", other{"末尾夹带了别的内容的压缩文件", "a zip with something else behind its end"}, nil
	}
	return kindOfZip(z)
}

// badPart finds what no document needs: a part that is locked, that would be
// written elsewhere, or that is a macro or a program.
func badPart(f *zip.File) (other, bool) {
	name := strings.ToLower(f.Name)
	switch {
	case f.Flags&1 != 0:
		return other{"加密的压缩文件", "an encrypted archive"}, true
	case strings.HasPrefix(name, "/") && path.Clean(name) != name, strings.Contains(name, ".."+"/"), strings.Contains(name, "\\"):
		return other{"路径不正常的压缩文件", "a zip with paths that lead elsewhere"}, true
	case strings.Contains(name, "vbaproject") || strings.Contains(name, "vbadata") || strings.Contains(name, "activex/") || strings.Contains(name, "macrosheets/"):
		return other{"带宏的 Office 文件（请另存为不带宏的 .docx 或 .xlsx）", "an Office file with macros; save it without"}, true
	}
	programs := []string{".exe", ".dll", ".scr", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".com", ".msi", ".jar", ".hta", ".lnk", ".html", ".htm", ".svg"}
	if slices.Contains(programs, path.Ext(name)) && !strings.HasSuffix(name, "/media/"+path.Base(name)) {
		return other{"夹带程序或网页的压缩文件", "a zip with a program or a web page in it"}, true
	}
	return other{}, false
}

func kindOfZip(z *zip.Reader) (Kind, other, error) {
	has := func(name string) bool {
		return slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.EqualFold(strings.TrimPrefix(f.Name, "/"), name) })
	}
	office := has("[Content_Types].xml")
	switch {
	case office && has("word/document.xml"):
		return officeFile(z, DOCX, "wordprocessingml.document.main+xml")
	case office && has("xl/workbook.xml"):
		return officeFile(z, XLSX, "spreadsheetml.sheet.main+xml")
	case office && has("xl/workbook.bin"):
		return "", other{"二进制 Excel 表格（.xlsb，请另存为 .xlsx）", "a binary Excel workbook; save it as .xlsx"}, nil
	case office && has("ppt/presentation.xml"):
		return "", other{"PowerPoint 演示文稿", "a PowerPoint presentation"}, nil
	case has("OFD.xml"):
		return OFD, other{}, nil
	case has("META-INF/MANIFEST.MF"), has("AndroidManifest.xml"):
		return "", other{"可执行程序包", "a package of programs"}, nil
	}
	return "", other{"压缩包", "an archive"}, nil
}

// officeFile wants the list of parts to say the plain kind of the main part.
func officeFile(z *zip.Reader, k Kind, main string) (Kind, other, error) {
	f, err := z.Open("[Content_Types].xml")
	if err != nil {
		return "", broken(k), nil
	}
	defer f.Close()
	types, err := io.ReadAll(io.LimitReader(f, maxTypes))
	if err != nil {
		return "", broken(k), nil
	}
	switch {
	case bytes.Contains(bytes.ToLower(types), []byte("macroenabled")):
		return "", other{"带宏的 Office 文件（请另存为不带宏的 .docx 或 .xlsx）", "an Office file with macros; save it without"}, nil
	case !bytes.Contains(types, []byte(main)):
		return "", broken(k), nil
	}
	return k, other{}, nil
}

// endsFile tells whether a zip's own end is the end of the file.
func endsFile(r io.ReaderAt, size int64, comment int) bool {
	at := size - int64(22+comment)
	end, err := span(r, size, at, 4)
	return err == nil && string(end) == "PK\x05\x06"
}

// compound looks at a file of Microsoft's older container: an old Word or
// Excel file, or a newer one that is locked with a password.
func compound(r io.ReaderAt, size int64) (Kind, other, error) {
	for _, m := range []struct {
		entry  string
		zh, en string
	}{
		{"EncryptedPackage", "加密的 Office 文件（请去掉打开密码后再传）", "an encrypted Office file; remove its password"},
		{"WordDocument", "旧版 Word 文档（.doc，请另存为 .docx 或 PDF）", "an old Word document; save it as .docx or PDF"},
		{"Workbook", "旧版 Excel 表格（.xls，请另存为 .xlsx）", "an old Excel workbook; save it as .xlsx"},
	} {
		found, err := contains(r, size, wide(m.entry))
		if err != nil {
			return "", other{}, err
		}
		if found {
			return "", other{m.zh, m.en}, nil
		}
	}
	return "", other{"旧版 Office 文件或安装包", "an old Office file or an installer"}, nil
}

// wide writes letters as UTF-16, as the container's directory does.
func wide(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}
