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
