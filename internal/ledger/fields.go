package ledger

import "diming/internal/canonical"

// A Fields is a JSON object of the ledger, of which the canonical text is
// hashed.
type Fields = canonical.Object
