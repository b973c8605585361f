package simulate

import (
	"crypto/ed25519"

	"github.com/google/uuid"

	"diming/boundaries"
	"diming/boundaries/inspection"
)

// A Keeper is what a server keeps, with its transactions: [Memory], or tables
// in a database.
type Keeper interface {
	// Transact runs f in one transaction and commits it unless f fails.
	Transact(f func(inspection.Books) error) error

	// What the office does, each in a transaction of its own.
	OpenTask(task uuid.UUID, objects []inspection.Object) error
	Register(d inspection.Device) error
	Assign(d inspection.Device, task uuid.UUID, sides []boundaries.Side) error // to nobody else's harm; no sides: the task went to another team
	WithdrawObject(o inspection.Object) error
	CloseTask(task uuid.UUID) error
	WithdrawDevice(device uuid.UUID, withdrawn bool) error
	FileScan(task uuid.UUID, sheet string) error
}

// A Signer is a keeper that has an identity of its own, by which it signs.
type Signer interface {
	Identity() (server string, key ed25519.PrivateKey)
}
