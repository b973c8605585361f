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

// accountRoutes are what an administrator does with accounts: with those whose
// roles all lie where the administrator's reaches.
func (s *Server) accountRoutes(rs routes) {
	get(rs, mayAnywhere(manageAccounts), "/v1/accounts", "Accounts, by login", s.accounts)
	operate(rs, mayAnywhere(manageAccounts), huma.Operation{Method: http.MethodPost, Path: "/v1/accounts", Summary: "Make an account; its password is told once",
		DefaultStatus: http.StatusCreated}, s.addAccount, Example{Body: `{"login":"!","name":"测试员"}`})
	get(rs, may(manageAccounts), "/v1/accounts/{id}", "An account with its roles", s.account, Example{Path: "/v1/accounts/{account}"})
	operate(rs, may(manageAccounts), huma.Operation{Method: http.MethodPatch, Path: "/v1/accounts/{id}", Summary: "Disable or enable an account"}, s.switchAccount,
		Example{Path: "/v1/accounts/{account}", Body: `{"disabled":false,"reason":"测试"}`})
	operate(rs, may(manageAccounts), huma.Operation{Method: http.MethodPost, Path: "/v1/accounts/{id}/roles", Summary: "Give a role in a division"}, s.grantRole,
		Example{Path: "/v1/accounts/{account}/roles", Body: `{"role":"clerk","division":"{division}","reason":""}`})
	operate(rs, may(manageAccounts), huma.Operation{Method: http.MethodDelete, Path: "/v1/accounts/{id}/roles/{role}/{division}", Summary: "Take a role away; division all is the whole register"}, s.revokeRole,
		Example{Path: "/v1/accounts/{account}/roles/importer/{division}?reason="})
	operate(rs, may(manageAccounts), huma.Operation{Method: http.MethodPost, Path: "/v1/accounts/{id}/password", Summary: "Set a password that is told once and must be changed"}, s.resetPassword,
		Example{Path: "/v1/accounts/{account}/password", Body: `{"reason":""}`})
}

// AccountBody is an account as an administrator sees it.
type AccountBody struct {
	ID         uuid.UUID  `json:"id"`
	Login      string     `json:"login"`
	Name       string     `json:"name" doc:"Empty once erased."`
	Disabled   bool       `json:"disabled"`
	DisabledAt *time.Time `json:"disabled_at,omitempty"`
	MustChange bool       `json:"must_change_password"`
	Created    time.Time  `json:"created_at"`
	LastLogIn  *time.Time `json:"last_login_at,omitempty"`
	Keys       int        `json:"keys" doc:"Security keys registered."`
	Roles      []RoleBody `json:"roles"`
}

func (s *Server) accountBody(ctx context.Context, a account.Account) (AccountBody, error) {
	b := AccountBody{ID: a.ID, Login: a.Login, Name: a.Name, MustChange: a.MustChange, Created: a.Created}
	if !a.Disabled.IsZero() {
		b.Disabled, b.DisabledAt = true, &a.Disabled
	}
	use, err := s.Accounts.UseOf(ctx, a.ID)
	if err != nil {
		return b, err
	}
	if b.Keys = use.Keys; !use.LastLogIn.IsZero() {
		b.LastLogIn = &use.LastLogIn
	}
	grants, err := s.Accounts.GrantsOf(ctx, a.ID)
	if err != nil {
		return b, err
	}
	b.Roles, err = s.roleBodies(ctx, grants)
	return b, err
}

type accountListInput struct {
	Lang   string `query:"lang" enum:"zh,en"`
	Cursor string `query:"cursor" maxLength:"64"`
	Limit  int    `query:"limit" minimum:"0" maximum:"200" doc:"50 if absent."`
}

// AccountList is a page of accounts.
type AccountList struct {
	Items []AccountBody `json:"items"`
	Next  string        `json:"next,omitempty"`
}

func (s *Server) accounts(ctx context.Context, in *accountListInput) (*struct{ Body AccountList }, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	all, err := s.Accounts.List(ctx, in.Cursor, in.Limit)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	list := AccountList{Items: make([]AccountBody, len(all))}
	for i, a := range all {
		if list.Items[i], err = s.accountBody(ctx, a); err != nil {
			return nil, s.fail(ctx, err)
		}
	}
	if len(all) == in.Limit {
		list.Next = all[len(all)-1].Login
	}
	return &struct{ Body AccountList }{list}, nil
}

type newAccountInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body struct {
		Login string `json:"login" maxLength:"64"`
		Name  string `json:"name" maxLength:"100"`
	}
}

// OneTime is a password that is told this once.
type OneTime struct {
	Account  AccountBody `json:"account"`
	Password string      `json:"password" doc:"Told this once; its owner changes it at the first log-in."`
}

type oneTimeOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         OneTime
}

func (s *Server) addAccount(ctx context.Context, in *newAccountInput) (*oneTimeOutput, error) {
	by := s.principalOf(ctx).Account.ID
	password := account.OneTimePassword()
	a, err := s.Accounts.AddWithPassword(ctx, by, in.Body.Login, in.Body.Name, password, "新建账户")
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.oneTime(ctx, a.ID, password)
}

