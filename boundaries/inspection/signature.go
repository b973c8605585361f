package inspection

import (
	"crypto/ed25519"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/internal/canonical"
)

// A Statement is what one side signs about a sheet.
type Statement struct {
	ID       uuid.UUID
	Task     uuid.UUID
	Sheet    string // its digest
	Count    int64  // of its records, as the signer saw it
	Side     boundaries.Side
	Signer   uuid.UUID // the account or the invitation
	Device   uuid.UUID // whose key signs
	Drawn    string    // SHA-256 of the drawn signature, "" where none
	SignedAt time.Time // by the phone's clock
}

// Canonical gives the bytes that are signed, after their purpose.
func (s Statement) Canonical() []byte {
	return written(canonical.Object{"v": Version, "id": s.ID, "task": s.Task, "sheet": s.Sheet, "count": s.Count, "side": string(s.Side),
		"signer": s.Signer, "device": s.Device, "drawn": orNull(s.Drawn), "signed_at": moment(s.SignedAt)})
}

// ReadStatement reads a statement from its canonical bytes.
func ReadStatement(text []byte) (Statement, error) {
	f, err := readFields(text)
	if err != nil {
		return Statement{}, err
	}
	s := Statement{ID: f.id("id"), Task: f.id("task"), Sheet: f.digest("sheet"), Count: f.integer("count", 1, maxSheet), Side: f.side("side"),
		Signer: f.id("signer"), Device: f.id("device"), Drawn: f.digestOrEmpty("drawn"), SignedAt: f.at("signed_at")}
	return s, f.done()
}

// A Signature is a statement with the Ed25519 signature of the device's key.
type Signature struct {
	Statement string // canonical
	Signature string // base64url
}

// Sign signs a statement with the key of its device.
func (s Statement) Sign(key ed25519.PrivateKey) Signature {
	text := s.Canonical()
	return Signature{Statement: string(text), Signature: base64url.EncodeToString(ed25519.Sign(key, append([]byte(statementPurpose), text...)))}
}

// Canonical gives the bytes that travel; their digest is the signature's.
func (s Signature) Canonical() []byte {
	return written(canonical.Object{"signature": s.Signature, "statement": s.Statement})
}

// ReadSignature reads a signature and its statement. Whether it verifies is
// asked of [Signature.Stands].
func ReadSignature(text []byte) (Signature, Statement, error) {
	o, err := canonical.ReadObject(text)
	if err != nil {
		return Signature{}, Statement{}, unreadable("签名不是规范的 JSON", "the signature is not canonical JSON")
	}
	f := &fields{o: o}
	s := Signature{Statement: f.text("statement", 4000), Signature: f.text("signature", 86)}
	if raw, err := base64url.DecodeString(s.Signature); err != nil || len(raw) != ed25519.SignatureSize {
		f.fail("signature", "应为 64 字节的 base64url", "must be 64 bytes in base64url")
	}
	if err := f.done(); err != nil {
		return Signature{}, Statement{}, err
	}
	statement, err := ReadStatement([]byte(s.Statement))
	return s, statement, err
}

// Stands tells whether s is a signature of a device's public key (base64url).
func (s Signature) Stands(key string) bool {
	return verifies(key, statementPurpose, s.Statement, s.Signature)
}
