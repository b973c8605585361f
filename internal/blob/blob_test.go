package blob_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"diming/internal/blob"
)

func TestStore(t *testing.T) {
	s := blob.Store{Dir: t.TempDir()}
	d, size, err := s.Put(strings.NewReader("批复"))
	if err != nil || size != 6 {
		t.Fatalf("Put = %s, %d, %v", d, size, err)
	}
	if again, _, err := s.Put(strings.NewReader("批复")); err != nil || again != d {
		t.Errorf("Put of the same = %s, %v, want %s", again, err, d)
	}
	r, err := s.Open(d)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil || r.Close() != nil || string(text) != "批复" {
		t.Errorf("Open gives %q, %v", text, err)
	}
	kept := 0
	if err := s.Each(func(found blob.Digest, _ int64) error { kept++; return s.Verify(found) }); err != nil || kept != 1 {
		t.Errorf("Each visits %d, %v, want 1 sound document", kept, err)
	}
	leftovers, err := filepath.Glob(filepath.Join(s.Dir, "incoming-*"))
	if err != nil || len(leftovers) != 0 {
		t.Errorf("left over: %v, %v", leftovers, err)
	}
}

func TestStoreTellsWhatIsWrong(t *testing.T) {
	s := blob.Store{Dir: t.TempDir()}
	d, _, err := s.Put(strings.NewReader("原件"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(blob.Digest(strings.Repeat("0", 64))); !errors.Is(err, blob.ErrNotFound) {
		t.Errorf("Open of what was never stored: %v, want ErrNotFound", err)
	}
	if _, err := s.Open("../../etc/passwd"); err == nil {
		t.Error("Open of a path: no error")
	}
	if err := os.WriteFile(filepath.Join(s.Dir, string(d[:2]), string(d)), []byte("改件"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(d); !errors.Is(err, blob.ErrDamaged) {
		t.Errorf("Verify of a changed document: %v, want ErrDamaged", err)
	}
}

func TestPutKeepsNothingOfAFailingReader(t *testing.T) {
	s := blob.Store{Dir: t.TempDir()}
	if _, _, err := s.Put(io.MultiReader(strings.NewReader("half"), failing{})); err == nil {
		t.Fatal("Put: no error")
	}
	if err := s.Each(func(d blob.Digest, _ int64) error { t.Errorf("kept %s", d); return nil }); err != nil {
		t.Error(err)
	}
}

func TestPutIfKeepsNothingThatIsRefused(t *testing.T) {
	s := blob.Store{Dir: t.TempDir()}
	no := errors.New("not taken")
	_, _, err := s.PutIf(strings.NewReader("lie"), func(content io.ReaderAt, size int64) error {
		b := make([]byte, size)
		if _, err := content.ReadAt(b, 0); err != nil || string(b) != "lie" {
			t.Errorf("the check reads %q, %v", b, err)
		}
		return no
	})
	if !errors.Is(err, no) {
		t.Errorf("PutIf = %v, want the check's error", err)
	}
	left, err := filepath.Glob(filepath.Join(s.Dir, "*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("line cut") }
