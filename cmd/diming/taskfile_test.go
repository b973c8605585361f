package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"diming/boundaries/inspection"
)

// A third party has the file and this program, and no register.
func TestATaskFileIsVerifiedWithoutARegister(t *testing.T) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public := base64.RawURLEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
	var out bytes.Buffer
	err := inspection.WriteFile(&out, inspection.TaskFile{Task: uuid.MustParse("0197c0de-0000-7000-8000-000000000001"), Server: "示例", Key: public,
		Written: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)}, key)
	if err != nil {
		t.Fatal(err)
	}
	good, bad := filepath.Join(t.TempDir(), "任务.zip"), filepath.Join(t.TempDir(), "改过.zip")
	changed := bytes.Replace(out.Bytes(), []byte("2026-11-26"), []byte("2026-11-27"), 1)
	for path, text := range map[string][]byte{good: out.Bytes(), bad: changed} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		args []string
		want int
	}{
		{[]string{"verify", "inspection", good}, 0},
		{[]string{"verify", "inspection", good, "--key", public, "--json"}, 0},
		{[]string{"verify", "inspection", bad}, 1},
		{[]string{"verify", "inspection", good, "--key", base64.RawURLEncoding.EncodeToString(make([]byte, 32))}, 1},
	} {
		if got := run(t.Context(), test.args); got != test.want {
			t.Errorf("diming %v ended with %d, want %d", test.args, got, test.want)
		}
	}
}

// A scan is held to the one that was filed, by its SHA-256 in the signed file.
func TestAScanIsHeldToTheTaskFile(t *testing.T) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	scan := []byte("%PDF-1.7 示例")
	sheet := inspection.Digest([]byte("sheet"))
	at := func(name string, text []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	taskFile := func(name string, scans ...inspection.Scan) string {
		var out bytes.Buffer
		err := inspection.WriteFile(&out, inspection.TaskFile{Task: uuid.MustParse("0197c0de-0000-7000-8000-000000000001"), Server: "示例",
			Key: base64.RawURLEncoding.EncodeToString(key.Public().(ed25519.PublicKey)), Scans: scans, Written: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)}, key)
		if err != nil {
			t.Fatal(err)
		}
		return at(name, out.Bytes())
	}
	filed, other := at("盖章.pdf", scan), at("另一份.pdf", append(scan, '.'))
	named := taskFile("任务.zip", inspection.Scan{Sheet: sheet, SHA256: inspection.Digest([]byte("earlier"))}, inspection.Scan{Sheet: sheet, SHA256: inspection.Digest(scan)})
	for _, test := range []struct {
		file, scan string
		want       int
		code       string
	}{
		{named, filed, 0, ""},
		{named, other, 1, inspection.CodeScanOther},
		{taskFile("旧.zip", inspection.Scan{Sheet: sheet}), filed, 1, inspection.CodeScanUnknown},
		{taskFile("无.zip"), filed, 1, inspection.CodeScanNone},
	} {
		if got := run(t.Context(), []string{"verify", "inspection", test.file, "--scan", test.scan}); got != test.want {
			t.Errorf("%s with %s ended with %d, want %d", filepath.Base(test.file), filepath.Base(test.scan), got, test.want)
		}
		report, err := verifyTaskFile(t.Context(), test.file, "")
		if err != nil || len(report.Broken) > 0 {
			t.Fatalf("%s: %+v, %v", filepath.Base(test.file), report.Broken, err)
		}
		held, err := holdScan(report, test.scan)
		if err != nil || (held.Why == nil) != (test.code == "") || held.Why != nil && (held.Why.Code != test.code || held.Why.ZH == "" || held.Why.EN == "") {
			t.Errorf("%s with %s: %+v, %v, want %q", filepath.Base(test.file), filepath.Base(test.scan), held, err, test.code)
		}
		if test.code == "" && held.Sheet != sheet {
			t.Errorf("the scan is of sheet %s, want %s", held.Sheet, sheet)
		}
	}
}
