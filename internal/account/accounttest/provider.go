package accounttest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/url"
	"sync"
	"testing"
	"time"

	"crypto"
)

// An Issuer is an OpenID provider in memory: what its addresses answer. A test
// that may speak HTTP serves it.
type Issuer struct {
	URL      string // set by who serves it
	ClientID string
	Now      func() time.Time

	Subject string            // who logs in next
	Claims  map[string]string // what the next identity says other than it should

	key   *rsa.PrivateKey
	mu    sync.Mutex
	codes map[string]url.Values // by code, what was asked for it
}

// NewIssuer gives an OpenID provider for a client.
func NewIssuer(t testing.TB, clientID string) *Issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return &Issuer{ClientID: clientID, key: key, codes: map[string]url.Values{}, Now: time.Now}
}

// Answer gives what a path answers: the discovery document, the keys, or the
// identity for a code; false where the provider refuses.
func (i *Issuer) Answer(path string, form url.Values) (any, bool) {
	switch path {
	case "/.well-known/openid-configuration":
		return map[string]any{"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token",
			"jwks_uri": i.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}}, true
	case "/keys":
		return map[string]any{"keys": []any{map[string]string{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1",
			"n": encode(i.key.N.Bytes()), "e": encode(big.NewInt(int64(i.key.E)).Bytes())}}}, true
	case "/token":
		return i.identity(form)
	}
	return nil, false
}

// LogIn logs Subject in at the address that the browser was sent to, and gives
// the state and code that the browser is sent back with.
func (i *Issuer) LogIn(t testing.TB, address string) (state, code string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	asked := u.Query()
	if asked.Get("client_id") != i.ClientID || asked.Get("code_challenge_method") != "S256" || asked.Get("nonce") == "" || asked.Get("state") == "" {
		t.Fatalf("the browser is sent to %s, want state, nonce and PKCE", address)
	}
	code = rand.Text()
	i.mu.Lock()
	defer i.mu.Unlock()
	i.codes[code] = asked
	return asked.Get("state"), code
}

func (i *Issuer) identity(form url.Values) (any, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	asked, ok := i.codes[form.Get("code")]
	delete(i.codes, form.Get("code"))
	proof := sha256.Sum256([]byte(form.Get("code_verifier")))
	if !ok || encode(proof[:]) != asked.Get("code_challenge") || form.Get("redirect_uri") != asked.Get("redirect_uri") {
		return map[string]string{"error": "invalid_grant"}, false
	}
	claims := map[string]any{"iss": i.URL, "aud": i.ClientID, "sub": i.Subject, "nonce": asked.Get("nonce"), "iat": i.Now().Unix(), "exp": i.Now().Add(time.Minute).Unix()}
	for name, value := range i.Claims {
		claims[name] = value
	}
	return map[string]string{"access_token": "x", "token_type": "Bearer", "id_token": i.sign(claims)}, true
}

func (i *Issuer) sign(claims map[string]any) string {
	body, err := json.Marshal(claims)
	if err != nil {
		panic(err) // the claims are strings and numbers
	}
	text := encode([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + encode(body)
	digest := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, i.key, crypto.SHA256, digest[:])
	if err != nil {
		panic(err) // the key is our own
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}
