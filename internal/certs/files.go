// Package certs holds the certificates that a server shows: a pair of files
// that is read again when it changes, and an authority for test phones.
package certs

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// Files is a certificate with its key in two PEM files. Whoever renews them
// only writes the files: a new pair is taken up by itself, and one that will
// not do leaves the old one in use.
type Files struct {
	Cert, Key string // paths; Cert holds the leaf first, then its chain
	Log       *slog.Logger

	mu        sync.Mutex
	cert, key []byte // as last looked at, good or not
	current   *tls.Certificate
	fault     error // why the files as last looked at are not in use
}

// Open reads the pair, which must do.
func Open(cert, key string, log *slog.Logger) (*Files, error) {
	f := &Files{Cert: cert, Key: key, Log: log}
	if err := f.Reload(); err != nil {
		return nil, err
	}
	return f, nil
}

// Reload looks at the files and takes them up if they have changed. The error
// says why the files as they are now are not in use.
func (f *Files) Reload() error {
	cert, key, err := f.read()
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil && f.current != nil && bytes.Equal(cert, f.cert) && bytes.Equal(key, f.key) {
		return f.fault
	}
	var pair *tls.Certificate
	if err == nil {
		pair, err = Parse(cert, key, time.Now())
	}
	f.tell(pair, err)
	f.cert, f.key, f.fault = cert, key, err
	if err != nil {
		return fmt.Errorf("read certificate %s: %w", f.Cert, err)
	}
	f.current = pair
	return nil
}

// tell logs a change once.
func (f *Files) tell(pair *tls.Certificate, err error) {
	switch {
	case f.current == nil: // the caller of Open says it
	case err == nil:
		f.Log.Info("new certificate in use", "file", f.Cert, "until", pair.Leaf.NotAfter)
	case f.fault == nil || f.fault.Error() != err.Error():
		f.Log.Warn("the new certificate will not do; the old one stays in use", "file", f.Cert, "error", err)
	}
}

func (f *Files) read() (cert, key []byte, err error) {
	if cert, err = os.ReadFile(f.Cert); err != nil {
		return nil, nil, err
	}
	key, err = os.ReadFile(f.Key)
	return cert, key, err
}

// Parse reads a pair of PEM texts and refuses one that nobody would accept.
func Parse(cert, key []byte, now time.Time) (*tls.Certificate, error) {
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return nil, err
	}
	if now.After(pair.Leaf.NotAfter) {
		return nil, fmt.Errorf("it ended on %s", pair.Leaf.NotAfter.Format(time.DateOnly))
	}
	return &pair, nil
}

// Run looks at the files until ctx ends.
func (f *Files) Run(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_ = f.Reload() // logged there, once for each change
		}
	}
}

// Certificate is the one in use.
func (f *Files) Certificate() *tls.Certificate {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.current
}

// GetCertificate is for tls.Config.
func (f *Files) GetCertificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	return f.Certificate(), nil
}
