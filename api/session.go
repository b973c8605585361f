package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/account"
)

// sessionRoutes are how one logs in and out.
func (s *Server) sessionRoutes(rs routes) {
	operate(rs, public, huma.Operation{Method: http.MethodPost, Path: "/v1/session", Summary: "Log in"}, s.logIn,
		Example{Body: `{"login":"nobody","password":"nothing"}`})
	get(rs, halfSignedIn, "/v1/session", "Who is logged in, and what they may do", s.session)
	operate(rs, halfSignedIn, huma.Operation{Method: http.MethodDelete, Path: "/v1/session", Summary: "Log out", DefaultStatus: http.StatusNoContent}, s.logOut)
}

// cookieName has a prefix under https by which browsers keep other hosts from
// setting it.
func (s *Server) cookieName() string {
	if s.PublicURL.Scheme == "https" {
		return "__Host-diming_session"
	}
	return "diming_session"
}

// cookie is a session cookie that ends with the browser; the session itself
// ends in the register.
func (s *Server) cookie(secret string) http.Cookie {
	return http.Cookie{Name: s.cookieName(), Value: secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: s.PublicURL.Scheme == "https"}
}

// sameSite refuses writes that another site's page sends.
func (s *Server) sameSite(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(s.answer(crossSite))
	return guard.Handler(next)
}

type logInInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Login    string `json:"login" maxLength:"256"`
		Password string `json:"password" maxLength:"1024"`
	}
}

// SessionBody is who is logged in.
type SessionBody struct {
	Account struct {
		ID    uuid.UUID `json:"id"`
		Login string    `json:"login"`
		Name  string    `json:"name"`
	} `json:"account"`
	Roles              []RoleBody `json:"roles"`
	Can                []string   `json:"can" doc:"Actions that some role allows somewhere."`
	LastLogIn          *LastLogIn `json:"last_login" doc:"The log-in before this one."`
	FailedSince        int        `json:"failed_since" doc:"Wrong log-ins between that one and this."`
	MustChangePassword bool       `json:"must_change_password"`
	SecondFactor       string     `json:"second_factor" enum:"none,needed,done"`
	IdleEndsAt         *time.Time `json:"idle_ends_at" doc:"When the session ends if nothing is done."`
}

// LastLogIn is a log-in as its owner is shown it.
type LastLogIn struct {
	At      time.Time `json:"at"`
	Address string    `json:"address"`
}

// RoleBody is a role held in a division; no division is the whole register.
type RoleBody struct {
	Role         account.Role `json:"role"`
	Division     *uuid.UUID   `json:"division"`
	Code         string       `json:"code,omitempty"`
	DivisionName string       `json:"division_name"`
}

type sessionOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      SessionBody
}

func (s *Server) logIn(ctx context.Context, in *logInInput) (*sessionOutput, error) {
	secret, err := s.Accounts.SignIn(ctx, in.Body.Login, in.Body.Password, addressOf(ctx).String())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	who, err := s.Accounts.Principal(ctx, secret.String())
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body, err := s.sessionBody(ctx, who)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &sessionOutput{SetCookie: s.cookie(secret.String()), Body: body}, nil
}

func (s *Server) session(ctx context.Context, _ *langInput) (*struct{ Body SessionBody }, error) {
	body, err := s.sessionBody(ctx, s.principalOf(ctx))
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body SessionBody }{body}, nil
}

// langInput is what a request without parameters takes.
type langInput struct {
	Lang string `query:"lang" enum:"zh,en"`
}

func (s *Server) sessionBody(ctx context.Context, who account.Principal) (SessionBody, error) {
	b := SessionBody{Can: s.can(who), MustChangePassword: who.Account.MustChange, SecondFactor: string(account.NoFactor)}
	b.Account.ID, b.Account.Login, b.Account.Name = who.Account.ID, who.Account.Login, who.Account.Name
	var err error
	if b.Roles, err = s.roleBodies(ctx, who.Grants); err != nil {
		return b, err
	}
	if v := who.Session; v != nil {
		b.SecondFactor, b.FailedSince = string(v.Factor), v.FailedSince
		ends := v.IdleEnd
		if v.Ends.Before(ends) {
			ends = v.Ends
		}
		b.IdleEndsAt = &ends
		if !v.LastAt.IsZero() {
			b.LastLogIn = &LastLogIn{v.LastAt, v.LastAddress}
		}
	}
	return b, nil
}

func (s *Server) roleBodies(ctx context.Context, grants []account.Grant) ([]RoleBody, error) {
	all := make([]RoleBody, len(grants))
	for i, g := range grants {
		all[i] = RoleBody{Role: g.Role, DivisionName: pick(ctx, "全部登记", "the whole register")}
		if g.Division == uuid.Nil {
			continue
		}
		id := g.Division
		all[i].Division = &id
		d, err := s.Boundaries.ByID(ctx, boundaries.Reader{Internal: true}, id)
		switch {
		case problemOf(err).name == noDivision.name:
			all[i].DivisionName = pick(ctx, "已不存在的区划", "a division that is no more")
		case err != nil:
			return nil, err
		default:
			all[i].Code, all[i].DivisionName = d.Code, boundaries.StandardName(d.Name)
		}
	}
	return all, nil
}

type logOutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (s *Server) logOut(ctx context.Context, _ *langInput) (*logOutOutput, error) {
	if err := s.Accounts.End(ctx, s.principalOf(ctx)); err != nil {
		return nil, s.fail(ctx, err)
	}
	gone := s.cookie("")
	gone.MaxAge = -1
	return &logOutOutput{gone}, nil
}
