package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"diming/internal/account"
)

// ownRoutes are what everybody does with their own account.
func (s *Server) ownRoutes(rs routes) {
	operate(rs, passwordDue, huma.Operation{Method: http.MethodPost, Path: "/v1/session/password", Summary: "Change one's password",
		DefaultStatus: http.StatusNoContent}, s.changePassword, Example{Body: `{"old":"","new":""}`})
	get(rs, signedInPerson, "/v1/tokens", "One's API tokens", s.tokens)
	operate(rs, signedInPerson, huma.Operation{Method: http.MethodPost, Path: "/v1/tokens", Summary: "Make an API token; it is shown once",
		DefaultStatus: http.StatusCreated}, s.addToken, Example{Body: `{"name":"","scope":[],"expires":"2026-01-01T00:00:00Z"}`})
	operate(rs, signedInPerson, huma.Operation{Method: http.MethodDelete, Path: "/v1/tokens/{id}", Summary: "Take an API token back",
		DefaultStatus: http.StatusNoContent}, s.endToken)
}

type passwordInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Old string `json:"old" maxLength:"1024"`
		New string `json:"new" maxLength:"1024"`
	}
}

func (s *Server) changePassword(ctx context.Context, in *passwordInput) (*struct{}, error) {
	who := s.principalOf(ctx)
	err := s.Accounts.ChangePassword(ctx, who, in.Body.Old, in.Body.New)
	var weak *account.WeakError
	switch {
	case errors.Is(err, account.ErrOld):
		return nil, fieldProblem(ctx, "body.old", pick(ctx, "现在的密码不对，请重新输入。", "This is not your present password; type it again."))
	case errors.As(err, &weak):
		return nil, fieldProblem(ctx, "body.new", weakness(ctx, weak))
	case err != nil:
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}

// fieldProblem is a refusal of one field.
func fieldProblem(ctx context.Context, field, message string) *Problem {
	p := invalid.in(ctx)
	p.Errors = []*huma.ErrorDetail{{Location: field, Message: message}}
	return p
}

// weakness says what a password lacks and how to mend it.
func weakness(ctx context.Context, e *account.WeakError) string {
	switch e.Why {
	case account.TooShort:
		return fmt.Sprintf(pick(ctx, "新密码太短：至少 %d 个字符。", "The new password is too short: at least %d characters."), e.Limit)
	case account.TooLong:
		return fmt.Sprintf(pick(ctx, "新密码太长：至多 %d 个字符。", "The new password is too long: at most %d characters."), e.Limit)
	case account.TooFewKinds:
		return fmt.Sprintf(pick(ctx, "新密码须含大写字母、小写字母、数字、其他字符中的至少 %d 种。",
			"The new password needs at least %d of capital letters, small letters, digits and other characters."), e.Limit)
	case account.HoldsLogin:
		return pick(ctx, "新密码里有登录名，请换一个。", "The new password holds your login; choose another.")
	case account.UsedBefore:
		return fmt.Sprintf(pick(ctx, "新密码与现在的或最近 %d 个密码相同，请换一个。", "The new password is your present one or one of your last %d; choose another."), e.Limit)
	}
	return pick(ctx, "新密码里有无法输入的控制字符，请换一个。", "The new password holds control characters; choose another.")
}

// TokenBody is an API token; its secret is shown when it is made.
type TokenBody struct {
	ID      uuid.UUID  `json:"id"`
	Name    string     `json:"name"`
	Prefix  string     `json:"prefix" doc:"How the token begins."`
	Scope   []string   `json:"scope"`
	Made    time.Time  `json:"made_at"`
	Expires time.Time  `json:"expires"`
	Used    *time.Time `json:"used_at"`
	Token   string     `json:"token,omitempty" doc:"Shown this once."`
}

func tokenBody(t account.Token) TokenBody {
	b := TokenBody{ID: t.ID, Name: t.Name, Prefix: t.Prefix, Scope: t.Scope, Made: t.Made, Expires: t.Expires}
	if !t.Used.IsZero() {
		b.Used = &t.Used
	}
	return b
}

func (s *Server) tokens(ctx context.Context, _ *langInput) (*struct {
	Body struct {
		Items []TokenBody `json:"items"`
	}
}, error) {
	all, err := s.Accounts.Tokens(ctx, s.principalOf(ctx).Account.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	out := &struct {
		Body struct {
			Items []TokenBody `json:"items"`
		}
	}{}
	out.Body.Items = make([]TokenBody, len(all))
	for i, t := range all {
		out.Body.Items[i] = tokenBody(t)
	}
	return out, nil
}

type tokenInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Name    string    `json:"name" maxLength:"100"`
		Scope   []string  `json:"scope" maxItems:"50"`
		Expires time.Time `json:"expires"`
	}
}

type tokenOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         TokenBody
}

func (s *Server) addToken(ctx context.Context, in *tokenInput) (*tokenOutput, error) {
	for _, a := range in.Body.Scope {
		if len(actions[Action(a)]) == 0 {
			return nil, fieldProblem(ctx, "body.scope", fmt.Sprintf(pick(ctx, "没有“%s”这种权限；可选的见 can。", "There is no action %q; choose from what can lists."), a))
		}
	}
	t, secret, err := s.Accounts.AddToken(ctx, s.principalOf(ctx), in.Body.Name, in.Body.Scope, in.Body.Expires)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body := tokenBody(t)
	body.Token = secret.String()
	return &tokenOutput{"no-store", body}, nil
}

type tokenIDInput struct {
	Lang string    `query:"lang" enum:"zh,en"`
	ID   uuid.UUID `path:"id"`
}

func (s *Server) endToken(ctx context.Context, in *tokenIDInput) (*struct{}, error) {
	if err := s.Accounts.EndToken(ctx, s.principalOf(ctx), in.ID); err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}
