// Package blob keeps documents and photos by the SHA-256 of their content, in
// a folder. The same content is kept once; what was stored is never changed.
package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("document not found")
	ErrDamaged  = errors.New("document is not what its name says")
)

// A Digest is the SHA-256 of a content in lower-case hexadecimal.
type Digest string

// ParseDigest reads a digest, and refuses all else: it becomes a file name.
func ParseDigest(s string) (Digest, error) {
	raw, err := hex.DecodeString(s)
	if err != nil || len(raw) != sha256.Size || hex.EncodeToString(raw) != s {
		return "", fmt.Errorf("digest %q is not 64 lower-case hexadecimal digits", s)
	}
	return Digest(s), nil
}

// A Store keeps contents in Dir, two levels deep.
type Store struct{ Dir string }

func (s Store) path(d Digest) string { return filepath.Join(s.Dir, string(d[:2]), string(d)) }

// Put stores what r gives and answers its digest and size. It is durable when
// Put returns: written aside, synced, then given its name.
func (s Store) Put(r io.Reader) (Digest, int64, error) {
	return s.PutIf(r, func(io.ReaderAt, int64) error { return nil })
}

// PutIf stores what r gives if check, which sees all of it with its size,
// gives no error; else nothing is kept, and the error is answered as it is.
func (s Store) PutIf(r io.Reader, check func(content io.ReaderAt, size int64) error) (Digest, int64, error) {
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return "", 0, fmt.Errorf("store document: %w", err)
	}
	tmp, err := os.CreateTemp(s.Dir, "incoming-")
	if err != nil {
		return "", 0, fmt.Errorf("store document: %w", err)
	}
	defer os.Remove(tmp.Name()) // gone already when it was renamed
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(tmp, sum), r)
	if err == nil {
		if refused := check(tmp, size); refused != nil {
			return "", 0, errors.Join(refused, tmp.Close())
		}
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return "", 0, fmt.Errorf("store document: %w", err)
	}
	d := Digest(hex.EncodeToString(sum.Sum(nil)))
	return d, size, s.name(tmp.Name(), d)
}

func (s Store) name(tmp string, d Digest) error {
	path := s.path(d)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("store document %s: %w", d, err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("store document %s: %w", d, err)
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Open gives a content. The caller closes it.
func (s Store) Open(d Digest) (io.ReadSeekCloser, error) {
	if _, err := ParseDigest(string(d)); err != nil {
		return nil, err
	}
	f, err := os.Open(s.path(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("document %s: %w", d, ErrNotFound)
	}
	return f, err
}

// Remove takes a content away again: for what was stored for something that
// then was not done. What a register names is never removed.
func (s Store) Remove(d Digest) error {
	if _, err := ParseDigest(string(d)); err != nil {
		return err
	}
	err := os.Remove(s.path(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Each visits every content that is kept, in order of digest.
func (s Store) Each(visit func(Digest, int64) error) error {
	err := filepath.WalkDir(s.Dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		d, notDigest := ParseDigest(e.Name())
		if notDigest != nil {
			return nil // half of a document that was being written
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		return visit(d, info.Size())
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Verify reads a content again and answers ErrDamaged where it no longer has
// its digest.
func (s Store) Verify(d Digest) error {
	f, err := s.Open(d)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return fmt.Errorf("document %s: %w", d, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != string(d) {
		return fmt.Errorf("document %s: %w", d, ErrDamaged)
	}
	return nil
}
