package certs_test

import (
	"bytes"
	"crypto/x509"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"diming/internal/certs"
)

// issued gives the folder of an authority that has issued for hosts.
func issued(t *testing.T, dir string, now time.Time, hosts ...string) (*certs.Authority, *x509.Certificate) {
	t.Helper()
	a, err := certs.OpenAuthority(dir, now)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := a.Issue(hosts, now)
	if err != nil {
		t.Fatal(err)
	}
	return a, leaf
}

func TestANewPairIsTakenUpAndABrokenOneIsNot(t *testing.T) {
	dir := t.TempDir()
	_, first := issued(t, dir, time.Now(), "diming.test")
	var log bytes.Buffer
	files, err := certs.Open(filepath.Join(dir, "server.crt"), filepath.Join(dir, "server.key"), slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	inUse := func(what string, want *x509.Certificate) {
		t.Helper()
		if got, err := files.GetCertificate(nil); err != nil || !got.Leaf.Equal(want) {
			t.Errorf("%s: another certificate is in use", what)
		}
	}
	inUse("at first", first)
	_, second := issued(t, dir, time.Now(), "diming.test")
	if err := files.Reload(); err != nil {
		t.Error(err)
	}
	inUse("after the files changed", second)
	key, err := os.ReadFile(files.Key)
	if err != nil {
		t.Fatal(err)
	}
	issued(t, dir, time.Now(), "diming.test")
	other, _ := os.ReadFile(files.Key)
	write := func(path string, text []byte) {
		t.Helper()
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(files.Key, key) // of another certificate
	for range 3 {
		if err := files.Reload(); err == nil {
			t.Error("a key of another certificate is accepted")
		}
	}
	inUse("while the pair is broken", second)
	if n := strings.Count(log.String(), "will not do"); n != 1 {
		t.Errorf("the broken pair was logged %d times, want once: %s", n, &log)
	}
	write(files.Key, other)
	if err := files.Reload(); err != nil {
		t.Errorf("mended, and still: %v", err)
	}
	if files.Certificate().Leaf.Equal(second) {
		t.Error("the mended pair is not in use")
	}
	third := files.Certificate().Leaf
	if err := os.Remove(files.Cert); err != nil {
		t.Fatal(err)
	}
	if err := files.Reload(); err == nil {
		t.Error("a missing file is not told")
	}
	inUse("while a file is missing", third)
}

func TestAPairThatWillNotDoIsRefusedAtFirst(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "server.crt"), filepath.Join(dir, "server.key")
	if _, err := certs.Open(cert, key, slog.Default()); err == nil {
		t.Error("missing files are accepted")
	}
	issued(t, dir, time.Now().AddDate(-2, 0, 0), "diming.test")
	if _, err := certs.Open(cert, key, slog.Default()); err == nil || !strings.Contains(err.Error(), "ended on") {
		t.Errorf("an old certificate: %v", err)
	}
}

func TestAnAuthorityVouchesForLocalNamesOnly(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	a, leaf := issued(t, dir, now, "diming.test", "box.local", "192.168.1.20", "127.0.0.1", "::1")
	if days := leaf.NotAfter.Sub(leaf.NotBefore).Hours() / 24; days > 398 {
		t.Errorf("the leaf is good for %v days; phones take 398", days)
	}
	for _, host := range []string{"diming.test", "192.168.1.20", "::1"} {
		if err := leaf.VerifyHostname(host); err != nil {
			t.Error(err)
		}
	}
	for _, host := range []string{"dm.example.cn", "8.8.8.8", "mytest", "2001:db8::1"} {
		if _, err := a.Issue([]string{"diming.test", host}, now); err == nil {
			t.Errorf("a certificate for %s was issued", host)
		}
	}
	again, _ := issued(t, dir, now, "diming.test")
	if !again.Certificate().Equal(a.Certificate()) {
		t.Error("a second run made another authority: phones would have to install it again")
	}
	other, _ := issued(t, t.TempDir(), now, "diming.test")
	if certs.AuthorityFor(dir, leaf) == nil || other.Vouches(leaf, now) {
		t.Error("who issued a certificate is told wrong")
	}
	for name, want := range map[string]os.FileMode{"ca.key": 0o600, "server.key": 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", name, info.Mode(), err, want)
		}
	}
}
