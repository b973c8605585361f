package inspection

import (
	"crypto/ed25519"
	"time"

	"github.com/google/uuid"

	"diming/internal/canonical"
)

// What is written before the bytes that are signed, so that a signature over
// one kind of text is none over another.
const (
	receiptPurpose   = "diming-receipt-1\n"
	statementPurpose = "diming-sign-1\n"
	manifestPurpose  = "diming-task-file-1\n"
)

// An ItemKind says what an item is that travels from phone to server.
type ItemKind string

// The kinds of items.
const (
	RecordItem    ItemKind = "record"
	FileItem      ItemKind = "file"
	SheetItem     ItemKind = "sheet"
	SignatureItem ItemKind = "signature"
)

// Standings of what was stored.
const (
	Accepted  = "accepted"
	Proposal  = "proposal"  // its object or task was withdrawn or moved: somebody of the office decides
	Withdrawn = "withdrawn" // the withdrawal was here first
)

// A Receipt says that a server has stored an item, for good.
type Receipt struct {
	Kind     ItemKind
	ID       string     // the record's or signature's id; of a file or a sheet its digest
	Digest   string     // of the bytes that are stored
	Task     *uuid.UUID // nil for a file that came without one
	Standing string
	Stored   time.Time // by the server's clock
	Server   string
}

// A SignedReceipt is a receipt as it travels and is kept.
type SignedReceipt struct {
	Text      string // canonical
	Signature string // base64url
	Key       string // base64url, the public key; who verifies takes the key that was pinned instead
}

// Canonical gives the bytes that are signed, after their purpose.
func (r Receipt) Canonical() []byte {
	return written(canonical.Object{"v": Version, "kind": string(r.Kind), "id": r.ID, "digest": r.Digest,
		"task": idOrNull(r.Task), "standing": r.Standing, "stored": moment(r.Stored), "server": r.Server})
}

// ReadReceipt reads a receipt from its canonical bytes.
func ReadReceipt(text []byte) (Receipt, error) {
	f, err := readFields(text)
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{
		Kind: ItemKind(f.oneOf("kind", string(RecordItem), string(FileItem), string(SheetItem), string(SignatureItem))),
		ID:   f.text("id", 64), Digest: f.digest("digest"), Task: f.idOrNull("task"),
		Standing: f.oneOf("standing", Accepted, Proposal, Withdrawn), Stored: f.at("stored"), Server: f.text("server", 200),
	}
	if r.ID == "" || r.Server == "" {
		f.fail("id", "和 server 不能为空", "and server cannot be empty")
	}
	return r, f.done()
}

// Sign signs r with the server's key.
func (r Receipt) Sign(key ed25519.PrivateKey) SignedReceipt {
	text := r.Canonical()
	return SignedReceipt{
		Text:      string(text),
		Signature: base64url.EncodeToString(ed25519.Sign(key, append([]byte(receiptPurpose), text...))),
		Key:       base64url.EncodeToString(key.Public().(ed25519.PublicKey)),
	}
}

// ReceiptStands reads a receipt that verifies under a server's public key
// (base64url); ok is false for anything else.
func ReceiptStands(text, signature, key string) (r Receipt, ok bool) {
	if !verifies(key, receiptPurpose, text, signature) {
		return Receipt{}, false
	}
	r, err := ReadReceipt([]byte(text))
	return r, err == nil
}

// verifies tells whether signature is one of key over purpose and text.
func verifies(key, purpose, text, signature string) bool {
	public, err := base64url.DecodeString(key)
	if err != nil || len(public) != ed25519.PublicKeySize {
		return false
	}
	sig, err := base64url.DecodeString(signature)
	return err == nil && ed25519.Verify(public, []byte(purpose+text), sig)
}
