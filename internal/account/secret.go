package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"slices"
	"strings"
)

// A Secret is what a client shows to be known again: of a session or an API
// token. It is written like dms_… or dmt_…, 32 random bytes and a check sum,
// so that a slip is told from a stranger and scanners of leaked secrets know
// one when they see it. The register keeps its SHA-256 only.
type Secret struct {
	kind string
	key  [32]byte
}

// Kinds of secrets, by their prefix.
const (
	ofSession = "dms_"
	ofToken   = "dmt_"
	// A calendar link stands in an address, so it must never do for a log-in:
	// ParseSecret does not read it.
	ofCalendar = "dmk_"
)

// Kinds of secrets of field work. None of them is a log-in: ParseSecret does
// not read them.
const (
	OfDevice     = "dmf_" // a phone's token
	OfInvitation = "dmi_" // a guest's invitation
)

// NewSecret makes a secret of a kind.
func NewSecret(kind string) Secret { return newSecret(kind) }

// ParseSecretOf reads a secret of one kind.
func ParseSecretOf(kind, text string) (Secret, error) { return parseSecret(text, kind) }

// Hash is what a register keeps of a secret: the SHA-256 of its random bytes.
func (s Secret) Hash() []byte { return s.hash() }

// ErrSecret says that a text cannot be a secret of this or any register.
var ErrSecret = errors.New("not a session or token of Diming")

func newSecret(kind string) Secret {
	s := Secret{kind: kind}
	_, _ = rand.Read(s.key[:]) // never fails
	return s
}

// ParseSecret reads what a client showed to be let in.
func ParseSecret(text string) (Secret, error) { return parseSecret(text, ofSession, ofToken) }

// parseSecret reads a secret of one of some kinds.
func parseSecret(text string, kinds ...string) (Secret, error) {
	i := slices.IndexFunc(kinds, func(kind string) bool { return strings.HasPrefix(text, kind) })
	if i < 0 {
		return Secret{}, ErrSecret
	}
	s := Secret{kind: kinds[i]}
	body := text[len(s.kind):]
	key, err := base64.RawURLEncoding.Strict().DecodeString(body[:max(len(body)-8, 0)])
	if err != nil || len(key) != len(s.key) {
		return Secret{}, ErrSecret
	}
	copy(s.key[:], key)
	if s.String() != text {
		return Secret{}, ErrSecret
	}
	return s, nil
}

// String gives the text that the client keeps.
func (s Secret) String() string {
	body := s.kind + base64.RawURLEncoding.EncodeToString(s.key[:])
	sum := crc32.ChecksumIEEE([]byte(body))
	return body + hex.EncodeToString([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
}

func (s Secret) hash() []byte {
	h := sha256.Sum256(s.key[:])
	return h[:]
}

// prefix is by what an owner knows a token again.
func (s Secret) prefix() string { return s.String()[:len(s.kind)+6] }
