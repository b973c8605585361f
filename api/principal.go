package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"

	"diming/internal/account"
)

type askerKey struct{}

// An asker is who sent a request, looked up when somebody first wants to know:
// a tile needs no query to learn whose cookie came with it.
type asker struct {
	secret string
	once   sync.Once
	who    account.Principal
	err    error
	phone  asking // whose token the secret is, where it is a phone's
}

// withAsker notes the session or token that a request shows.
func (s *Server) withAsker(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if secret := s.shown(r); secret != "" && s.Accounts != nil {
			w.Header().Add("Vary", "Cookie, Authorization")
			r = r.WithContext(context.WithValue(r.Context(), askerKey{}, &asker{secret: secret}))
		}
		next.ServeHTTP(w, r)
	})
}

// shown is the secret that a request shows; a token goes before a cookie.
func (s *Server) shown(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	if c, err := r.Cookie(s.cookieName()); err == nil {
		return c.Value
	}
	return ""
}

// showsWho tells whether a request shows a session or a token, whosever it is.
func showsWho(ctx context.Context) bool {
	_, ok := ctx.Value(askerKey{}).(*asker)
	return ok
}

// whoIs gives who sent the request; the public where nobody known did. It
// fails only where the register cannot be asked.
func (s *Server) whoIs(ctx context.Context) (account.Principal, error) {
	a, ok := ctx.Value(askerKey{}).(*asker)
	if !ok {
		return account.Principal{}, nil
	}
	a.once.Do(func() {
		a.who, a.err = s.Accounts.Principal(ctx, a.secret)
		if errors.Is(a.err, account.ErrSession) {
			a.err = nil
		}
		noteAccount(ctx, a.who.Account.ID)
	})
	return a.who, a.err
}

// principalOf gives who sent the request, for handlers of routes that only
// somebody known reaches; elsewhere, and where the register cannot be asked,
// the zero Principal is the public.
func (s *Server) principalOf(ctx context.Context) account.Principal {
	p, err := s.whoIs(ctx)
	if err != nil {
		return account.Principal{}
	}
	return p
}
