package api

import (
	"context"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// Proxies are the reverse proxies in front of a server. What a request says
// of where it came from is believed only if one of them sent it: anybody can
// write such a header.
type Proxies struct {
	Trusted   []netip.Prefix
	Forwarded bool // they write Forwarded (RFC 7239) rather than X-Forwarded-For, -Proto and -Host
}

// A client is who sent a request, after the trusted proxies.
type client struct {
	address   netip.Addr // invalid where the connection has none
	secure    bool       // the client's own connection is HTTPS
	requestID string     // given by a trusted proxy, or ""
}

type clientKey struct{}

// clientAddress is the address that a request came from: of the client, not of
// a trusted proxy. Limits of log-ins and logs go by it. It is the zero Addr,
// which is not valid, where the connection has no address.
func clientAddress(r *http.Request) netip.Addr { return clientOf(r).address }

// addressOf is clientAddress for handlers that are given only the context of
// their request.
func addressOf(ctx context.Context) netip.Addr {
	c, _ := ctx.Value(clientKey{}).(client)
	return c.address
}

// isSecure tells whether the client itself speaks HTTPS.
func isSecure(r *http.Request) bool { return clientOf(r).secure }

func clientOf(r *http.Request) client {
	if c, ok := r.Context().Value(clientKey{}).(client); ok {
		return c
	}
	return client{address: peer(r), secure: r.TLS != nil}
}

// peer is the other end of the connection.
func peer(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap().WithZone("")
}

// forwardHeaders are what proxies write; nothing behind this file reads them.
var forwardHeaders = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip"}

// identified notes who sent a request, and gives it the host that the client
// asked for. The headers that say so are taken off, believed or not.
func (p Proxies) identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, host := p.who(r)
		r = r.WithContext(context.WithValue(r.Context(), clientKey{}, c))
		r.Header = r.Header.Clone()
		for _, name := range forwardHeaders {
			r.Header.Del(name)
		}
		r.Host = host
		next.ServeHTTP(w, r)
	})
}

// who sent a request, and the host that the client asked for.
func (p Proxies) who(r *http.Request) (client, string) {
	c := client{address: peer(r), secure: r.TLS != nil}
	if p.trusts(c.address) {
		return p.told(r, c)
	}
	return c, r.Host
}

func (p Proxies) trusts(a netip.Addr) bool {
	return a.IsValid() && slices.ContainsFunc(p.Trusted, func(one netip.Prefix) bool { return one.Contains(a) })
}

// told is what a trusted proxy says of the client of a request.
func (p Proxies) told(r *http.Request, c client) (client, string) {
	hops, proto, host := xForwarded(r.Header)
	if p.Forwarded {
		hops, proto, host = forwarded(r.Header)
	}
	for _, hop := range slices.Backward(hops) { // the last was written by the proxy that we trust
		a, ok := hopAddress(hop)
		if !ok {
			break
		}
		c.address = a
		if !p.trusts(a) {
			break // whatever stands before it was written by somebody we do not know
		}
	}
	switch proto {
	case "https":
		c.secure = true
	case "http":
		c.secure = false
	}
	if id := r.Header.Get("X-Request-Id"); isRequestID.MatchString(id) {
		c.requestID = id
	}
	if !isHost.MatchString(host) {
		host = r.Host
	}
	return c, host
}

var (
	isRequestID = regexp.MustCompile(`^[0-9A-Za-z_.-]{8,64}$`)
	isHost      = regexp.MustCompile(`^([0-9A-Za-z.-]{1,253}|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$`)
)

// xForwarded reads the X-Forwarded headers. Of several values of scheme and
// host the last counts, which the nearest proxy wrote.
func xForwarded(h http.Header) (hops []string, proto, host string) {
	return list(h, "X-Forwarded-For"), last(list(h, "X-Forwarded-Proto")), last(list(h, "X-Forwarded-Host"))
}

// forwarded reads the Forwarded header of RFC 7239.
func forwarded(h http.Header) (hops []string, proto, host string) {
	for _, element := range list(h, "Forwarded") {
		proto, host = "", ""
		for pair := range strings.SplitSeq(element, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
			value = strings.Trim(value, `"`)
			switch strings.ToLower(name) {
			case "for":
				hops = append(hops, value)
			case "proto":
				proto = strings.ToLower(value)
			case "host":
				host = value
			}
		}
	}
	return hops, proto, host
}

func list(h http.Header, name string) []string {
	var all []string
	for _, value := range h.Values(name) {
		for one := range strings.SplitSeq(value, ",") {
			all = append(all, strings.TrimSpace(one))
		}
	}
	return all
}

func last(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// hopAddress reads an address as proxies write it, with or without a port.
func hopAddress(text string) (netip.Addr, bool) {
	if at, err := netip.ParseAddrPort(text); err == nil {
		return at.Addr().Unmap().WithZone(""), true
	}
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"))
	return a.Unmap().WithZone(""), err == nil
}
