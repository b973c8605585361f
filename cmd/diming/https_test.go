package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"diming/internal/pg/pgtest"
)

// phone is a browser that has installed the authority of a data folder, or
// none where the folder is "". It follows no redirect.
func phone(t *testing.T, data string) *http.Client {
	t.Helper()
	roots := x509.NewCertPool()
	if data != "" {
		text, err := os.ReadFile(filepath.Join(data, "dev-ca", "ca.crt"))
		if err != nil || !roots.AppendCertsFromPEM(text) {
			t.Fatalf("read the authority: %v", err)
		}
	}
	return &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true}}
}

func fetch(t *testing.T, c *http.Client, address string) (*http.Response, string) {
	t.Helper()
	response, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

var plainDoor = regexp.MustCompile(`plain=(\S+)`)

func TestPhonesTrustTheTestAuthorityAndRenewalsAreTakenUp(t *testing.T) {
	t.Parallel()
	address, admin := pgtest.NewURL(t)
	h := foreign(t, address, admin)
	h.refused("--dev-cert", "serve", "--listen", "127.0.0.1:0", "--tls-cert", "x.crt", "--tls-key", "x.key", "--dev-cert")
	h.ok("dev-cert", "--host", "127.0.0.1,diming.test")
	h.refused("local", "dev-cert", "--host", "dm.example.cn")
	h.refused("测试证书不能用于公开网址", "serve", "--listen", "127.0.0.1:0", "--dev-cert", "--public-url", "https://dm.example.cn")
	s := h.serve("--dev-cert", "--redirect-listen", "127.0.0.1:0")
	s.URL = strings.Replace(s.URL, "http:", "https:", 1)
	plain := "http://" + s.said(plainDoor)

	trusting := phone(t, h.data())
	response, _ := fetch(t, trusting, s.URL+"/healthz")
	first := response.TLS.PeerCertificates[0].SerialNumber
	if _, err := phone(t, "").Get(s.URL + "/healthz"); err == nil {
		t.Error("a phone without the authority trusts the server")
	}
	if response, _ := fetch(t, trusting, plain+"/Q/ABC?x=1"); response.StatusCode != http.StatusPermanentRedirect || response.Header.Get("Location") != s.URL+"/Q/ABC?x=1" {
		t.Errorf("plain HTTP = %d to %s", response.StatusCode, response.Header.Get("Location"))
	}
	for path, want := range map[string]string{"/dev-ca": "仅用于测试", "/dev-ca.crt": "BEGIN CERTIFICATE", "/dev-ca.mobileconfig": "com.apple.security.root"} {
		if response, body := fetch(t, trusting, plain+path); response.StatusCode != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s over plain HTTP = %d %.200s, want %s", path, response.StatusCode, body, want)
		}
	}

	h.ok("dev-cert", "--host", "127.0.0.1")
	renewed := func() error {
		response, _ := fetch(t, trusting, s.URL+"/healthz")
		if response.TLS.PeerCertificates[0].SerialNumber.Cmp(first) == 0 {
			return errors.New("the old certificate is shown")
		}
		return nil
	}
	eventually(t, "the renewed certificate is in use", renewed)
	if err := os.WriteFile(filepath.Join(h.data(), "dev-ca", "server.key"), []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the log tells of the broken pair", func() error {
		if !strings.Contains(s.log.String(), "the old one stays in use") {
			return errors.New(s.log.String())
		}
		return nil
	})
	if err := renewed(); err != nil {
		t.Error(err)
	}
}

func TestSettingsOfHTTPSThatContradictEachOtherAreRefused(t *testing.T) {
	local, _ := url.Parse("https://diming.test")
	public, _ := url.Parse("https://dm.example.cn")
	plain, _ := url.Parse("http://dm.example.cn")
	for _, test := range []struct {
		flags httpsFlags
		url   *url.URL
		says  string // "" if it is fine
	}{
		{httpsFlags{}, plain, ""},
		{httpsFlags{TLSCert: "a", TLSKey: "b"}, public, ""},
		{httpsFlags{TLSCert: "a"}, public, "--tls-key"},
		{httpsFlags{TLSKey: "b"}, public, "--tls-cert"},
		{httpsFlags{TLSCert: "a", TLSKey: "b"}, plain, "https://"},
		{httpsFlags{TLSCert: "a", TLSKey: "b", ACME: true}, public, "choose one"},
		{httpsFlags{ACME: true}, public, "--acme-accept-terms"},
		{httpsFlags{ACME: true, ACMEAcceptTerms: true}, public, ""},
		{httpsFlags{ACME: true, ACMEAcceptTerms: true}, local, "public name"},
	} {
		err := test.flags.check(test.url)
		if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%+v under %s: %v, want %q", test.flags, test.url, err, test.says)
		}
	}
	f := httpsFlags{TrustedProxies: []string{"10.0.0.5", "192.168.7.9/24", "fd00::1"}}
	p, err := f.proxies()
	if want := []string{"10.0.0.5/32", "192.168.7.0/24", "fd00::1/128"}; err != nil || fmt.Sprint(p.Trusted) != fmt.Sprint(want) {
		t.Errorf("proxies %v, %v; want %v", p.Trusted, err, want)
	}
	for _, wrong := range []string{"", "proxy", "10.0.0.0/33", "0.0.0.0/0", "::/0"} {
		f := httpsFlags{TrustedProxies: []string{wrong}}
		if p, err := f.proxies(); err == nil {
			t.Errorf("%q is taken as %v", wrong, []netip.Prefix(p.Trusted))
		}
	}
}
