package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"path/filepath"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"diming/api"
	"diming/internal/certs"
)

// httpsFlags say how phones reach the server over HTTPS: by a certificate in
// files, by one that an ACME authority issues, or through a proxy.
type httpsFlags struct {
	TLSCert         string   `name:"tls-cert" env:"DIMING_TLS_CERT" help:"Certificate to serve HTTPS with (PEM, leaf first); read again when it changes." type:"path"`
	TLSKey          string   `name:"tls-key" env:"DIMING_TLS_KEY" help:"Its key (PEM)." type:"path"`
	DevCert         bool     `name:"dev-cert" env:"DIMING_DEV_CERT" help:"Serve HTTPS with what diming dev-cert made; for tests only."`
	ACME            bool     `name:"acme" env:"DIMING_ACME" help:"Get a certificate for the host of the public URL from an ACME authority."`
	ACMEAcceptTerms bool     `name:"acme-accept-terms" env:"DIMING_ACME_ACCEPT_TERMS" help:"You have read and accept the terms of that authority."`
	ACMEDirectory   string   `name:"acme-directory" env:"DIMING_ACME_DIRECTORY" default:"${acme_directory}" help:"Directory URL of the authority."`
	ACMEEmail       string   `name:"acme-email" env:"DIMING_ACME_EMAIL" help:"Where it may write to you."`
	RedirectListen  string   `name:"redirect-listen" env:"DIMING_REDIRECT_LISTEN" help:"Also listen here for plain HTTP, and send everybody to the public URL, such as :80."`
	TrustedProxies  []string `name:"trusted-proxies" env:"DIMING_TRUSTED_PROXIES" help:"Addresses or CIDR ranges of proxies whose X-Forwarded headers are believed."`
	ForwardedHeader string   `name:"forwarded-header" env:"DIMING_FORWARDED_HEADER" enum:"x-forwarded,forwarded" default:"x-forwarded" help:"Which headers they write: x-forwarded (X-Forwarded-For, -Proto, -Host) or forwarded (RFC 7239)."`
}

// on tells whether the server itself speaks HTTPS.
func (f *httpsFlags) on() bool { return f.DevCert || f.ACME || f.TLSCert != "" || f.TLSKey != "" }

// A keyring is what a server proves itself with.
type keyring struct {
	config    *tls.Config
	files     *certs.Files      // nil under ACME
	acme      *autocert.Manager // nil with files
	authority *x509.Certificate // for tests, nil in earnest
}

// devFolder is where an authority for test phones lives.
func (g *Globals) devFolder() string { return filepath.Join(g.Data, "dev-ca") }

// keyring gives nil where plain HTTP is spoken.
func (f *httpsFlags) keyring(g *Globals, public *url.URL, log *slog.Logger) (*keyring, error) {
	if err := f.check(public); err != nil || !f.on() {
		return nil, err
	}
	if f.ACME {
		m := f.manager(filepath.Join(g.Data, "acme"), public.Hostname())
		return &keyring{config: m.TLSConfig(), acme: m}, nil
	}
	cert, key := f.TLSCert, f.TLSKey
	if f.DevCert {
		cert, key = certs.LeafFiles(g.devFolder())
	}
	files, err := certs.Open(cert, key, log)
	if err != nil {
		return nil, fmt.Errorf("证书不能用 / the certificate will not do: %w", err)
	}
	k := &keyring{files: files, authority: certs.AuthorityFor(g.devFolder(), files.Certificate().Leaf)}
	k.config = &tls.Config{GetCertificate: files.GetCertificate, MinVersion: tls.VersionTLS12}
	if k.authority != nil && !api.IsLocal(public.Hostname()) {
		return nil, fmt.Errorf("测试证书不能用于公开网址 %s / a certificate of the test authority refuses to serve a public URL that is not local", public)
	}
	if err := files.Certificate().Leaf.VerifyHostname(public.Hostname()); err != nil {
		log.Warn("the certificate does not hold for the public URL", "url", public.String(), "error", err)
	}
	return k, nil
}

// check refuses settings that contradict each other.
func (f *httpsFlags) check(public *url.URL) error {
	switch {
	case (f.TLSCert == "") != (f.TLSKey == ""):
		return errors.New("证书和私钥须一起给出：--tls-cert 与 --tls-key / a certificate needs its key: give both --tls-cert and --tls-key")
	case f.ACME && (f.TLSCert != "" || f.DevCert), f.DevCert && f.TLSCert != "":
		return errors.New("只能选一种证书：--tls-cert、--acme 或 --dev-cert / choose one of --tls-cert, --acme and --dev-cert")
	case f.ACME && !f.ACMEAcceptTerms:
		return errors.New("请先阅读发证机构的条款，并加上 --acme-accept-terms / read the authority's terms and add --acme-accept-terms")
	case f.ACME && api.IsLocal(public.Hostname()):
		return fmt.Errorf("ACME 需要公开域名：请设置 DIMING_PUBLIC_URL（现为 %s） / ACME needs a public name: set DIMING_PUBLIC_URL", public)
	case f.on() && public.Scheme != "https":
		return fmt.Errorf("服务使用 HTTPS，公开网址却是 %s：请改为 https:// / the server speaks HTTPS, so the public URL must be https://", public)
	}
	return nil
}

// manager gets and renews the certificate of one host.
func (f *httpsFlags) manager(cache, host string) *autocert.Manager {
	return &autocert.Manager{Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(cache), HostPolicy: autocert.HostWhitelist(host),
		Email: f.ACMEEmail, Client: &acme.Client{DirectoryURL: f.ACMEDirectory, UserAgent: "diming/" + api.Version}}
}

// watchEvery is how soon a renewed certificate is in use.
const watchEvery = 5 * time.Second

// keep takes up what is renewed until ctx ends.
func (k *keyring) keep(ctx context.Context) {
	if k != nil && k.files != nil {
		go k.files.Run(ctx, watchEvery)
	}
}

// proxies reads the addresses of the proxies.
func (f *httpsFlags) proxies() (api.Proxies, error) {
	p := api.Proxies{Forwarded: f.ForwardedHeader == "forwarded"}
	for _, text := range f.TrustedProxies {
		one, err := netip.ParsePrefix(text)
		if err != nil {
			var a netip.Addr
			if a, err = netip.ParseAddr(text); err == nil {
				one = netip.PrefixFrom(a, a.BitLen())
			}
		}
		if err != nil || one.Bits() == 0 {
			return p, fmt.Errorf("代理地址 %q 不对，写法如 10.0.0.5 或 10.0.0.0/24 / a trusted proxy is an address or a range such as 10.0.0.0/24, not everybody", text)
		}
		p.Trusted = append(p.Trusted, one.Masked())
	}
	return p, nil
}

// redirect sends everybody who speaks plain HTTP to the public URL. What a
// test phone needs before it trusts our certificate is answered here.
func redirect(public *url.URL, k *keyring, page http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "请用 HTTPS / use "+public.String(), http.StatusUpgradeRequired)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		http.Redirect(w, r, public.String()+r.URL.RequestURI(), http.StatusPermanentRedirect)
	})
	if k != nil && k.authority != nil {
		for _, path := range []string{"/dev-ca", "/dev-ca.crt", "/dev-ca.mobileconfig"} {
			mux.Handle(path, page)
		}
	}
	if k != nil && k.acme != nil {
		return k.acme.HTTPHandler(mux)
	}
	return mux
}
