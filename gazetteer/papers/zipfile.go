package papers

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// reorder writes a ZIP again with its entries in order of name and without
// times.
func reorder(w io.Writer, content []byte) error {
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		err = addEntry(out, f.Name, r)
		if closing := r.Close(); err == nil {
			err = closing
		}
		if err != nil {
			return err
		}
	}
	return out.Close()
}

// addEntry writes one entry without a time.
func addEntry(z *zip.Writer, name string, content io.Reader) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Time{}})
	if err == nil {
		_, err = io.Copy(w, content)
	}
	if err != nil {
		return fmt.Errorf("pack %q: %w", name, err)
	}
	return nil
}

// fileName makes a name of a text that every system takes: no separators, no
// marks that Windows refuses, not longer than 60 characters.
func fileName(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r < 0x20, r == 0x7f, r == 0xFFFD, strings.ContainsRune(`/\:*?"<>|`, r):
			return -1
		case r == ' ', r == '　':
			return '_'
		}
		return r
	}, text)
	text = strings.Trim(text, ". _")
	if runes := []rune(text); len(runes) > 60 {
		text = string(runes[:60])
	}
	if text == "" {
		return "未命名"
	}
	return text
}
