package archive

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A box is what an export is put into: a folder beside its final place, which
// gets its name when all is in it, or an archive that is made there.
type box struct {
	target string
	dir    string // beside target
	at     time.Time
	out    *os.File // of an archive
	zip    *gzip.Writer
	tar    *tar.Writer
}

// packed tells whether a path asks for an archive instead of a folder.
func packed(path string) bool {
	return strings.HasSuffix(path, ".tar.gz") || strings.HasSuffix(path, ".tgz")
}

func newBox(target string, at time.Time) (*box, error) {
	if _, err := os.Lstat(target); err == nil {
		return nil, fmt.Errorf("%s: %w", target, ErrExists)
	}
	dir, err := os.MkdirTemp(filepath.Dir(target), ".export-")
	if err != nil {
		return nil, err
	}
	b := &box{target: target, dir: dir, at: at}
	if !packed(target) {
		return b, nil
	}
	if b.out, err = os.OpenFile(b.inside("whole"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err != nil {
		return nil, errors.Join(err, b.discard())
	}
	b.zip = gzip.NewWriter(b.out)
	b.tar = tar.NewWriter(b.zip)
	return b, nil
}

func (b *box) inside(name string) string { return filepath.Join(b.dir, filepath.FromSlash(name)) }

// put makes a file of what write writes and adds it up.
func (b *box) put(name string, lined bool, write func(io.Writer) error) (File, error) {
	path := b.inside(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return File{}, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return File{}, err
	}
	total := newSums()
	buffer := bufio.NewWriterSize(io.MultiWriter(f, total), 1<<18)
	err = write(buffer)
	if err == nil {
		err = buffer.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return File{}, fmt.Errorf("write %s: %w", name, err)
	}
	return total.file(name, lined), b.pack(name)
}

// adopt adds up a file that another program wrote inside the box.
func (b *box) adopt(name string) (File, error) {
	f, err := os.Open(b.inside(name))
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	total := newSums()
	if _, err := io.Copy(total, f); err != nil {
		return File{}, err
	}
	return total.file(name, false), b.pack(name)
}

// pack moves a file of the box into the archive, where there is one.
func (b *box) pack(name string) error {
	if b.tar == nil {
		return nil
	}
	f, err := os.Open(b.inside(name))
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := b.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: b.at}); err != nil {
		return err
	}
	if _, err := io.Copy(b.tar, f); err != nil {
		return err
	}
	return os.Remove(b.inside(name))
}

// close gives the export its name: until then nothing looks whole.
func (b *box) close() error {
	whole := b.dir
	if b.tar != nil {
		whole = b.inside("whole")
		if err := errors.Join(b.tar.Close(), b.zip.Close(), b.out.Sync(), b.out.Close()); err != nil {
			return err
		}
		b.tar = nil
	}
	if _, err := os.Lstat(b.target); err == nil {
		return fmt.Errorf("%s: %w", b.target, ErrExists)
	}
	if err := os.Rename(whole, b.target); err != nil {
		return err
	}
	return syncDir(filepath.Dir(b.target))
}

// discard removes what is left beside the target; nothing after close of a
// folder, whose name has changed.
func (b *box) discard() error {
	if b.tar != nil {
		_ = b.out.Close() // it is removed
	}
	return os.RemoveAll(b.dir)
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
