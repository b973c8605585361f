package inspection

import "crypto/ed25519"

// SignAs signs a text as if it were a statement.
func SignAs(key ed25519.PrivateKey, text string) string {
	return base64url.EncodeToString(ed25519.Sign(key, []byte(statementPurpose+text)))
}
