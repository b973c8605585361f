// Package accounttest gives tests a security key in software, and an OpenID
// provider on this machine.
package accounttest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/url"
	"testing"
)

// A Device is a security key that signs with ECDSA over P-256.
type Device struct {
	Origin  string // of the page that it believes to be on
	Counter uint32 // signatures given
	id      []byte
	key     *ecdsa.PrivateKey
}

// NewDevice gives a new security key.
func NewDevice(t testing.TB, origin string) *Device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := &Device{Origin: origin, id: make([]byte, 16), key: key}
	_, _ = rand.Read(d.id) // never fails
	return d
}

// publicKey is what a browser is told to ask a key for.
type publicKey struct {
	PublicKey struct {
		Challenge string `json:"challenge"`
	} `json:"publicKey"`
}

// Register answers the options of a registration.
func (d *Device) Register(t testing.TB, options []byte) []byte {
	t.Helper()
	data := d.authenticatorData(t, 0x45) // present, verified, with a key
	data = append(data, make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.id)))
	data = append(append(data, d.id...), d.coseKey(t)...)
	object := append([]byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"), byte(len(data)))
	return d.answer(t, map[string]string{"clientDataJSON": encode(d.clientData(t, "webauthn.create", options)), "attestationObject": encode(append(object, data...))})
}

// Sign answers the options of a log-in.
func (d *Device) Sign(t testing.TB, options []byte) []byte {
	t.Helper()
	d.Counter++
	data, client := d.authenticatorData(t, 0x05), d.clientData(t, "webauthn.get", options)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(data[:len(data):len(data)], hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return d.answer(t, map[string]string{"clientDataJSON": encode(client), "authenticatorData": encode(data), "signature": encode(signature)})
}

func (d *Device) authenticatorData(t testing.TB, flags byte) []byte {
	t.Helper()
	origin, err := url.Parse(d.Origin)
	if err != nil {
		t.Fatal(err)
	}
	party := sha256.Sum256([]byte(origin.Hostname()))
	return binary.BigEndian.AppendUint32(append(party[:], flags), d.Counter)
}

// coseKey is the public key as CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
func (d *Device) coseKey(t testing.TB) []byte {
	t.Helper()
	point, err := d.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		t.Fatal(err)
	}
	cose := append([]byte("\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"), point[1:33]...)
	return append(append(cose, "\x22\x58\x20"...), point[33:]...)
}

func (d *Device) clientData(t testing.TB, kind string, options []byte) []byte {
	t.Helper()
	var o publicKey
	if err := json.Unmarshal(options, &o); err != nil || o.PublicKey.Challenge == "" {
		t.Fatalf("options %s hold no challenge: %v", options, err)
	}
	return fmt.Appendf(nil, `{"type":%q,"challenge":%q,"origin":%q,"crossOrigin":false}`, kind, o.PublicKey.Challenge, d.Origin)
}

func (d *Device) answer(t testing.TB, response map[string]string) []byte {
	t.Helper()
	text, err := json.Marshal(map[string]any{"id": encode(d.id), "rawId": encode(d.id), "type": "public-key", "response": response})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
