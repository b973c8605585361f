package document

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// headSize is in bytes how much of a file's beginning is looked at for what
// does not belong there.
const headSize = 1024

// A looker judges a file whose beginning it knows; it reads all through r.
type looker func(r io.ReaderAt, size int64) (Kind, other, error)

// identify gives what a file is: a kind that is taken, or another.
func identify(r io.ReaderAt, size int64) (Kind, other, error) {
	head, err := span(r, size, 0, headSize)
	if err != nil {
		return "", other{}, err
	}
	look := beginning(head)
	if look == nil {
		return "", unknown(head), nil
	}
	k, o, err := look(r, size)
	if err != nil || k == "" {
		return "", o, err
	}
	if o, hides := hidden(r, size, k, head); hides {
		return "", o, nil
	}
	return k, other{}, nil
}

func beginning(head []byte) looker {
	at := func(i int, s string) bool { return len(head) >= i+len(s) && string(head[i:i+len(s)]) == s }
	switch {
	case at(0, "%PDF-"):
		return pdf
	case at(0, "\xff\xd8\xff"):
		return jpegFile
	case at(0, "\x89PNG\r\n\x1a\n"):
		return pngFile
	case at(0, "II*\x00"), at(0, "MM\x00*"):
		return tiff
	case at(4, "ftyp"):
		return boxes
	case at(0, "PK\x03\x04"), at(0, "PK\x05\x06"):
		return zipped
	case at(0, "RIFF") && at(8, "WAVE"):
		return wav
	case at(0, "OggS"):
		return ogg
	case at(0, "\x1aE\xdf\xa3"):
		return webm
	case at(0, "ID3"), len(head) > 1 && head[0] == 0xff && head[1]&0xe0 == 0xe0:
		return mp3
	case at(0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return compound
	}
	return nil
}

// hidden finds a second nature of a file: a page or a script in its first or
// last bytes, or an archive that begins or ends it. What programs take for
// another kind of file is refused whatever else it is.
func hidden(r io.ReaderAt, size int64, k Kind, head []byte) (other, bool) {
	tail, err := span(r, size, max(0, size-headSize), headSize)
	if err != nil {
		return other{}, false
	}
	for _, part := range [][]byte{head, tail} {
		low := strings.ToLower(string(part))
		for _, mark := range []string{"<script", "<html", "<!doctype", "<svg", "<?php", "<iframe", "<body", "javascript:"} {
			if strings.Contains(low, mark) {
				return other{specOf(k).zh + "里夹带的网页或脚本", specOf(k).en + " with a web page or script in it"}, true
			}
		}
	}
	if k == DOCX || k == XLSX || k == OFD {
		return other{}, false
	}
	if _, err := zip.NewReader(r, size); !errors.Is(err, zip.ErrFormat) {
		return other{specOf(k).zh + "里夹带的压缩包", specOf(k).en + " with an archive in it"}, true
	}
	return other{}, false
}

// unknown names what is never taken, as far as its beginning tells.
func unknown(head []byte) other {
	for _, m := range []struct {
		at     int
		mark   string
		zh, en string
	}{
		{0, "MZ", "可执行程序", "a program"},
		{0, "\x7fELF", "可执行程序", "a program"},
		{0, "\xcf\xfa\xed\xfe", "可执行程序", "a program"},
		{0, "\xca\xfe\xba\xbe", "可执行程序", "a program"},
		{0, "#!", "脚本", "a script"},
		{0, "Rar!", "RAR 压缩包", "a RAR archive"},
		{0, "7z\xbc\xaf\x27\x1c", "7z 压缩包", "a 7z archive"},
		{0, "\x1f\x8b", "压缩文件", "a compressed file"},
		{0, "BZh", "压缩文件", "a compressed file"},
		{0, "\xfd7zXZ", "压缩文件", "a compressed file"},
		{257, "ustar", "压缩包", "an archive"},
		{0, "GIF8", "GIF 图片", "a GIF picture"},
		{0, "BM", "BMP 图片", "a BMP picture"},
		{8, "WEBP", "WebP 图片", "a WebP picture"},
		{8, "AVI ", "视频", "a video"},
		{0, "fLaC", "FLAC 录音", "a FLAC recording"},
		{0, "#!AMR", "AMR 录音", "an AMR recording"},
		{0, "{\\rtf", "RTF 文档", "an RTF document"},
		{0, "%!PS", "PostScript 文件", "PostScript"},
		{0, "I I\x00", "损坏的文件", "damaged"},
		{0, "L\x00\x00\x00\x01\x14\x02\x00", "快捷方式", "a shortcut"},
	} {
		if len(head) >= m.at+len(m.mark) && string(head[m.at:m.at+len(m.mark)]) == m.mark {
			return other{m.zh, m.en}
		}
	}
	return text(head)
}

func text(head []byte) other {
	low := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(string(head), "\ufeff")))
	begins := func(marks ...string) bool {
		for _, m := range marks {
			if strings.HasPrefix(low, m) {
				return true
			}
		}
		return false
	}
	switch {
	case begins("<svg") || begins("<?xml") && strings.Contains(low, "<svg"):
		return other{"SVG 图形（可含脚本）", "an SVG drawing, which may hold scripts"}
	case begins("<!doctype html", "<html", "<script", "<body", "<head", "<iframe") || strings.Contains(low, "<html") || strings.Contains(low, "<script"):
		return other{"网页（HTML）", "a web page"}
	case begins("<?php", "@echo", "<%"):
		return other{"脚本", "a script"}
	case begins("<?xml"):
		return other{"XML 文件", "XML"}
	case strings.Contains(low, "%pdf-"):
		return other{"前面夹带了别的内容的 PDF", "a PDF with something else before it"}
	case bytes.IndexByte(head, 0) < 0:
		return other{"纯文本", "plain text"}
	}
	return other{"无法识别的文件", "of no kind that is known"}
}

// span reads up to n bytes at offset; shorter at the end of the file.
func span(r io.ReaderAt, size, offset int64, n int) ([]byte, error) {
	if offset < 0 || offset >= size {
		return nil, nil
	}
	b := make([]byte, min(int64(n), size-offset))
	if _, err := r.ReadAt(b, offset); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read document: %w", err)
	}
	return b, nil
}

// broken is what a file is that begins like a kind and is not whole.
func broken(k Kind) other {
	return other{"不完整或损坏的" + specOf(k).zh, specOf(k).en + " that is damaged or not whole"}
}