func (s *Server) oneTime(ctx context.Context, id uuid.UUID, password string) (*oneTimeOutput, error) {
	a, err := s.Accounts.ByID(ctx, id)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body, err := s.accountBody(ctx, a)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &oneTimeOutput{"no-store", OneTime{body, password}}, nil
}

// AccountParam names an account in the address.
type AccountParam struct {
	Lang string    `query:"lang" enum:"zh,en"`
	ID   uuid.UUID `path:"id"`
}

func (s *Server) account(ctx context.Context, in *AccountParam) (*struct{ Body AccountBody }, error) {
	a, err := s.governed(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return s.answerAccount(ctx, a.ID)
}

// governed gives an account that the asker may manage: all of its roles lie
// where a role of the asker's reaches.
func (s *Server) governed(ctx context.Context, id uuid.UUID) (account.Account, error) {
	a, err := s.Accounts.ByID(ctx, id)
	if err != nil {
		return a, s.fail(ctx, err)
	}
	grants, err := s.Accounts.GrantsOf(ctx, id)
	if err != nil {
		return a, s.fail(ctx, err)
	}
	for _, g := range grants {
		if err := s.permit(ctx, manageAccounts, g.Division); err != nil {
			return a, s.fail(ctx, err)
		}
	}
	return a, nil
}

func (s *Server) answerAccount(ctx context.Context, id uuid.UUID) (*struct{ Body AccountBody }, error) {
	a, err := s.Accounts.ByID(ctx, id)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	body, err := s.accountBody(ctx, a)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body AccountBody }{body}, nil
}

type switchInput struct {
	AccountParam
	Body struct {
		Disabled bool   `json:"disabled"`
		Reason   string `json:"reason" maxLength:"500"`
	}
}

func (s *Server) switchAccount(ctx context.Context, in *switchInput) (*struct{ Body AccountBody }, error) {
	if _, err := s.governed(ctx, in.ID); err != nil {
		return nil, err
	}
	by, change := s.principalOf(ctx).Account.ID, s.Accounts.Enable
	if in.Body.Disabled {
		change = s.Accounts.Disable
	}
	if err := change(ctx, by, in.ID, in.Body.Reason); err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.answerAccount(ctx, in.ID)
}

type grantInput struct {
	AccountParam
	Body struct {
		Role     account.Role `json:"role"`
		Division string       `json:"division" maxLength:"36" doc:"Id or code of a division; all or empty for the whole register."`
		Reason   string       `json:"reason" maxLength:"500"`
	}
}

func (s *Server) grantRole(ctx context.Context, in *grantInput) (*struct{ Body AccountBody }, error) {
	division, err := s.governedRole(ctx, in.ID, in.Body.Division)
	if err != nil {
		return nil, err
	}
	by := s.principalOf(ctx).Account.ID
	if err := s.Accounts.Grant(ctx, by, in.ID, account.Grant{Role: in.Body.Role, Division: division}, in.Body.Reason); err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.answerAccount(ctx, in.ID)
}

// governedRole gives the division of a role to give or take, where both the
// account and the division are the asker's to manage.
func (s *Server) governedRole(ctx context.Context, id uuid.UUID, division string) (uuid.UUID, error) {
	at, err := s.divisionNamed(ctx, division)
	if err != nil {
		return at, s.fail(ctx, err)
	}
	if err := s.permit(ctx, manageAccounts, at); err != nil {
		return at, s.fail(ctx, err)
	}
	_, err = s.governed(ctx, id)
	return at, err
}

// divisionNamed reads the id or code of a division; all, or nothing, is the
// whole register.
func (s *Server) divisionNamed(ctx context.Context, text string) (uuid.UUID, error) {
	if text == "" || text == "all" {
		return uuid.Nil, nil
	}
	if id, err := uuid.Parse(text); err == nil {
		return id, nil
	}
	d, err := s.Boundaries.ByCode(ctx, boundaries.Reader{Internal: true}, text)
	return d.ID, err
}

type revokeInput struct {
	AccountParam
	Role     account.Role `path:"role"`
	Division string       `path:"division" maxLength:"36"`
	Reason   string       `query:"reason" maxLength:"1500"`
}

func (s *Server) revokeRole(ctx context.Context, in *revokeInput) (*struct{ Body AccountBody }, error) {
	division, err := s.governedRole(ctx, in.ID, in.Division)
	if err != nil {
		return nil, err
	}
	by := s.principalOf(ctx).Account.ID
	if err := s.Accounts.Revoke(ctx, by, in.ID, account.Grant{Role: in.Role, Division: division}, in.Reason); err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.answerAccount(ctx, in.ID)
}

type resetInput struct {
	AccountParam
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

func (s *Server) resetPassword(ctx context.Context, in *resetInput) (*oneTimeOutput, error) {
	if _, err := s.governed(ctx, in.ID); err != nil {
		return nil, err
	}
	password := account.OneTimePassword()
	if err := s.Accounts.SetPassword(ctx, s.principalOf(ctx).Account.ID, in.ID, password, in.Body.Reason); err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.oneTime(ctx, in.ID, password)
}
