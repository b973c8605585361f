package api

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

// seenBy gives what a server behind proxies makes of a request from peer.
func seenBy(p Proxies, peer string, headers ...string) (c client, host string, left http.Header) {
	r := httptest.NewRequest(http.MethodGet, "http://diming.test/", nil)
	r.RemoteAddr = peer
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	p.identified(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		c, host, left = clientOf(r), r.Host, r.Header
	})).ServeHTTP(httptest.NewRecorder(), r)
	return c, host, left
}

func TestAForwardedHeaderFromNowhereIsNotBelieved(t *testing.T) {
	p := Proxies{Trusted: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}}
	for _, forwardedToo := range []bool{false, true} {
		p.Forwarded = forwardedToo
		c, host, left := seenBy(p, "203.0.113.9:4711", "X-Forwarded-For", "198.51.100.1", "X-Forwarded-Proto", "https", "X-Real-Ip", "198.51.100.1",
			"X-Forwarded-Host", "evil.example", "Forwarded", "for=198.51.100.1;proto=https;host=evil.example", "X-Request-Id", "0123456789abcdef")
		if want := (client{address: netip.MustParseAddr("203.0.113.9")}); c != want || host != "diming.test" {
			t.Errorf("a request with headers from nowhere is of %+v for %s, want %+v", c, host, want)
		}
		for _, name := range forwardHeaders {
			if left.Get(name) != "" {
				t.Errorf("%s reaches the handlers", name)
			}
		}
	}
}

func TestWhatATrustedProxySays(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("fd00::/8")}
	for _, test := range []struct {
		name      string
		forwarded bool
		headers   []string
		address   string
		secure    bool
		host      string
	}{
		{"one hop", false, []string{"X-Forwarded-For", "198.51.100.7", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "dm.example.cn"}, "198.51.100.7", true, "dm.example.cn"},
		{"a client that wrote a hop itself", false, []string{"X-Forwarded-For", "1.2.3.4, 198.51.100.7"}, "198.51.100.7", false, "diming.test"},
		{"a client that wrote a header of its own", false, []string{"X-Forwarded-For", "1.2.3.4", "X-Forwarded-For", "198.51.100.7"}, "198.51.100.7", false, "diming.test"},
		{"two trusted proxies", false, []string{"X-Forwarded-For", "198.51.100.7, 10.1.2.3"}, "198.51.100.7", false, "diming.test"},
		{"with a port", false, []string{"X-Forwarded-For", "198.51.100.7:5555"}, "198.51.100.7", false, "diming.test"},
		{"IPv6", false, []string{"X-Forwarded-For", "[2001:db8::1]:5555"}, "2001:db8::1", false, "diming.test"},
		{"IPv4 in IPv6", false, []string{"X-Forwarded-For", "::ffff:198.51.100.7"}, "198.51.100.7", false, "diming.test"},
		{"nonsense", false, []string{"X-Forwarded-For", "198.51.100.7, unknown", "X-Forwarded-Host", "a b", "X-Forwarded-Proto", "gopher"}, "10.1.0.1", false, "diming.test"},
		{"no header", false, nil, "10.1.0.1", false, "diming.test"},
		{"the other header, written by the client", false, []string{"Forwarded", "for=1.2.3.4;proto=https"}, "10.1.0.1", false, "diming.test"},
		{"Forwarded", true, []string{"Forwarded", `for=1.2.3.4, for="[2001:db8::1]:80";proto=https;host="dm.example.cn"`}, "2001:db8::1", true, "dm.example.cn"},
		{"Forwarded beside one of the client", true, []string{"Forwarded", "for=198.51.100.7", "X-Forwarded-For", "1.2.3.4"}, "198.51.100.7", false, "diming.test"},
		{"Forwarded, hidden", true, []string{"Forwarded", "for=_hidden;proto=http"}, "10.1.0.1", false, "diming.test"},
	} {
		c, host, _ := seenBy(Proxies{Trusted: trusted, Forwarded: test.forwarded}, "10.1.0.1:80", test.headers...)
		if c.address.String() != test.address || c.secure != test.secure || host != test.host {
			t.Errorf("%s: %v, https %v, %s; want %s, %v, %s", test.name, c.address, c.secure, host, test.address, test.secure, test.host)
		}
	}
}
