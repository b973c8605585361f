package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// A directory is a small ACME authority (RFC 8555) for one order: it looks at
// the server's tls-alpn-01 answer before it issues. It checks no signatures.
type directory struct {
	t      *testing.T
	url    string
	server string // where the name that is asked for really is

	mu    sync.Mutex
	name  string
	valid bool
	leaf  []byte
	ca    *x509.Certificate
	key   *ecdsa.PrivateKey
}

func newDirectory(t *testing.T) *directory {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	d := &directory{t: t, key: key}
	if d.ca, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(d)
	t.Cleanup(s.Close)
	d.url = s.URL
	return d
}

func (d *directory) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var signed struct{ Payload string }
	_ = json.NewDecoder(r.Body).Decode(&signed) // some requests have no body
	payload, _ := base64.RawURLEncoding.DecodeString(signed.Payload)
	w.Header().Set("Replay-Nonce", fmt.Sprint(time.Now().UnixNano()))
	w.Header().Set("Content-Type", "application/json")
	switch r.URL.Path {
	case "/":
		d.say(w, 200, `{"newNonce":"URL/nonce","newAccount":"URL/account","newOrder":"URL/order"}`)
	case "/account":
		w.Header().Set("Location", d.url+"/account/1")
		d.say(w, 201, `{"status":"valid"}`)
	case "/order":
		var order struct{ Identifiers []struct{ Value string } }
		_ = json.Unmarshal(payload, &order)
		d.name = order.Identifiers[0].Value
		w.Header().Set("Location", d.url+"/order/1")
		d.say(w, 201, d.order())
	case "/authorization":
		d.say(w, 200, `{"status":"STATUS","identifier":{"type":"dns","value":"NAME"},"challenges":[`+d.challenge()+`]}`)
	case "/challenge":
		d.valid = d.looks()
		d.say(w, 200, d.challenge())
	case "/finalize":
		var request struct{ CSR string }
		_ = json.Unmarshal(payload, &request)
		d.issue(request.CSR)
		d.say(w, 200, d.order())
	case "/order/1":
		d.say(w, 200, d.order())
	case "/certificate":
		w.Header().Set("Content-Type", "application/pem-certificate-chain")
		_ = pem.Encode(w, &pem.Block{Type: "CERTIFICATE", Bytes: d.leaf})
		_ = pem.Encode(w, &pem.Block{Type: "CERTIFICATE", Bytes: d.ca.Raw})
	}
}

func (d *directory) say(w http.ResponseWriter, status int, text string) {
	w.WriteHeader(status)
	state := map[bool]string{true: "valid", false: "pending"}[d.valid]
	_, _ = strings.NewReplacer("URL", d.url, "STATUS", state, "NAME", d.name).WriteString(w, text)
}

func (d *directory) order() string {
	status := "pending"
	if d.valid {
		status = "ready"
	}
	if d.leaf != nil {
		status = "valid"
	}
	return `{"status":"` + status + `","identifiers":[{"type":"dns","value":"NAME"}],"authorizations":["URL/authorization"],"finalize":"URL/finalize","certificate":"URL/certificate"}`
}

func (d *directory) challenge() string {
	return `{"type":"tls-alpn-01","url":"URL/challenge","token":"token-of-this-test","status":"STATUS"}`
}

// looks tells whether the server shows that it holds the name.
func (d *directory) looks() bool {
	c, err := tls.Dial("tcp", d.server, &tls.Config{ServerName: d.name, NextProtos: []string{"acme-tls/1"}, InsecureSkipVerify: true})
	if err != nil {
		d.t.Errorf("the challenge: %v", err)
		return false
	}
	defer c.Close()
	for _, extension := range c.ConnectionState().PeerCertificates[0].Extensions {
		if extension.Id.Equal(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 31}) {
			return true
		}
	}
	return false
}

func (d *directory) issue(text string) {
	der, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		d.t.Error(err)
		return
	}
	request, err := x509.ParseCertificateRequest(der)
	if err != nil {
		d.t.Error(err)
		return
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(2), DNSNames: request.DNSNames, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	if d.leaf, err = x509.CreateCertificate(rand.Reader, template, d.ca, request.PublicKey, d.key); err != nil {
		d.t.Error(err)
	}
}

func TestAnACMEAuthorityIssuesForTheHostOfThePublicURLOnly(t *testing.T) {
	d := newDirectory(t)
	f := httpsFlags{ACME: true, ACMEAcceptTerms: true, ACMEDirectory: d.url + "/"}
	cache := t.TempDir()
	shows := func(what, directory, name string) error {
		t.Helper()
		f.ACMEDirectory = directory
		l, err := tls.Listen("tcp", "127.0.0.1:0", f.manager(cache, "dm.example.cn").TLSConfig())
		if err != nil {
			t.Fatal(err)
		}
		server := &http.Server{}
		go func() { _ = server.Serve(l) }()
		defer server.Close()
		d.mu.Lock()
		d.server = l.Addr().String()
		d.mu.Unlock()
		roots := x509.NewCertPool()
		roots.AddCert(d.ca)
		c, err := tls.DialWithDialer(&net.Dialer{Timeout: patience}, "tcp", l.Addr().String(), &tls.Config{ServerName: name, RootCAs: roots})
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		return c.Close()
	}
	if err := shows("another name", d.url+"/", "other.example.cn"); err == nil || d.name != "" {
		t.Errorf("a certificate for another name was asked for: %v", err)
	}
	if err := shows("our name", d.url+"/", "dm.example.cn"); err != nil {
		t.Error(err)
	}
	if err := shows("from the cache, the authority away", "http://127.0.0.1:1/", "dm.example.cn"); err != nil {
		t.Error(err)
	}
	held, err := os.ReadDir(cache)
	if err != nil || len(held) == 0 {
		t.Errorf("the cache holds %v, %v", held, err)
	}
	for _, file := range held {
		if info, err := file.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v, %v", file.Name(), info.Mode(), err)
		}
	}
}
