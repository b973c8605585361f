package main

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"diming/internal/account"
)

// oidcFlags name the bureau's OpenID provider. Its secret comes from the
// environment only.
type oidcFlags struct {
	Issuer   string `name:"oidc-issuer" env:"DIMING_OIDC_ISSUER" help:"OpenID provider to log in through; its client secret is read from DIMING_OIDC_CLIENT_SECRET."`
	ClientID string `name:"oidc-client-id" env:"DIMING_OIDC_CLIENT_ID" help:"By what the provider knows this server."`
	Name     string `name:"oidc-name" env:"DIMING_OIDC_NAME" default:"统一认证" help:"What the button says."`
}

// providerPatience is how long a question to the provider may take.
const providerPatience = 10 * time.Second

// provider gives the OpenID provider, nil where none is named.
func (f oidcFlags) provider(public *url.URL) *account.Provider {
	if f.Issuer == "" {
		return nil
	}
	client := &http.Client{Timeout: providerPatience}
	return &account.Provider{Name: f.Name, Issuer: f.Issuer, ClientID: f.ClientID, Secret: os.Getenv("DIMING_OIDC_CLIENT_SECRET"),
		Callback: public.String() + "/v1/session/oidc/callback",
		Client:   func(ctx context.Context) context.Context { return oidc.ClientContext(ctx, client) }}
}
