package document

import (
	"bytes"
	"io"
)

// pdf looks at a file that begins with %PDF-: its version, its end, and names
// of what a paper has no need of. A name that is hidden in a compressed object
// is not found; readers in their sandbox are the second line.
func pdf(r io.ReaderAt, size int64) (Kind, other, error) {
	head, err := span(r, size, 0, 16)
	if err != nil {
		return "", other{}, err
	}
	if len(head) < 8 || (head[5] != '1' && head[5] != '2') || head[6] != '.' {
		return "", broken(PDF), nil
	}
	tail, err := span(r, size, max(0, size-2048), 2048)
	if err != nil {
		return "", other{}, err
	}
	end := bytes.LastIndex(tail, []byte("%%EOF"))
	if end < 0 || !bytes.Contains(tail[:end], []byte("startxref")) {
		return "", broken(PDF), nil
	}
	if len(bytes.Trim(tail[end+5:], "\x00 \t\r\n\x1a")) > 0 {
		return "", other{"末尾夹带了别的内容的 PDF 文件", "a PDF with something else behind its end"}, nil
	}
	switch name, err := findName(r, size, "/JavaScript", "/Launch", "/Encrypt"); {
	case err != nil:
		return "", other{}, err
	case name == "/Encrypt":
		return "", other{"加密或加了限制的 PDF 文件（须另存为不加密的）", "a PDF that is encrypted or restricted; save it without"}, nil
	case name != "":
		return "", other{"带脚本或启动命令的 PDF 文件", "a PDF with scripts or commands"}, nil
	}
	return PDF, other{}, nil
}

// findName gives the first of the names of PDF that stands in a file, also
// where letters are written as #hh.
func findName(r io.ReaderAt, size int64, names ...string) (string, error) {
	const step, overlap = 64 << 10, 64
	for at := int64(0); at < size; at += step - overlap {
		part, err := span(r, size, at, step)
		if err != nil {
			return "", err
		}
		part = unescape(part)
		for _, name := range names {
			if hasName(part, name) {
				return name, nil
			}
		}
	}
	return "", nil
}

// hasName tells whether a name stands in a part and ends there.
func hasName(part []byte, name string) bool {
	for {
		i := bytes.Index(part, []byte(name))
		if i < 0 {
			return false
		}
		part = part[i+len(name):]
		if len(part) > 0 && bytes.IndexByte([]byte(" \t\r\n\x00\f/<([>"), part[0]) >= 0 {
			return true
		}
	}
}

// unescape writes #hh as the byte that it stands for.
func unescape(b []byte) []byte {
	if bytes.IndexByte(b, '#') < 0 {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '#' && i+2 < len(b) {
			hi, lo := hex(b[i+1]), hex(b[i+2])
			if hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}

func hex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
