package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"diming/internal/canonical"
)

// A Digester gathers the canonical forms of the rows of a bulk change.
type Digester struct{ rows []string }

// Add takes in one row.
func (d *Digester) Add(row Fields) error {
	text, err := canonical.Text(row)
	if err != nil {
		return err
	}
	d.rows = append(d.rows, text)
	return nil
}

// Digest gives the number of rows and the SHA-256 of the sorted rows, each
// followed by a line feed: it does not depend on the order of adding.
func (d *Digester) Digest() Digest {
	slices.Sort(d.rows)
	sum := sha256.New()
	for _, row := range d.rows {
		sum.Write([]byte(row))
		sum.Write([]byte{'\n'})
	}
	return Digest{Count: len(d.rows), SHA256: hex.EncodeToString(sum.Sum(nil))}
}
