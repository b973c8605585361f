package zipfile_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"testing"

	"diming/importers/zipfile"
)

type entry struct {
	name    string
	content []byte
	mode    fs.FileMode
}

func packed(t *testing.T, entries ...entry) *bytes.Reader {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, NonUTF8: true}
		h.SetMode(e.mode | 0o600)
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b.Bytes())
}

func TestWhatIsNotOpened(t *testing.T) {
	for _, test := range []struct {
		name   string
		entry  entry
		limits zipfile.Limits
		want   error
	}{
		{"a path upwards", entry{name: "../../etc/cron.d/x"}, zipfile.Limits{}, zipfile.ErrPath},
		{"a path upwards, in the manner of Windows", entry{name: `a\..\..\x`}, zipfile.Limits{}, zipfile.ErrPath},
		{"an absolute path", entry{name: "/etc/passwd"}, zipfile.Limits{}, zipfile.ErrPath},
		{"a drive", entry{name: "C:/x"}, zipfile.Limits{}, zipfile.ErrPath},
		{"a line end", entry{name: "a\nb"}, zipfile.Limits{}, zipfile.ErrPath},
		{"a symbolic link", entry{name: "x.shp", content: []byte("/etc/passwd"), mode: fs.ModeSymlink}, zipfile.Limits{}, zipfile.ErrLink},
		{"a device", entry{name: "x.shp", mode: fs.ModeDevice}, zipfile.Limits{}, zipfile.ErrLink},
		{"a bomb by ratio", entry{name: "x", content: make([]byte, 20<<20)}, zipfile.Limits{}, zipfile.ErrBomb},
		{"a bomb by size", entry{name: "x", content: make([]byte, 1001)}, zipfile.Limits{Bytes: 1000}, zipfile.ErrBomb},
	} {
		r := packed(t, test.entry)
		if _, err := zipfile.Open(r, r.Size(), test.limits); !errors.Is(err, test.want) {
			t.Errorf("%s: Open = %v, want %v", test.name, err, test.want)
		}
	}
}

func TestAnEntryIsHeldToItsSize(t *testing.T) {
	r := packed(t, entry{name: "x", content: make([]byte, 5000)})
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndex(all, []byte("PK\x01\x02")) // its directory: the unpacked size stands at 24
	copy(all[at+24:], []byte{100, 0, 0, 0})
	a, err := zipfile.Open(bytes.NewReader(all), int64(len(all)), zipfile.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	in, err := a.Entries[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if n, err := io.Copy(io.Discard, in); n > 100 || err == nil {
		t.Errorf("%d bytes of an entry of 100 were read, %v", n, err)
	}
}

func TestNamesOfChineseWindows(t *testing.T) {
	r := packed(t, entry{name: "\xb4\xe5.shp"}, entry{name: `图\村.shp`})
	a, err := zipfile.Open(r, r.Size(), zipfile.Limits{})
	if err != nil || a.Entries[0].Name != "村.shp" || a.Entries[1].Name != "图/村.shp" {
		t.Errorf("Open = %+v, %v", a, err)
	}
}
