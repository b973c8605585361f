package inspection

// Phone is all that a phone remembers of what it has to send. The app writes
// it down after each step, in one transaction with the bytes of an item that
// is added or renamed, and only then does what the step asked for: whatever a
// crash takes away is then asked for again by the event restart. A state that
// cannot be written down (the storage is full) did not happen; when there is
// room again, restart follows too.
type Phone struct {
	Items       map[string]Item      `json:"items"`
	Tasks       map[string]PhoneTask `json:"tasks"`
	ServerKey   string               `json:"server_key"` // base64url, pinned when the phone was registered
	Seq         int64                `json:"seq"`        // number of the item added last
	Attempt     int64                `json:"attempt"`    // number of the request made last
	Online      bool                 `json:"online"`
	LoginNeeded bool                 `json:"login_needed"`
	Storage     string               `json:"storage"` // ok, low or full
}

// An ItemState is how far an item has come.
type ItemState string

// The states of an item.
const (
	Draft      ItemState = "draft"      // not finished by the person
	Ready      ItemState = "ready"      // to be sent
	Sending    ItemState = "sending"    // a request is under way
	Stored     ItemState = "stored"     // a receipt came and was not looked at yet
	Verified   ItemState = "verified"   // the receipt is the server's and of these bytes
	Clash      ItemState = "clash"      // another record has the id; it goes under Successor
	Superseded ItemState = "superseded" // its content is kept by Successor
	Refused    ItemState = "refused"    // the server will not have it; it stays, with the sentence
)

// An Item is a record, file, sheet or signature on a phone.
type Item struct {
	ID        string    `json:"id"` // of a file or sheet its digest
	Kind      ItemKind  `json:"kind"`
	Task      string    `json:"task"`
	Digest    string    `json:"digest"`
	Bytes     int64     `json:"bytes"`
	Seq       int64     `json:"seq"`
	State     ItemState `json:"state"`
	Have      int64     `json:"have"`       // of a file: bytes that the server holds, −1 where it must be asked
	Attempt   int64     `json:"attempt"`    // of the last request; an answer to an earlier one is late
	Tries     int64     `json:"tries"`      // failures since something went well
	Damaged   int64     `json:"damaged"`    // how often a file arrived with another hash
	NotBefore int64     `json:"not_before"` // by the phone's clock, milliseconds since 1970
	Trouble   string    `json:"trouble"`    // code of what went wrong last, "" where nothing did
	Sentence  string    `json:"sentence"`   // what the server said to it
	Standing  string    `json:"standing"`   // by the receipt
	Withdrawn bool      `json:"withdrawn"`  // once true it stays true
	Receipt   string    `json:"receipt"`
	Signature string    `json:"signature"`
	Successor string    `json:"successor"` // of a clash: the id under which its content is sent
	Formerly  string    `json:"formerly"`  // of a successor: the id that clashed
	Dropping  bool      `json:"dropping"`  // its bytes may go from the phone
	Dropped   bool      `json:"dropped"`   // and are gone
}

// A PhoneTask is what a phone knows of a task.
type PhoneTask struct {
	Revision      int64  `json:"revision"` // of the pack on the phone
	Newest        int64  `json:"newest"`   // that the server has told of
	PackWithdrawn bool   `json:"pack_withdrawn"`
	MovedTo       string `json:"moved_to"`
}

// An Event is something that happened to a phone. Which fields it has depends
// on On; [Step] lists them.
type Event struct {
	On        string   `json:"on"`
	ID        string   `json:"id,omitempty"`
	Now       int64    `json:"now,omitempty"` // by the phone's clock, milliseconds since 1970
	Kind      ItemKind `json:"kind,omitempty"`
	Task      string   `json:"task,omitempty"`
	Digest    string   `json:"digest,omitempty"`
	Bytes     int64    `json:"bytes,omitempty"`
	Draft     bool     `json:"draft,omitempty"`
	Slots     int64    `json:"slots,omitempty"`
	Attempt   int64    `json:"attempt,omitempty"`
	Status    int64    `json:"status,omitempty"`
	Problem   string   `json:"problem,omitempty"`
	Sentence  string   `json:"sentence,omitempty"`
	Receipt   string   `json:"receipt,omitempty"`
	Signature string   `json:"signature,omitempty"`
	Have      int64    `json:"have,omitempty"`
	Fresh     string   `json:"fresh,omitempty"`
	Key       string   `json:"key,omitempty"`
	Revision  int64    `json:"revision,omitempty"`
	Withdrawn []string `json:"withdrawn,omitempty"`
	Gone      bool     `json:"gone,omitempty"`
	MovedTo   string   `json:"moved_to,omitempty"`
	Level     string   `json:"level,omitempty"`
}

// An Effect is something that the app does after it wrote the state down.
type Effect struct {
	Do      string `json:"do"`
	ID      string `json:"id,omitempty"`
	Attempt int64  `json:"attempt,omitempty"`
	Offset  int64  `json:"offset,omitempty"`
	Size    int64  `json:"size,omitempty"`
	NewID   string `json:"new_id,omitempty"`
	Tell    string `json:"tell,omitempty"`
}

// What an app does.
const (
	DoPutRecord    = "put_record"    // send the record id, and feed the answer back
	DoPutSheet     = "put_sheet"     // likewise
	DoPutSignature = "put_signature" // likewise
	DoAskFile      = "ask_file"      // ask how much of the file id the server holds
	DoPutChunk     = "put_chunk"     // send size bytes from offset of the file id
	DoCheck        = "check"         // feed the event check back, when there is time for cryptography
	DoRename       = "rename"        // write the record id anew under new_id with formerly = id, then feed renamed back
	DoDrop         = "drop"          // delete the bytes of id, then feed dropped back
	DoTell         = "tell"          // tell the person: login-needed, pack-stale, pack-withdrawn, task-moved, storage-low, storage-full, not-verified, id-taken, refused
)

// What a phone waits between tries.
const (
	firstWaitMS = 1_000
	maxWaitMS   = 256_000
	maxDamaged  = 5 // a file that arrives damaged so often is damaged on the phone
)
