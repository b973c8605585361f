package api

import (
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// secure sets the headers that every answer carries, tiles fewer of them. Pages set their own
// Content-Security-Policy over this one.
func (s *Server) secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secured(w.Header(), isSecure(r), r.Host)
		next.ServeHTTP(w, r)
	})
}

// Headers of every answer; nobody appends to them.
var (
	noSniffing   = []string{"nosniff"}
	noReferrer   = []string{"no-referrer"}
	nothingRuns  = []string{"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"}
	permitted    = []string{permissions}
	sameOrigin   = []string{"same-origin"}
	onlySecurely = []string{"max-age=31536000"}
)

// secured sets the headers of an answer to a client that asked for a host.
func secured(h http.Header, secure bool, host string) {
	guarded(h, secure, host)
	h["Referrer-Policy"] = noReferrer
	h["Content-Security-Policy"] = nothingRuns
	h["Permissions-Policy"] = permitted
	h["Cross-Origin-Opener-Policy"] = sameOrigin
}

// guarded sets those of secured that concern more than a document.
func guarded(h http.Header, secure bool, host string) {
	h["X-Content-Type-Options"] = noSniffing
	if secure && !IsLocal(hostname(host)) {
		h["Strict-Transport-Security"] = onlySecurely
	}
}

// withoutDocument takes from secured headers what binds a document alone: an answer
// that can be none, of a type that nobody may guess otherwise, is guarded as well
// without, and smaller by half a kilobyte.
func withoutDocument(h http.Header) {
	delete(h, "Referrer-Policy")
	delete(h, "Content-Security-Policy")
	delete(h, "Permissions-Policy")
	delete(h, "Cross-Origin-Opener-Policy")
}

// permissions lets our own pages ask for what work in the field needs:
// position, camera, voice notes and the compass; and nobody for anything else.
const permissions = "camera=(self), geolocation=(self), microphone=(self), accelerometer=(self), gyroscope=(self), " +
	"magnetometer=(self), display-capture=(), hid=(), midi=(), payment=(), serial=(), usb=()"

// stylePolicy is the Content-Security-Policy of a page without script whose
// one style sheet stands inside it.
func stylePolicy(html string) string {
	_, style, _ := strings.Cut(html, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; img-src 'self' data:; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// IsLocal tells loopback, private and link-local addresses and names that
// never leave a machine or a test network. Demo data, demo accounts and
// authorities made for tests are used under such a name only.
func IsLocal(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for _, local := range []string{"localhost", "local", "test"} {
		if host == local || strings.HasSuffix(host, "."+local) {
			return true
		}
	}
	a, err := netip.ParseAddr(host)
	a = a.Unmap()
	return err == nil && (a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast())
}

// hostname is the name or address of a Host header, without its port.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}
