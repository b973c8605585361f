// Package zipfile opens ZIP files that somebody else has made: sheets,
// packed shapefiles, KMZ. What the directory of the file says is judged before
// anything is unpacked, and what is unpacked is held to what it said.
package zipfile

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Limits of what is unpacked. The zero value of each means its default.
type Limits struct {
	Bytes   int64 // of all entries together, unpacked; default 4 GiB
	Entries int   // default 10,000
	Ratio   int64 // unpacked to packed, of entries over 16 MiB; default 300
}

const fromBytes = 16 << 20 // a small entry may well be all zeros

func (l Limits) complete() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 4 << 30
	}
	if l.Entries <= 0 {
		l.Entries = 10_000
	}
	if l.Ratio <= 0 {
		l.Ratio = 300
	}
	return l
}

// Why an archive is not opened.
var (
	ErrBroken    = errors.New("压缩文件不完整或已损坏，请重新取得 / the archive is incomplete or damaged: get it again")
	ErrBomb      = errors.New("解压后过大，疑为压缩炸弹，没有解压 / too large when unpacked, as a zip bomb is: nothing was unpacked")
	ErrPath      = errors.New("压缩文件中有指向别处的路径，没有解压，请重新打包 / the archive names a path outside itself: nothing was unpacked, pack it again")
	ErrLink      = errors.New("压缩文件中有链接，没有解压，请重新打包 / the archive holds a link: nothing was unpacked, pack it again")
	ErrEncrypted = errors.New("压缩文件有密码，请去掉密码后重新打包 / the archive has a password: pack it again without one")
)

// An Archive is an opened ZIP file whose directory was found harmless.
type Archive struct {
	Entries []Entry // files alone, in the order of the directory
	byName  map[string]int
}

// An Entry is one file of an archive. Its name is for people and for telling
// entries apart; it is never a path on this machine.
type Entry struct {
	Name string // with /
	Size int64  // unpacked
	file *zip.File
}

// Open judges the directory of an archive of size bytes.
func Open(r io.ReaderAt, size int64, l Limits) (*Archive, error) {
	in, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("%w (%v)", ErrBroken, err)
	}
	l = l.complete()
	if len(in.File) > l.Entries {
		return nil, fmt.Errorf("%w: %d > %d entries", ErrBomb, len(in.File), l.Entries)
	}
	a := &Archive{byName: map[string]int{}}
	var total uint64
	for _, f := range in.File {
		name := nameOf(f)
		if err := judge(f, name, l); err != nil {
			return nil, err
		}
		if total += f.UncompressedSize64; total > uint64(l.Bytes) {
			return nil, fmt.Errorf("%w: > %d bytes", ErrBomb, l.Bytes)
		}
		if strings.HasSuffix(name, "/") {
			continue
		}
		if _, taken := a.byName[name]; !taken {
			a.byName[name] = len(a.Entries)
		}
		a.Entries = append(a.Entries, Entry{name, int64(f.UncompressedSize64), f})
	}
	return a, nil
}

func judge(f *zip.File, name string, l Limits) error {
	switch {
	case f.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("%w: %q", ErrLink, name)
	case f.Mode()&fs.ModeType&^fs.ModeDir != 0:
		return fmt.Errorf("%w: %q", ErrLink, name)
	case outside(name):
		return fmt.Errorf("%w: %q", ErrPath, name)
	case f.Flags&1 != 0:
		return ErrEncrypted
	case f.UncompressedSize64 > uint64(l.Bytes):
		return fmt.Errorf("%w: %q, %d bytes", ErrBomb, name, f.UncompressedSize64)
	case f.UncompressedSize64 > fromBytes && f.UncompressedSize64/max(f.CompressedSize64, 1) > uint64(l.Ratio):
		return fmt.Errorf("%w: %q, %d : 1", ErrBomb, name, f.UncompressedSize64/max(f.CompressedSize64, 1))
	}
	return nil
}

// nameOf is the name of an entry. Tools on Chinese Windows write GBK without
// saying so, and some write backslashes.
func nameOf(f *zip.File) string {
	name := f.Name
	if !utf8.ValidString(name) {
		if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return strings.ReplaceAll(name, `\`, "/")
}

// outside reports whether a name leads out of the archive, or is none.
func outside(name string) bool {
	if name == "" || strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' || !utf8.ValidString(name) {
		return true
	}
	for _, part := range strings.Split(name, "/") {
		if part == ".." {
			return true
		}
	}
	return strings.ContainsFunc(name, unicode.IsControl)
}

// Find is the entry of that name.
func (a *Archive) Find(name string) (Entry, bool) {
	at, found := a.byName[name]
	if !found {
		return Entry{}, false
	}
	return a.Entries[at], true
}

// Open reads an entry, no further than the directory said.
func (e Entry) Open() (io.ReadCloser, error) {
	r, err := e.file.Open()
	if err != nil {
		return nil, fmt.Errorf("%w (%s: %v)", ErrBroken, e.Name, err)
	}
	return &bounded{r, e, 0}, nil
}

type bounded struct {
	io.ReadCloser
	entry Entry
	read  int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.read += int64(n); b.read > b.entry.Size {
		return 0, fmt.Errorf("%w: %q", ErrBomb, b.entry.Name)
	}
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w (%s: %v)", ErrBroken, b.entry.Name, err)
	}
	return n, err
}
