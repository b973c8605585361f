package archive_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"diming/internal/archive"
)

var now = time.Now

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// change rewrites a file.
func change(t *testing.T, path string, f func([]byte) []byte) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, f(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func swap(old, new string) func([]byte) []byte {
	return func(text []byte) []byte { return bytes.Replace(text, []byte(old), []byte(new), 1) }
}

// forge makes the manifest agree with a file that was changed.
func forge(t *testing.T, dir, file string, f func([]byte) []byte, rows int64) {
	t.Helper()
	change(t, filepath.Join(dir, file), f)
	text, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	change(t, filepath.Join(dir, "manifest.json"), func(manifest []byte) []byte {
		var m archive.Manifest
		if err := json.Unmarshal(manifest, &m); err != nil {
			t.Fatal(err)
		}
		for i := range m.Files {
			if sum := sha256.Sum256(text); m.Files[i].Path == file {
				m.Files[i] = archive.File{Path: file, Bytes: int64(len(text)), SHA256: hex.EncodeToString(sum[:]), Lines: int64(bytes.Count(text, []byte("\n")))}
			}
		}
		for i := range m.Tables {
			if m.Tables[i].CSV == file || m.Tables[i].JSON == file {
				m.Tables[i].Rows += rows
			}
		}
		forged, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return forged
	})
}

// TestADamagedExportIsRefusedWhole damages an export in each way; the file is
// named, the line where there is one, and nothing is read in.
func TestADamagedExportIsRefusedWhole(t *testing.T) {
	t.Parallel()
	source := small(t)
	whole := filepath.Join(t.TempDir(), "whole")
	source.exported(whole)
	target := newRegister(t)
	for _, test := range []struct {
		name   string
		damage func(t *testing.T, dir string)
		says   []string
		is     error
	}{
		{name: "a changed byte of a CSV file", says: []string{"csv/place_version.csv, lines 1 to 7", "SHA-256"},
			damage: func(t *testing.T, dir string) {
				change(t, filepath.Join(dir, "csv/place_version.csv"), swap("两", "三"))
			}},
		{name: "a changed byte of a JSON file", says: []string{"json/place_version.jsonl, lines 1 to 3"},
			damage: func(t *testing.T, dir string) {
				change(t, filepath.Join(dir, "json/place_version.jsonl"), swap("两", "三"))
			}},
		{name: "a changed schema", says: []string{"schema.json"}, damage: func(t *testing.T, dir string) { change(t, filepath.Join(dir, "schema.json"), swap("place", "plate")) }},
		{name: "a missing file", says: []string{"json/name.jsonl", "missing"}, damage: func(t *testing.T, dir string) { remove(t, dir, "json/name.jsonl") }},
		{name: "no manifest", is: archive.ErrNotWhole, damage: func(t *testing.T, dir string) { remove(t, dir, "manifest.json") }},
		{name: "half a manifest", says: []string{"manifest.json, line"}, damage: func(t *testing.T, dir string) {
			change(t, filepath.Join(dir, "manifest.json"), func(text []byte) []byte { return text[:len(text)/2] })
		}},
		{name: "a changed document", says: []string{"documents/"}, damage: func(t *testing.T, dir string) {
			change(t, documentOf(t, dir), func([]byte) []byte { return []byte("别的") })
		}},
		{name: "a missing document", says: []string{"documents/", "missing"}, damage: func(t *testing.T, dir string) {
			if err := os.Remove(documentOf(t, dir)); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "a row count that lies", says: []string{"csv/place.csv", "holds 3 rows", "says 4"}, damage: func(t *testing.T, dir string) {
			forge(t, dir, "csv/place.csv", func(b []byte) []byte { return b }, 1)
		}},
		{name: "rows that are lacking in one form", says: []string{"json/place.jsonl", "holds 3 rows"}, damage: func(t *testing.T, dir string) {
			forge(t, dir, "csv/place.csv", func(b []byte) []byte { return b[:bytes.LastIndexByte(b[:len(b)-1], '\n')+1] }, -1)
		}},
		{name: "a value that is none, agreed to", says: []string{"csv/place_class.csv, line 2", "smallint"}, damage: func(t *testing.T, dir string) {
			forge(t, dir, "csv/place_class.csv", swap(",7,", ",seven,"), 0)
		}},
		{name: "an entry of the ledger, agreed to", says: []string{"ledger_entry", "seq 2"}, damage: func(t *testing.T, dir string) {
			forge(t, dir, "csv/ledger_entry.csv", swap("第1", "第9"), 0)
		}},
		{name: "a column that is lacking", says: []string{"csv/place.csv, line 1"}, damage: func(t *testing.T, dir string) {
			forge(t, dir, "csv/place.csv", swap("successor", "heir"), 0)
		}},
		{name: "a newer version", is: archive.ErrNewer, damage: func(t *testing.T, dir string) {
			change(t, filepath.Join(dir, "manifest.json"), swap(`"schema": `, `"schema": 9`))
		}},
		{name: "another format", is: archive.ErrNewer, damage: func(t *testing.T, dir string) {
			change(t, filepath.Join(dir, "manifest.json"), swap("diming-export/1", "diming-export/2"))
		}},
		{name: "a file outside", says: []string{"/etc/passwd"}, damage: func(t *testing.T, dir string) {
			change(t, filepath.Join(dir, "manifest.json"), swap(`"path": "README.txt"`, `"path": "../../../../../../etc/passwd"`))
		}},
		{name: "a table's file outside", says: []string{"csv/../../secret"}, damage: func(t *testing.T, dir string) {
			change(t, filepath.Join(dir, "manifest.json"), swap(`"csv": "csv/place.csv"`, `"csv": "csv/../../secret"`))
		}},
		{name: "a link", says: []string{"csv/place.csv", "no plain file"}, damage: func(t *testing.T, dir string) {
			remove(t, dir, "csv/place.csv")
			if err := os.Symlink("place_version.csv", filepath.Join(dir, "csv/place.csv")); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "a table that no export holds", says: []string{"account_session"}, damage: func(t *testing.T, dir string) {
			change(t, filepath.Join(dir, "manifest.json"), swap(`"table": "place"`, `"table": "account_session"`))
		}},
		{name: "another head", says: []string{"head"}, damage: func(t *testing.T, dir string) {
			change(t, filepath.Join(dir, "manifest.json"), swap(`"head": "`, `"head": "00`))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "damaged")
			if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			test.damage(t, dir)
			target.t = t
			err := target.restore(dir, false)
			if err == nil || test.is != nil && !errors.Is(err, test.is) {
				t.Fatalf("it is answered with %v, want %v", err, test.is)
			}
			for _, word := range test.says {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("it is answered with %q, want %q in it", err, word)
				}
			}
			target.untouched()
		})
	}
	target.t = t
	if err := target.restore(whole, true); err != nil {
		t.Errorf("after all refusals the whole export is answered with %v", err)
	}
	if err := target.restore(whole, true); !errors.Is(err, archive.ErrOccupied) {
		t.Errorf("a second time it is answered with %v, want ErrOccupied", err)
	}
}

func (r register) untouched() {
	r.t.Helper()
	for _, table := range []string{"ledger_entry", "place", "place_version"} {
		if text := r.contents(table); text != "" {
			r.t.Errorf("a refused export left in %s: %s", table, text)
		}
	}
	if text := r.contents("place_class"); text == "" {
		r.t.Error("a refused export emptied place_class")
	}
	if entries, err := os.ReadDir(r.documents.Dir); err == nil && len(entries) > 1 {
		r.t.Errorf("a refused export left documents: %v", entries)
	}
}

func remove(t *testing.T, dir, file string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, file)); err != nil {
		t.Fatal(err)
	}
}

