package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"path"
	"strings"
)

// oidcRoutes are the log-in through an OpenID provider, and what ways to log
// in there are.
func (s *Server) oidcRoutes(rs routes) {
	get(rs, public, "/v1/session/methods", "The ways to log in", s.methods)
	rs.plain(public, http.MethodGet, "/v1/session/oidc", s.beginOIDC)
	rs.plain(public, http.MethodGet, "/v1/session/oidc/callback", s.finishOIDC)
}

// MethodsBody says how one can log in.
type MethodsBody struct {
	Password bool `json:"password"`
	OIDC     *struct {
		Name string `json:"name"`
	} `json:"oidc"`
}

func (s *Server) methods(_ context.Context, _ *langInput) (*struct{ Body MethodsBody }, error) {
	body := MethodsBody{Password: true}
	if s.Accounts != nil && s.Accounts.Provider != nil {
		body.OIDC = &struct {
			Name string `json:"name"`
		}{s.Accounts.Provider.Name}
	}
	return &struct{ Body MethodsBody }{body}, nil
}

// attemptCookie ties a log-in at the provider to the browser that began it.
func (s *Server) attemptCookie(value string) *http.Cookie {
	return &http.Cookie{Name: "diming_oidc", Value: value, Path: "/v1/session/oidc", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: s.PublicURL.Scheme == "https", MaxAge: 600}
}

// beginOIDC sends the browser to the provider. With link=1 the identity is
// linked to the account that is logged in.
func (s *Server) beginOIDC(w http.ResponseWriter, r *http.Request) {
	who := s.principalOf(r.Context())
	if r.URL.Query().Get("link") != "1" {
		who.Account.ID = [16]byte{}
	} else if !fully(who) || who.Session == nil {
		s.writeProblem(w, r, notSignedIn.in(r.Context()))
		return
	}
	address, state, err := s.Accounts.BeginOIDC(r.Context(), who)
	if err != nil {
		s.writeProblem(w, r, err)
		return
	}
	back := base64.RawURLEncoding.EncodeToString([]byte(officePath(r.URL.Query().Get("return"))))
	http.SetCookie(w, s.attemptCookie(state+"."+back))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, address, http.StatusFound)
}

// officePath is where to go after the log-in: a page of the office, whatever
// else is asked.
func officePath(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host != "" || u.Scheme != "" || path.Clean(u.Path) != u.Path || u.Path != "/office" && !strings.HasPrefix(u.Path, "/office/") {
		return "/office"
	}
	return u.RequestURI()
}

// finishOIDC takes the browser back from the provider, to the page it came
// from. What went wrong is told there as login_problem.
func (s *Server) finishOIDC(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	expected, back := "", "/office"
	if c, err := r.Cookie("diming_oidc"); err == nil {
		state, rest, _ := strings.Cut(c.Value, ".")
		text, err := base64.RawURLEncoding.DecodeString(rest)
		if err == nil {
			expected, back = state, officePath(string(text))
		}
	}
	gone := s.attemptCookie("")
	gone.MaxAge = -1
	http.SetCookie(w, gone)
	w.Header().Set("Cache-Control", "no-store")
	secret, linked, err := s.Accounts.FinishOIDC(ctx, expected, r.URL.Query().Get("state"), r.URL.Query().Get("code"), addressOf(ctx).String())
	if err != nil {
		kind := problemOf(err)
		_ = s.fail(ctx, err) // logs what the table does not know
		http.Redirect(w, r, "/office?login_problem="+url.QueryEscape(kind.name), http.StatusFound)
		return
	}
	if !linked {
		cookie := s.cookie(secret.String())
		http.SetCookie(w, &cookie)
	}
	http.Redirect(w, r, back, http.StatusFound)
}
