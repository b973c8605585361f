package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/oauth2"

	"diming/internal/ledger"
)

// Errors of log-ins through an OpenID provider.
var (
	ErrNoProvider   = errors.New("no OpenID provider is configured")
	ErrProvider     = errors.New("the OpenID provider cannot be asked")
	ErrAttempt      = errors.New("this log-in was not begun here, or too long ago")
	ErrUnlinked     = errors.New("no account is linked to this identity")
	ErrLinkedToMore = errors.New("the identity is linked already")
)

// A Provider is the OpenID provider of the bureau. It says who somebody is and
// gives nobody any right: an identity logs in to the account it is linked to.
type Provider struct {
	Name     string // shown on the button
	Issuer   string
	ClientID string
	Secret   string
	Callback string // our address that the provider sends the browser back to

	// Client gives a context with the HTTP client to ask it with; the default
	// one, which waits for ever, if nil.
	Client func(context.Context) context.Context

	mu    sync.Mutex
	found *oidc.Provider
}

// discover asks the issuer for its addresses, once it can be reached.
func (p *Provider) discover(ctx context.Context) (*oidc.Provider, oauth2.Config, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil {
		// The provider keeps the context for fetching keys later.
		found, err := oidc.NewProvider(context.WithoutCancel(p.client(ctx)), p.Issuer)
		if err != nil {
			return nil, oauth2.Config{}, fmt.Errorf("%w: %w", ErrProvider, err)
		}
		p.found = found
	}
	return p.found, oauth2.Config{ClientID: p.ClientID, ClientSecret: p.Secret, RedirectURL: p.Callback,
		Endpoint: p.found.Endpoint(), Scopes: []string{oidc.ScopeOpenID}}, nil
}

func (p *Provider) client(ctx context.Context) context.Context {
	if p.Client == nil {
		return ctx
	}
	return p.Client(ctx)
}

// attemptTime is how long a log-in through a provider may take.
const attemptTime = 10 * time.Minute

// BeginOIDC gives where to send the browser, and the state that must come back
// with it. who is zero, or whose account is to be linked.
func (s *Store) BeginOIDC(ctx context.Context, who Principal) (address, state string, err error) {
	if s.Provider == nil {
		return "", "", ErrNoProvider
	}
	_, config, err := s.Provider.discover(ctx)
	if err != nil {
		return "", "", err
	}
	state, nonce, verifier := rand.Text(), rand.Text(), oauth2.GenerateVerifier()
	_, err = s.DB.Exec(ctx, `INSERT INTO oidc_attempt (state, nonce, verifier, account, ends_at) VALUES ($1, $2, $3, $4, $5)`,
		state, nonce, verifier, orNull(who.Account.ID), s.now().Add(attemptTime))
	if err != nil {
		return "", "", fmt.Errorf("begin log-in at provider: %w", err)
	}
	return config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), state, nil
}

// FinishOIDC takes what the browser brought back from the provider, and begins
// a session of the account that the identity is linked to. expected is the
// state that this very browser was given. A link that was begun is made
// instead, and gives no session.
func (s *Store) FinishOIDC(ctx context.Context, expected, state, code, from string) (Secret, bool, error) {
	secret, linked, err := s.finishOIDC(ctx, expected, state, code, from)
	if err != nil {
		return Secret{}, false, fmt.Errorf("finish log-in at provider: %w", err)
	}
	return secret, linked, nil
}

func (s *Store) finishOIDC(ctx context.Context, expected, state, code, from string) (Secret, bool, error) {
	if s.Provider == nil {
		return Secret{}, false, ErrNoProvider
	}
	if expected == "" || subtle.ConstantTimeCompare([]byte(expected), []byte(state)) != 1 {
		return Secret{}, false, ErrAttempt
	}
	var nonce, verifier string
	var linking *uuid.UUID
	var ends time.Time
	err := s.DB.QueryRow(ctx, `DELETE FROM oidc_attempt WHERE state = $1 RETURNING nonce, verifier, account, ends_at`, state).Scan(&nonce, &verifier, &linking, &ends)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && !s.now().Before(ends) {
		return Secret{}, false, ErrAttempt
	}
	if err != nil {
		return Secret{}, false, err
	}
	subject, err := s.subject(ctx, code, nonce, verifier)
	if err != nil {
		return Secret{}, false, err
	}
	if linking != nil {
		return Secret{}, true, s.Link(ctx, *linking, *linking, s.Provider.Issuer, subject, "本人关联")
	}
	var id uuid.UUID
	err = s.DB.QueryRow(ctx, `SELECT account FROM account_subject WHERE issuer = $1 AND subject = $2`, s.Provider.Issuer, subject).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return Secret{}, false, errors.Join(ErrUnlinked, s.noteFailure(ctx, candidate{}, from, "wrong"))
	}
	if err != nil {
		return Secret{}, false, err
	}
	secret, err := s.Open(ctx, id, from)
	return secret, false, err
}

// subject exchanges a code for who it stands for.
func (s *Store) subject(ctx context.Context, code, nonce, verifier string) (string, error) {
	provider, config, err := s.Provider.discover(ctx)
	if err != nil {
		return "", err
	}
	token, err := config.Exchange(s.Provider.client(ctx), code, oauth2.VerifierOption(verifier))
	if err != nil {
		var refused *oauth2.RetrieveError
		if errors.As(err, &refused) {
			return "", fmt.Errorf("%w: the provider knows no such code", ErrAttempt)
		}
		return "", fmt.Errorf("%w: %w", ErrProvider, err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", fmt.Errorf("%w: it gave no identity", ErrAttempt)
	}
	identity, err := provider.Verifier(&oidc.Config{ClientID: s.Provider.ClientID, Now: s.now}).Verify(ctx, raw)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrAttempt, err)
	}
	if subtle.ConstantTimeCompare([]byte(identity.Nonce), []byte(nonce)) != 1 {
		return "", fmt.Errorf("%w: the identity was given for another log-in", ErrAttempt)
	}
	return identity.Subject, nil
}

// Link lets an identity of a provider log in to an account.
func (s *Store) Link(ctx context.Context, by, id uuid.UUID, issuer, subject, reason string) error {
	if strings.TrimSpace(subject) == "" || strings.TrimSpace(reason) == "" {
		return fmt.Errorf("link account %s: %w", id, ErrReason)
	}
	err := pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		if _, err := lock(ctx, tx, id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO account_subject (issuer, subject, account) VALUES ($1, $2, $3)`, issuer, subject, id)
		if constraint(err) == "account_subject_pkey" {
			return ErrLinkedToMore
		}
		if err != nil {
			return err
		}
		_, err = ledger.Append(ctx, tx, ledger.Entry{Actor: by, Action: "account.link", Kind: "account", Object: id, Reason: reason,
			After: ledger.Fields{"issuer": issuer}})
		return err
	})
	if err != nil {
		return fmt.Errorf("link account %s: %w", id, err)
	}
	return nil
}
