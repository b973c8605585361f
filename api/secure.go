package api

import (
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// secure sets the headers that every answer carries. Pages set their own
// Content-Security-Policy over this one.
func (s *Server) secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		h.Set("Permissions-Policy", permissions)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if isSecure(r) && !IsLocal(hostname(r.Host)) {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
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
