package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/google/uuid"
)

// A note is what is known of a request while it is answered, for the log.
type note struct {
	id      string
	account uuid.UUID // who sent it; zero until somebody asks, and for the public
}

type noteKey struct{}

// RequestID gives the id of the request that ctx belongs to, "" outside one.
func RequestID(ctx context.Context) string {
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		return n.id
	}
	return ""
}

// noteAccount has the request's line in the log name who sent it.
func noteAccount(ctx context.Context, id uuid.UUID) {
	if n, ok := ctx.Value(noteKey{}).(*note); ok {
		n.account = id
	}
}

// observed gives every request an id, and logs and measures it once it is
// answered. The log holds nothing that a client wrote but the method: neither
// path nor query, which may hold names of people, nor any header or body.
func (s *Server) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := &note{id: clientOf(r).requestID}
		if n.id == "" {
			n.id = uuid.NewString()
		}
		w.Header().Set("X-Request-Id", n.id)
		r = r.WithContext(context.WithValue(r.Context(), noteKey{}, n))
		ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		began := time.Now()
		s.Metrics.begin()
		defer func() {
			o := answered{methodOf(r), routeOf(r), ww.Status(), time.Since(began), ww.BytesWritten()}
			if o.status == 0 {
				o.status = http.StatusOK // a handler that wrote nothing
			}
			s.Metrics.end(o)
			s.logAnswer(r, n, o)
		}()
		next.ServeHTTP(ww, r)
	})
}

// answered is a request as it went.
type answered struct {
	method, route string
	status        int
	took          time.Duration
	bytes         int
}

func (s *Server) logAnswer(r *http.Request, n *note, o answered) {
	all := []slog.Attr{slog.String("method", o.method), slog.String("route", o.route), slog.Int("status", o.status),
		slog.Float64("ms", float64(o.took.Microseconds())/1000), slog.Int("bytes", o.bytes)}
	if n.account != uuid.Nil {
		all = append(all, slog.String("account", n.account.String()))
	}
	if from := s.LogAddresses.of(clientAddress(r)); from != "" {
		all = append(all, slog.String("from", from))
	}
	level := slog.LevelInfo
	if o.route == "/healthz" || o.route == "/readyz" {
		level = slog.LevelDebug // balancers ask every second
	}
	s.Log.LogAttrs(r.Context(), level, "request", all...)
}

var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}

func methodOf(r *http.Request) string {
	if slices.Contains(methods, r.Method) {
		return r.Method
	}
	return "other"
}

// routeOf is the pattern of the route that answered; its parts have names, not
// what the client wrote there.
func routeOf(r *http.Request) string {
	if c := chi.RouteContext(r.Context()); c != nil && c.RoutePattern() != "" && c.RoutePattern() != "/*" {
		return c.RoutePattern()
	}
	return "none"
}

// LogAddresses says how much of a client's address the log holds. The addresses
// of log-ins stand in the register, whole.
type LogAddresses string

// How much.
const (
	NoAddresses      LogAddresses = "none"
	NetworkAddresses LogAddresses = "network" // the first 24 bits, of IPv6 48; the zero value means it too
	WholeAddresses   LogAddresses = "whole"
)

func (l LogAddresses) of(a netip.Addr) string {
	switch {
	case !a.IsValid() || l == NoAddresses:
		return ""
	case l == WholeAddresses:
		return a.String()
	}
	bits := 48
	if a.Is4() {
		bits = 24
	}
	network, err := a.Prefix(bits)
	if err != nil {
		return "" // an address has as many bits
	}
	return network.String()
}