func documentOf(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "documents/??/*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("documents %v, %v", found, err)
	}
	return found[0]
}

// TestAHostileArchiveWritesNothingOutside unpacks names that lead out, links,
// one name twice, and what grows without measure.
func TestAHostileArchiveWritesNothingOutside(t *testing.T) {
	t.Parallel()
	zeros := make([]byte, 1<<20)
	for _, test := range []struct {
		name    string
		headers []tar.Header
		says    string
	}{
		{"a path upwards", []tar.Header{{Name: "../escaped", Typeflag: tar.TypeReg, Size: 1}}, "leads outside"},
		{"a path upwards inside", []tar.Header{{Name: "csv/../../escaped", Typeflag: tar.TypeReg, Size: 1}}, "leads outside"},
		{"an absolute path", []tar.Header{{Name: "/tmp/escaped", Typeflag: tar.TypeReg, Size: 1}}, "leads outside"},
		{"a link", []tar.Header{{Name: "csv", Typeflag: tar.TypeSymlink, Linkname: "/tmp"}, {Name: "csv/escaped", Typeflag: tar.TypeReg, Size: 1}}, "no plain file"},
		{"a device", []tar.Header{{Name: "disk", Typeflag: tar.TypeBlock}}, "no plain file"},
		{"a name twice", []tar.Header{{Name: "a", Typeflag: tar.TypeReg, Size: 1}, {Name: "a", Typeflag: tar.TypeReg, Size: 1}}, "exists"},
		{"a bomb", []tar.Header{{Name: "a", Typeflag: tar.TypeReg, Size: 400 << 20}}, "times its size"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			file, err := os.Create(filepath.Join(folder, "hostile.tar.gz"))
			if err != nil {
				t.Fatal(err)
			}
			zip := gzip.NewWriter(file)
			w := tar.NewWriter(zip)
			for _, h := range test.headers {
				h.Mode = 0o644
				if err := w.WriteHeader(&h); err != nil {
					t.Fatal(err)
				}
				for left := h.Size; left > 0; left -= min(left, 1<<20) {
					if _, err := w.Write(zeros[:min(left, 1<<20)]); err != nil {
						t.Fatal(err)
					}
				}
			}
			if err := errors.Join(w.Close(), zip.Close(), file.Close()); err != nil {
				t.Fatal(err)
			}
			work := filepath.Join(folder, "work")
			if err := os.Mkdir(work, 0o700); err != nil {
				t.Fatal(err)
			}
			_, err = archive.Open(file.Name(), work)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("it is answered with %v, want %q", err, test.says)
			}
			left, readErr := os.ReadDir(work)
			escaped, _ := filepath.Glob(filepath.Join(folder, "*escaped*"))
			if readErr != nil || len(left) != 0 || len(escaped) != 0 {
				t.Errorf("it left %v %v, %v", left, escaped, readErr)
			}
		})
	}
	cut := filepath.Join(t.TempDir(), "cut.tar.gz")
	whole := filepath.Join(t.TempDir(), "whole.tar.gz")
	small(t).exported(whole)
	text, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, length := range []int{0, 10, len(text) / 2, len(text) - 1} {
		if err := os.WriteFile(cut, text[:length], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Open(cut, t.TempDir()); !errors.Is(err, archive.ErrNotWhole) {
			t.Errorf("an archive cut to %d of %d bytes is answered with %v, want ErrNotWhole", length, len(text), err)
		}
	}
	o, err := archive.Open(whole, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Close(); err != nil {
		t.Error(err)
	}
}
