package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"diming/internal/account"
)

// keyRoutes are the second factor: security keys after WebAuthn. What begin
// answers goes to the browser's navigator.credentials, what that gives comes
// back to finish.
func (s *Server) keyRoutes(rs routes) {
	operate(rs, halfSignedIn, huma.Operation{Method: http.MethodPost, Path: "/v1/session/second-factor/begin", Summary: "Ask a security key to sign"}, s.beginFactor)
	operate(rs, halfSignedIn, huma.Operation{Method: http.MethodPost, Path: "/v1/session/second-factor/finish", Summary: "Finish logging in with a security key's signature"}, s.finishFactor,
		Example{Body: `{}`})
	operate(rs, halfSignedIn, huma.Operation{Method: http.MethodPost, Path: "/v1/session/keys/begin", Summary: "Ask for a new security key"}, s.beginKey)
	operate(rs, halfSignedIn, huma.Operation{Method: http.MethodPost, Path: "/v1/session/keys/finish", Summary: "Register a security key", DefaultStatus: http.StatusCreated}, s.finishKey,
		Example{Body: `{}`})
	get(rs, halfSignedIn, "/v1/session/keys", "One's security keys", s.keys)
	operate(rs, signedInPerson, huma.Operation{Method: http.MethodDelete, Path: "/v1/session/keys/{id}", Summary: "Remove a security key", DefaultStatus: http.StatusNoContent}, s.removeKey)
	operate(rs, may(manageAccounts), huma.Operation{Method: http.MethodDelete, Path: "/v1/accounts/{id}/keys", Summary: "Remove the security keys that an account's owner lost"}, s.loseKeys,
		Example{Path: "/v1/accounts/{account}/keys?reason="})
}

// optionsOutput is what a browser is told.
type optionsOutput struct{ Body json.RawMessage }

func (s *Server) beginFactor(ctx context.Context, _ *langInput) (*optionsOutput, error) {
	options, err := s.Accounts.BeginFactor(ctx, s.principalOf(ctx))
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &optionsOutput{options}, nil
}

type answerInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Body json.RawMessage
}

func (s *Server) finishFactor(ctx context.Context, in *answerInput) (*struct{ Body SessionBody }, error) {
	who := s.principalOf(ctx)
	if err := s.Accounts.FinishFactor(ctx, who, in.Body); err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.answerSession(ctx, who)
}

// answerSession answers who is logged in, now that the second factor is done.
func (s *Server) answerSession(ctx context.Context, who account.Principal) (*struct{ Body SessionBody }, error) {
	session := *who.Session
	session.Factor, who.Session = account.FactorDone, &session
	body, err := s.sessionBody(ctx, who)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &struct{ Body SessionBody }{body}, nil
}

func (s *Server) beginKey(ctx context.Context, _ *langInput) (*optionsOutput, error) {
	options, err := s.Accounts.BeginKey(ctx, s.principalOf(ctx))
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	return &optionsOutput{options}, nil
}

type newKeyInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	Name string `query:"name" maxLength:"100" doc:"By what its owner knows the key."`
	Body json.RawMessage
}

func (s *Server) finishKey(ctx context.Context, in *newKeyInput) (*struct{ Body SessionBody }, error) {
	who := s.principalOf(ctx)
	if _, err := s.Accounts.FinishKey(ctx, who, in.Name, in.Body); err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.answerSession(ctx, who)
}

// KeyBody is a security key.
type KeyBody struct {
	ID   string     `json:"id"`
	Name string     `json:"name"`
	Made time.Time  `json:"made_at"`
	Used *time.Time `json:"used_at"`
}

// KeyList is one's security keys.
type KeyList struct {
	Items []KeyBody `json:"items"`
}

func (s *Server) keys(ctx context.Context, _ *langInput) (*struct{ Body KeyList }, error) {
	all, err := s.Accounts.KeysOf(ctx, s.principalOf(ctx).Account.ID)
	if err != nil {
		return nil, s.fail(ctx, err)
	}
	list := KeyList{Items: make([]KeyBody, len(all))}
	for i, k := range all {
		list.Items[i] = KeyBody{ID: k.ID, Name: k.Name, Made: k.Made}
		if !k.Used.IsZero() {
			list.Items[i].Used = &k.Used
		}
	}
	return &struct{ Body KeyList }{list}, nil
}

type keyInput struct {
	Lang string `query:"lang" enum:"zh,en"`
	ID   string `path:"id" maxLength:"2000"`
}

func (s *Server) removeKey(ctx context.Context, in *keyInput) (*struct{}, error) {
	if err := s.Accounts.RemoveKey(ctx, s.principalOf(ctx), in.ID); err != nil {
		return nil, s.fail(ctx, err)
	}
	return nil, nil
}

type loseKeysInput struct {
	AccountParam
	Reason string `query:"reason" maxLength:"1500"`
}

func (s *Server) loseKeys(ctx context.Context, in *loseKeysInput) (*struct{ Body AccountBody }, error) {
	if _, err := s.governed(ctx, in.ID); err != nil {
		return nil, err
	}
	if err := s.Accounts.LoseKeys(ctx, s.principalOf(ctx).Account.ID, in.ID, in.Reason); err != nil {
		return nil, s.fail(ctx, err)
	}
	return s.answerAccount(ctx, in.ID)
}
