package inspection

import (
	"context"
	"crypto/ed25519"
	"io"
	"time"

	"github.com/google/uuid"

	"diming/boundaries"
)

// Books is what a server keeps of one protocol step. All its methods work
// within one transaction, which the caller opens and commits before anything is
// answered: an answer that is given before the commit would be a receipt for
// what a crash takes away. The caller commits too where the error is a
// [Refusal], for a file that arrived damaged is emptied by it.
type Books interface {
	Held

	// Lock keeps others from the keys until the transaction ends. It is
	// called once, before anything is read, with sorted keys.
	Lock(ctx context.Context, keys ...string) error

	// Task tells whether a task was ever known here and whether it still takes records.
	Task(ctx context.Context, id uuid.UUID) (known, open bool, err error)
	// ObjectStands tells whether a marker, stretch or line is there and belongs to the task.
	ObjectStands(ctx context.Context, task uuid.UUID, o Object) (bool, error)

	// Record gives a record by its id, nil where there is none.
	Record(ctx context.Context, id uuid.UUID) (*StoredRecord, error)
	// KeepRecord keeps a record for good; its id is not taken.
	KeepRecord(ctx context.Context, r StoredRecord) error
	// About gives the records that are about another.
	About(ctx context.Context, id uuid.UUID) ([]StoredRecord, error)
	// Withdraw marks a record as withdrawn by another, unless it is so already.
	Withdraw(ctx context.Context, id, by uuid.UUID) error

	// File gives what is held of a file, nil where nothing was ever sent.
	File(ctx context.Context, sha256 string) (*StoredFile, error)
	// KeepChunk appends to a file of which offset bytes are held; at offset 0
	// it begins the file anew with this size.
	KeepChunk(ctx context.Context, sha256 string, size, offset int64, chunk []byte) error
	// FileBytes reads what is held of a file.
	FileBytes(ctx context.Context, sha256 string) (io.ReaderAt, error)
	// EmptyFile drops the bytes of a file that is not complete.
	EmptyFile(ctx context.Context, sha256 string) error
	// FinishFile keeps the receipt of a file that is complete and sound.
	FinishFile(ctx context.Context, sha256 string, task uuid.UUID, receipt SignedReceipt) error

	// Sheet gives a sheet by its digest, nil where there is none.
	Sheet(ctx context.Context, digest string) (*StoredSheet, error)
	KeepSheet(ctx context.Context, s StoredSheet) error
	// Signature gives a signature by its id, nil where there is none.
	Signature(ctx context.Context, id uuid.UUID) (*StoredSignature, error)
	KeepSignature(ctx context.Context, s StoredSignature) error
}

// Held is what [Standing] reads: of a server, or of a task file.
type Held interface {
	// Device gives a device by its id, nil where it is not known.
	Device(ctx context.Context, id uuid.UUID) (*Device, error)
	// Rights gives the sides for which a device's owner may and might act in a task.
	Rights(ctx context.Context, d Device, task uuid.UUID) (Rights, error)
	// RecordsOf, SheetsOf and SignaturesOf give what is held of a task, in any order.
	RecordsOf(ctx context.Context, task uuid.UUID) ([]StoredRecord, error)
	SheetsOf(ctx context.Context, task uuid.UUID) ([]StoredSheet, error)
	SignaturesOf(ctx context.Context, task uuid.UUID) ([]StoredSignature, error)
	// Scanned tells whether the sealed paper of a sheet was scanned and filed.
	Scanned(ctx context.Context, task uuid.UUID, sheet string) (bool, error)
}

// A Device is a phone that was registered, with the person it belongs to.
type Device struct {
	ID        uuid.UUID
	Key       string    // its public key, base64url
	Owner     uuid.UUID // the account, or the invitation of a guest
	Withdrawn bool      // may send and sign nothing more
	Foreign   bool      // of another server, which says for which sides its owner acts
}

// Rights are the sides of a task for which somebody may act now, and those for
// which they might at some time: what they recorded then is not lost.
type Rights struct{ Now, Once []boundaries.Side }

// A StoredRecord is a record as a server holds it.
type StoredRecord struct {
	Record    Record
	Text      string // canonical, as it came
	Digest    string
	Standing  string // as of when it came: Accepted, Proposal or Withdrawn
	Withdrawn bool   // since, or when it came
	Receipt   SignedReceipt
}

// A StoredFile is a file as a server holds it.
type StoredFile struct {
	Have, Size int64 // bytes held, bytes in all
	Receipt    *SignedReceipt
}

// A StoredSheet is a sheet as a server holds it.
type StoredSheet struct {
	Sheet   Sheet
	Text    string
	Digest  string
	Receipt SignedReceipt
}

// A StoredSignature is a signature as a server holds it. It may have come
// before its sheet, its records, or its device.
type StoredSignature struct {
	Signature Signature
	Statement Statement
	Digest    string // of the bytes that travelled
	Standing  string
	Receipt   SignedReceipt
}

// A Clerk is the server at the moment of one step.
type Clerk struct {
	Server  string // its id, in every receipt
	Key     ed25519.PrivateKey
	Now     time.Time
	Inspect func(r io.ReaderAt, size int64) error // judges a complete file; nil is [InspectFile]
}

// An Answer is what a phone is told about an item that was taken.
type Answer struct {
	Receipt *SignedReceipt // nil for a file that is not complete
	Repeat  bool           // it was here already, and this is the receipt that was given then
	Have    int64          // of a file
	Size    int64          // of a file, 0 if nothing was ever sent
}

func (c Clerk) receipt(kind ItemKind, id, digest string, task uuid.UUID, standing string) SignedReceipt {
	return Receipt{Kind: kind, ID: id, Digest: digest, Task: &task, Standing: standing, Stored: c.Now, Server: c.Server}.Sign(c.Key)
}
