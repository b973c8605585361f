// Package parcel writes ZIPs that are the same bytes when they are made again:
// no times, entries in an order that their maker sets, names that every system
// takes, and each document held to its digest.
package parcel

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// ErrDamaged says that a document is no longer the one whose digest is known.
var ErrDamaged = errors.New("a document is not the one that was kept")

// packedAlready are the endings of what gains nothing by being packed again.
var packedAlready = []string{".jpg", ".png", ".heic", ".pdf", ".docx", ".xlsx", ".zip"}

// Add writes one entry without a time. Pictures and papers are packed already,
// and are stored as they are.
func Add(z *zip.Writer, name string, content io.Reader) error {
	method := zip.Deflate
	if slices.Contains(packedAlready, path.Ext(name)) {
		method = zip.Store
	}
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err == nil {
		_, err = io.Copy(w, content)
	}
	if err != nil {
		return fmt.Errorf("pack %q: %w", name, err)
	}
	return nil
}

// AddHeld copies a document in whose SHA-256, hexadecimal, is known, and answers
// ErrDamaged where it is another by now.
func AddHeld(z *zip.Writer, name, digest string, open func() (io.ReadCloser, error)) error {
	r, err := open()
	if err != nil {
		return fmt.Errorf("pack %q: %w", name, err)
	}
	defer r.Close()
	sum := sha256.New()
	if err := Add(z, name, io.TeeReader(r, sum)); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != digest {
		return fmt.Errorf("pack %q: %w", name, ErrDamaged)
	}
	return nil
}

// InOrder writes a ZIP again with its entries by name and without times, for
// libraries that leave the order to chance.
func InOrder(w io.Writer, content []byte) error {
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, f := range in.File {
		if err := again(out, f); err != nil {
			return err
		}
	}
	return out.Close()
}

func again(out *zip.Writer, f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	return Add(out, f.Name, r)
}

// longestName is in characters.
const longestName = 60

// Name makes a file's name of a text that every system takes: no separators, no
// marks that Windows refuses, not longer than 60 characters.
func Name(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r < 0x20, r == 0x7f, r == 0xFFFD, strings.ContainsRune(`/\:*?"<>|`, r):
			return -1
		case r == ' ', r == '　':
			return '_'
		}
		return r
	}, text)
	runes := []rune(strings.Trim(text, ". _"))
	if len(runes) == 0 {
		return "未命名"
	}
	return string(runes[:min(len(runes), longestName)])
}

// Ending keeps a file's ending where it is a plain one.
func Ending(name string) string {
	e := strings.ToLower(path.Ext(name))
	if len(e) > 6 || strings.Trim(e, ".abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ".bin"
	}
	return e
}
