package payload

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"time"

	"diming/internal/version"
	"diming/signs"
)

// purpose stands before what is signed, so that no signature of a payload can
// stand for anything else that is signed with Ed25519.
const purpose = "diming plate payload 1\n"

// signed is what the signature covers: the address and the body.
func signed(address string, body []byte) []byte {
	return append([]byte(purpose+address+"#"), body...)
}

// Seal gives the text of the code whose address is that of [signs.CodeText] and
// whose payload is p.
func Seal(address string, p Payload, key ed25519.PrivateKey) (string, error) {
	if t, err := tokenIn(address); err != nil || t != p.Token {
		return "", fmt.Errorf("%w: %q is not the address of %s", ErrValue, address, p.Token.Grouped())
	}
	body, err := p.body()
	if err != nil {
		return "", err
	}
	return address + "#" + encode(append(body, ed25519.Sign(key, signed(address, body))...)), nil
}

// tokenIn reads an address as codes bear it, in capitals.
func tokenIn(address string) (signs.Token, error) {
	i := strings.LastIndex(address, "/Q/")
	if i < 0 || address != strings.ToUpper(address) || !strings.HasPrefix(address, "HTTPS://") && !strings.HasPrefix(address, "HTTP://") {
		return "", fmt.Errorf("%w: it does not begin with the address of a plate, HTTPS://HOST/Q/TOKEN in capitals", ErrForm)
	}
	t, err := signs.ParseToken(address[i+3:])
	if err != nil || string(t) != address[i+3:] {
		return "", fmt.Errorf("%w: the address has no token as issued", ErrForm)
	}
	return t, nil
}

// A Sealed is a payload that was read and not checked yet.
type Sealed struct {
	Payload
	Address   string // HTTPS://HOST/Q/TOKEN
	signed    []byte
	signature []byte
}

// Read takes the text of a code apart. It answers ErrNone where the text is an
// address alone, and ErrForm where it is none of ours.
func Read(text string) (Sealed, error) {
	address, tail, found := strings.Cut(text, "#")
	t, err := tokenIn(address)
	if err != nil {
		return Sealed{}, err
	}
	if !found {
		return Sealed{}, ErrNone
	}
	data, err := decode(tail)
	if err != nil {
		return Sealed{}, err
	}
	if len(data) > maxBytes || len(data) < ed25519.SignatureSize {
		return Sealed{}, fmt.Errorf("%w: %d bytes", ErrForm, len(data))
	}
	cut := len(data) - ed25519.SignatureSize
	p, err := read(data[:cut])
	if err != nil {
		return Sealed{}, err
	}
	if p.Token != t {
		return Sealed{}, fmt.Errorf("%w: it is of another plate than the address", ErrForm)
	}
	return Sealed{p, address, signed(address, data[:cut]), data[cut:]}, nil
}

// A PublicKey is a key with the days on which it signed.
type PublicKey struct {
	Key       Key
	Public    ed25519.PublicKey
	From, To  version.Date // the first and the last day
	Withdrawn *time.Time   // it got out: nothing under it holds
}

// Keys are all public keys of a register.
type Keys []PublicKey

// Check tells whether the register signed what was read, under a key that held
// on its day.
func (s Sealed) Check(keys Keys) error {
	for _, k := range keys {
		if k.Key != s.Key {
			continue
		}
		if !ed25519.Verify(k.Public, s.signed, s.signature) {
			return ErrForged
		}
		if k.Withdrawn != nil {
			return fmt.Errorf("%w: key %s was taken back on %s", ErrKeyEnded, k.Key, version.DayOf(k.Withdrawn.In(version.China)))
		}
		if s.Made.Before(k.From) || k.To.Before(s.Made) {
			return fmt.Errorf("%w: key %s signed from %s to %s, not on %s", ErrKeyEnded, k.Key, k.From, k.To, s.Made)
		}
		return nil
	}
	return fmt.Errorf("%w: %s", ErrNoKey, s.Key)
}
