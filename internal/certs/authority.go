package certs

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// How long what an authority for tests makes is good. Phones refuse a leaf of
// more than 398 days.
const (
	authorityYears = 10
	leafDays       = 397
)

// An Authority vouches for servers on test phones that have installed it. It
// is constrained to names and addresses that never leave a local network, so
// that whoever steals its key can impersonate no public site.
type Authority struct {
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// Files of an authority's folder.
const (
	authorityCert = "ca.crt"
	authorityKey  = "ca.key"
	leafCert      = "server.crt"
	leafKey       = "server.key"
)

// LeafFiles are the certificate and key for the server, in an authority's folder.
func LeafFiles(dir string) (cert, key string) {
	return filepath.Join(dir, leafCert), filepath.Join(dir, leafKey)
}

// OpenAuthority gives the authority of a folder, made now if there is none.
func OpenAuthority(dir string, now time.Time) (*Authority, error) {
	pair, err := tls.LoadX509KeyPair(filepath.Join(dir, authorityCert), filepath.Join(dir, authorityKey))
	if errors.Is(err, fs.ErrNotExist) {
		return makeAuthority(dir, now)
	}
	if err != nil {
		return nil, fmt.Errorf("open authority in %s: %w", dir, err)
	}
	key, ok := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !ok || now.After(pair.Leaf.NotAfter) {
		return nil, fmt.Errorf("the authority in %s ended on %s: remove the folder and make another", dir, pair.Leaf.NotAfter.Format(time.DateOnly))
	}
	return &Authority{dir: dir, cert: pair.Leaf, key: key}, nil
}

func makeAuthority(dir string, now time.Time) (*Authority, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make authority: %w", err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make authority: %w", err)
	}
	host, _ := os.Hostname() // only a help to tell several apart
	template := &x509.Certificate{
		SerialNumber: serial(),
		Subject:      pkix.Name{CommonName: "Diming test authority " + host + " " + now.Format(time.DateOnly)},
		NotBefore:    now.Add(-time.Hour), NotAfter: now.AddDate(authorityYears, 0, 0),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage:                    x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		PermittedDNSDomainsCritical: true, PermittedDNSDomains: []string{"test", "local", "localhost"}, PermittedIPRanges: localRanges(),
	}
	a := &Authority{dir: dir, key: key}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err == nil {
		a.cert, err = x509.ParseCertificate(der)
	}
	if err == nil {
		err = writePair(dir, authorityCert, authorityKey, key, der)
	}
	if err != nil {
		return nil, fmt.Errorf("make authority: %w", err)
	}
	return a, nil
}

// localRanges are the addresses that an authority may vouch for.
func localRanges() []*net.IPNet {
	var all []*net.IPNet
	for _, text := range []string{"127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10"} {
		_, one, err := net.ParseCIDR(text)
		if err != nil {
			panic(err) // the list above is wrong
		}
		all = append(all, one)
	}
	return all
}

// Certificate is what a phone installs.
func (a *Authority) Certificate() *x509.Certificate { return a.cert }

// Issue writes a certificate for hosts, names and addresses, into the
// authority's folder. A host that the authority may not vouch for is refused.
func (a *Authority) Issue(hosts []string, now time.Time) (*x509.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("issue certificate: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber: serial(), Subject: pkix.Name{CommonName: hosts[0]},
		NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(0, 0, leafDays).Add(-time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		return nil, fmt.Errorf("issue certificate: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("issue certificate: %w", err)
	}
	if !a.Vouches(leaf, now) {
		return nil, fmt.Errorf("issue certificate for %v: an authority for tests vouches for local names and addresses only (.test, .local, .localhost, private addresses)", hosts)
	}
	if err := writePair(a.dir, leafCert, leafKey, key, der, a.cert.Raw); err != nil {
		return nil, fmt.Errorf("issue certificate: %w", err)
	}
	return leaf, nil
}

// Vouches tells whether a certificate is one of this authority's.
func (a *Authority) Vouches(leaf *x509.Certificate, now time.Time) bool {
	return vouches(a.cert, leaf, now)
}

func vouches(authority, leaf *x509.Certificate, now time.Time) bool {
	roots := x509.NewCertPool()
	roots.AddCert(authority)
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: now})
	return err == nil
}

// AuthorityFor reads the certificate of a folder's authority if it has one and
// leaf is of its making; nil otherwise. Its key is not needed.
func AuthorityFor(dir string, leaf *x509.Certificate) *x509.Certificate {
	text, err := os.ReadFile(filepath.Join(dir, authorityCert))
	if err != nil {
		return nil
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil
	}
	authority, err := x509.ParseCertificate(block.Bytes)
	if err != nil || !vouches(authority, leaf, leaf.NotBefore.Add(time.Hour)) {
		return nil
	}
	return authority
}

func serial() *big.Int {
	n, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		panic(err) // the system has no randomness
	}
	return n
}

// writePair writes a key, for its owner only, and then its chain.
func writePair(dir, certName, keyName string, key *ecdsa.PrivateKey, chain ...[]byte) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, keyName+".new"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		return err
	}
	var text []byte
	for _, one := range chain {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: one})...)
	}
	if err := os.WriteFile(filepath.Join(dir, certName+".new"), text, 0o644); err != nil {
		return err
	}
	return errors.Join(os.Rename(filepath.Join(dir, keyName+".new"), filepath.Join(dir, keyName)),
		os.Rename(filepath.Join(dir, certName+".new"), filepath.Join(dir, certName)))
}
