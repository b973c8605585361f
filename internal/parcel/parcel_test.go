package parcel_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"diming/internal/parcel"
)

func TestEntriesOfChanceAreTheSameBytesInOrder(t *testing.T) {
	write := func(names ...string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i, name := range names {
			w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC)})
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.WriteString(w, "内容 "+name)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	var one, other bytes.Buffer
	if err := errors.Join(parcel.InOrder(&one, write("b.xml", "a.pdf", "c.xml")), parcel.InOrder(&other, write("c.xml", "a.pdf", "b.xml"))); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), other.Bytes()) {
		t.Error("the same entries in another order and at other times are other bytes")
	}
	z, err := zip.NewReader(bytes.NewReader(one.Bytes()), int64(one.Len()))
	if err != nil || len(z.File) != 3 || z.File[0].Name != "a.pdf" || z.File[0].Method != zip.Store || z.File[1].Method != zip.Deflate {
		t.Errorf("read again: %v, %v", z, err)
	}
}

func TestADocumentIsHeldToItsDigest(t *testing.T) {
	sum := sha256.Sum256([]byte("原件"))
	held := func(content string) error {
		return parcel.AddHeld(zip.NewWriter(io.Discard), "a.txt", hex.EncodeToString(sum[:]), func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil })
	}
	if err := held("原件"); err != nil {
		t.Error(err)
	}
	if err := held("改过"); !errors.Is(err, parcel.ErrDamaged) || !strings.Contains(err.Error(), "a.txt") {
		t.Errorf("another document: %v, want ErrDamaged and its name", err)
	}
	gone := errors.New("gone")
	if err := parcel.AddHeld(zip.NewWriter(io.Discard), "a.txt", "", func() (io.ReadCloser, error) { return nil, gone }); !errors.Is(err, gone) {
		t.Errorf("one that cannot be opened: %v", err)
	}
}

func TestNamesAreThoseThatEverySystemTakes(t *testing.T) {
	for text, want := range map[string]string{"联检 报告": "联检_报告", `a/b\c:*?"<>|`: "abc", "..上级..": "上级", "": "未命名", " . ": "未命名", "行\n名\x00": "行名", strings.Repeat("名", 70): strings.Repeat("名", 60)} {
		if got := parcel.Name(text); got != want {
			t.Errorf("Name(%q) = %q, want %q", text, got, want)
		}
	}
	for name, want := range map[string]string{"a.PDF": ".pdf", "a": "", "a.中文": ".bin", "a.tooolong": ".bin", "a.p d": ".bin"} {
		if got := parcel.Ending(name); got != want {
			t.Errorf("Ending(%q) = %q, want %q", name, got, want)
		}
	}
}
